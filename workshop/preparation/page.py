"""The page on which a workshop is prepared, gathered from every feature it touches."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_date
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from workshop.diagnoses import lead_time
from workshop.diagnoses import queries as diagnoses
from workshop.diagnoses.forms import DiagnosisForm, ProblemForm
from workshop.errors import require
from workshop.language import day_of
from workshop.people import links
from workshop.people import queries as people
from workshop.people.models import Organization
from workshop.preparation import readiness, seats_page, secrecy, services, voting_page
from workshop.preparation.forms import (
    FLOOR_ORDER_NAMES,
    FLOOR_ORDER_SENTENCES,
    CancelForm,
    PhaseForm,
    PostponeForm,
    meeting_form,
)
from workshop.proposals import queries as proposals
from workshop.proposals.queries import Heading
from workshop.room import news, phase_parts, screens
from workshop.room.forms import LONGEST_NOTES, NotesForm
from workshop.web import answer_act
from workshop.workshops import agenda, interruptions, log, queries
from workshop.workshops.guides import PURPOSES, TITLES, Subject
from workshop.workshops.interruptions import Interruption
from workshop.workshops.models import Phase, Workshop, WorkshopState
from workshop.workshops.permissions import can_moderate, can_prepare

# Before it opens: the states it may be moved to by hand, what the button says, how it looks.
NEXT_STATES = {
    WorkshopState.DRAFT: ((WorkshopState.CONVENED, _l("Convene the workshop"), "btn-primary"),),
    WorkshopState.POSTPONED: (
        (WorkshopState.CONVENED, _l("Convene it for the new date"), "btn-primary"),
    ),
    WorkshopState.CONVENED: (
        (WorkshopState.READY, _l("Mark as ready"), "btn-primary"),
        (WorkshopState.DRAFT, _l("Back to draft"), "btn-link"),
    ),
    WorkshopState.READY: ((WorkshopState.CONVENED, _l("It is not ready after all"), "btn-link"),),
}
STATE_HINTS = {
    WorkshopState.DRAFT: _l("Convened: the date stands and people have been invited."),
}

# Where on the page each of its forms stands.
PLACES = {
    "meeting": "meeting",
    "postpone": "interrupt",
    "cancel": "interrupt",
    "voting": "voting",
    "secrecy": "secrecy",
    "agenda": "agenda",
    "notes": "notes",
    "diagnosis": "add-diagnosis",
    "problem": "add-problem",
    "seat": "add-seat",
    "appoint": "add-staff",
}


@dataclass(frozen=True)
class AgendaLine:
    """One phase of the agenda with its form and the time at which it is planned to start."""

    phase: Phase
    form: PhaseForm
    starts_at: datetime
    title: str
    purpose: str


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
        checks=readiness.checks(facts),
        **phase_parts.count_present(workshop),
        faulty=next((PLACES[name] for name in sent_forms), None),
        is_open=workshop.opened_at is None,
        is_sgp=current_user.is_admin,
        may_moderate=can_moderate(current_user, workshop),
        join_address=links.join_address(workshop.code),
        screen_token=screens.token(workshop),
        **list_section(workshop),
        **meeting_section(workshop, sent_forms),
        **voting_page.section(workshop, sent_forms),
        **secrecy.section(workshop, sent_forms),
        **agenda_section(workshop, sent_forms),
        **notes_section(workshop, sent_forms),
        **seats_page.section(workshop, facts.seats, organizations, sent_forms),
        **problems_section(facts, organizations, sent_forms),
    )


def list_section(workshop: Workshop) -> dict[str, Any]:
    """The sections by name, among them the list of what the room will discuss."""
    is_of_proposals = workshop.subject is Subject.PROPOSAL
    return {
        "list_part": "proposals/_prepare.html" if is_of_proposals else "preparation/_problems.html",
        "sections": [
            ("meeting", _("Date and place")),
            *([("agenda", _("Agenda"))] if workshop.phases else []),
            *([("notes", _("Private notes"))] if workshop.phases else []),
            ("diagnoses", _("Diagnoses")),
            ("proposals", _("Proposals")) if is_of_proposals else ("problems", _("Problems")),
            ("seats", _("Seats")),
            ("voting", _("Voting")),
            ("secrecy", _("Secrecy")),
            ("doors", _("Ways in")),
            ("papers", _("To be printed")),
        ],
    }


def meeting_section(workshop: Workshop, sent_forms: dict[str, Any]) -> dict[str, Any]:
    """When and where it meets, whether that stands, and what may become of it next."""
    interruption = interruptions.interruption(workshop)
    return {
        "origin": _origin(workshop),
        "state_name": services.STATE_NAMES[workshop.state],
        "is_ready": workshop.state in (WorkshopState.READY, WorkshopState.LIVE),
        "next_states": NEXT_STATES.get(workshop.state, ()),
        "state_note": _state_note(workshop, interruption),
        "state_hint": STATE_HINTS.get(workshop.state, ""),
        "interruption": interruption,
        "interruption_name": services.STATE_NAMES[interruption.state] if interruption else "",
        "may_interrupt": workshop.state is not WorkshopState.CANCELLED,
        "postpone_form": sent_forms.get("postpone") or PostponeForm(formdata=None),
        "cancel_form": sent_forms.get("cancel") or CancelForm(formdata=None),
        "meeting_form": sent_forms.get("meeting") or meeting_form(workshop, formdata=None),
    }


def _origin(workshop: Workshop) -> str:
    """That the meeting came in with a file, in a sentence; nothing for one held here."""
    at = log.imported_at(workshop)
    if at is None:
        return ""
    day = format_date(day_of(at), "long")
    return _("Imported on %(day)s from a file: only what the file knew is shown.", day=day)


def _state_note(workshop: Workshop, interruption: Interruption | None) -> str:
    """In a sentence how a workshop stands that waits for something else than this page."""
    reason = interruption.reason if interruption else ""
    if workshop.state is WorkshopState.POSTPONED:
        return _("Postponed: %(reason)s", reason=reason)
    if workshop.state is WorkshopState.CANCELLED:
        return _("Cancelled: %(reason)s", reason=reason)
    if workshop.state is WorkshopState.READY:
        return _("Everything is prepared. The moderator opens the workshop from the desk.")
    return ""


def agenda_section(workshop: Workshop, sent_forms: dict[str, Any]) -> dict[str, Any]:
    """The phases with their forms and the times at which they are planned to start."""
    forms = sent_forms.get("agenda") or [PhaseForm(p, formdata=None) for p in workshop.phases]
    starts = agenda.planned_starts(workshop.starts_at, (form.minutes.data for form in forms))
    headings = proposals.headings(workshop)
    return {
        "agenda": [
            AgendaLine(phase, form, starts_at, _title(phase, headings), PURPOSES[phase.key])
            for phase, form, starts_at in zip(workshop.phases, forms, starts, strict=False)
        ],
        "planned_end": starts[-1],
        "floor_orders": [
            (name, FLOOR_ORDER_SENTENCES[order]) for order, name in FLOOR_ORDER_NAMES.items()
        ],
    }


def notes_forms(workshop: Workshop, **options: Any) -> dict[int, NotesForm]:
    """For each phase the form of its private line, filled in with what stands."""
    return {
        phase.id: NotesForm(
            data={"notes": phase.private_notes, "was": phase.private_notes},
            prefix=f"phase{phase.id}-",
            **options,
        )
        for phase in workshop.phases
    }


def notes_section(workshop: Workshop, sent_forms: dict[str, Any]) -> dict[str, Any]:
    """The moderators' private lines, by phase; the readers of no file see them."""
    return {
        "notes_forms": sent_forms.get("notes") or notes_forms(workshop, formdata=None),
        "longest_notes": LONGEST_NOTES,
    }


def _title(phase: Phase, headings: Mapping[int, Heading]) -> str:
    """What the phase is called, with the proposal that it deals with."""
    title = str(TITLES[phase.key])
    heading = headings.get(phase.proposal_id) if phase.proposal_id else None
    if heading is None:
        return title
    return _("%(phase)s of proposal %(number)d", phase=title, number=heading.number)


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
        "asks_for_problem": bool(facts.diagnoses) and not facts.problems,
        "presented": proposals.standing_proposals(facts.workshop),
        "diagnosis_form": sent_forms.get("diagnosis")
        or DiagnosisForm(organizations, formdata=None),
        "problem_form": sent_forms.get("problem")
        or ProblemForm(facts.diagnoses, organizations, formdata=None),
    }


def meeting_day(workshop: Workshop) -> date:
    return day_of(workshop.starts_at)
