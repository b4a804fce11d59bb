"""Everything of a plan that its tables are made from, as one document without persons.

Tables and files are pure functions of it, so that what was published stays the same whatever is
worked on later: an edition keeps the content of its day.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any

from flask import current_app
from flask_babel import to_user_timezone
from sqlalchemy.orm import joinedload, selectinload

from workshop.commitments import notes
from workshop.commitments.blocks import to_blocks
from workshop.commitments.fields import BESIDE, Field, FieldKind
from workshop.commitments.models import Commitment
from workshop.commitments.queries import validations as validations_of
from workshop.commitments.steps.services import said_of_validation
from workshop.contributions.models import Contribution, OfficialComment
from workshop.extensions import db
from workshop.floor.models import Turn, TurnEnd
from workshop.ideas import listing
from workshop.ideas.models import Opinion
from workshop.language import day_of
from workshop.planfile.codes import Known
from workshop.planfile.writing import Writer
from workshop.plans.models import Kind, Plan, Theme
from workshop.proposals import queries as proposals
from workshop.proposals.agreement.outcome import RESERVATION
from workshop.proposals.models import AgreementCheck
from workshop.text import name_order
from workshop.voting.contest import queries as voting
from workshop.voting.models import Contest, ContestState
from workshop.voting.result.parts import Standing, standings
from workshop.workshops import attendance
from workshop.workshops.models import Phase, PhaseState, Seat, Workshop

# What became of a phase that was still to come when its meeting was over.
NOT_HELD = "not_held"


def content(plan: Plan, *, now: datetime, keeping: bool = False) -> dict[str, Any]:
    """The plan's own document, with the votes and phases of its workshops beside it.

    `keeping` stores the codes that rows get for the first time (see `planfile.writing`).
    """
    writer = Writer(plan, keeping=keeping)
    document, known = writer.document(), writer.known
    workshops = _workshops(plan)
    validations = validations_of(writer.commitments)
    return {
        "plan": document,
        **{
            section.name: [row for workshop in workshops for row in section.rows(workshop, known)]
            for section in SECTIONS
            if section.rows
        },
        # Which row a record is, how far it has come, and what is kept beside the plan's own fields:
        # by whom it was validated for its entity, which warnings stand by which note.
        "records": {
            known.code_of(Kind.COMMITMENT, commitment.id): {
                "row": commitment.id,
                "state": str(commitment.state),
                "beside": _fields_beside(commitment),
                "validation": said_of_validation(validations.get(commitment.id)),
                "warnings": notes.as_kept(commitment),
            }
            for commitment in writer.commitments
        },
        "publisher": current_app.config["PUBLISHER"],
        "licence": current_app.config["LICENCE"],
        "written_at": to_user_timezone(now).replace(microsecond=0).isoformat(),
    }


def _fields_beside(commitment: Commitment) -> dict[str, Any]:
    return {field.key: _said_beside(commitment, field) for field in BESIDE}


def _said_beside(commitment: Commitment, field: Field) -> Any:
    said = getattr(commitment, field.column)
    return to_blocks(said) if field.kind is FieldKind.TEXT else said


def _workshops(plan: Plan) -> list[Workshop]:
    query = (
        db.select(Workshop)
        .join(Theme, Theme.id == Workshop.theme_id)
        .filter(Theme.plan_id == plan.id)
        .options(selectinload(Workshop.phases).selectinload(Phase.spans))
        .order_by(Workshop.round, Theme.position)
    )
    return list(db.session.scalars(query))


def _votes(workshop: Workshop, known: Known) -> Iterator[dict[str, str]]:
    return _Votes(known).of(workshop)


class _Votes:
    """What every option of every shown vote got, with figures only where they may be shown."""

    def __init__(self, known: Known) -> None:
        self.known = known

    def of(self, workshop: Workshop) -> Iterator[dict[str, str]]:
        query = (
            db.select(Contest)
            .filter_by(workshop_id=workshop.id, state=ContestState.REVEALED, is_practice=False)
            .options(selectinload(Contest.options))
            .order_by(Contest.number, Contest.id)
        )
        for contest in db.session.scalars(query):
            turnout = voting.turnout(contest.id)
            shared = {
                "workshop": self.known.code_of(Kind.WORKSHOP, workshop.id),
                "contest": str(contest.id),
                "about": self._code(Kind.PROBLEM, contest.problem_id),
                "rule": str(contest.rule),
                "cast": str(turnout.cast),
                "entitled": str(turnout.entitled),
                "is_run_off": _yes(contest.run_off_of_id is not None),
            }
            has_figures = voting.shows_details(contest)
            blank = (contest.result or {"ballots": {"blank": 0}})["ballots"]["blank"]
            for row in standings(contest):
                yield {**shared, **self._option(row, blank, has_figures)}

    def _option(self, row: Standing, blank: int, has_figures: bool) -> dict[str, str]:
        option = row.option
        code = self._code(Kind.IDEA, option.idea_id) or self._code(Kind.PROBLEM, option.problem_id)
        figures = {
            "points": row.score,
            "first_places": str(row.first_places),
            "ranked_by": str(row.ranked_by),
            "abstained": str(blank),
        }
        return {
            "option": code,
            "text": option.text,
            "place": str(row.place),
            "tied": _yes(row.is_tied),
            "carried": _yes(row.is_carried),
            **(figures if has_figures else dict.fromkeys(figures, "")),
        }

    def _code(self, kind: Kind, row_id: int | None) -> str:
        is_known = row_id is not None and self.known.is_known(kind, row_id)
        return self.known.code_of(kind, row_id) if is_known and row_id is not None else ""


def _phases(workshop: Workshop, known: Known) -> Iterator[dict[str, str]]:
    """The agenda as planned and as it went: minutes, pauses, extensions."""
    for number, phase in enumerate(workshop.phases, start=1):
        if phase.state is PhaseState.COMPLETED and not phase.spans:
            continue  # marked so by a file; nobody ran it
        ran = sum(
            ((s.ended_at - s.started_at).total_seconds() for s in phase.spans if s.ended_at), 0.0
        )
        yield {
            "workshop": known.code_of(Kind.WORKSHOP, workshop.id),
            "number": str(number),
            "phase": phase.key,
            "state": _state(phase),
            "planned_minutes": str(phase.minutes or ""),
            "extended_minutes": str(phase.extra_seconds // 60),
            "started_at": _instant(phase.started_at),
            "ended_at": _instant(phase.ended_at),
            "ran_seconds": str(round(ran)) if phase.spans else "",
            "pauses": str(max(0, len(phase.spans) - 1)),
            "reason": phase.reason,
        }


def _state(phase: Phase) -> str:
    """How far a phase came; none is still to come in a meeting that was cancelled."""
    is_to_come = phase.state is PhaseState.PENDING
    return NOT_HELD if is_to_come and phase.workshop.is_over else str(phase.state)


def _answers(workshop: Workshop, known: Known) -> Iterator[dict[str, str]]:
    """What entities answered on record: to problems in round 1, to ideas in round 2."""
    code = known.code_of(Kind.WORKSHOP, workshop.id)
    comments = db.select(OfficialComment).filter_by(workshop_id=workshop.id)
    for comment in db.session.scalars(comments.order_by(OfficialComment.id)):
        yield {
            "workshop": code,
            "about": known.code_of(Kind.PROBLEM, comment.problem_id),
            "entity": comment.organization.name,
            "answer": str(comment.status),
            "action": comment.action,
            "text": comment.text,
            **_when(comment),
        }
    opinions = db.select(Opinion).filter_by(workshop_id=workshop.id)
    for opinion in db.session.scalars(opinions.order_by(Opinion.id)):
        if known.is_known(Kind.IDEA, opinion.idea_id):
            yield {
                "workshop": code,
                "about": known.code_of(Kind.IDEA, opinion.idea_id),
                "entity": opinion.organization.name,
                "answer": str(opinion.feasibility),
                "budget": str(opinion.budget),
                "text": opinion.text,
                **_when(opinion),
            }


def _when(answer: OfficialComment | Opinion) -> dict[str, str]:
    """The day of an answer, and whether it came after the meeting."""
    return {"date": day_of(answer.written_at).isoformat(), "late": _yes(answer.is_late)}


def _contributions(workshop: Workshop, known: Known) -> Iterator[dict[str, str]]:
    """What was written in the room, for whom: the organization, never the person."""
    query = (
        db.select(Contribution)
        .filter_by(workshop_id=workshop.id)
        .options(
            joinedload(Contribution.seat).joinedload(Seat.organization),
            joinedload(Contribution.phase),
        )
        .order_by(Contribution.id)
    )
    for contribution in db.session.scalars(query):
        is_hidden = contribution.hidden_at is not None
        is_held = contribution.is_held and not is_hidden
        yield {
            "workshop": known.code_of(Kind.WORKSHOP, workshop.id),
            "phase": contribution.phase.key,
            "about": _about(contribution, known),
            **_organization_of(contribution.seat, known),
            "through_clerk": _yes(contribution.clerk_seat_id is not None),
            "written_at": _instant(contribution.written_at),
            # What the moderator hid is told by its reason alone; what was held and never shown is
            # told as that.
            "text": "" if is_hidden or is_held else contribution.text,
            "held": _yes(is_held),
            "hidden": _yes(is_hidden),
            "reason": contribution.reason if is_hidden else "",
        }


def _about(contribution: Contribution, known: Known) -> str:
    """The code of what a contribution is about; nothing where it is the theme as a whole."""
    about = (
        (Kind.IDEA, contribution.idea_id),
        (Kind.PROPOSAL, contribution.proposal_id),
        (Kind.PROBLEM, contribution.problem_id),
    )
    codes = (
        known.code_of(kind, row_id)
        for kind, row_id in about
        if row_id is not None and known.is_known(kind, row_id)
    )
    return next(codes, "")


def _turns(workshop: Workshop, known: Known) -> Iterator[dict[str, str]]:
    """Every turn on the floor that was spoken, by organization, with the time that ran."""
    query = (
        db.select(Turn)
        .filter_by(workshop_id=workshop.id, outcome=TurnEnd.SPOKE)
        .options(
            joinedload(Turn.seat).joinedload(Seat.organization),
            joinedload(Turn.phase).selectinload(Phase.spans),
        )
        .order_by(Turn.started_at, Turn.id)
    )
    for number, turn in enumerate(db.session.scalars(query), start=1):
        spoken = turn.time_spoken(turn.ended_at) if turn.ended_at else None
        yield {
            "workshop": known.code_of(Kind.WORKSHOP, workshop.id),
            "number": str(number),
            "phase": turn.phase.key,
            "kind": str(turn.kind),
            **_organization_of(turn.seat, known),
            "through_clerk": _yes(turn.clerk_seat_id is not None),
            "started_at": _instant(turn.started_at),
            "ended_at": _instant(turn.ended_at),
            "given_seconds": "" if turn.seconds is None else str(turn.seconds),
            "spoken_seconds": str(round(spoken.total_seconds())) if spoken is not None else "",
        }


def _organization_of(seat: Seat, known: Known) -> dict[str, str]:
    """The organization that a seat is for; staff have none."""
    organization = seat.organization
    return {"entity": organization.name, "sector": str(organization.sector)} if organization else {}


def _absent(workshop: Workshop, known: Known) -> Iterator[dict[str, str]]:
    """The organizations that were invited to a meeting that took place here, and did not come."""
    if workshop.opened_at is None:
        return
    missing = attendance.invited(workshop) - attendance.came(workshop)
    for organization in sorted(missing, key=lambda absent: name_order(absent.name)):
        yield {
            "workshop": known.code_of(Kind.WORKSHOP, workshop.id),
            "name": organization.name,
            "sector": str(organization.sector),
        }


def _objections(workshop: Workshop, known: Known) -> Iterator[dict[str, str]]:
    """What stands against what was made of an idea, and against a proposal, as it was worded."""
    code = known.code_of(Kind.WORKSHOP, workshop.id)
    for row in (*_against_ideas(workshop, known), *_reservations(workshop, known)):
        yield {"workshop": code, **row}


def _against_ideas(workshop: Workshop, known: Known) -> Iterator[dict[str, str]]:
    """The objections of authors that stand against what a merge or split made of their ideas."""
    for objection in (o for several in listing.objections(workshop).values() for o in several):
        idea = objection.idea
        is_in_file = known.is_known(Kind.IDEA, idea.id)
        yield {
            "about": known.code_of(Kind.IDEA, idea.id) if is_in_file else "",
            "subject": idea.text,
            **_organization_of(objection.seat, known),
            "text": objection.text,
        }


def _reservations(workshop: Workshop, known: Known) -> Iterator[dict[str, str]]:
    """Each reservation and objection of a closed agreement check."""
    query = (
        db.select(AgreementCheck)
        .filter(AgreementCheck.workshop_id == workshop.id, AgreementCheck.closed_at.is_not(None))
        .order_by(AgreementCheck.id)
    )
    for check in db.session.scalars(query):
        proposal = check.wording.proposal_id
        for answer in proposals.answers(check):
            if answer.level >= RESERVATION and known.is_known(Kind.PROPOSAL, proposal):
                yield {
                    "about": known.code_of(Kind.PROPOSAL, proposal),
                    "subject": check.wording.title,
                    "check": str(check.number),
                    "entity": answer.organization.name,
                    "level": str(int(answer.level)),
                    "text": answer.reservation,
                }


def _yes(value: bool) -> str:
    return "yes" if value else "no"


def _instant(instant: datetime | None) -> str:
    return to_user_timezone(instant).isoformat(timespec="seconds") if instant else ""


# What of it is public


class Public(Enum):
    """Which rows of a section are public; one that is not on the list has none."""

    OF_ROUNDS = "what belongs to a published round, as its latest edition has it"
    WHOLE = "all of it, with the first thing of the plan that is published"
    CHOSEN = "what `public.open_data` chooses"
    NEVER = "nothing: it is in the SGP's own files alone"


@dataclass(frozen=True)
class Section:
    """One section of the content: in the plan's own document, or beside it.

    A row of a section `OF_ROUNDS` says under `key` to which workshop it belongs, or to which of its
    items; under `other_key` too, where it leads from one to another. `rows` makes those that stand
    beside the plan's document.
    """

    name: str
    public: Public
    is_in_plan: bool = True
    key: str = ""
    other_key: str = ""
    rows: Callable[[Workshop, Known], Iterator[dict[str, str]]] | None = None

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(filter(None, (self.key, self.other_key)))

    def home(self, row: dict[str, Any]) -> Any:
        """What a row is settled with: the last thing that it names."""
        return next((row[key] for key in reversed(self.keys) if row[key] is not None), None)


# The one list: what belongs to a round is kept in its edition; what is not here is not public.
# What the minutes tell only in sum, or in the words of the room, is the SGP's alone.
SECTIONS = (
    Section("schema_version", Public.WHOLE),
    Section("source", Public.WHOLE),
    Section("process", Public.WHOLE),
    Section("sectors", Public.WHOLE),
    Section("guides", Public.WHOLE),
    Section("themes", Public.WHOLE),
    Section("rounds", Public.CHOSEN),
    Section("commitments", Public.CHOSEN),
    Section("lineage", Public.OF_ROUNDS, key="from", other_key="to"),
    Section("responses", Public.OF_ROUNDS, key="about"),
    Section("organizations", Public.CHOSEN),
    Section("votes", Public.OF_ROUNDS, is_in_plan=False, key="workshop", rows=_votes),
    Section("phases", Public.OF_ROUNDS, is_in_plan=False, key="workshop", rows=_phases),
    Section("absent", Public.OF_ROUNDS, is_in_plan=False, key="workshop", rows=_absent),
    Section("answers", Public.OF_ROUNDS, is_in_plan=False, key="workshop", rows=_answers),
    Section("contributions", Public.NEVER, is_in_plan=False, rows=_contributions),
    Section("turns", Public.NEVER, is_in_plan=False, rows=_turns),
    Section("reservations", Public.OF_ROUNDS, is_in_plan=False, key="workshop", rows=_objections),
    Section("records", Public.CHOSEN, is_in_plan=False),
    Section("publisher", Public.WHOLE, is_in_plan=False),
    Section("licence", Public.WHOLE, is_in_plan=False),
    Section("written_at", Public.WHOLE, is_in_plan=False),
)
OPEN = tuple(section for section in SECTIONS if section.public is not Public.NEVER)
OF_ROUNDS = tuple(section for section in SECTIONS if section.public is Public.OF_ROUNDS)


def section_of(content: dict[str, Any], section: Section) -> Any:
    """A section of the content; the plan's document leaves out those that are empty."""
    holder = content["plan"] if section.is_in_plan else content
    return holder.get(section.name, [])


def with_sections(content: dict[str, Any], sections: dict[Section, Any]) -> dict[str, Any]:
    """The content with these sections in place of its own."""
    within = {section.name: value for section, value in sections.items() if section.is_in_plan}
    beside = {section.name: value for section, value in sections.items() if not section.is_in_plan}
    return {**content, **beside, "plan": {**content["plan"], **within}}
