"""Reads of commitment records, and who may read and write them."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy.orm import joinedload, selectinload

from workshop import links
from workshop.commitments.checks import Around
from workshop.commitments.models import (
    COMMITMENT_STATES,
    Commitment,
    CommitmentState,
    Milestone,
    Step,
    Version,
)
from workshop.extensions import db
from workshop.people.models import Organization
from workshop.plans.models import Identifier, Kind, Plan, Theme
from workshop.proposals.models import Proposal
from workshop.workshops.models import Seat, SeatState, Workshop

VALIDATED = CommitmentState.VALIDATED


def of_plan(plan: Plan) -> list[Commitment]:
    """All records of a plan by number, those without one after, in the order of the themes."""
    query = (
        db.select(Commitment)
        .join(Theme, Theme.id == Commitment.theme_id)
        .filter(Theme.plan_id == plan.id)
        .options(
            joinedload(Commitment.theme),
            joinedload(Commitment.organization),
            selectinload(Commitment.milestones),
        )
        .order_by(Commitment.number.is_(None), Commitment.number, Theme.position, Commitment.id)
    )
    return list(db.session.scalars(query))


def commitment_numbered(plan_id: int, number: int) -> Commitment | None:
    """The record that has this number in the plan."""
    return db.session.scalar(db.select(Commitment).filter_by(plan_id=plan_id, number=number))


def led_by(organization_id: int | None) -> list[Commitment]:
    """The records that an entity leads, in all plans."""
    query = (
        db.select(Commitment)
        .filter_by(organization_id=organization_id)
        .options(joinedload(Commitment.theme))
        .order_by(Commitment.id)
    )
    return list(db.session.scalars(query)) if organization_id else []


def commitment_in(plan_id: int, commitment_id: int, *, is_held: bool = False) -> Commitment:
    """The record with its milestones, held for an act if asked; 404 when it is not the plan's."""
    query = (
        db.select(Commitment)
        .join(Theme, Theme.id == Commitment.theme_id)
        .filter(Commitment.id == commitment_id, Theme.plan_id == plan_id)
    )
    if is_held:
        query = query.with_for_update(of=Commitment).execution_options(populate_existing=True)
    return db.first_or_404(query)


def milestone_in(commitment: Commitment, milestone_id: int) -> Milestone:
    query = db.select(Milestone).filter_by(id=milestone_id, commitment_id=commitment.id)
    return db.first_or_404(query)


def proposal_of(commitment: Commitment) -> Proposal | None:
    """The proposal that it adopts."""
    ids = [link.from_proposal_id for link in links.links_to(commitment)]
    proposal_ids = [proposal_id for proposal_id in ids if proposal_id]
    return db.session.get(Proposal, proposal_ids[0]) if proposal_ids else None


def comes_from_idea(commitment: Commitment) -> bool:
    """Whether its proposal takes up an idea, or itself or a milestone carries one out."""
    proposal = proposal_of(commitment)
    rows = [commitment, *commitment.milestones, *([proposal] if proposal else [])]
    return any(link.from_idea_id for row in rows for link in links.links_to(row))


def surroundings_of(commitment: Commitment) -> Around:
    """What the checks know beside the record."""
    lead = commitment.organization
    others = [
        organization
        for organization in db.session.scalars(db.select(Organization).order_by(Organization.id))
        if organization.itself.id != lead.id
    ]
    aliases = _names_in_files()
    return Around(
        plan_end=f"{commitment.theme.plan.last_year}-12",
        lead=(*_names(lead), *_printed_lead(commitment)),
        aliases=tuple(aliases.get(lead.id, ())),
        others=tuple((*_names(other), *aliases.get(other.id, ())) for other in others),
        outside=tuple(
            name
            for other in others
            if not other.sector.is_public
            for name in (*_names(other), *aliases.get(other.id, ()))
        ),
        comes_from_idea=comes_from_idea(commitment),
    )


def _names(organization: Organization) -> tuple[str, ...]:
    return tuple(filter(None, (organization.name, organization.acronym)))


def _names_in_files() -> dict[int, list[str]]:
    """The other names that files give to organizations: their own, and as they are printed."""
    query = db.select(Identifier).filter_by(kind=Kind.ORGANIZATION)
    aliases: dict[int, list[str]] = {}
    for row in db.session.scalars(query.order_by(Identifier.id)):
        said = [row.details.get("name"), *(row.details.get("names_as_printed") or [])]
        aliases.setdefault(row.row_id, []).extend(name for name in said if name)
    return aliases


def _printed_lead(commitment: Commitment) -> list[str]:
    """How an imported file printed the lead: "Ministry of Health through SIS"."""
    query = db.select(Identifier).filter_by(kind=Kind.COMMITMENT, row_id=commitment.id)
    leads = [row.details.get("leading_entity", {}) for row in db.session.scalars(query)]
    return [lead["printed"] for lead in leads if lead.get("printed")]


def steps(commitment: Commitment) -> list[Step]:
    """Who moved it to which state, newest first."""
    query = (
        db.select(Step)
        .filter_by(commitment_id=commitment.id)
        .options(joinedload(Step.person))
        .order_by(Step.id.desc())
    )
    return list(db.session.scalars(query))


def validations(commitments: Collection[Commitment]) -> dict[int, Step]:
    """By which step each was last validated for its entity, of those for which that holds."""
    validated = COMMITMENT_STATES.index(VALIDATED)
    ids = [row.id for row in commitments if COMMITMENT_STATES.index(row.state) >= validated]
    query = db.select(Step).filter(Step.commitment_id.in_(ids), Step.state == VALIDATED)
    return {step.commitment_id: step for step in db.session.scalars(query.order_by(Step.id))}


def versions(commitment: Commitment) -> list[Version]:
    """Its versions, oldest first."""
    query = db.select(Version).filter_by(commitment_id=commitment.id).order_by(Version.number)
    return list(db.session.scalars(query))


# Who may


def is_of_entity(person: Any, commitment: Commitment) -> bool:
    """Whether a person belongs to the lead entity."""
    is_own = person.organization_id is not None
    return is_own and person.organization_id == commitment.organization_id


def can_write(person: Any, commitment: Commitment) -> bool:
    """The SGP, and whoever belongs to the lead entity."""
    return person.is_admin or is_of_entity(person, commitment)


def can_read(person: Any, commitment: Commitment, seated: Collection[int]) -> bool:
    """A published record is everyone's; before, also whoever has a seat in its theme reads it."""
    if commitment.state is CommitmentState.PUBLISHED or commitment.theme_id in seated:
        return True
    return can_write(person, commitment)


def seated_themes(person: Any, plan_id: int) -> set[int]:
    """The themes of the plan in which the person has a seat."""
    query = (
        db.select(Workshop.theme_id)
        .join(Seat, Seat.workshop_id == Workshop.id)
        .join(Theme, Theme.id == Workshop.theme_id)
        .filter(
            Theme.plan_id == plan_id,
            Seat.person_id == person.id,
            Seat.state == SeatState.ADMITTED,
        )
    )
    return set(db.session.scalars(query))
