"""A plan written as its file: the same that was read, or the first one of a plan that ran here.

The file is whole: what a backup alone keeps is named in its `purpose`. Tables and pages are made
from less, the plan's document, without declined problems and without what was done in the rooms.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any

from flask_babel import to_user_timezone
from sqlalchemy.orm import joinedload, selectinload

from workshop import links
from workshop.closing.models import Kind as Answered
from workshop.closing.models import Response
from workshop.commitments.fields import BESIDE
from workshop.commitments.models import Commitment, Milestone
from workshop.contributions.groups import groups
from workshop.diagnoses.models import Diagnosis, Problem, ProblemState
from workshop.extensions import db
from workshop.ideas.models import Idea, IdeaState, Origin
from workshop.links.models import Link, Relation
from workshop.people.models import Organization, Sector
from workshop.planfile import record
from workshop.planfile.acts import Acts, editions_of, with_acts
from workshop.planfile.codes import Known
from workshop.planfile.items import Items
from workshop.planfile.meeting import NOT_HELD, settings, state_of
from workshop.planfile.places import Places
from workshop.planfile.shape import purpose
from workshop.plans.models import GIVEN, Kind, Plan, Theme
from workshop.proposals.models import Proposal, ProposalState
from workshop.workshops import attendance
from workshop.workshops.guides import GUIDES, TITLES, Subject
from workshop.workshops.models import Phase, Seat, Workshop

# The version of a file that carries any of these keys; one with none of them is FORMER.
VERSION, FORMER = "1.1", "1.0"
SINCE_VERSION = {
    "diagnosis": ("shared_on", "interests"),
    "workshop": ("state", "place", "voting", "votes", "settled_otherwise"),
    "problem": ("summary", "answers"),
    "idea": ("number", "answers"),
    "proposal": ("agreement_checks",),
    "commitment": (
        *("state", "approval", "steps", "accepted_warnings"),
        *(field.path for field in BESIDE if field.path),
    ),
}
# The key that says nothing by being null.
UNSETTLED = "prioritized"
SECTIONS = (
    "themes",
    "organizations",
    "diagnoses",
    "rounds",
    "commitments",
    "lineage",
    "responses",
    "editions",
)
# Said by every export anew: no difference between two plans.
OF_THE_FILE = ("schema_version", "purpose")
# What a proposal is taken to be when a file leaves its state open.
PLAIN = (ProposalState.AGREED, ProposalState.PRESENTED)
LINKED = ("diagnosis", "problem", "idea", "proposal", "commitment", "milestone")
# What of the lineage has a place of its own in the file.
ELSEWHERE = (Relation.ANSWERS, Relation.RAISED_BY)
STANDING = (ProblemState.ADMITTED, ProblemState.REPLACED)
SEEN = (IdeaState.LISTED, IdeaState.REPLACED, IdeaState.LEFT_OUT)


def export_plan(plan: Plan, *, keeping: bool = False) -> dict[str, Any]:
    """The file of a plan. `keeping` stores the codes that its rows get for the first time."""
    return Writer(plan, keeping=keeping, whole=True).document()


def differing_paths(value: Any, other: Any, place: str = "") -> Iterator[str]:
    """The paths at which two documents are not the same."""
    if isinstance(value, dict) and isinstance(other, dict):
        for name in sorted({*value, *other}):
            inside = f"{place}.{name}" if place else name
            if name in value and name in other:
                yield from differing_paths(value[name], other[name], inside)
            else:
                yield inside
    elif isinstance(value, list) and isinstance(other, list) and len(value) == len(other):
        for number, pair in enumerate(zip(value, other, strict=True)):
            yield from differing_paths(*pair, f"{place}[{number}]")
    elif value != other or isinstance(value, bool) != isinstance(other, bool):
        yield place or "$"


class Writer:
    """A plan on its way into a document, everything read once; `whole` for its file."""

    def __init__(self, plan: Plan, *, keeping: bool = False, whole: bool = False) -> None:
        self.plan = plan
        self.whole = whole
        self.known = Known(plan, keeping=keeping)
        self.themes = sorted(plan.themes, key=lambda theme: (theme.position, theme.id))
        self.theme_codes = {theme.id: self._theme_code(theme) for theme in self.themes}
        ids = list(self.theme_codes)
        self.workshops = _rows(
            Workshop,
            ids,
            selectinload(Workshop.seats).joinedload(Seat.organization),
            selectinload(Workshop.phases),
        )
        self.responses = _rows(Response, ids)
        self.answered_for = {response.about for response in self.responses}
        self.diagnoses = _rows(Diagnosis, ids)
        self.problems = _by_meeting(
            problem for problem in _rows(Problem, ids) if whole or self._is_told(problem)
        )
        self.ideas = [idea for idea in _rows(Idea, ids) if idea.state in SEEN]
        proposals = _rows(Proposal, ids)
        self.proposals = [
            proposal for proposal in proposals if proposal.state is not ProposalState.DRAFT
        ]
        titles = {proposal.id: proposal.title for proposal in proposals}
        self.groups = groups(ids, titles)
        self.commitments = _rows(
            Commitment, ids, selectinload(Commitment.milestones), selectinload(Commitment.notes)
        )
        self.links = _rows(Link, ids)
        # What a file brought keeps the ranks that the file gave it, if the meeting was held then.
        own = [workshop for workshop in self.workshops if self._is_held_here(workshop)]
        self.places = Places(own, self.links)
        self.ran_here = {(workshop.theme_id, workshop.round) for workshop in own}
        # The number of each problem on the list of its meeting, of which its code is made.
        self.numbers = {
            problem.id: number
            for several in self.problems.values()
            for number, problem in enumerate(several, start=1)
        }
        # The problems that each idea answers, the one it stands under first.
        self.answered: dict[int, list[int]] = defaultdict(list)
        for link in self.links:
            if link.relation is Relation.ANSWERS and link.to_idea_id and link.from_problem_id:
                self.answered[link.to_idea_id].append(link.from_problem_id)
        self.attending = attendance.attendance(self.workshops)
        asked = [workshop.id for workshop in own] if whole else []
        self.acts = Acts(asked, ids if whole else [])
        self.organizations = self._organizations()

    def _is_told(self, problem: Problem) -> bool:
        """Whether tables and pages tell of it: of what nobody decided once it is answered."""
        is_answered = (Answered.PROBLEM, problem.id) in self.answered_for
        return problem.state in STANDING or (problem.state is ProblemState.PROPOSED and is_answered)

    def _is_held_here(self, workshop: Workshop) -> bool:
        """Whether what became of its list is ours to say: not of one that a file told of."""
        if self.known.keys_given(Kind.WORKSHOP, workshop.id) is None:
            return True
        details = self.known.details(Kind.WORKSHOP, workshop.id)
        return details.get("state") in NOT_HELD and workshop.opened_at is not None

    def _theme_code(self, theme: Theme) -> str:
        return self.known.mint(Kind.THEME, theme.id, theme.code or f"T{theme.position + 1}")

    def _organizations(self) -> dict[int, str]:
        """Every organization that the plan names, with its code, in the file's order."""
        named = {
            organization.id: organization
            for several in self.attending.values()
            for organization in several
        }
        for rows in (self.diagnoses, self.ideas, self.proposals, self.commitments, self.responses):
            named |= {row.organization.id: row.organization for row in rows if row.organization}
        for several in self.problems.values():
            named |= {
                problem.organization.id: problem.organization
                for problem in several
                if problem.organization
            }
        named |= {organization.id: organization for organization in self.acts.organizations()}
        named |= {wrote.id: wrote for group in self.groups for wrote in group.organizations}
        kept = [
            identifier.row_id
            for identifier in self.known.rows
            if identifier.kind is Kind.ORGANIZATION
        ]
        missing = [row_id for row_id in kept if row_id not in named]
        query = db.select(Organization).filter(
            Organization.id.in_(missing), Organization.merged_into_id.is_(None)
        )
        named |= {organization.id: organization for organization in db.session.scalars(query)}
        self.organization_rows = named
        ordered = sorted(named, key=lambda row_id: self.known.order(Kind.ORGANIZATION, row_id))
        return {
            row_id: self.known.mint(Kind.ORGANIZATION, row_id, _slug(named[row_id].short))
            for row_id in ordered
        }

    def document(self) -> dict[str, Any]:
        details = dict(self.plan.details or {})
        sections, numbers, rounds, answered, relations, editions = (
            details.pop(name, None)
            for name in ("sections", "counts", "rounds", "responses", "relations", "editions")
        )
        process = {
            "name": self.plan.name,
            "plan_years": [self.plan.first_year, self.plan.last_year],
            **details.pop("process", {}),
        }
        document = {"schema_version": VERSION, **details.pop("beyond", {}), "process": process}
        if sections is None:
            document |= {"sectors": [str(sector) for sector in Sector], "guides": guides()}
        document |= {
            "themes": [self._theme(theme) for theme in self.themes],
            "diagnoses": [self._diagnosis(diagnosis) for diagnosis in self.diagnoses],
            "rounds": self._rounds(rounds),
            "commitments": [
                self._commitment(commitment) for commitment in self._in_order(self.commitments)
            ],
            "lineage": self._lineage(relations or []),
            "responses": [
                self._response(response, answered or {})
                for response in self.responses
                if self._is_there(response)
            ],
        }
        document["organizations"] = self._organization_list(document)
        document["editions"] = []
        if self.whole:
            document["editions"] = [*(editions or []), *editions_of(self.plan, self.known)]
        for name in SECTIONS:
            if not document[name] and name not in (sections or ()):
                del document[name]
        if numbers is not None:
            counted = Items(document).counts()
            document["counts"] = {**numbers, **{n: counted[n] for n in numbers if n in counted}}
        # What came before the version was kept came as the former one.
        came_as = details.get("schema_version", FORMER) if sections is not None else ""
        if came_as == FORMER and not self._says_more(document):
            return {**document, "schema_version": FORMER}
        if self.whole and came_as != VERSION and "purpose" not in document:
            version = document.pop("schema_version")
            return {"schema_version": version, "purpose": purpose(), **document}
        return document

    def _says_more(self, document: dict[str, Any]) -> bool:
        """Whether there is now what a file of the former version could not say."""
        items = Items(document)
        is_new = any(
            key in entry and key not in self._keys_by_code.get(entry["id"], ())
            for kind, keys in SINCE_VERSION.items()
            for _place, entry in items.of(kind)
            for key in keys
        )
        has_editions = "editions" in document and "editions" not in self.plan.details["sections"]
        return is_new or has_editions

    def _details(self, kind: Kind, row_id: int) -> dict[str, Any]:
        """What a file said of a row beyond our columns; of acts elsewhere only in the file."""
        details = self.known.details(kind, row_id)
        acts = () if self.whole else SINCE_VERSION.get(kind, ())
        return {name: value for name, value in details.items() if name not in acts}

    @cached_property
    def _keys_by_code(self) -> dict[str, list[str]]:
        """The keys that a file gave each of its items."""
        return {row.code: row.details.get(GIVEN, []) for row in self.known.rows}

    def _is_said(self, kind: Kind, row_id: int, key: str) -> bool:
        """Whether a key that has a value always is written: by us, or by the file that had it."""
        keys = self.known.keys_given(kind, row_id)
        return self.whole and (keys is None or key in keys)

    def _in_order(self, rows: list[Any]) -> list[Any]:
        """As the file named them; what came later in the order of its places."""
        if not rows:
            return []
        kind = Kind(rows[0].__tablename__)
        return sorted(rows, key=lambda row: self.known.order(kind, row.id))

    def _as_given(self, kind: Kind, row_id: int, written: dict[str, Any]) -> dict[str, Any]:
        """Without what is empty, unless the file that brought the row has it empty too.

        What is left out under `UNSETTLED` would say that it went forward.
        """
        keys = self.known.keys_given(kind, row_id) or ()
        return {
            name: value
            for name, value in written.items()
            if value not in (None, "", [], {}) or name == UNSETTLED or name in keys
        }

    def _organization_list(self, document: dict[str, Any]) -> list[dict[str, Any]]:
        attended = Items({**document, "organizations": []}).workshops_attended()
        return [
            self._organization(row_id, code, attended)
            for row_id, code in self.organizations.items()
        ]

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
            **self._details(Kind.ORGANIZATION, row_id),
        }
        keys = self.known.keys_given(Kind.ORGANIZATION, row_id)
        if keys is not None and "workshops" not in keys:
            del written["workshops"]
        return self._as_given(Kind.ORGANIZATION, row_id, written)

    def _theme(self, theme: Theme) -> dict[str, Any]:
        written = {
            "id": self.theme_codes[theme.id],
            "name": theme.name,
            "subject": theme.subject,
            "not_developed": "" if theme.is_developed else theme.note,
            **self._details(Kind.THEME, theme.id),
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
            **self._details(Kind.DIAGNOSIS, row.id),
        }
        if self.whole:
            shared_on = row.shared_on.isoformat() if row.shared_on else None
            written |= {"shared_on": shared_on, "interests": row.interests}
        return self._as_given(Kind.DIAGNOSIS, row.id, written)

    def _rounds(self, kept: list[dict[str, Any]] | None) -> list[dict[str, Any]]:
        numbers = sorted({workshop.round for workshop in self.workshops})
        ordered = self._in_order(self.workshops)
        rounds = list(kept or [])
        known = [entry["round"] for entry in rounds]
        rounds += [{"round": n, "guide": GUIDES[n].key} for n in numbers if n not in known]
        return [
            {
                **entry,
                "workshops": [self._workshop(w) for w in ordered if w.round == entry["round"]],
            }
            for entry in rounds
        ]

    def _workshop(self, row: Workshop) -> dict[str, Any]:
        theme = self.theme_codes[row.theme_id]
        code = self.known.mint(Kind.WORKSHOP, row.id, f"R{row.round}-{theme}")
        details = self._details(Kind.WORKSHOP, row.id)
        met_at = to_user_timezone(row.met_at)
        problems = self.places.in_order(self.problems[row.theme_id, row.round], row.round)
        proposals = [proposal for proposal in self.proposals if proposal.theme_id == row.theme_id]
        written = {
            "id": code,
            "round": row.round,
            "theme": theme,
            "topic": row.theme.name if self.known.keys_given(Kind.WORKSHOP, row.id) is None else "",
            "participants": [
                {"org": self.organizations[organization.id], "name": organization.name}
                for organization in self.attending[row.id]
            ],
            "problems": [self._problem(problem, code) for problem in problems],
            "proposals": [
                self._proposal(proposal, number, code)
                for number, proposal in enumerate(proposals, start=1)
            ]
            if row.subject is Subject.PROPOSAL
            else [],
            "contributions": self._contributions(row, code),
            **details,
            **({"early_reason": row.early_reason} if row.early_reason else {}),
            "date": {"iso": met_at.date().isoformat(), **details.get("date", {})},
        }
        if self.whole:
            is_ours = self.known.keys_given(Kind.WORKSHOP, row.id) is None
            in_file = None if is_ours else details.get("state", "")
            written |= {"state": state_of(row, in_file), "place": row.place}
            if self._is_said(Kind.WORKSHOP, row.id, "voting"):
                written["voting"] = settings(row)
            if is_ours or "time" in written["date"]:
                written["date"]["time"] = f"{met_at:%H:%M}"
            written = with_acts(written, self.acts.of_workshop(row, self.known))
        return self._as_given(Kind.WORKSHOP, row.id, written)

    def _contributions(self, row: Workshop, workshop: str) -> list[dict[str, Any]]:
        """What was written in each phase, as far as it is answered: how much, and by whom."""
        return [
            {
                "id": _group_code(workshop, group.phase),
                "phase": group.phase.key,
                "position": group.phase.position,
                "number": len(group.contributions),
                **({"about": about} if about else {}),
                "orgs": [self.organizations[wrote.id] for wrote in group.organizations],
            }
            for group in self.groups
            if group.phase.workshop_id == row.id
            for about in [self._subject_code(group.phase)]
        ]

    def _subject_code(self, phase: Phase) -> str | None:
        """The proposal that a phase was about, if it is in the file."""
        row_id = phase.proposal_id
        is_known = row_id is not None and self.known.is_known(Kind.PROPOSAL, row_id)
        return self._code(Kind.PROPOSAL, row_id) if is_known else None

    def _problem(self, row: Problem, workshop: str) -> dict[str, Any]:
        code = self.known.mint(Kind.PROBLEM, row.id, f"{workshop}-P{self.numbers[row.id]}")
        state = "" if row.state is ProblemState.ADMITTED else str(row.state)
        place = self._place(row, Subject.PROBLEM, row.round, state)
        written = {
            "id": code,
            **place,
            "text": row.text,
            "state": state,
            "reason": row.reason,
            "diagnosis": self._code(Kind.DIAGNOSIS, row.diagnosis_id),
            "org": self.organizations.get(row.organization_id or 0),
            "ideas": self._ideas(row, code),
            **self._details(Kind.PROBLEM, row.id),
            **place,
        }
        written = with_acts(written, self.acts.of_problem(row, self.organizations))
        return self._as_given(Kind.PROBLEM, row.id, written)

    def _place(
        self, row: Problem | Idea, subject: Subject, round: int, state: str, *about: int
    ) -> dict[str, Any]:
        """The rank in its vote, and whether it went forward; what left the list has neither.

        It is said over what a file knew of a meeting that was still to be held.
        """
        is_own = (row.theme_id, round) in self.ran_here and GUIDES[round].subject is subject
        if state or not is_own:
            return {}
        place = self.places.of(row, round, *about)
        return {"rank": place.rank, "prioritized": place.is_prioritized}

    def _ideas(self, problem: Problem, place: str) -> list[dict[str, Any]]:
        under = [idea for idea in self.ideas if self.answered[idea.id][:1] == [problem.id]]
        under.sort(key=lambda idea: self.known.place(Kind.IDEA, idea.id))
        codes = {
            idea.id: self.known.mint(Kind.IDEA, idea.id, f"{place}-I{number}")
            for number, idea in enumerate(under, start=1)
        }
        ordered = self.places.in_order(under, problem.round, problem.id)
        return [
            self._idea(idea, number, codes[idea.id], problem)
            for number, idea in enumerate(ordered, start=1)
        ]

    def _idea(self, row: Idea, number: int, code: str, problem: Problem) -> dict[str, Any]:
        state = "" if row.state is IdeaState.LISTED else str(row.state)
        place = self._place(row, Subject.IDEA, problem.round, state, problem.id)
        written = {
            "id": code,
            "order": number if self.known.keys_given(Kind.IDEA, row.id) is None else None,
            **place,
            "text": row.text,
            "state": state,
            "reason": row.reason,
            "origin": "" if row.origin is Origin.PARTICIPANTS else str(row.origin),
            "org": self.organizations.get(row.organization_id or 0),
            "also_answers": [
                self._problem_code(problem_id) for problem_id in self.answered[row.id][1:]
            ],
            **self._details(Kind.IDEA, row.id),
            **place,
        }
        if self._is_said(Kind.IDEA, row.id, "number"):
            written["number"] = row.number
        written = with_acts(written, self.acts.of_idea(row, self.organizations))
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
        return self.known.code_of(kind, row_id) if row_id else None

    def _proposal(self, row: Proposal, number: int, workshop: str) -> dict[str, Any]:
        code = self.known.mint(Kind.PROPOSAL, row.id, f"{workshop}-C{number}")
        keys = self.known.keys_given(Kind.PROPOSAL, row.id)
        is_plain = keys is not None and row.state in PLAIN and "state" not in keys
        written = {
            "id": code,
            "order": number if keys is None else None,
            "text": row.title,
            "scope": row.scope,
            "left_out": row.left_out,
            "responsible_entity": row.organization.name if keys is None else "",
            "responsible_org": self.organizations[row.organization_id],
            "reason": row.reason,
            "going_ahead": row.going_ahead,
            **self._details(Kind.PROPOSAL, row.id),
            "state": "" if is_plain else str(row.state),
        }
        written = with_acts(written, self.acts.of_proposal(row, self.organizations))
        return self._as_given(Kind.PROPOSAL, row.id, written)

    def _commitment(self, row: Commitment) -> dict[str, Any]:
        code = self.known.mint(Kind.COMMITMENT, row.id, f"C{row.number or row.id:02d}")
        details = self._details(Kind.COMMITMENT, row.id)
        is_new = self.known.keys_given(Kind.COMMITMENT, row.id) is None
        milestones = _in_places(
            [
                self._milestone(milestone, number, code)
                for number, milestone in enumerate(row.milestones, start=1)
            ]
        )
        entity = self.organizations[row.organization_id]
        written = {
            "id": code,
            "number": row.number,
            "theme": self.theme_codes[row.theme_id],
            "subject": (row.theme.subject or row.theme.name.upper()) if is_new else "",
            "title": row.title,
            **details,
            **record.written(row, details, entity, milestones),
        }
        if self.whole:
            written |= record.standing(row, details)
            written = with_acts(written, self.acts.of_commitment(row))
        return self._as_given(Kind.COMMITMENT, row.id, written)

    def _milestone(self, row: Milestone, number: int, commitment: str) -> dict[str, Any]:
        details = self._details(Kind.MILESTONE, row.id)
        is_new = self.known.keys_given(Kind.MILESTONE, row.id) is None
        written = {
            "id": self.known.mint(Kind.MILESTONE, row.id, f"{commitment}-M{number}"),
            "order": number if is_new else None,
            **details,
            **record.milestone_texts(row, details),
            **record.milestone_ends(row, details),
        }
        return self._as_given(Kind.MILESTONE, row.id, written)

    def _lineage(self, relations: list[list[Any]]) -> list[dict[str, Any]]:
        """The links, and in their places those of relations that only the file knows."""
        written = [self._link(link) for link in self.links if self._is_written(link)]
        for place, entry in relations if self.whole else ():
            written.insert(place, entry)
        return written

    def _is_written(self, link: Link) -> bool:
        """Whether both ends of a link are in the file, and the link not there by its place."""
        ends = [
            (Kind(kind), row_id)
            for kind in LINKED
            for end in ("from", "to")
            if (row_id := getattr(link, f"{end}_{kind}_id", None))
        ]
        return link.relation not in ELSEWHERE and all(self.known.is_known(*end) for end in ends)

    def _link(self, row: Link) -> dict[str, Any]:
        details = {name: value for name, value in row.details.items() if name != links.ROUND}
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
            if row_id := getattr(row, f"{end}_{kind}_id", None):
                return self.known.code_of(Kind(kind), row_id)
        return None

    def _response(self, row: Response, beyond: dict[str, dict[str, Any]]) -> dict[str, Any]:
        """A response; `beyond` is what a file said besides, by what it is about."""
        about = self._answered_code(row)
        return {
            "about": about,
            "category": str(row.category),
            "text": row.text,
            "org": self.organizations[row.organization_id],
            "date": row.answered_on.isoformat(),
            **beyond.get(about, {}),
        }

    def _is_there(self, row: Response) -> bool:
        """Whether what was answered is in the file: contributions may all be hidden since."""
        kind, row_id = row.about
        if kind is not Answered.CONTRIBUTIONS or any(g.phase.id == row_id for g in self.groups):
            return True
        phase = db.session.get_one(Phase, row_id)
        return "contributions" in self.known.details(Kind.WORKSHOP, phase.workshop_id)

    def _answered_code(self, row: Response) -> str:
        """The code of what a response answers."""
        kind, row_id = row.about
        if kind is not Answered.CONTRIBUTIONS:
            return self.known.code_of(Kind(kind), row_id)
        phase = db.session.get_one(Phase, row_id)
        workshop = self.known.code_of(Kind.WORKSHOP, phase.workshop_id)
        as_filed = self.known.details(Kind.WORKSHOP, phase.workshop_id).get("contributions", [])
        codes: dict[tuple[str, int], str] = {
            (entry["phase"], entry["position"]): entry["id"] for entry in as_filed
        }
        return codes.get((phase.key, phase.position), _group_code(workshop, phase))


def _group_code(workshop: str, phase: Phase) -> str:
    """What names the contributions of a phase: the place of the phase does not change."""
    return f"{workshop}-A{phase.position + 1}"


def _in_places(milestones: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The milestones, numbered by their places where a file's own numbers are not their order."""
    orders = [milestone["order"] for milestone in milestones if "order" in milestone]
    if orders == sorted(set(orders)):
        return milestones
    return [
        {**milestone, "order": place} if "order" in milestone else milestone
        for place, milestone in enumerate(milestones, start=1)
    ]


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
    by_meeting: dict[tuple[int, int], list[Problem]] = defaultdict(list)
    for problem in problems:
        by_meeting[problem.theme_id, problem.round].append(problem)
    return by_meeting


def _slug(name: str) -> str:
    """A code made from a short name."""
    plain = "".join(
        letter if letter.isalnum() and letter.isascii() else "-" for letter in name.lower()
    )
    return "-".join(part for part in plain.split("-") if part) or "org"
