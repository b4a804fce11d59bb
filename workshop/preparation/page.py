"""The page on which a workshop is prepared, gathered from every feature it touches."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from workshop import clock
from workshop.diagnoses import lead_time
from workshop.diagnoses import queries as diagnoses
from workshop.diagnoses.forms import DiagnosisForm, ProblemForm
from workshop.errors import require
from workshop.language import day_of
from workshop.people import links
from workshop.people import queries as people
from workshop.people.models import Organization
from workshop.preparation import readiness, seat_links, secrecy, services
from workshop.preparation.forms import (
    AppointForm,
    CancelForm,
    PhaseForm,
    PostponeForm,
    SeatForm,
    meeting_form,
)
from workshop.preparation.voting_forms import voting_form
from workshop.proposals import queries as proposals
from workshop.room import news, screens
from workshop.text import name_order
from workshop.voting.labels import (
    RULE_TEXTS,
    TIE_POLICY_NAMES,
    TIE_POLICY_SENTENCES,
    criterion_name,
)
from workshop.voting.rules import RULES
from workshop.web import answer_act
from workshop.workshops import agenda, interruptions, queries
from workshop.workshops.guides import MODERATING, PURPOSES, ROLE_NAMES, TITLES, VOTING
from workshop.workshops.models import Seat, SeatState, Workshop
from workshop.workshops.permissions import can_prepare

# Where on the page each of its forms stands.
PLACES = {
    "meeting": "meeting",
    "postpone": "interrupt",
    "cancel": "interrupt",
    "voting": "voting",
    "secrecy": "secrecy",
    "agenda": "agenda",
    "diagnosis": "add-diagnosis",
    "problem": "add-problem",
    "seat": "add-seat",
    "appoint": "add-staff",
}


def require_preparer(workshop_id: int) -> Workshop:
    """The workshop, held for this act, if the person prepares it."""
    workshop = queries.lock(workshop_id)
    require(can_prepare(current_user, workshop))
    return workshop


def to_section(workshop: Workshop, section: str, message: str, *parts: str) -> ResponseReturnValue:
    """The answer to an act: tell the room what it changes and go back to the section."""
    news.tell(workshop, *parts)
    page = url_for("preparation.show", workshop_id=workshop.id, _anchor=section)
    return answer_act(page, message)


def facts_of(workshop: Workshop) -> readiness.Facts:
    """What the readiness of one workshop is judged by."""
    return readiness.Facts(
        workshop,
        queries.seats(workshop.id),
        diagnoses.problems(workshop.theme_id, workshop.round),
        diagnoses.diagnoses_of([workshop.theme_id]),
        len(proposals.standing_proposals(workshop)),
    )


def draw(workshop: Workshop, **sent_forms: Any) -> str:
    """The page; a form in `sent_forms` takes the place of a fresh one, with what was typed."""
    facts = facts_of(workshop)
    organizations = people.organizations()
    return render_template(
        "preparation/show.html",
        workshop=workshop,
        organizations=organizations,
        checks=readiness.checks(facts),
        faulty=next((PLACES[name] for name in sent_forms), None),
        is_open=workshop.opened_at is None,
        state_names=services.STATE_NAMES,
        settable=services.SETTABLE,
        join_address=links.join_address(workshop.code),
        screen_token=screens.token(workshop),
        **voting_section(workshop, sent_forms),
        **secrecy.section(workshop, sent_forms),
        **agenda_section(workshop, sent_forms),
        **seats_section(facts, organizations, sent_forms),
        **problems_section(facts, organizations, sent_forms),
    )


def voting_section(workshop: Workshop, sent_forms: dict[str, Any]) -> dict[str, Any]:
    return {
        "interruption": interruptions.interruption(workshop),
        "postpone_form": sent_forms.get("postpone") or PostponeForm(formdata=None),
        "cancel_form": sent_forms.get("cancel") or CancelForm(formdata=None),
        "meeting_form": sent_forms.get("meeting") or meeting_form(workshop, formdata=None),
        "voting_form": sent_forms.get("voting") or voting_form(workshop),
        "rules": RULES,
        "rule_texts": RULE_TEXTS,
        "tie_policy_names": TIE_POLICY_NAMES,
        "tie_policy_sentences": TIE_POLICY_SENTENCES,
        "criterion_name": criterion_name,
        "vote_unit_names": services.VOTE_UNIT_NAMES,
    }


def agenda_section(workshop: Workshop, sent_forms: dict[str, Any]) -> dict[str, Any]:
    """The phases with their forms and the times at which they are planned to start."""
    forms = sent_forms.get("agenda") or [PhaseForm(p, formdata=None) for p in workshop.phases]
    starts = agenda.planned_starts(workshop.starts_at, (form.minutes.data for form in forms))
    return {
        "agenda": list(zip(workshop.phases, forms, starts, strict=False)),
        "planned_end": starts[-1],
        "titles": TITLES,
        "purposes": PURPOSES,
        "headings": proposals.headings(workshop),
    }


def seats_section(
    facts: readiness.Facts, organizations: list[Organization], sent_forms: dict[str, Any]
) -> dict[str, Any]:
    """Who is seated, by organization, and what may be added."""
    workshop = facts.workshop
    return {
        "seats": facts.seats,
        "groups": by_organization(facts.seats),
        "former_seats": queries.seats(workshop.id, SeatState.REMOVED),
        "declined_seats": queries.seats(workshop.id, SeatState.DECLINED),
        "personal_links": seat_links.valid_links(workshop, clock.now()),
        "appoint_form": sent_forms.get("appoint") or AppointForm(people.staff(), formdata=None),
        "seat_form": sent_forms.get("seat") or SeatForm(organizations, formdata=None),
        "role_names": ROLE_NAMES,
        "voting_roles": VOTING,
        "moderating_roles": MODERATING,
    }


def by_organization(seats: Sequence[Seat]) -> list[tuple[str, list[Seat]]]:
    """The seats under the name of their organization, in alphabetical order; staff first."""
    groups: dict[str, list[Seat]] = {}
    for seat in seats:
        groups.setdefault(seat.organization.name if seat.organization else "", []).append(seat)
    return sorted(groups.items(), key=lambda group: name_order(group[0]))


def problems_section(
    facts: readiness.Facts, organizations: list[Organization], sent_forms: dict[str, Any]
) -> dict[str, Any]:
    """The diagnoses with whether they came in time, and the list of problems."""
    meeting = meeting_day(facts.workshop)
    return {
        "diagnoses": facts.diagnoses,
        "late": {d.id for d in facts.diagnoses if lead_time.is_late(d.shared_on, meeting)},
        "share_by": lead_time.latest_day(meeting),
        "problems": facts.problems,
        "presented": proposals.standing_proposals(facts.workshop),
        "diagnosis_form": sent_forms.get("diagnosis")
        or DiagnosisForm(organizations, formdata=None),
        "problem_form": sent_forms.get("problem")
        or ProblemForm(facts.diagnoses, organizations, formdata=None),
    }


def meeting_day(workshop: Workshop) -> date:
    return day_of(workshop.starts_at)
