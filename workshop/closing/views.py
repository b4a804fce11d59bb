"""Closing a round: one page from the count to the published results."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from workshop import clock, links
from workshop.closing import publishing, services
from workshop.closing import tally as closing_tally
from workshop.closing.forms import LONGEST_REASON, CloseForm, EarlyForm, ReasonForm
from workshop.closing.labels import CONSEQUENCES, OUTCOME_NAMES
from workshop.errors import require
from workshop.links.models import ENDS
from workshop.proposals.labels import STATE_NAMES
from workshop.room import news
from workshop.web import act, answer_act, check_form, desk_date
from workshop.workshops import queries
from workshop.workshops import services as live_services
from workshop.workshops.guides import Subject
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
    unsettled = closing_tally.unsettled_contests(workshop)
    is_over = workshop.state in services.CLOSABLE
    is_published = workshop.published_at is not None
    is_settled = workshop.cut_at is not None
    obstacles = publishing.obstacles(workshop)
    may_close = is_over and not is_settled and not unsettled
    return {
        "way_back": _way_back(workshop),
        "has_met": is_over or is_published,
        "is_settled": is_settled,
        "is_published": is_published,
        "steps": [
            (_("The meeting is over"), is_over or is_published),
            (_("What goes forward is settled"), is_settled),
            (
                _("Whatever ended has its reasoned response"),
                is_settled and not obstacles.responses,
            ),
            (_("The results are published"), is_published),
        ],
        "notice": _notice(workshop, is_over, bool(unsettled)),
        "may_reopen": live_services.may_reopen(workshop),
        "awaits_votes": is_over and not is_published and bool(unsettled),
        "early": publishing.early_sentence(publishing.unpublished_before(workshop)),
        "longest": LONGEST_REASON,
        "longest_reason": LONGEST_REASON,
        **_list_context(workshop, may_close),
        **_settled_context(workshop),
        "missing": obstacles.sentences,
        "owes_responses": bool(obstacles.responses),
        "may_publish": current_user.is_admin,
    }


def _way_back(workshop: Workshop) -> tuple[str, str]:
    """To where whoever closes rounds came from: the SGP the plan, a moderator the desk."""
    if current_user.is_admin:
        plan = url_for("plans.desk", plan_id=workshop.theme.plan_id)
        return plan, _("Back to the plan")
    return url_for("live.desk", workshop_id=workshop.id), _("Back to the desk")


def _notice(workshop: Workshop, is_over: bool, awaits_votes: bool) -> str:
    """In a sentence how far the round has come, or what has to be done first."""
    if workshop.published_at is not None:
        when = desk_date(workshop.published_at)
        return _("The results were published on %(when)s.", when=when)
    if not is_over:
        return _("First the meeting ends: the moderator closes the workshop.")
    return _("First every vote is shown to the end, or declared void.") if awaits_votes else ""


def _list_context(workshop: Workshop, may_close: bool) -> dict[str, Any]:
    """What there is to be settled: a list that was ranked, or the proposals of round 3."""
    if workshop.subject is Subject.PROPOSAL:
        undecided = services.undecided_proposals(workshop)
        return {
            "list_part": "closing/_proposals.html",
            "proposals": services.proposals(workshop),
            "proposal_state_names": STATE_NAMES,
            "untaken": services.untaken_ideas(workshop),
            "awaited": undecided if may_close else [],
            "may_close": may_close and not undecided,
        }
    tally = closing_tally.tally(workshop)
    return {
        "list_part": "closing/_ranked.html",
        "tally": tally,
        "ended": _ended(workshop, tally.items) if workshop.cut_at is not None else set(),
        "may_close": may_close,
        "may_choose": may_close and bool(tally.items),
        "consequence": CONSEQUENCES[workshop.subject],
    }


def _ended(workshop: Workshop, item_ids: Iterable[int]) -> set[int]:
    """Those of these items of the round's list whose way ends."""
    onward = links.leading_from(str(workshop.subject), item_ids)
    return {
        item_id
        for item_id, several in onward.items()
        if any(link.relation in ENDS for link in several)
    }


def _settled_context(workshop: Workshop) -> dict[str, Any]:
    """What a settled round came to, and whether it may still be opened again."""
    if workshop.cut_at is None:
        return {}
    builds_on = services.builds_on(workshop)
    is_published = workshop.published_at is not None
    return {
        "outcome": OUTCOME_NAMES.get(services.outcome(workshop), ""),
        "may_take_back": not is_published and not builds_on,
        "stays_because": "" if is_published else builds_on,
        "may_rework": workshop.subject is Subject.PROBLEM and current_user.is_admin,
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
