"""What an entity proposes to commit to: written as a draft, presented, changed, withdrawn.

Every proposal says where it comes from: from ideas of round 2, wholly or in part, or from the
entity itself, with the reason. What was overwritten stays in the log; from its presentation on,
each wording is kept as a row of its own.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from workshop import links
from workshop.errors import Refusal
from workshop.extensions import db
from workshop.ideas.carried import carried_ideas
from workshop.links.models import Relation
from workshop.people.models import Organization, Person
from workshop.plans.order import move_item
from workshop.proposals import queries, running_order
from workshop.proposals.models import Field, Proposal, ProposalState, Wording
from workshop.workshops import log
from workshop.workshops.guides import Subject
from workshop.workshops.models import Workshop

TAKEN_UP = (Relation.DEVELOPED_INTO, Relation.PARTLY_TAKEN_UP)


@dataclass(frozen=True)
class Taken:
    """How a proposal takes up one idea; the note says what was left out, and why."""

    relation: Relation
    note: str = ""


@dataclass(frozen=True)
class Draft:
    """What an entity writes: the text, and where it comes from."""

    title: str
    scope: str
    organization: Organization
    left_out: str = ""
    # By the number of the idea; those not named are not taken up.
    taken: dict[int, Taken] = field(default_factory=dict)
    is_introduced: bool = False
    introduced_because: str = ""


def require_round_3(workshop: Workshop) -> None:
    """Refuse proposals in the workshops of problems and of ideas."""
    if workshop.subject is not Subject.PROPOSAL:
        raise Refusal(_("Proposals are presented in round 3."))


def _require_open(workshop: Workshop) -> None:
    require_round_3(workshop)
    if workshop.is_over:
        raise Refusal(_("This workshop is closed."))


def write(workshop: Workshop, draft: Draft, by: Person, *, now: datetime) -> Proposal:
    """A new draft, which only its entity, the SGP and the moderator read."""
    _require_open(workshop)
    last = max((other.position for other in queries.proposals(workshop.theme_id)), default=0)
    proposal = Proposal(
        theme_id=workshop.theme_id,
        position=last + 1,
        person_id=by.id,
        state=ProposalState.DRAFT,
        revision=0,
        left_out="",
        title=draft.title,
        organization=draft.organization,
        written_at=now,
    )
    db.session.add(proposal)
    db.session.flush()
    _put_down(workshop, proposal, draft, by, now)
    return proposal


def change(
    workshop: Workshop,
    proposal: Proposal,
    draft: Draft,
    revision: int,
    by: Person,
    *,
    reason: str = "",
    now: datetime,
) -> None:
    """Change a draft, or, with a reason, what was presented and the room has not begun with."""
    _require_open(workshop)
    require_as_seen(proposal, revision)
    if proposal.state is ProposalState.WITHDRAWN:
        raise Refusal(_("This proposal is withdrawn."))
    if proposal.state is ProposalState.DRAFT:
        _put_down(workshop, proposal, draft, by, now)
        return
    if running_order.has_begun(workshop, proposal):
        raise Refusal(_("The room is dealing with this proposal: its text is bettered there."))
    if not reason:
        raise Refusal(_("Say why the presented text is changed; both versions stay readable."))
    _require_origin(draft)
    _put_down(workshop, proposal, draft, by, now)
    add_wording(proposal, reason, by, now=now)


def require_as_seen(proposal: Proposal, revision: int) -> None:
    """Refuse a change that is based on an older text, and show the present one."""
    if proposal.revision == revision:
        return
    raise Refusal(
        _("Someone else has changed this proposal meanwhile."),
        current={
            "title": proposal.title,
            "scope": proposal.scope,
            "left_out": proposal.left_out,
            "revision": proposal.revision,
        },
    )


def _put_down(
    workshop: Workshop, proposal: Proposal, draft: Draft, by: Person, now: datetime
) -> None:
    if draft.is_introduced and draft.taken:
        raise Refusal(
            _("Either it comes from ideas of round 2 or your entity introduces it: choose one.")
        )
    proposal.title, proposal.scope = draft.title, draft.scope
    proposal.organization, proposal.left_out = draft.organization, draft.left_out
    proposal.written_at = now
    proposal.revision += 1
    _link(workshop, proposal, draft, by, now)
    log.record(
        workshop,
        "proposal written",
        by,
        now=now,
        proposal=proposal.id,
        revision=proposal.revision,
        title=draft.title,
        scope=draft.scope,
        organization=draft.organization.id,
        left_out=draft.left_out,
        ideas=[
            {"idea": idea_id, "relation": taken.relation, "note": taken.note}
            for idea_id, taken in draft.taken.items()
        ],
        introduced=draft.introduced_because if draft.is_introduced else None,
    )


def _link(workshop: Workshop, proposal: Proposal, draft: Draft, by: Person, now: datetime) -> None:
    """Write where the proposal comes from over what it said before."""
    offered = {idea.id: idea for idea in carried_ideas(workshop.theme_id)}
    if not draft.taken.keys() <= offered.keys():
        raise Refusal(_("This idea was not carried from round 2. Look at the list again."))
    for link in links.links_to(proposal):
        links.unlink(link)
    for idea_id, taken in draft.taken.items():
        links.connect(taken.relation, offered[idea_id], proposal, note=taken.note, by=by, now=now)
    if draft.is_introduced:
        because = draft.introduced_because
        links.connect(Relation.INTRODUCED, None, proposal, note=because, by=by, now=now)


def _require_origin(draft: Draft) -> None:
    if not draft.taken and not draft.is_introduced:
        raise Refusal(
            _("Choose the ideas it comes from, or say that your entity introduces it, and why.")
        )
    if draft.is_introduced and not draft.introduced_because:
        raise Refusal(_("Say why your entity introduces a proposal that comes from no idea."))
    for taken in draft.taken.values():
        if taken.relation is Relation.PARTLY_TAKEN_UP and not taken.note:
            raise Refusal(_("Say of each idea taken up in part what was left out, and why."))


def _as_draft(proposal: Proposal) -> Draft:
    introduced = queries.introduction(proposal)
    return Draft(
        proposal.title,
        proposal.scope,
        proposal.organization,
        proposal.left_out,
        {
            source.idea.id: Taken(source.link.relation, source.link.note)
            for source in queries.sources(proposal)
        },
        introduced is not None,
        introduced.note if introduced else "",
    )


def present(workshop: Workshop, proposal: Proposal, by: Person, *, now: datetime) -> None:
    """Hand a draft in: it comes before the room, and its wording is kept from now on."""
    _require_open(workshop)
    if proposal.state is not ProposalState.DRAFT:
        raise Refusal(_("This proposal is presented already."))
    if not proposal.scope:
        raise Refusal(_("Describe the scope of the proposal before you present it."))
    _require_origin(_as_draft(proposal))
    proposal.state = ProposalState.PRESENTED
    proposal.revision += 1
    add_wording(proposal, "", by, now=now)
    running_order.lay_out(workshop)
    log.record(workshop, "proposal presented", by, now=now, proposal=proposal.id)


def text_of(text: Proposal | Wording, field: Field) -> str:
    """What a proposal or one of its wordings says in a field."""
    return text.organization.name if field is Field.ORGANIZATION else str(getattr(text, field))


def add_wording(
    proposal: Proposal, reason: str, by: Person, *, now: datetime, suggestion: Any = None
) -> Wording | None:
    """Keep the text as it now stands; nothing to keep when title, scope and entity are the same."""
    facts = {
        "title": proposal.title,
        "scope": proposal.scope,
        "organization_id": proposal.organization.id,
    }
    last = proposal.wordings[-1] if proposal.wordings else None
    if last and all(getattr(last, name) == value for name, value in facts.items()):
        return None
    wording = Wording(
        number=last.number + 1 if last else 1,
        reason=reason,
        suggestion_id=suggestion.id if suggestion else None,
        person_id=by.id,
        written_at=now,
        **facts,
    )
    proposal.wordings.append(wording)
    db.session.flush()
    return wording


def withdraw(
    workshop: Workshop, proposal: Proposal, reason: str, by: Person, *, now: datetime
) -> None:
    """Take a proposal back, with the reason; it stays readable, and its ideas answerable."""
    _require_open(workshop)
    if not reason.strip():
        raise Refusal(_("Say why the proposal is withdrawn; the reason is published."))
    if proposal.state not in (ProposalState.DRAFT, ProposalState.PRESENTED):
        raise Refusal(_("This proposal is withdrawn, or the room has decided on it."))
    check = queries.open_check(workshop)
    if check and check.proposal_id == proposal.id:
        raise Refusal(_("The room is being asked about this proposal. Close the check first."))
    was_presented = proposal.state is ProposalState.PRESENTED
    proposal.state, proposal.reason = ProposalState.WITHDRAWN, reason
    proposal.revision += 1
    db.session.flush()
    if was_presented and workshop.opened_at:
        running_order.skip_rest(workshop, proposal, reason)
    elif was_presented:
        running_order.lay_out(workshop)
    log.record(workshop, "proposal withdrawn", by, now=now, proposal=proposal.id, reason=reason)


def move(
    workshop: Workshop,
    proposal: Proposal,
    step: int,
    seen: int | None,
    by: Person,
    *,
    now: datetime,
) -> None:
    """Let a proposal come one place earlier (-1) or later (1) than it was seen to, before the
    workshop opens."""
    _require_open(workshop)
    if workshop.opened_at:
        raise Refusal(_("The workshop has begun; the order of the proposals stays."))
    listed = queries.standing_proposals(workshop)
    if proposal not in listed:
        raise Refusal(_("Only presented proposals have a place on the agenda."))
    ordered = move_item(listed, proposal, step, seen)
    if ordered == listed:
        return
    positions = sorted(row.position for row in listed)
    for row, position in zip(ordered, positions, strict=True):
        row.position = position
    db.session.flush()
    running_order.lay_out(workshop)
    order = [row.id for row in queries.standing_proposals(workshop)]
    log.record(workshop, "proposals ordered", by, now=now, order=order)
