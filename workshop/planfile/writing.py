"""A plan written as its file: the same that was read, or the first one of a plan that ran here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy.orm import joinedload, selectinload

from workshop.commitments.blocks import to_blocks
from workshop.commitments.halves import half_of
from workshop.commitments.models import Commitment, Milestone, Proposal, ProposalState
from workshop.diagnoses.models import Diagnosis, Problem, ProblemState
from workshop.extensions import db
from workshop.ideas.models import Idea, IdeaState, Origin
from workshop.language import day_of
from workshop.lineage import owed
from workshop.lineage.models import Link, Relation, Response
from workshop.live import attendance
from workshop.live.guides import GUIDES, TITLES, Subject
from workshop.live.models import Seat, Workshop
from workshop.people.models import Organization, Sector
from workshop.planfile.codes import Known
from workshop.planfile.items import Items
from workshop.planfile.places import Places
from workshop.plans.models import Kind, Plan, Theme

VERSION = "1.0"
SECTIONS = (
    "themes",
    "organizations",
    "diagnoses",
    "rounds",
    "commitments",
    "lineage",
    "responses",
)
# What a proposal is taken to be when a file leaves its state open.
PLAIN = (ProposalState.AGREED, ProposalState.PRESENTED)
LINKED = ("diagnosis", "problem", "idea", "proposal", "commitment", "milestone")
# What of the lineage has a place of its own in the file.
ELSEWHERE = (Relation.ANSWERS, Relation.RAISED_BY)
STANDING = (ProblemState.ADMITTED, ProblemState.REPLACED)
SEEN = (IdeaState.LISTED, IdeaState.REPLACED, IdeaState.LEFT_OUT)
TEXTS = {
    "problem": "problem",
    "commitment": "description",
    "contribution": "contribution",
    "relevance": "relevance",
}


def export_plan(plan: Plan, *, keeping: bool = False) -> dict[str, Any]:
    """The document of a plan. `keeping` stores the codes that its rows get for the first time."""
    return Writer(plan, keeping=keeping).document()


def differing(one: Any, other: Any, place: str = "") -> Iterator[str]:
    """The paths at which two documents are not the same."""
    if isinstance(one, dict) and isinstance(other, dict):
        for name in sorted({*one, *other}):
            inside = f"{place}.{name}" if place else name
            if name in one and name in other:
                yield from differing(one[name], other[name], inside)
            else:
                yield inside
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for number, pair in enumerate(zip(one, other, strict=True)):
            yield from differing(*pair, f"{place}[{number}]")
    elif one != other or isinstance(one, bool) != isinstance(other, bool):
        yield place or "$"


class Writer:
    """A plan on its way into a document, everything read once."""

    def __init__(self, plan: Plan, *, keeping: bool = False) -> None:
        self.plan = plan
        self.known = Known(plan, keeping=keeping)
        self.themes = sorted(plan.themes, key=lambda one: (one.position, one.id))
        self.theme_codes = {one.id: self._theme_code(one) for one in self.themes}
        ids = list(self.theme_codes)
        self.workshops = _rows(
            Workshop,
            ids,
            selectinload(Workshop.seats).joinedload(Seat.organization),
            selectinload(Workshop.phases),
        )
        self.diagnoses = _rows(Diagnosis, ids)
        self.problems = _by_meeting(one for one in _rows(Problem, ids) if one.state in STANDING)
        self.ideas = [one for one in _rows(Idea, ids) if one.state in SEEN]
        proposals = _rows(Proposal, ids)
        self.proposals = [one for one in proposals if one.state is not ProposalState.DRAFT]
        self.commitments = _rows(Commitment, ids, selectinload(Commitment.milestones))
        self.links = _rows(Link, ids)
        self.responses = _rows(Response, ids)
        # What a file brought keeps the ranks that the file gave it.
        own = [one for one in self.workshops if self.known.given(Kind.WORKSHOP, one.id) is None]
        self.places = Places(own, self.links)
        self.ran_here = {(one.theme_id, one.round) for one in own}
        # The number of each problem on the list of its meeting, of which its code is made.
        self.numbers = {
            one.id: number
            for several in self.problems.values()
            for number, one in enumerate(several, start=1)
        }
        # The problems that each idea answers, the one it stands under first.
        self.answered: dict[int, list[int]] = defaultdict(list)
        for link in self.links:
            if link.relation is Relation.ANSWERS and link.to_idea_id and link.from_problem_id:
                self.answered[link.to_idea_id].append(link.from_problem_id)
        self.attending = attendance.attendance(self.workshops)
        self.organizations = self._organizations()

    def _theme_code(self, theme: Theme) -> str:
        return self.known.mint(Kind.THEME, theme.id, theme.code or f"T{theme.position + 1}")

    def _organizations(self) -> dict[int, str]:
        """Every organization that the plan names, with its code, in the file's order."""
        named = {one.id: one for several in self.attending.values() for one in several}
        for rows in (self.diagnoses, self.ideas, self.proposals, self.commitments, self.responses):
            named |= {one.organization.id: one.organization for one in rows if one.organization}
        for several in self.problems.values():
            named |= {one.organization.id: one.organization for one in several if one.organization}
        kept = [one.row_id for one in self.known.rows if one.kind is Kind.ORGANIZATION]
        missing = [row_id for row_id in kept if row_id not in named]
        query = db.select(Organization).filter(Organization.id.in_(missing))
        named |= {one.id: one for one in db.session.scalars(query)}
        self.organization_rows = named
        ordered = sorted(named, key=lambda one: self.known.order(Kind.ORGANIZATION, one))
        return {
            one: self.known.mint(Kind.ORGANIZATION, one, _slug(named[one].short)) for one in ordered
        }

    def document(self) -> dict[str, Any]:
        details = dict(self.plan.details or {})
        given, numbers, rounds, answered = (
            details.pop(name, None) for name in ("sections", "counts", "rounds", "responses")
        )
        process = {
            "name": self.plan.name,
            "plan_years": [self.plan.first_year, self.plan.last_year],
            **details.pop("process", {}),
        }
        document = {"schema_version": VERSION, **details.pop("beyond", {}), "process": process}
        if given is None:
            document |= {"sectors": [str(one) for one in Sector], "guides": guides()}
        document |= {
            "themes": [self._theme(one) for one in self.themes],
            "diagnoses": [self._diagnosis(one) for one in self.diagnoses],
            "rounds": self._rounds(rounds),
            "commitments": [self._commitment(one) for one in self._in_order(self.commitments)],
            "lineage": [self._link(one) for one in self.links if self._is_written(one)],
            "responses": [self._response(one, answered or {}) for one in self.responses],
        }
        document["organizations"] = self._organization_list(document)
        for name in SECTIONS:
            if not document[name] and name not in (given or ()):
                del document[name]
        if numbers is not None:
            counted = Items(document).counts()
            document["counts"] = {**numbers, **{n: counted[n] for n in numbers if n in counted}}
        return document

    def _in_order(self, rows: list[Any]) -> list[Any]:
        """As the file named them; what came later in the order of its places."""
        if not rows:
            return []
        kind = Kind(rows[0].__tablename__)
        return sorted(rows, key=lambda one: self.known.order(kind, one.id))

    def _as_given(self, kind: Kind, row_id: int, written: dict[str, Any]) -> dict[str, Any]:
        """Without what is empty, unless the file that brought the row has it empty too."""
        given = self.known.given(kind, row_id) or ()
        return {
            name: value
            for name, value in written.items()
            if value not in (None, "", [], {}) or name in given
        }

    def _organization_list(self, document: dict[str, Any]) -> list[dict[str, Any]]:
        attended = Items({**document, "organizations": []}).attended()
        return [self._organization(one, code, attended) for one, code in self.organizations.items()]

    def _organization(
        self, row_id: int, code: str, attended: dict[str, list[str]]
    ) -> dict[str, Any]:
        row = self.organization_rows[row_id]
        written = {
            "id": code,
            "name": row.name,
            "acronym": row.acronym or None,
            "sector": str(row.sector),
            "workshops": attended.get(code, []),
            **self.known.details(Kind.ORGANIZATION, row_id),
        }
        given = self.known.given(Kind.ORGANIZATION, row_id)
        if given is not None and "workshops" not in given:
            del written["workshops"]
        return self._as_given(Kind.ORGANIZATION, row_id, written)

    def _theme(self, theme: Theme) -> dict[str, Any]:
        written = {
            "id": self.theme_codes[theme.id],
            "name": theme.name,
            "subject": theme.subject,
            "not_developed": "" if theme.is_developed else theme.note,
            **self.known.details(Kind.THEME, theme.id),
        }
        return self._as_given(Kind.THEME, theme.id, written)

    def _diagnosis(self, row: Diagnosis) -> dict[str, Any]:
        theme = self.theme_codes[row.theme_id]
        written = {
            "id": self.known.mint(Kind.DIAGNOSIS, row.id, f"{theme}-D{row.id}"),
            "theme": theme,
            "org": self.organizations[row.organization_id],
            "title": row.title,
            "url": row.url,
            **self.known.details(Kind.DIAGNOSIS, row.id),
        }
        return self._as_given(Kind.DIAGNOSIS, row.id, written)

    def _rounds(self, kept: list[dict[str, Any]] | None) -> list[dict[str, Any]]:
        numbers = sorted({one.round for one in self.workshops})
        ordered = self._in_order(self.workshops)
        rounds = list(kept or [])
        known = [one["round"] for one in rounds]
        rounds += [{"round": n, "guide": GUIDES[n].key} for n in numbers if n not in known]
        return [
            {**one, "workshops": [self._workshop(w) for w in ordered if w.round == one["round"]]}
            for one in rounds
        ]

    def _workshop(self, row: Workshop) -> dict[str, Any]:
        theme = self.theme_codes[row.theme_id]
        code = self.known.mint(Kind.WORKSHOP, row.id, f"R{row.round}-{theme}")
        details = self.known.details(Kind.WORKSHOP, row.id)
        day = day_of(row.starts_at)
        problems = self.places.in_order(self.problems[row.theme_id, row.round], row.round)
        proposals = [one for one in self.proposals if one.theme_id == row.theme_id]
        written = {
            "id": code,
            "round": row.round,
            "theme": theme,
            "topic": row.theme.name if self.known.given(Kind.WORKSHOP, row.id) is None else "",
            "participants": [
                {"org": self.organizations[one.id], "name": one.name}
                for one in self.attending[row.id]
            ],
            "problems": [self._problem(one, code) for one in problems],
            "proposals": [
                self._proposal(one, number, code) for number, one in enumerate(proposals, start=1)
            ]
            if row.subject is Subject.PROPOSAL
            else [],
            **details,
            "date": {"iso": day.isoformat(), **details.get("date", {})},
        }
        return self._as_given(Kind.WORKSHOP, row.id, written)

    def _problem(self, row: Problem, workshop: str) -> dict[str, Any]:
        code = self.known.mint(Kind.PROBLEM, row.id, f"{workshop}-P{self.numbers[row.id]}")
        state = "replaced" if row.state is ProblemState.REPLACED else ""
        written = {
            "id": code,
            **self._place(row, Subject.PROBLEM, row.round, state),
            "text": row.text,
            "state": state,
            "reason": row.reason,
            "diagnosis": self._code(Kind.DIAGNOSIS, row.diagnosis_id),
            "org": self.organizations.get(row.organization_id or 0),
            "ideas": self._ideas(row, code),
            **self.known.details(Kind.PROBLEM, row.id),
        }
        return self._as_given(Kind.PROBLEM, row.id, written)

    def _place(
        self, row: Problem | Idea, subject: Subject, round: int, state: str, *about: int
    ) -> dict[str, Any]:
        """The rank in its vote, and whether it went forward; what left the list has neither."""
        is_own = (row.theme_id, round) in self.ran_here and GUIDES[round].subject is subject
        if state or not is_own:
            return {}
        place = self.places.of(row, round, *about)
        return {"rank": place.rank, "prioritized": place.is_prioritized}

    def _ideas(self, problem: Problem, place: str) -> list[dict[str, Any]]:
        under = [one for one in self.ideas if self.answered[one.id][:1] == [problem.id]]
        codes = {
            one.id: self.known.mint(Kind.IDEA, one.id, f"{place}-I{number}")
            for number, one in enumerate(under, start=1)
        }
        ordered = self.places.in_order(under, problem.round, problem.id)
        return [
            self._idea(one, number, codes[one.id], problem)
            for number, one in enumerate(ordered, start=1)
        ]

    def _idea(self, row: Idea, number: int, code: str, problem: Problem) -> dict[str, Any]:
        state = "" if row.state is IdeaState.LISTED else str(row.state)
        written = {
            "id": code,
            "order": number if self.known.given(Kind.IDEA, row.id) is None else None,
            **self._place(row, Subject.IDEA, problem.round, state, problem.id),
            "text": row.text,
            "state": state,
            "reason": row.reason,
            "origin": "" if row.origin is Origin.PARTICIPANTS else str(row.origin),
            "org": self.organizations.get(row.organization_id or 0),
            "also_answers": [self._problem_code(one) for one in self.answered[row.id][1:]],
            **self.known.details(Kind.IDEA, row.id),
        }
        return self._as_given(Kind.IDEA, row.id, written)

    def _problem_code(self, row_id: int) -> str:
        """The code of a problem, though its own turn may come later."""
        number = self.numbers[row_id]
        for (theme_id, round), rows in self.problems.items():
            if any(row.id == row_id for row in rows):
                place = f"R{round}-{self.theme_codes[theme_id]}-P{number}"
                return self.known.mint(Kind.PROBLEM, row_id, place)
        raise KeyError(row_id)

    def _code(self, kind: Kind, row_id: int | None) -> str | None:
        return self.known.of(kind, row_id) if row_id else None

    def _proposal(self, row: Proposal, number: int, workshop: str) -> dict[str, Any]:
        code = self.known.mint(Kind.PROPOSAL, row.id, f"{workshop}-C{number}")
        given = self.known.given(Kind.PROPOSAL, row.id)
        is_plain = given is not None and row.state in PLAIN and "state" not in given
        written = {
            "id": code,
            "order": number if given is None else None,
            "text": row.title,
            "scope": row.scope,
            "left_out": row.left_out,
            "responsible_entity": row.organization.name if given is None else "",
            "responsible_org": self.organizations[row.organization_id],
            "reason": row.reason,
            "going_ahead": row.going_ahead,
            **self.known.details(Kind.PROPOSAL, row.id),
            "state": "" if is_plain else str(row.state),
        }
        return self._as_given(Kind.PROPOSAL, row.id, written)

    def _commitment(self, row: Commitment) -> dict[str, Any]:
        code = self.known.mint(Kind.COMMITMENT, row.id, f"C{row.number or row.id:02d}")
        details = self.known.details(Kind.COMMITMENT, row.id)
        is_new = self.known.given(Kind.COMMITMENT, row.id) is None
        written = {
            "id": code,
            "number": row.number,
            "theme": self.theme_codes[row.theme_id],
            "subject": (row.theme.subject or row.theme.name.upper()) if is_new else "",
            "title": row.title,
            **details,
            "period": {**details.get("period", {}), **_period(row)},
            "leading_entity": {
                **details.get("leading_entity", {}),
                "org": self.organizations[row.organization_id],
            },
            "description": {
                **details.get("description", {}),
                **{
                    name: to_blocks(getattr(row, column))
                    for name, column in TEXTS.items()
                    if getattr(row, column) or name in details.get("description", {})
                },
            },
            "stakeholders": row.stakeholders,
            "milestones": [
                self._milestone(one, number, code)
                for number, one in enumerate(row.milestones, start=1)
            ],
            "final_products": row.final_products,
            "outcome_indicators": row.outcome_indicators,
            "monitoring": {**details.get("monitoring", {}), **_monitoring(row)},
            "footnotes": row.footnotes,
        }
        return self._as_given(Kind.COMMITMENT, row.id, written)

    def _milestone(self, row: Milestone, number: int, commitment: str) -> dict[str, Any]:
        details = self.known.details(Kind.MILESTONE, row.id)
        is_new = self.known.given(Kind.MILESTONE, row.id) is None
        written = {
            "id": self.known.mint(Kind.MILESTONE, row.id, f"{commitment}-M{number}"),
            "order": number if is_new else None,
            "activity": row.activity,
            "responsible_unit": row.responsible_unit,
            "means_of_verification": row.means_of_verification,
            "footnote": row.footnote or None,
            **details,
            "start": _when(row.start_half, details.get("start")),
            "end": _when(row.end_half, details.get("end")),
        }
        return self._as_given(Kind.MILESTONE, row.id, written)

    def _is_written(self, link: Link) -> bool:
        """Whether both ends of a link are in the file, and the link not there by its place."""
        ends = [
            (Kind(kind), found)
            for kind in LINKED
            for end in ("from", "to")
            if (found := getattr(link, f"{end}_{kind}_id", None))
        ]
        return link.relation not in ELSEWHERE and all(self.known.is_known(*one) for one in ends)

    def _link(self, row: Link) -> dict[str, Any]:
        details = {name: value for name, value in row.details.items() if name != owed.ROUND}
        note = {"note": row.note} if row.note else {}
        return {
            "from": self._end(row, "from"),
            "to": self._end(row, "to"),
            "relation": str(row.relation),
            **note,
            **details,
        }

    def _end(self, row: Link, end: str) -> str | None:
        for kind in LINKED:
            if found := getattr(row, f"{end}_{kind}_id", None):
                return self.known.of(Kind(kind), found)
        return None

    def _response(self, row: Response, given: dict[str, dict[str, Any]]) -> dict[str, Any]:
        """A response; `given` is what a file said beyond it, by what it is about."""
        about = self.theme_codes[row.theme_id]
        for kind in ("problem", "idea", "proposal"):
            if found := getattr(row, f"{kind}_id"):
                about = self.known.of(Kind(kind), found)
        return {
            "about": about,
            "category": str(row.category),
            "text": row.text,
            "org": self.organizations[row.organization_id],
            "date": row.answered_on.isoformat(),
            **given.get(about, {}),
        }


def _period(row: Commitment) -> dict[str, str]:
    ends = {"start": row.period_start, "end": row.period_end}
    return {name: month for name, month in ends.items() if month}


def _monitoring(row: Commitment) -> dict[str, str]:
    said = {"responsible_entity": row.monitoring_entity, "monitoring_unit": row.monitoring_unit}
    return {name: text for name, text in said.items() if text}


def _when(half: str, given: dict[str, Any] | None) -> dict[str, Any] | None:
    """An end of a milestone: as the file gave it while it still says so, else the half alone."""
    if given and half == (given.get("half") or half_of(given["printed"])):
        return given
    return {"half": half} if half else None


def guides() -> list[dict[str, Any]]:
    """The guides as data, in the plan's own words."""
    return [
        {
            "id": guide.key,
            "round": guide.round,
            "phases": [
                {
                    "order": order,
                    "key": phase.key,
                    "title": str(TITLES[phase.key]),
                    "minutes_min": phase.minutes_min or phase.minutes,
                    "minutes_max": phase.minutes,
                    "seconds_per_person": phase.seconds_per_turn,
                }
                for order, phase in enumerate(guide.phases, start=1)
            ],
        }
        for guide in GUIDES.values()
    ]


def _rows(model: Any, theme_ids: list[int], *options: Any) -> list[Any]:
    """The rows of these themes in the order of their places, with what is named with them."""
    query = db.select(model).filter(model.theme_id.in_(theme_ids)).options(*options)
    if hasattr(model, "organization"):
        query = query.options(joinedload(model.organization))
    if hasattr(model, "theme"):
        query = query.options(joinedload(model.theme))
    places = [model.position] if hasattr(model, "position") else []
    return list(db.session.scalars(query.order_by(*places, model.id)))


def _by_meeting(problems: Iterable[Problem]) -> dict[tuple[int, int], list[Problem]]:
    found: dict[tuple[int, int], list[Problem]] = defaultdict(list)
    for one in problems:
        found[one.theme_id, one.round].append(one)
    return found


def _slug(name: str) -> str:
    """A code made from a short name."""
    plain = "".join(one if one.isalnum() and one.isascii() else "-" for one in name.lower())
    return "-".join(part for part in plain.split("-") if part) or "org"
