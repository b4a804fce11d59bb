"""Building a plan from its file, as if it had been run: all of it in one transaction, or nothing.

A file knows organizations and no persons, so nobody is seated: who attended stays with the
workshop's identifier (`workshops.attendance` reads it). What the file says beyond our own columns
is kept beside each row's code and handed on unchanged.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime
from itertools import count
from typing import Any

from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError

from workshop import links, orders
from workshop.closing.models import COLUMNS, Category, Response
from workshop.closing.models import Kind as Answered
from workshop.commitments.editing.versions import scope_digest
from workshop.commitments.models import Commitment, Milestone
from workshop.diagnoses.models import Diagnosis, Problem, ProblemState
from workshop.extensions import db
from workshop.ideas.models import Idea, IdeaState, Origin
from workshop.links.models import Link, Relation
from workshop.people.models import Organization, Sector
from workshop.planfile import record
from workshop.planfile.checks import ENDS, faults
from workshop.planfile.codes import Codes
from workshop.planfile.meeting import plan_meeting
from workshop.planfile.organizations import Matching
from workshop.planfile.record import without
from workshop.planfile.shape import Fault, unkeepable
from workshop.planfile.writing import OF_THE_FILE, SECTIONS, differing_paths, export_plan
from workshop.plans.models import GIVEN, Identifier, Kind, Plan, Theme
from workshop.proposals.models import Proposal, ProposalState, Wording
from workshop.text import clean_values
from workshop.workshops import log
from workshop.workshops.guides import SPECS
from workshop.workshops.models import Phase, PhaseState, Workshop

# Relations of the file's own are kept and handed on; only ours join rows.
OURS = frozenset(ENDS)
# What a response answers, by the table that holds it.
ANSWERED_KINDS = {
    "problem": Answered.PROBLEM,
    "idea": Answered.IDEA,
    "proposal": Answered.PROPOSAL,
    "theme": Answered.THEME,
    "commitment": Answered.RECORD,
    "phase": Answered.CONTRIBUTIONS,
}
RESPONSE = ("about", "category", "text", "org", "date")


class BadPlan(ValueError):
    """A document that is not imported; `faults` says everything that is wrong with it."""

    def __init__(self, fault_list: list[Fault]) -> None:
        super().__init__("\n".join(f"{place}: {what}" for place, what in fault_list))
        self.faults = fault_list


def import_plan(document: Any, *, now: datetime) -> tuple[Plan, bool]:
    """The plan of a document, and whether it is new.

    A plan that is there already and says the same is left as it is. Raises `BadPlan` with every
    fault: of the file, against organizations that are known otherwise, against the plan of its
    name that says something else. Never commits.
    """
    if fault_list := sorted(unkeepable(document)):
        raise BadPlan(fault_list)
    document = clean_values(document)
    if fault_list := faults(document):
        raise BadPlan(fault_list)
    orders.take_turn("import of a plan")  # of two at once the second finds what the first made
    name = document["process"]["name"]
    if plan := db.session.scalar(db.select(Plan).filter_by(name=name)):
        kept = without(clean_values(export_plan(plan)), *OF_THE_FILE)
        if places := list(differing_paths(without(document, *OF_THE_FILE), kept)):
            sentence = _("the plan %(name)s is there and says something else", name=name)
            raise BadPlan([(place, sentence) for place in places])
        return plan, False
    try:
        return _Reader(document, now).read(), True
    except IntegrityError:
        sentence = _("something it names was saved at the same moment; import it once more")
        raise BadPlan([("$", sentence)]) from None


class _Reader:
    """One document on its way into the database."""

    def __init__(self, document: dict[str, Any], now: datetime) -> None:
        self.document = document
        self.now = now
        self.rows: dict[str, Any] = {}
        # The numbers that the ideas of each workshop have so far, and those that the file gives.
        self.numbers: defaultdict[int, set[int]] = defaultdict(set)

    def read(self) -> Plan:
        self.plan = self._plan()
        self.codes = Codes(self.plan)
        self._organizations()
        self._themes()
        self._diagnoses()
        for round in self.document.get("rounds", []):
            for workshop in round["workshops"]:
                self._workshop(workshop)
        for commitment in self.document.get("commitments", []):
            self._commitment(commitment)
        db.session.flush()
        self._links()
        self._responses()
        self.codes.keep()
        return self.plan

    def _keep(
        self,
        kind: Kind,
        row: Any,
        entry: dict[str, Any],
        *known: str,
        as_filed: dict[str, Any] | None = None,
    ) -> Any:
        """Remember a row under its code, with what we have no columns for.

        `as_filed` is the entry as the file has it, where `entry` is no longer all of it.
        """
        db.session.add(row)
        self.rows[entry["id"]] = row
        details = without(entry, "id", *known)
        self.codes.add(kind, row, entry["id"], {GIVEN: list(as_filed or entry), **details})
        return row

    def _plan(self) -> Plan:
        process = self.document["process"]
        rounds = [without(entry, "workshops") for entry in self.document.get("rounds", [])]
        plan = Plan(
            name=process["name"],
            first_year=process["plan_years"][0],
            last_year=process["plan_years"][1],
            details={
                "schema_version": self.document["schema_version"],
                "imported_at": self.now.isoformat(),
                "beyond": without(self.document, "schema_version", "process", "counts", *SECTIONS),
                "process": without(process, "name", "plan_years"),
                "sections": [name for name in SECTIONS if name in self.document],
                "rounds": rounds,
                "relations": [
                    [place, entry]
                    for place, entry in enumerate(self.document.get("lineage", []))
                    if entry["relation"] not in OURS
                ],
                "editions": self.document.get("editions", []),
                "responses": {
                    response["about"]: more
                    for response in self.document.get("responses", [])
                    if (more := without(response, *RESPONSE))
                },
                **({"counts": self.document["counts"]} if "counts" in self.document else {}),
            },
        )
        db.session.add(plan)
        db.session.flush()
        return plan

    def _organizations(self) -> None:
        """Those that are known here by any of their names, and the rest as new ones."""
        in_files = db.select(Identifier.row_id, Identifier.details).filter_by(
            kind=Kind.ORGANIZATION
        )
        known = db.session.scalars(db.select(Organization))
        matching = Matching(
            known, [(row_id, said) for row_id, said in db.session.execute(in_files)]
        )
        fault_list: list[Fault] = []
        for number, entry in enumerate(self.document.get("organizations", [])):
            row, contradictions = matching.find(entry)
            fault_list += [(f"organizations[{number}].{key}", what) for key, what in contradictions]
            named = {"name": entry["name"], "acronym": entry.get("acronym") or ""}
            if row is None:
                row = Organization(sector=Sector(entry["sector"]), **named)
            # The file keeps its own words for what is called otherwise here.
            same = [key for key, said in named.items() if getattr(row, key) == said]
            to_keep = {"acronym": None, **entry}
            self._keep(
                Kind.ORGANIZATION, row, to_keep, "sector", "workshops", *same, as_filed=entry
            )
        if fault_list:
            raise BadPlan(fault_list)
        db.session.flush()

    def _themes(self) -> None:
        for position, entry in enumerate(self.document.get("themes", [])):
            stopped = entry.get("not_developed", "")
            theme = Theme(
                plan=self.plan,
                name=entry["name"],
                position=position,
                code=entry["id"],
                subject=entry.get("subject", ""),
                is_developed=not stopped,
                note=stopped,
            )
            self._keep(Kind.THEME, theme, entry, "name", "subject", "not_developed")
        db.session.flush()

    def _diagnoses(self) -> None:
        for entry in self.document.get("diagnoses", []):
            diagnosis = Diagnosis(
                theme=self.rows[entry["theme"]],
                organization=self.rows[entry["org"]],
                title=entry["title"],
                url=entry.get("url", ""),
                shared_on=_day(entry.get("shared_on")),
                interests=entry.get("interests", ""),
            )
            known = ("theme", "org", "title", "url", "shared_on", "interests")
            self._keep(Kind.DIAGNOSIS, diagnosis, entry, *known)
        db.session.flush()

    def _workshop(self, entry: dict[str, Any]) -> None:
        workshop = plan_meeting(self.rows[entry["theme"]], entry)
        log.record(workshop, log.IMPORTED, None, now=self.now, code=entry["id"])
        to_keep = {**entry, "date": without(entry["date"], "iso")}
        known = ("round", "theme", "place", "voting", "problems", "proposals")
        self._keep(Kind.WORKSHOP, workshop, to_keep, *known)
        for group in entry.get("contributions", []):
            self.rows[group["id"]] = self._phase(workshop, group["phase"], group["position"])
        for position, problem in enumerate(entry.get("problems", [])):
            self._problem(workshop, position, problem)
        for position, proposal in enumerate(entry.get("proposals", [])):
            self._proposal(workshop, position, proposal)

    def _phase(self, workshop: Workshop, key: str, position: int) -> Phase:
        """The phase in which contributions were written; an agenda of its own gets it here."""
        for phase in workshop.phases:
            if (phase.key, phase.position) == (key, position):
                return phase
        spec = SPECS[workshop.round, key]
        phase = Phase(
            workshop=workshop,
            position=position,
            key=key,
            kind=spec.kind,
            minutes=spec.minutes,
            seconds_per_turn=spec.seconds_per_turn,
            state=PhaseState.COMPLETED,
        )
        db.session.add(phase)
        return phase

    def _problem(self, workshop: Workshop, position: int, entry: dict[str, Any]) -> None:
        problem = Problem(
            theme=workshop.theme,
            round=workshop.round,
            position=position,
            text=entry["text"],
            diagnosis=self.rows.get(entry.get("diagnosis", "")),
            organization=self.rows.get(entry.get("org", "")),
            state=ProblemState(entry.get("state", "admitted")),
            reason=entry.get("reason", ""),
            revision=1,
            frozen_at=workshop.opened_at,
        )
        known = ("text", "diagnosis", "org", "state", "reason", "ideas")
        self._keep(Kind.PROBLEM, problem, entry, *known)
        for idea in entry.get("ideas", []):
            self._idea(workshop, problem, idea)

    def _idea(self, workshop: Workshop, problem: Problem, entry: dict[str, Any]) -> None:
        number = entry.get("number") or self._free_number(workshop)
        self.numbers[workshop.id].add(number)
        idea = Idea(
            theme=workshop.theme,
            workshop=workshop,
            position=number,
            text=entry["text"],
            origin=Origin(entry.get("origin", "participants")),
            state=IdeaState(entry.get("state", "listed")),
            reason=entry.get("reason", ""),
            organization=self.rows.get(entry.get("org", "")),
            written_at=workshop.opened_at or self.now,
            frozen_at=workshop.opened_at,
        )
        known = ("text", "state", "reason", "origin", "org", "also_answers", "number")
        self._keep(Kind.IDEA, idea, entry, *known)
        self.codes.answering(idea, problem, entry.get("also_answers", []))

    def _free_number(self, workshop: Workshop) -> int:
        """The first number that none of its ideas has; those that the file gives come first."""
        taken = self.numbers[workshop.id]
        return next(number for number in count(len(taken) + 1) if number not in taken)

    def _proposal(self, workshop: Workshop, position: int, entry: dict[str, Any]) -> None:
        entity = self.rows[entry["responsible_org"]]
        proposal = Proposal(
            theme=workshop.theme,
            position=position,
            title=entry["text"],
            scope=entry.get("scope", ""),
            left_out=entry.get("left_out", ""),
            organization=entity,
            state=ProposalState(entry.get("state", self._outcome(entry["id"]))),
            reason=entry.get("reason", ""),
            going_ahead=entry.get("going_ahead", ""),
            written_at=workshop.opened_at or self.now,
        )
        proposal.wordings = [
            Wording(
                number=1,
                title=proposal.title,
                scope=proposal.scope,
                organization=entity,
                written_at=workshop.opened_at or self.now,
            )
        ]
        known = ("text", "scope", "left_out", "responsible_org", "reason", "going_ahead")
        self._keep(Kind.PROPOSAL, proposal, entry, *known)

    def _outcome(self, code: str) -> str:
        """What came of a proposal whose state the file leaves open: adopted, it was agreed."""
        adopted = any(
            link["from"] == code and link["relation"].startswith("adopted")
            for link in self.document.get("lineage", [])
        )
        return "agreed" if adopted else "presented"

    def _commitment(self, entry: dict[str, Any]) -> None:
        commitment = Commitment(
            theme=self.rows[entry["theme"]],
            created_at=self.now,
            **record.columns_of(entry, self.rows),
            **record.standing_columns(entry),
        )
        known = ("theme", "accepted_warnings")
        self._keep(
            Kind.COMMITMENT, commitment, record.beyond_columns(entry), *known, as_filed=entry
        )
        for position, milestone in enumerate(entry.get("milestones", [])):
            self._milestone(commitment, position, milestone)

    def _milestone(self, commitment: Commitment, position: int, entry: dict[str, Any]) -> None:
        columns = record.milestone_columns(entry)
        milestone = Milestone(commitment=commitment, position=position, **columns)
        kept = [key for key in record.milestone_texts(milestone, {}) if entry.get(key) != ""]
        self._keep(Kind.MILESTONE, milestone, entry, *kept)

    def _links(self) -> None:
        """What answers which problem, then the relations of the file, in its order."""
        made = [
            self._link(Relation.ANSWERS, problem, idea)
            for idea, answered in self.codes.answers(self.rows)
            for problem in answered
        ]
        for entry in self.document.get("lineage", []):
            if entry["relation"] not in OURS:
                continue
            source, target = (self.rows.get(entry[end] or "") for end in ("from", "to"))
            link = self._link(Relation(entry["relation"]), source, target)
            link.note = entry.get("note", "")
            link.details = without(entry, "from", "to", "relation", "note")
            if "note" in entry and not entry["note"]:
                link.details["note"] = ""
            if link.relation is Relation.NOT_TAKEN_UP and self._has_round_3(link.theme_id):
                link.details[links.ROUND] = 3
            made.append(link)
        db.session.add_all(made)
        db.session.flush()

    def _link(self, relation: Relation, source: Any, target: Any) -> Link:
        ends = {links.column("from", source): source.id} if source else {}
        if target:
            ends[links.column("to", target)] = target.id
        theme_id = links.theme_id_of(target if source is None else source)
        return Link(
            relation=relation, theme_id=theme_id, created_at=self.now, note="", details={}, **ends
        )

    def _has_round_3(self, theme_id: int) -> bool:
        return any(
            isinstance(row, Workshop) and row.theme_id == theme_id and row.round == 3
            for row in self.rows.values()
        )

    def _responses(self) -> None:
        for entry in self.document.get("responses", []):
            about = self.rows[entry["about"]]
            kind = ANSWERED_KINDS[about.__tablename__]
            is_theme = kind is Answered.THEME
            holder = about.workshop if kind is Answered.CONTRIBUTIONS else about
            response = Response(
                theme_id=about.id if is_theme else holder.theme_id,
                category=Category(entry["category"]),
                text=entry["text"],
                organization=self.rows[entry["org"]],
                answered_on=date.fromisoformat(entry["date"]),
                written_at=self.now,
                scope_digest=self._scope_answered(entry["about"], about),
                **{COLUMNS[kind]: about.id},
            )
            db.session.add(response)
        db.session.flush()

    def _scope_answered(self, code: str, about: Any) -> str:
        """The scope of the record that a response answers for, its own or that of its proposal."""
        if isinstance(about, Commitment):
            return scope_digest(about)
        adopting = [
            self.rows[link["to"]]
            for link in self.document.get("lineage", [])
            if link["from"] == code and link["relation"] == Relation.ADOPTED_CHANGED
        ]
        return scope_digest(adopting[0]) if adopting else ""


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
