"""The lineage of a plan as a list and a picture, the story of each item, and each organization's
page: what became of what we said."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.exceptions import NotFound

from workshop.closing import due
from workshop.closing.labels import CATEGORY_NAMES, LEVEL_NAMES, RELATION_NAMES
from workshop.contributions.parts import STATUS_NAMES
from workshop.errors import require
from workshop.extensions import db
from workshop.ideas.labels import BUDGET_NAMES, FEASIBILITY_NAMES
from workshop.lineage import flow, graph, organization_page, stories
from workshop.lineage.graph import KINDS, Graph, Node
from workshop.lineage.ways import ways
from workshop.people.models import Organization
from workshop.plans import queries
from workshop.plans.models import Plan, Theme
from workshop.proposals.labels import LEVEL_NAMES as AGREEMENT_NAMES
from workshop.proposals.labels import STATE_NAMES as PROPOSAL_STATES
from workshop.voting.models import Contest
from workshop.workshops.models import Seat, SeatState, Workshop

bp = Blueprint("lineage", __name__, url_prefix="/plans/<int:plan_id>")


def seated_themes(plan: Plan) -> set[int]:
    """The themes of the plan in which the person has, or had, a seat."""
    query = (
        db.select(Workshop.theme_id)
        .join(Seat, Seat.workshop_id == Workshop.id)
        .join(Theme, Theme.id == Workshop.theme_id)
        .filter(
            Theme.plan_id == plan.id,
            Seat.person_id == current_user.id,
            Seat.state == SeatState.ADMITTED,
        )
    )
    return set(db.session.scalars(query))


def load_lineage(plan_id: int) -> tuple[Plan, Graph]:
    """The plan and as much of its lineage as the person may read.

    The SGP reads everything; whoever has a seat reads the themes of that seat, and of the others
    what is published.
    """
    plan = queries.plan(plan_id)
    seated = None if current_user.is_admin else seated_themes(plan)
    require(seated is None or bool(seated))
    chosen = request.args.get("theme", type=int)
    ids = [theme.id for theme in plan.themes if chosen in (None, theme.id)]
    return plan, graph.read(ids, seated)


@bp.get("/lineage")
def show(plan_id: int) -> ResponseReturnValue:
    """The whole way, from the first or from the last end, with the picture above it."""
    plan, lineage = load_lineage(plan_id)
    is_backward = request.args.get("from") == "commitments"
    is_sgp = current_user.is_admin
    return render_template(
        "lineage/graph.html",
        plan=plan,
        back_url=url_for("plans.desk", plan_id=plan.id) if is_sgp else url_for("plans.start"),
        back_text=_("Back to the plan") if is_sgp else _("My workshops"),
        graph=lineage,
        flow=flow.flow(lineage),
        is_backward=is_backward,
        ways=ways(lineage, is_backward=is_backward),
        responses=stories.responses(lineage.nodes.values()),
        owing={
            case.key
            for case in due.missing_responses({node.theme_id for node in lineage.nodes.values()})
        },
        **names(plan),
    )


@bp.get("/lineage/<kind>/<int:item_id>")
def story(plan_id: int, kind: str, item_id: int) -> ResponseReturnValue:
    plan, lineage = load_lineage(plan_id)
    node = lineage.nodes.get(f"{kind}-{item_id}")
    if kind not in KINDS or node is None:
        raise NotFound
    return render_template(
        "lineage/story.html",
        plan=plan,
        graph=lineage,
        story=stories.story(lineage, node),
        is_owed=any(case.key == node.key for case in due.missing_responses([node.theme_id])),
        **names(plan),
    )


@bp.get("/organizations/<int:organization_id>")
def organization(plan_id: int, organization_id: int) -> ResponseReturnValue:
    """What became of what we said: read by the SGP and by the organization's own people."""
    plan, lineage = load_lineage(plan_id)
    row = db.get_or_404(Organization, organization_id)
    require(current_user.is_admin or current_user.organization_id == row.id)
    ids = {node.theme_id for node in lineage.nodes.values()} & {theme.id for theme in plan.themes}
    return render_template(
        "lineage/organization.html",
        plan=plan,
        organization=row,
        voices=organization_page.voices(lineage, row, ids),
        graph=lineage,
        **names(plan),
    )


def names(plan: Plan) -> dict[str, Any]:
    """What the relations, levels and answers are called, and where a node's story is."""

    def node_url(node: Node) -> str:
        return url_for("lineage.story", plan_id=plan.id, kind=node.kind, item_id=node.item.id)

    def result_url(contest: Contest) -> str:
        return url_for("voting.result", workshop_id=contest.workshop_id, contest_id=contest.id)

    return {
        "node_url": node_url,
        "result_url": result_url,
        "relation_names": RELATION_NAMES,
        "level_names": LEVEL_NAMES,
        "category_names": CATEGORY_NAMES,
        "status_names": STATUS_NAMES,
        "feasibility_names": FEASIBILITY_NAMES,
        "budget_names": BUDGET_NAMES,
        "proposal_states": PROPOSAL_STATES,
        "agreement_names": AGREEMENT_NAMES,
    }
