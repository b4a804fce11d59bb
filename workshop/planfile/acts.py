"""What was done in the meetings of a plan and with its records, as the file tells it.

Organizations and days, never persons; of a vote what was counted and shown, never a ballot. An
import makes no row of these: what a file tells of acts elsewhere is kept beside the code of what
they were about, and handed on. So nothing that was imported can pass for an act done here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from typing import Any

from sqlalchemy.orm import joinedload, selectinload

from workshop.commitments.models import Commitment, Step
from workshop.contributions.models import OfficialComment, Summary
from workshop.diagnoses.models import Problem
from workshop.extensions import db
from workshop.ideas.models import Idea, Opinion
from workshop.language import day_of
from workshop.people.models import Organization
from workshop.planfile.codes import Known
from workshop.plans.models import Kind, Plan
from workshop.proposals.models import AgreementCheck, Proposal
from workshop.voting.contest import queries as voting
from workshop.voting.models import Contest, ContestState
from workshop.voting.result.parts import Standing, standings
from workshop.workshops.models import Workshop

Entry = dict[str, Any]
# The codes of organizations, by their rows.
Codes = dict[int, str]
# What was published of a plan, as `exports`, which comes later, registers it.
Editions = Callable[[Plan, Known], list[Entry]]
_editions: list[Editions] = []


def register_editions(editions: Editions) -> None:
    """Say what was published of a plan: one entry for each edition, the oldest first."""
    _editions[:] = [editions]


def editions_of(plan: Plan, known: Known) -> list[Entry]:
    return [entry for editions in _editions for entry in editions(plan, known)]


def with_acts(entry: Entry, acts: Entry) -> Entry:
    """The entry with these acts after those that a file told of."""
    return {
        **entry,
        **{
            key: [*entry.get(key, []), *said] if isinstance(said, list) else entry.get(key, said)
            for key, said in acts.items()
            if said
        },
    }


class Acts:
    """The acts of these meetings and records, read at once; none for those not asked for."""

    def __init__(self, workshop_ids: Collection[int], theme_ids: Collection[int]) -> None:
        here = list(workshop_ids)
        self.summaries: dict[int, str] = {
            summary.problem_id: summary.text for summary in _rows(Summary, here)
        }
        entity, answers = joinedload(OfficialComment.organization), AgreementCheck.answers
        self.comments = _by("problem_id", _rows(OfficialComment, here, entity))
        self.opinions = _by("idea_id", _rows(Opinion, here, joinedload(Opinion.organization)))
        self.checks = _by("proposal_id", _rows(AgreementCheck, here, selectinload(answers)))
        self.contests = _by("workshop_id", _contests(here))
        steps = db.select(Step).join(Commitment).filter(Commitment.theme_id.in_(theme_ids))
        self.steps = _by("commitment_id", db.session.scalars(steps.order_by(Step.id)))

    def organizations(self) -> Iterable[Organization]:
        """The organizations that these acts name."""
        for several in (*self.comments.values(), *self.opinions.values()):
            yield from (row.organization for row in several)
        for checks in self.checks.values():
            yield from (answer.organization for check in checks for answer in check.answers)

    def of_problem(self, row: Problem, codes: Codes) -> Entry:
        """The summary of what the room said of it, and what entities answered on record."""
        answers = [
            {
                "org": codes[comment.organization_id],
                "status": str(comment.status),
                **_said(action=comment.action, unit=comment.unit, text=comment.text),
                **({"late": True} if comment.is_late else {}),
                "date": day_of(comment.written_at).isoformat(),
            }
            for comment in self.comments[row.id]
        ]
        return {"summary": self.summaries.get(row.id, ""), "answers": answers}

    def of_idea(self, row: Idea, codes: Codes) -> Entry:
        """What entities answered on record."""
        answers = [
            {
                "org": codes[opinion.organization_id],
                "feasibility": str(opinion.feasibility),
                "budget": str(opinion.budget),
                **_said(unit=opinion.unit, text=opinion.text),
                **({"late": True} if opinion.is_late else {}),
                "date": day_of(opinion.written_at).isoformat(),
            }
            for opinion in self.opinions[row.id]
        ]
        return {"answers": answers}

    def of_proposal(self, row: Proposal, codes: Codes) -> Entry:
        """What each organization answered when the room was asked how far it agrees."""
        checks = [
            {
                "number": check.number,
                "outcome": str(check.outcome),
                "date": day_of(check.closed_at).isoformat(),
                "answers": [
                    {
                        "org": codes[answer.organization_id],
                        "level": answer.level,
                        **_said(reservation=answer.reservation),
                    }
                    for answer in check.answers
                ],
            }
            for check in self.checks[row.id]
            if check.closed_at
        ]
        return {"agreement_checks": checks}

    def of_commitment(self, row: Commitment) -> Entry:
        """The steps by which the record came to its state."""
        steps = [
            {
                "state": str(step.state),
                "date": day_of(step.taken_at).isoformat(),
                **_said(reason=step.reason, validated_by=str(step.validated_by or "")),
                **_basis(step),
            }
            for step in self.steps[row.id]
        ]
        return {"steps": steps}

    def of_workshop(self, row: Workshop, known: Known) -> Entry:
        """The votes that were shown to the end, and why the round was settled otherwise."""
        return {
            "votes": [_vote(contest, known) for contest in self.contests[row.id]],
            "settled_otherwise": row.cut_reason,
        }


def _vote(contest: Contest, known: Known) -> Entry:
    """A vote as it was counted, with figures only where they give no ballot away."""
    turnout = voting.turnout(contest.id)
    has_figures = voting.shows_details(contest)
    ballots = (contest.result or {}).get("ballots", {})
    about = _code(known, Kind.PROBLEM, contest.problem_id)
    return {
        "rule": str(contest.rule),
        **_said(question=contest.question, about=about),
        **({"run_off": True} if contest.run_off_of_id else {}),
        "unit": str(contest.vote_unit),
        "secret": contest.is_secret,
        "places": contest.places,
        "entitled": turnout.entitled,
        "cast": turnout.cast,
        **({"blank": ballots.get("blank", 0)} if has_figures else {}),
        **({"date": day_of(contest.closed_at).isoformat()} if contest.closed_at else {}),
        "options": [_option(standing, known, has_figures) for standing in standings(contest)],
    }


def _option(standing: Standing, known: Known, has_figures: bool) -> Entry:
    option = standing.option
    code = _code(known, Kind.IDEA, option.idea_id) or _code(known, Kind.PROBLEM, option.problem_id)
    figures = {
        "points": standing.score,
        "first_places": standing.first_places,
        "ranked_by": standing.ranked_by,
    }
    return {
        **_said(item=code),
        "text": option.text,
        "place": standing.place,
        "goes_forward": standing.is_carried,
        **(figures if has_figures else {}),
    }


def _code(known: Known, kind: Kind, row_id: int | None) -> str:
    return known.code_of(kind, row_id) if row_id and known.is_known(kind, row_id) else ""


def _said(**texts: str) -> dict[str, str]:
    """Of these texts those that say something."""
    return {name: text for name, text in texts.items() if text}


def _contests(workshop_ids: list[int]) -> Iterable[Contest]:
    query = (
        db.select(Contest)
        .filter(Contest.workshop_id.in_(workshop_ids))
        .filter_by(state=ContestState.REVEALED, is_practice=False)
        .options(selectinload(Contest.options))
        .order_by(Contest.number, Contest.id)
    )
    return db.session.scalars(query)


def _rows(model: Any, workshop_ids: list[int], *options: Any) -> Iterable[Any]:
    query = db.select(model).filter(model.workshop_id.in_(workshop_ids)).options(*options)
    return db.session.scalars(query.order_by(model.id))


def _by(column: str, rows: Iterable[Any]) -> defaultdict[int, list[Any]]:
    by_column: defaultdict[int, list[Any]] = defaultdict(list)
    for row in rows:
        by_column[getattr(row, column)].append(row)
    return by_column


def _basis(step: Step) -> Entry:
    """The document on which the SGP validated for the entity."""
    if step.basis_kind is None or step.basis_on is None:
        return {}
    on = step.basis_on.isoformat()
    return {"basis": {"kind": str(step.basis_kind), "number": step.basis_number, "date": on}}
