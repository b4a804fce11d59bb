"""From an agreed proposal to a draft commitment; going ahead with one the room did not agree to."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from workshop import links
from workshop.commitments.editing import versions
from workshop.commitments.models import Commitment
from workshop.errors import Refusal
from workshop.extensions import db
from workshop.links.models import Link, Relation
from workshop.people.models import Organization, Person, Sector
from workshop.proposals import queries
from workshop.proposals.agreement.outcome import SUPPORT
from workshop.proposals.models import Proposal, ProposalState
from workshop.workshops import log
from workshop.workshops.guides import PhaseKind
from workshop.workshops.models import Phase, Workshop

AGREED = (ProposalState.AGREED, ProposalState.WITH_RESERVATIONS)


def draft_commitment(
    workshop: Workshop, proposal: Proposal, by: Person, *, now: datetime
) -> Commitment:
    """The draft record that adopts the proposal as agreed, prefilled; made once, then found."""
    if kept := commitment_of(proposal):
        return kept
    commitment = Commitment(
        theme_id=proposal.theme_id,
        title=proposal.title,
        organization_id=proposal.organization_id,
        problem=_problems(proposal),
        description=proposal.scope,
        supporters=_supporters(proposal),
        created_at=now,
    )
    db.session.add(commitment)
    db.session.flush()
    links.connect(Relation.ADOPTED, proposal, commitment, note=proposal.going_ahead, by=by, now=now)
    log.record(
        workshop,
        "commitment drafted",
        by,
        now=now,
        proposal=proposal.id,
        commitment=commitment.id,
    )
    return commitment


def _problems(proposal: Proposal) -> str:
    """The problems behind its ideas, each once, as a list."""
    texts = dict.fromkeys(
        problem.text for source in queries.sources(proposal) for problem in source.problems
    )
    return "\n".join(f"- {text}" for text in texts)


def _supporters(proposal: Proposal) -> dict[str, list[str]]:
    """Who supported this very text when the room was asked, the entity that leads it aside."""
    check = queries.last_check(proposal)
    if check is None or check.wording_id != proposal.wordings[-1].id:
        return {}
    supporters: dict[str, list[str]] = {}
    for answer in queries.answers(check):
        organization = answer.organization
        if answer.level <= SUPPORT and organization.id != proposal.organization_id:
            supporters.setdefault(_side(organization), []).append(organization.name)
    return supporters


def _side(organization: Organization) -> str:
    """Under which heading of the record a supporter stands."""
    if organization.sector.is_public:
        return "government"
    return "civil_society" if organization.sector is Sector.CIVIL_SOCIETY else "other"


def go_ahead(
    workshop: Workshop, proposal: Proposal, reason: str, by: Person, *, now: datetime
) -> Commitment:
    """Go on with a proposal that was not agreed to: the entity's right, with a published reason."""
    if proposal.state is not ProposalState.NOT_AGREED:
        raise Refusal(_("Only a proposal that was not agreed needs a reason to go ahead."))
    check = queries.open_check(workshop)
    if check and check.proposal_id == proposal.id:
        raise Refusal(_("The room is being asked about this proposal. Close the check first."))
    if workshop.cut_at or workshop.published_at:
        raise Refusal(_("This round is closed; what goes forward is settled."))
    if not reason.strip():
        raise Refusal(_("Say why the entity goes ahead; the reason is published."))
    if proposal.going_ahead:
        raise Refusal(_("It is decided already that the entity goes ahead."))
    proposal.going_ahead = reason
    proposal.revision += 1
    log.record(workshop, "going ahead decided", by, now=now, proposal=proposal.id, reason=reason)
    return draft_commitment(workshop, proposal, by, now=now)


def say_how_adopted(commitment: Commitment, *, is_changed: bool, reason: str) -> None:
    """Say with the link to the proposal whether the record adopts it as agreed or with changes.

    `is_changed`: title, scope or entity differ from the text before, for this reason. A record that
    nobody has touched is what whoever adopted it says it is.
    """
    for adoption in links.links_to(commitment):
        if adoption.from_proposal_id is None:
            continue
        if versions.is_as_proposed(commitment):
            proposal = db.session.get_one(Proposal, adoption.from_proposal_id)
            adoption.relation, adoption.note = Relation.ADOPTED, proposal.going_ahead
        elif is_changed and commitment.revision > 1:
            adoption.relation, adoption.note = Relation.ADOPTED_CHANGED, reason


def on_phase_leaving(
    phase: Phase, *, now: datetime, by: Person, is_final: bool, **_details: Any
) -> None:
    """What the room agreed to becomes a draft commitment when its outcome has been read out."""
    if phase.kind is not PhaseKind.AGREEMENTS or not is_final or phase.proposal_id is None:
        return
    proposal = db.session.get_one(Proposal, phase.proposal_id)
    if proposal.state in AGREED:
        draft_commitment(phase.workshop, proposal, by, now=now)


def commitment_of(proposal: Proposal) -> Commitment | None:
    """The commitment that adopts it."""
    query = (
        db.select(Commitment)
        .join(Link, Link.to_commitment_id == Commitment.id)
        .filter(Link.from_proposal_id == proposal.id)
    )
    return db.session.scalar(query.limit(1))
