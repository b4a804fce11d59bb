"""Closing a round: one page from the count to the published results."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from workshop import clock, links
from workshop.closing import publishing, services
from workshop.closing import tally as closing_tally
from workshop.closing.forms import LONGEST_REASON, CloseForm, EarlyForm, ReasonForm
from workshop.closing.labels import OUTCOME_NAMES
from workshop.errors import require
from workshop.links.models import ENDS
from workshop.proposals.labels import STATE_NAMES
from workshop.room import news
from workshop.web import act, answer_act, check_form
from workshop.workshops import queries
from workshop.workshops.models import Workshop
from workshop.workshops.permissions import can_prepare

bp = Blueprint("closing", __name__, url_prefix="/workshops/<int:workshop_id>/close")


def load_closable(workshop_id: int) -> Workshop:
    """The workshop, held for this act, if the person may close its round."""
    workshop = queries.lock(workshop_id)
    require(can_prepare(current_user, workshop))
    return workshop


def to_page(workshop: Workshop, message: str) -> ResponseReturnValue:
    news.tell(workshop, "phase", "agenda")
    page = url_for("closing.page", workshop_id=workshop.id)
    return answer_act(page, message, redirect=page)


@bp.get("")
def page(workshop_id: int) -> ResponseReturnValue:
    workshop = queries.get(workshop_id)
    require(can_prepare(current_user, workshop))
    return render_template("closing/close.html", workshop=workshop, **closing_context(workshop))


def closing_context(workshop: Workshop) -> dict[str, Any]:
    """The list as the count left it, what was settled, and what keeps it from being published."""
    tally = closing_tally.tally(workshop)
    kind = str(workshop.subject)
    onward = links.leading_from(kind, tally.items)
    return {
        "tally": tally,
        "is_over": workshop.state in services.CLOSABLE,
        "unsettled": closing_tally.unsettled_contests(workshop),
        "ended": {
            item_id
            for item_id, several in onward.items()
            if any(link.relation in ENDS for link in several)
        },
        "proposals": services.proposals(workshop) if kind == "proposal" else [],
        "undecided": services.undecided_proposals(workshop) if kind == "proposal" else [],
        "untaken": services.untaken_ideas(workshop) if kind == "proposal" else [],
        "outcome": OUTCOME_NAMES.get(services.outcome(workshop), ""),
        "builds_on": services.builds_on(workshop) if workshop.cut_at else "",
        "obstacles": publishing.obstacles(workshop),
        "early": publishing.early_sentence(publishing.unpublished_before(workshop)),
        "proposal_state_names": STATE_NAMES,
        "longest": LONGEST_REASON,
        "longest_reason": LONGEST_REASON,
    }


@bp.post("")
@act
def close(workshop_id: int) -> ResponseReturnValue:
    workshop = load_closable(workshop_id)
    form = check_form(CloseForm())
    services.close(workshop, form.item.data, form.reason.data, current_user, now=clock.now())
    return to_page(workshop, _("The round is closed: what goes forward is settled."))


@bp.post("/take-back")
@act
def take_back(workshop_id: int) -> ResponseReturnValue:
    workshop = load_closable(workshop_id)
    form = check_form(ReasonForm())
    services.take_back(workshop, form.reason.data, current_user, now=clock.now())
    return to_page(workshop, _("The round is open again."))


@bp.post("/publish")
@act
def publish(workshop_id: int) -> ResponseReturnValue:
    workshop = load_closable(workshop_id)
    require(current_user.is_admin)
    form = check_form(EarlyForm())
    publishing.publish(workshop, form.reason.data, current_user, now=clock.now())
    return to_page(workshop, _("The results of the round are published."))
