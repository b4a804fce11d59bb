"""The proposals of a round: the list, one by one, and what an entity does with its own."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from workshop import clock
from workshop.contributions import services as contributions
from workshop.contributions.forms import ContributionForm
from workshop.contributions.held.services import received
from workshop.errors import Invalid, require
from workshop.ideas.carried import carried_ideas
from workshop.links.models import Relation
from workshop.people.models import Organization
from workshop.plans.forms import MoveForm
from workshop.proposals import forms, permissions, queries, services, showing
from workshop.proposals.models import Proposal, ProposalState
from workshop.proposals.parts import LONGEST
from workshop.proposals.services import Draft
from workshop.room import news
from workshop.room.parts import audience_of
from workshop.room.views import draw
from workshop.web import act, answer_act, check_form, step
from workshop.workshops import queries as live_queries
from workshop.workshops.models import Workshop
from workshop.workshops.permissions import (
    admitted_seat,
    can_moderate,
    can_prepare,
    can_watch,
    required_seat,
)

bp = Blueprint("proposals", __name__, url_prefix="/workshops/<int:workshop_id>/proposals")

# How a proposal may take up an idea of round 2.
TAKES = (
    (Relation.DEVELOPED_INTO, _l("It is a main source")),
    (Relation.PARTLY_TAKEN_UP, _l("It is taken up in part")),
    ("", _l("It is not taken up")),
)

# What a proposal that comes, goes or changes changes on the screens.
PARTS = ("proposal", "agreement", "agenda", "phase")


def load_proposal(workshop_id: int, proposal_id: int) -> tuple[Workshop, Proposal]:
    """The workshop, held for this act, and a proposal of its theme."""
    workshop = live_queries.lock(workshop_id)
    return workshop, queries.proposal_in(workshop, proposal_id)


def load_own_proposal(workshop_id: int, proposal_id: int) -> tuple[Workshop, Proposal]:
    """The same for whoever may change the proposal."""
    workshop, proposal = load_proposal(workshop_id, proposal_id)
    require(permissions.can_change(current_user, workshop, proposal))
    return workshop, proposal


def draw_page(template: str, workshop: Workshop, **details: Any) -> str:
    seat = admitted_seat(current_user, workshop)
    return draw(
        f"proposals/{template}.html",
        workshop,
        audience_of(seat),
        seat,
        may_prepare=can_prepare(current_user, workshop),
        may_moderate=can_moderate(current_user, workshop),
        longest=LONGEST,
        **showing.NAMES | details,
    )


def to_proposal(workshop: Workshop, proposal: Proposal, message: str) -> ResponseReturnValue:
    page = url_for("proposals.show", workshop_id=workshop.id, proposal_id=proposal.id)
    return answer_act(page, message, redirect=page)


@bp.get("")
def page(workshop_id: int) -> ResponseReturnValue:
    """Every proposal this person may read, and the way to write one."""
    workshop = live_queries.get(workshop_id)
    require(can_watch(current_user, workshop))
    services.require_round_3(workshop)
    readable = [
        proposal
        for proposal in queries.proposals(workshop.theme_id)
        if permissions.can_read(current_user, workshop, proposal)
    ]
    listed = [proposal for proposal in readable if proposal.state not in queries.ASIDE]
    return draw_page(
        "list",
        workshop,
        listed=listed,
        may_order=can_prepare(current_user, workshop)
        and workshop.opened_at is None
        and len(listed) > 1,
        drafts=[proposal for proposal in readable if proposal.state is ProposalState.DRAFT],
        withdrawn=[proposal for proposal in readable if proposal.state is ProposalState.WITHDRAWN],
        may_propose=permissions.can_propose(current_user, workshop) and not workshop.is_over,
    )


@bp.get("/new")
def new(workshop_id: int) -> ResponseReturnValue:
    workshop = live_queries.get(workshop_id)
    require(permissions.can_propose(current_user, workshop))
    services.require_round_3(workshop)
    return draw_page("write", workshop, proposal=None, **_offer(workshop, None))


@bp.post("")
@act
def write(workshop_id: int) -> ResponseReturnValue:
    workshop = live_queries.lock(workshop_id)
    require(permissions.can_propose(current_user, workshop))
    draft = _draft(workshop, None, forms.ProposalForm())
    proposal = services.write(workshop, draft, current_user, now=clock.now())
    news.tell(workshop, "proposal")  # colleagues may read the draft
    return to_proposal(workshop, proposal, _("The draft is kept. Present it when it is ready."))


@bp.get("/<int:proposal_id>")
def show(workshop_id: int, proposal_id: int) -> ResponseReturnValue:
    workshop = live_queries.get(workshop_id)
    proposal = queries.proposal_in(workshop, proposal_id)
    require(permissions.can_read(current_user, workshop, proposal))
    return draw_page(
        "show",
        workshop,
        **showing.proposal_details(workshop, proposal),
        suggested=showing.suggestion_rows(proposal),
        checks=[
            showing.check_summary(check, workshop)
            for check in queries.checks(proposal)
            if check.closed_at is not None
        ],
        badge=showing.STATE_BADGES.get(proposal.state, ""),
        withdrawn_because=proposal.reason if proposal.state is ProposalState.WITHDRAWN else "",
        **_acts_of(workshop, proposal),
    )


def _acts_of(workshop: Workshop, proposal: Proposal) -> dict[str, bool]:
    """What this person may do with the proposal as it stands."""
    may_change = permissions.can_change(current_user, workshop, proposal)
    is_before_room = proposal.state in (ProposalState.DRAFT, ProposalState.PRESENTED)
    is_refused = proposal.state is ProposalState.NOT_AGREED
    may_edit = may_change and is_before_room and not workshop.is_over
    return {
        "may_edit": may_edit,
        "may_present": may_edit and proposal.state is ProposalState.DRAFT,
        "may_go_ahead": may_change and is_refused and workshop.cut_at is None,
    }


@bp.get("/<int:proposal_id>/edit")
def edit(workshop_id: int, proposal_id: int) -> ResponseReturnValue:
    workshop = live_queries.get(workshop_id)
    proposal = queries.proposal_in(workshop, proposal_id)
    require(permissions.can_change(current_user, workshop, proposal))
    return draw_page("write", workshop, proposal=proposal, **_offer(workshop, proposal))


@bp.post("/<int:proposal_id>")
@act
def change(workshop_id: int, proposal_id: int) -> ResponseReturnValue:
    workshop, proposal = load_own_proposal(workshop_id, proposal_id)
    form = forms.ProposalForm()
    draft = _draft(workshop, proposal, form)
    services.change(
        workshop,
        proposal,
        draft,
        form.revision.data or 0,
        current_user,
        reason=form.reason.data,
        now=clock.now(),
    )
    news.tell(workshop, *PARTS)
    return to_proposal(workshop, proposal, _("The proposal is saved."))


@bp.post("/<int:proposal_id>/present")
@act
def present(workshop_id: int, proposal_id: int) -> ResponseReturnValue:
    workshop, proposal = load_own_proposal(workshop_id, proposal_id)
    services.present(workshop, proposal, current_user, now=clock.now())
    news.tell(workshop, *PARTS)
    return to_proposal(workshop, proposal, _("The proposal is presented and on the agenda."))


@bp.post("/<int:proposal_id>/withdraw")
@act
def withdraw(workshop_id: int, proposal_id: int) -> ResponseReturnValue:
    workshop, proposal = load_own_proposal(workshop_id, proposal_id)
    form = check_form(forms.ReasonForm())
    services.withdraw(workshop, proposal, form.reason.data, current_user, now=clock.now())
    news.tell(workshop, *PARTS)
    return to_proposal(workshop, proposal, _("The proposal is withdrawn; the reason is on record."))


@bp.post("/<int:proposal_id>/move")
@step
def move(workshop_id: int, proposal_id: int) -> ResponseReturnValue:
    workshop, proposal = load_proposal(workshop_id, proposal_id)
    require(can_prepare(current_user, workshop))
    form = check_form(MoveForm())
    services.move(workshop, proposal, form.step.data, form.seen.data, current_user, now=clock.now())
    news.tell(workshop, *PARTS)
    page = url_for("proposals.page", workshop_id=workshop.id, _anchor=f"proposal-{proposal.id}")
    return answer_act(page)


@bp.post("/<int:proposal_id>/contributions")
@act
def contribute(workshop_id: int, proposal_id: int) -> ResponseReturnValue:
    """Write a question or a comment on the proposal the room deals with."""
    workshop, proposal = load_proposal(workshop_id, proposal_id)
    seat = required_seat(current_user, workshop)
    require(permissions.can_suggest(current_user, workshop))
    form = check_form(ContributionForm())
    contribution = contributions.contribute(seat, form.text.data, proposal, now=clock.now())
    news.tell(workshop, "proposal")
    return answer_act(url_for("live.room", workshop_id=workshop.id), received(contribution))


# What the form offers, and what it sends


def _offer(workshop: Workshop, proposal: Proposal | None) -> dict[str, Any]:
    """The ideas to take up with how they are, the entities to choose from."""
    ideas = carried_ideas(workshop.theme_id)
    taken = queries.sources(proposal) if proposal else []
    entity = _own_entity(workshop)
    return {
        "address": url_for("proposals.change", workshop_id=workshop.id, proposal_id=proposal.id)
        if proposal
        else url_for("proposals.write", workshop_id=workshop.id),
        "way_back": url_for("proposals.show", workshop_id=workshop.id, proposal_id=proposal.id)
        if proposal
        else url_for("proposals.page", workshop_id=workshop.id),
        "written": _written(proposal),
        "takes": TAKES,
        "asks_reason": proposal is not None and proposal.state is not ProposalState.DRAFT,
        "ideas": ideas,
        "problems": queries.problems_of(idea.id for idea in ideas),
        "taken": {source.idea.id: source.link for source in taken},
        "introduced": queries.introduction(proposal) if proposal else None,
        "entities": queries.public_entities(),
        "own_entity": proposal.organization if proposal and entity else entity,
    }


def _written(proposal: Proposal | None) -> dict[str, Any]:
    """What stands in the form: the proposal as it is, or nothing yet."""
    if proposal is None:
        return {"title": "", "scope": "", "left_out": "", "organization_id": 0, "revision": 0}
    fields = ("title", "scope", "left_out", "organization_id", "revision")
    return {name: getattr(proposal, name) for name in fields}


def _own_entity(workshop: Workshop) -> Organization | None:
    """The entity an official writes for; none for whoever writes on behalf of any."""
    if can_prepare(current_user, workshop):
        return None
    seat = permissions.official_seat(current_user, workshop)
    return seat.organization if seat else None


def _draft(workshop: Workshop, proposal: Proposal | None, form: forms.ProposalForm) -> Draft:
    check_form(form)
    return Draft(
        title=form.title.data,
        scope=form.scope.data,
        organization=_entity(workshop, proposal, form),
        left_out=form.left_out.data,
        taken=form.read_taken(carried_ideas(workshop.theme_id)),
        is_introduced=form.introduced.data,
        introduced_because=form.introduced_because.data,
    )


def _entity(workshop: Workshop, proposal: Proposal | None, form: forms.TextForm) -> Organization:
    """An official's own entity, whatever was sent; otherwise the one that was chosen."""
    if own_entity := _own_entity(workshop):
        return proposal.organization if proposal else own_entity
    return chosen_entity(form.organization_id.data)


def chosen_entity(organization_id: int | None) -> Organization:
    """An entity of the State; `Invalid` for anything else."""
    entity = next(
        (
            organization
            for organization in queries.public_entities()
            if organization.id == organization_id
        ),
        None,
    )
    if entity is None:
        raise Invalid({"organization_id": [_("Choose the responsible entity.")]})
    return entity
