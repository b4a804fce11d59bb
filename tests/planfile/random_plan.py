"""A plan of chance in the database: rows of every table that a plan has, in every state."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

from workshop import links
from workshop.closing.models import Category, Response
from workshop.commitments.models import (
    BasisKind,
    Commitment,
    CommitmentState,
    Milestone,
    Step,
    Validator,
    Value,
    WarningNote,
)
from workshop.contributions.models import CommentStatus, OfficialComment, Summary
from workshop.diagnoses.models import Diagnosis, Problem, ProblemState
from workshop.exports.models import Edition
from workshop.extensions import db
from workshop.ideas.models import Budget, Feasibility, Idea, IdeaState, Opinion, Origin
from workshop.links.models import Relation
from workshop.people.models import Organization, Person, Sector
from workshop.plans.models import Plan, Theme
from workshop.proposals.models import (
    AgreementAnswer,
    AgreementCheck,
    Outcome,
    Proposal,
    ProposalState,
    Wording,
)
from workshop.voting.models import Contest, ContestState, Option, RollEntry
from workshop.voting.rules import RULES, canonical, tally
from workshop.workshops.guides import Role
from workshop.workshops.models import (
    Attendance,
    Came,
    CountRule,
    Seat,
    TiePolicy,
    VoteUnit,
    Workshop,
    WorkshopState,
)
from workshop.workshops.services import plan_workshop

NOW = datetime(2025, 3, 3, 15, 7, tzinfo=UTC)
SAID = "agua ñandú «cifra» 30% *mapa* [acta] a_b 中 \U0001f600 1. - R&D <b> Perú"
WORDS = SAID.split()


class RandomPlan:
    """Makes it; `build` keeps it and gives it back."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.count = 0

    def build(self) -> Plan:
        chance = self.random
        self.plan = Plan(name=self.line("Plan"), first_year=2025, last_year=2026, details={})
        self.organizations = [self.organization() for _each in range(chance.randint(2, 6))]
        self.person = Person(name="Mara", created_at=NOW)
        db.session.add_all([self.plan, *self.organizations, self.person])
        db.session.flush()
        for position in range(chance.randint(1, 3)):
            self.theme(position)
        self.keep(
            Edition(
                plan_id=self.plan.id,
                number=1,
                content={},
                digest="ab" * 32,
                issued_at=self.instant(),
            )
        )
        db.session.commit()
        return self.plan

    # Values

    def line(self, start: str = "") -> str:
        """A line that no other is."""
        self.count += 1
        return " ".join([start or "Dicho", str(self.count), *self.random.sample(WORDS, 3)])

    def text(self) -> str:
        return "\n".join(self.line() for _line in range(self.random.randint(1, 2)))

    def maybe(self, value: Any, otherwise: Any = "") -> Any:
        return value if self.random.random() < 0.5 else otherwise

    def instant(self) -> datetime:
        return NOW + timedelta(minutes=self.random.randrange(60 * 24 * 40))

    def day(self) -> date:
        return self.instant().date()

    def keep(self, row: Any) -> Any:
        db.session.add(row)
        db.session.flush()
        return row

    # Rows

    def organization(self) -> Organization:
        return Organization(
            name=self.line("Entidad"),
            acronym=self.maybe(f"E{self.count}"),
            sector=self.random.choice(list(Sector)),
        )

    def any_organization(self) -> Organization:
        return self.random.choice(self.organizations)

    def theme(self, position: int) -> None:
        is_developed = self.random.random() < 0.8
        self.now_in = self.keep(
            Theme(
                plan=self.plan,
                name=self.line("Tema"),
                position=position,
                is_developed=is_developed,
                note="" if is_developed else self.text(),
                code=self.maybe(f"T{position}X"),
                subject=self.maybe(self.line()),
            )
        )
        self.diagnoses = [
            self.keep(
                Diagnosis(
                    theme=self.now_in,
                    organization=self.any_organization(),
                    title=self.line(),
                    url=self.maybe("https://example.org/a"),
                    shared_on=self.maybe(self.day(), None),
                    interests=self.maybe(self.text()),
                )
            )
            for _each in range(self.random.randint(0, 2))
        ]
        self.problems: dict[int, list[Problem]] = {}
        self.ideas: list[Idea] = []
        self.proposals: list[Proposal] = []
        for round in range(1, self.random.randint(1, 3) + 1):
            self.meeting(round)
        for _each in range(self.random.randint(0, 2)):
            self.commitment()
        if self.random.random() < 0.5:
            self.response()

    def meeting(self, round: int) -> None:
        chance = self.random
        rule = chance.choice(list(CountRule))
        workshop = plan_workshop(
            self.now_in,
            round,
            self.instant(),
            place=self.maybe(self.line()),
            rule=rule,
            carry_limit=chance.randint(1, RULES[rule].most_seats or 5),
            rule_settings=self.maybe(dict(RULES[rule].defaults), {}),
            vote_unit=chance.choice(list(VoteUnit)),
            officials_vote=chance.random() < 0.5,
            is_secret=chance.random() < 0.5,
            tie_policy=chance.choice(list(TiePolicy)),
            quorum_percent=self.maybe(40, None),
            votes_overall=chance.random() < 0.5,
        )
        workshop.state = chance.choice(list(WorkshopState))
        if workshop.state in (WorkshopState.CLOSED, WorkshopState.PUBLISHED):
            workshop.cut_at, workshop.cut_reason = NOW, self.maybe(self.text())
        self.seat = self.keep(
            Seat(
                workshop_id=workshop.id,
                person_id=self.person.id,
                role=Role.OFFICIAL,
                organization=self.any_organization(),
                created_at=NOW,
            )
        )
        for organization in chance.sample(self.organizations, chance.randint(0, 2)):
            self.keep(
                Attendance(
                    workshop_id=workshop.id,
                    organization=organization,
                    how=Came.SPOKE,
                    noted_at=NOW,
                )
            )
        if round < 3:
            self.discussed(workshop)
        if round == 2:
            self.answered(workshop)
        if round == 3:
            self.proposed(workshop)
        if workshop.state is WorkshopState.PUBLISHED:
            self.keep(
                Edition(
                    plan_id=self.plan.id,
                    workshop_id=workshop.id,
                    number=1,
                    content={},
                    digest="cd" * 32,
                    issued_at=self.instant(),
                )
            )

    def discussed(self, workshop: Workshop) -> None:
        self.problems[workshop.round] = []
        for position in range(self.random.randint(1, 4)):
            state = self.random.choice(list(ProblemState))
            needs_reason = state is ProblemState.DECLINED
            problem = self.keep(
                Problem(
                    theme=self.now_in,
                    round=workshop.round,
                    position=position,
                    text=self.line(),
                    diagnosis=self.maybe(self.diagnoses[0], None) if self.diagnoses else None,
                    organization=self.maybe(self.any_organization(), None),
                    state=state,
                    reason=self.text() if needs_reason else self.maybe(self.text()),
                )
            )
            self.problems[workshop.round].append(problem)
            if state is ProblemState.ADMITTED and self.random.random() < 0.5:
                self.comment(workshop, problem)
        admitted = [p for p in self.problems[workshop.round] if p.state is ProblemState.ADMITTED]
        if workshop.round == 1 and len(admitted) > 1:
            self.vote(workshop, [{"problem_id": p.id, "text": p.text} for p in admitted])
        if workshop.round == 2 and admitted and self.problems[1]:
            relation = self.random.choice([Relation.CARRIED, Relation.MERGED, Relation.REWORDED])
            self.link(relation, self.problems[1][0], admitted[0])

    def comment(self, workshop: Workshop, problem: Problem) -> None:
        here = {"workshop_id": workshop.id, "problem_id": problem.id, "written_at": self.instant()}
        self.keep(Summary(**here, text=self.text(), person_id=self.person.id))
        self.keep(
            OfficialComment(
                **here,
                organization=self.any_organization(),
                seat=self.seat,
                status=self.random.choice(list(CommentStatus)),
                action=self.maybe(self.line()),
                unit=self.maybe(self.line()),
                text=self.maybe(self.text()),
                is_late=self.random.random() < 0.5,
            )
        )

    def answered(self, workshop: Workshop) -> None:
        admitted = [p for p in self.problems[2] if p.state is ProblemState.ADMITTED]
        for number in self.random.sample(range(1, 30), 4 if admitted else 0):
            state = self.random.choice(list(IdeaState))
            idea = self.keep(
                Idea(
                    theme=self.now_in,
                    workshop=workshop,
                    position=number,
                    text=self.text(),
                    origin=self.random.choice(list(Origin)),
                    state=state,
                    reason=self.text() if state is IdeaState.LEFT_OUT else self.maybe(self.text()),
                    organization=self.maybe(self.any_organization(), None),
                    written_at=NOW,
                )
            )
            for problem in self.random.sample(admitted, min(len(admitted), 2)):
                self.link(Relation.ANSWERS, problem, idea)
            if state is IdeaState.LISTED:
                self.ideas.append(idea)
                self.keep(
                    Opinion(
                        workshop_id=workshop.id,
                        idea=idea,
                        organization=self.any_organization(),
                        seat=self.seat,
                        feasibility=self.random.choice(list(Feasibility)),
                        budget=self.random.choice(list(Budget)),
                        unit=self.maybe(self.line()),
                        text=self.text(),
                        written_at=self.instant(),
                        is_late=self.random.random() < 0.5,
                    )
                )
        if len(self.ideas) > 1:
            options = [{"idea_id": idea.id, "text": idea.text} for idea in self.ideas]
            self.vote(workshop, options, self.maybe(admitted[0].id, None))

    def vote(self, workshop: Workshop, rows: list[Any], problem_id: int | None = None) -> None:
        """A vote that was counted and shown, of so few ballots or enough for figures."""
        keys = "ABCDEFGH"[: len(rows)]
        rule = self.random.choice(["duels-points", "points", "stv", "approval"])
        rankings = [
            self.random.sample(keys, len(keys)) for _each in range(self.random.choice([3, 6]))
        ]
        groups = [(canonical([[key] for key in ranking]), 1) for ranking in rankings]
        contest = self.keep(
            Contest(
                workshop=workshop,
                phase_id=workshop.phases[0].id,
                problem_id=problem_id,
                question=self.maybe(self.line()),
                rule=rule,
                places=1,
                vote_unit=VoteUnit.ORGANIZATION,
                is_secret=self.random.random() < 0.5,
                state=ContestState.REVEALED,
                opened_at=NOW,
                closed_at=self.instant(),
                result=tally(keys, groups, rule, 1),
                carried=[keys[0]],
            )
        )
        for position, (key, row) in enumerate(zip(keys, rows, strict=True)):
            self.keep(Option(contest=contest, key=key, position=position, **row))
        self.keep(RollEntry(contest=contest, organization=self.any_organization(), has_cast=True))

    def proposed(self, workshop: Workshop) -> None:
        for position in range(self.random.randint(1, 3)):
            state = self.random.choice(list(ProposalState))
            proposal = Proposal(
                theme=self.now_in,
                position=position,
                title=self.line(),
                scope=self.maybe(self.text()),
                organization=self.any_organization(),
                left_out=self.maybe(self.text()),
                state=state,
                reason=self.text() if state is ProposalState.WITHDRAWN else "",
                going_ahead=self.maybe(self.text()),
                written_at=NOW,
            )
            wording = Wording(
                number=1, title=proposal.title, organization=proposal.organization, written_at=NOW
            )
            proposal.wordings = [wording]
            self.keep(proposal)
            if state is ProposalState.DRAFT:
                continue
            self.proposals.append(proposal)
            check = self.keep(
                AgreementCheck(
                    proposal=proposal,
                    workshop=workshop,
                    phase_id=workshop.phases[0].id,
                    number=1,
                    wording=wording,
                    opened_at=NOW,
                    closed_at=self.instant(),
                    outcome=self.random.choice(list(Outcome)),
                )
            )
            level = self.random.randint(1, 5)
            self.keep(
                AgreementAnswer(
                    check=check,
                    organization=self.any_organization(),
                    seat=self.seat,
                    level=level,
                    reservation=self.text() if level > 3 else "",
                    answered_at=NOW,
                )
            )
            for idea in self.ideas[:1]:
                relation = self.maybe(Relation.DEVELOPED_INTO, Relation.PARTLY_TAKEN_UP)
                self.link(relation, idea, proposal)

    def validation(self, step: CommitmentState) -> dict[str, Any]:
        """Who validated, where the step is the entity's validation."""
        if step is not CommitmentState.VALIDATED:
            return {}
        if self.random.random() < 0.5:
            return {"validated_by": Validator.ENTITY}
        basis = {"basis_kind": self.random.choice(list(BasisKind)), "basis_number": self.line()}
        return {"validated_by": Validator.SGP, "basis_on": self.day(), **basis}

    def commitment(self) -> None:
        chance = self.random
        state = chance.choice(list(CommitmentState))
        is_approved = state in (CommitmentState.APPROVED, CommitmentState.PUBLISHED)
        commitment = self.keep(
            Commitment(
                theme=self.now_in,
                number=self.maybe(chance.randint(1, 99), None),
                state=state,
                title=self.line(),
                period_start="2025-02",
                period_end="2026-11",
                organization=self.any_organization(),
                problem=self.maybe(f"- {self.line()}\n- {self.line()}"),
                relevance=self.maybe(self.line()),
                stakeholders=self.maybe(["Foro", {"text": "Municipios", "ul": ["Lima"]}], []),
                final_products=self.maybe([self.line()], []),
                outcome_indicators=["Visitas"],
                monitoring_entity=self.maybe(self.line()),
                footnotes=self.maybe([{"mark": "*", "anchor": "x", "text": self.line()}], []),
                so_far=self.maybe(self.line()),
                novelty=self.maybe(self.line()),
                values=chance.sample([str(value) for value in Value], chance.randint(0, 3)),
                supporters=self.maybe({"government": [self.line()], "other": []}, {}),
                web_links=self.maybe([{"url": "https://example.org", "title": ""}], []),
                indicator_levels=self.maybe([{"baseline": "0", "target": "10 %"}], []),
                notes=self.maybe(
                    [WarningNote(key="no-idea", kind="no-idea", note=self.text())], []
                ),
                approval_instrument=self.line() if is_approved else "",
                approved_on=self.day() if is_approved else None,
                created_at=NOW,
                milestones=[self.milestone(position) for position in range(chance.randint(0, 3))],
            )
        )
        for step in chance.sample(list(CommitmentState), 2):
            self.step(commitment, step)
        self.lead_to(commitment)

    def milestone(self, position: int) -> Milestone:
        return Milestone(
            position=position,
            activity=self.text(),
            responsible_unit=self.maybe(self.line()),
            means_of_verification=self.maybe(self.line()),
            start_half=self.maybe("2025-H1"),
            end_half=self.maybe("2026-H2"),
            footnote=self.maybe("*"),
        )

    def step(self, commitment: Commitment, state: CommitmentState) -> None:
        self.keep(
            Step(
                commitment=commitment,
                state=state,
                reason=self.text() if state == "draft" else self.maybe(self.text()),
                person=self.person,
                **self.validation(state),
                taken_at=self.instant(),
            )
        )

    def lead_to(self, commitment: Commitment) -> None:
        """Link what there is to a record that came of it."""
        if self.proposals:
            self.link(Relation.ADOPTED, self.proposals[0], commitment)
        if self.ideas:
            self.link(Relation.ECHOED, self.ideas[0], commitment)
        if self.ideas and commitment.milestones:
            self.link(Relation.IMPLEMENTED_BY, self.ideas[0], commitment.milestones[0])

    def link(self, relation: Relation, source: Any, target: Any) -> None:
        note = self.maybe(self.text())
        links.connect(relation, source, target, note=note, by=self.person, now=self.instant())

    def response(self) -> None:
        self.keep(
            Response(
                theme=self.now_in,
                about_theme_id=self.now_in.id,
                category=self.random.choice(list(Category)),
                text=self.text(),
                organization=self.any_organization(),
                answered_on=self.day(),
                person_id=self.person.id,
                written_at=NOW,
            )
        )
