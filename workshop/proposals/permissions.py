"""Who may write, change and decide on proposals; when, the services say."""

from __future__ import annotations

from typing import Any

from workshop.proposals.models import Proposal, ProposalState
from workshop.workshops.guides import VOTING, Role
from workshop.workshops.models import Seat, Workshop
from workshop.workshops.permissions import admitted_seat, can_moderate, can_prepare, can_watch


def official_seat(person: Any, workshop: Workshop) -> Seat | None:
    """The seat of an entity's focal point: an official of the round-3 workshop."""
    seat = admitted_seat(person, workshop)
    return seat if seat and seat.role is Role.OFFICIAL else None


def can_propose(person: Any, workshop: Workshop) -> bool:
    """Officials for their own entity; on behalf of any, the SGP and whoever moderates."""
    return can_prepare(person, workshop) or official_seat(person, workshop) is not None


def can_change(person: Any, workshop: Workshop, proposal: Proposal) -> bool:
    """Officials of the entity that presents it or is to be responsible; the SGP, the moderator."""
    if can_prepare(person, workshop):
        return True
    seat = official_seat(person, workshop)
    return seat is not None and stands_for(seat, proposal)


def stands_for(seat: Seat, proposal: Proposal) -> bool:
    """Whether a seat's entity presents this proposal or would be responsible for it."""
    entities = {proposal.organization_id}
    if proposal.wordings:
        entities.add(proposal.wordings[0].organization_id)
    return seat.organization_id in entities


def can_read(person: Any, workshop: Workshop, proposal: Proposal) -> bool:
    """A draft is its entity's until it is presented."""
    if proposal.state is ProposalState.DRAFT:
        return can_change(person, workshop, proposal)
    return can_watch(person, workshop)


def can_decide(person: Any, workshop: Workshop, proposal: Proposal) -> bool:
    """The moderator and the proposal's entity answer suggestions and settle the text."""
    if can_moderate(person, workshop):
        return True
    seat = official_seat(person, workshop)
    return seat is not None and stands_for(seat, proposal)


def can_suggest(person: Any, workshop: Workshop) -> bool:
    seat = admitted_seat(person, workshop)
    return seat is not None and seat.role in VOTING
