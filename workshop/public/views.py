"""The public site: the plans, their published rounds and commitments, the lineage, open data."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound

from workshop.closing import due
from workshop.closing.labels import CATEGORY_NAMES, LEVEL_NAMES, RELATION_NAMES
from workshop.commitments.blocks import list_of, mark_at
from workshop.commitments.models import Commitment, Milestone
from workshop.commitments.showing.page import milestone_picture
from workshop.contributions.parts import STATUS_NAMES
from workshop.exports.editions import minutes_in
from workshop.exports.pdf_file import from_data
from workshop.exports.plan_views import sent_as_made
from workshop.exports.records import beside_form, record_form
from workshop.exports.table_files import MEDIA_TYPES, write_table
from workshop.exports.tables import organization_names, table, tables
from workshop.exports.workshop_views import FORMS, minutes_file
from workshop.extensions import db, limiter
from workshop.ideas.labels import BUDGET_NAMES, FEASIBILITY_NAMES
from workshop.lineage import flow, graph, stories
from workshop.lineage.graph import KINDS, Graph, Node
from workshop.lineage.ways import ways
from workshop.people import links
from workshop.plans.models import Plan
from workshop.proposals.labels import STATE_NAMES as PROPOSAL_STATES
from workshop.public import reading
from workshop.public.open_data import open_content
from workshop.public.pages import PREFIX, language, page
from workshop.public.published import Published, Round, public_plans, published_plan
from workshop.text import clean_text
from workshop.web import public

bp = Blueprint("public", __name__, url_prefix=PREFIX)


def draw(name: str, **context: Any) -> str:
    shown = context.get("shown")
    tabs = tabs_of(shown) if shown else []
    return render_template(f"public/{name}", language=language(), tabs=tabs, **ADDRESSES, **context)


def tabs_of(shown: Published) -> list[tuple[str, str, bool]]:
    """The pages of a plan: address, name, and whether it is the one that is read."""
    named = {
        "plan": shown.plan.name,
        "lineage": _("Lineage"),
        "data": _("Open data"),
        "changes": _("Changes"),
    }
    return [
        (link(name, plan_id=shown.plan.id), title, request.endpoint == f"public.{name}")
        for name, title in named.items()
    ]


def link(name: str, **arguments: Any) -> str:
    """The address of a public page in the language that is being read."""
    return url_for(f"public.{name}", language=language(), **arguments)


def link_outside(name: str, **arguments: Any) -> str:
    """The same for readers elsewhere: feeds, search engines."""
    return links.absolute(f"public.{name}", language=language(), **arguments)


def link_here(language: str) -> str:
    """The address of this page in another language."""
    arguments = {**(request.view_args or {}), "language": language}
    return links.absolute(str(request.endpoint), **arguments)


ADDRESSES = {"link": link, "outside": link_outside, "here": link_here, "absolute": links.absolute}


def load_published(plan_id: int) -> Published:
    """What is public of a plan; 404 when nothing is."""
    plan = db.session.get(Plan, plan_id)
    shown = published_plan(plan) if plan else None
    if shown is None or shown.is_empty:
        raise NotFound
    return shown


def load_round(plan_id: int, code: str) -> tuple[Published, Round]:
    shown = load_published(plan_id)
    shown_round = shown.round(code)
    if shown_round is None:
        raise NotFound
    return shown, shown_round


@bp.get("")
@page
def index() -> ResponseReturnValue:
    return draw("index.html", plans=public_plans())


@bp.get("/<int:plan_id>")
@page
def plan(plan_id: int) -> ResponseReturnValue:
    shown = load_published(plan_id)
    return draw(
        "plan.html",
        shown=shown,
        stages=reading.stages(shown),
        themes=reading.themes(shown),
        category_names=CATEGORY_NAMES,
    )


@bp.get("/<int:plan_id>/rounds/<code>")
@page
def round(plan_id: int, code: str) -> ResponseReturnValue:
    shown, shown_round = load_round(plan_id, code)
    parts = reading.round_context(shown_round.content, organization_names(open_content(shown)))
    return draw("round.html", shown=shown, round=shown_round, **parts)


@bp.get("/<int:plan_id>/rounds/<code>/minutes")
@page
def round_minutes(plan_id: int, code: str) -> ResponseReturnValue:
    shown, shown_round = load_round(plan_id, code)
    document = minutes_in(shown_round.content, language())
    return draw("minutes.html", shown=shown, round=shown_round, document=document, forms=FORMS)


@bp.get("/<int:plan_id>/rounds/<code>/minutes.<form>")
@page
def round_minutes_file(plan_id: int, code: str, form: str) -> ResponseReturnValue:
    _shown, shown_round = load_round(plan_id, code)
    if form not in FORMS:
        raise NotFound
    data = minutes_file(from_data(minutes_in(shown_round.content, language())), form)
    return Response(data, content_type=MEDIA_TYPES[form])


@bp.get("/<int:plan_id>/commitments/<int:commitment_id>")
@page
def commitment(plan_id: int, commitment_id: int) -> ResponseReturnValue:
    shown = load_published(plan_id)
    row = next(
        (commitment for commitment in shown.commitments if commitment.id == commitment_id), None
    )
    if row is None:
        raise NotFound
    content = open_content(shown)
    record = next(
        entry
        for entry in content["plan"]["commitments"]
        if content["records"][entry["id"]]["row"] == commitment_id
    )
    kept = content["records"][record["id"]]
    return draw(
        "commitment.html",
        shown=shown,
        row=row,
        form=record_form(record, organization_names(content), kept),
        beside=beside_form(kept["beside"]),
        picture=milestone_picture(row),
        list_of=list_of,
        mark_at=mark_at,
        response=due.response_to_record(row),
        category_names=CATEGORY_NAMES,
    )


# Lineage


@bp.get("/<int:plan_id>/lineage")
@page
def lineage(plan_id: int) -> ResponseReturnValue:
    shown = load_published(plan_id)
    seen = open_graph(shown)
    return draw(
        "lineage.html",
        shown=shown,
        graph=seen,
        flow=flow.flow(seen),
        ways=ways(seen),
        responses=stories.responses(seen.nodes.values()),
        owing=set(),
        **names(plan_id),
    )


@bp.get("/<int:plan_id>/lineage/<kind>/<int:item_id>")
@page
def story(plan_id: int, kind: str, item_id: int) -> ResponseReturnValue:
    shown = load_published(plan_id)
    seen = open_graph(shown)
    node = seen.nodes.get(f"{kind}-{item_id}")
    if kind not in KINDS or node is None:
        raise NotFound
    return draw(
        "story.html",
        shown=shown,
        graph=seen,
        story=stories.story(seen, node),
        belongs_to=belongs_to(node),
        record_id=record_of(node),
        **names(plan_id),
    )


def belongs_to(node: Node) -> list[str]:
    """The names that stand above an item: its theme, and whose it is; a milestone's are told by
    its commitment."""
    if isinstance(node.item, Milestone):
        return []
    organization = node.item.organization
    return [node.item.theme.name, *([organization.name] if organization else [])]


def record_of(node: Node) -> int | None:
    """The commitment whose record tells of an item, if it is part of one."""
    if isinstance(node.item, Milestone):
        return node.item.commitment_id
    return node.item.id if isinstance(node.item, Commitment) else None


def open_graph(shown: Published) -> Graph:
    """The lineage in so far as it is published."""
    return graph.read([theme.id for theme in shown.plan.themes], open_to=())


def names(plan_id: int) -> dict[str, Any]:
    """What relations, levels and answers are called, and where a node's story is."""

    def node_url(node: Node) -> str:
        return link("story", plan_id=plan_id, kind=node.kind, item_id=node.item.id)

    return {
        "node_url": node_url,
        "relation_names": RELATION_NAMES,
        "level_names": LEVEL_NAMES,
        "category_names": CATEGORY_NAMES,
        "status_names": STATUS_NAMES,
        "feasibility_names": FEASIBILITY_NAMES,
        "budget_names": BUDGET_NAMES,
        "proposal_states": PROPOSAL_STATES,
    }


# Open data


@bp.get("/<int:plan_id>/data")
@page
def data(plan_id: int) -> ResponseReturnValue:
    shown = load_published(plan_id)
    made = tables(open_content(shown))
    return draw("data.html", shown=shown, tables=made, forms=list(MEDIA_TYPES))


@bp.get("/<int:plan_id>/data/<key>.<form>")
@page
def file(plan_id: int, key: str, form: str) -> ResponseReturnValue:
    """A table at an address that stays."""
    content = open_content(load_published(plan_id))
    made = table(content, key)
    if made is None or form not in MEDIA_TYPES:
        raise NotFound
    return Response(write_table(made, content, language(), form), content_type=MEDIA_TYPES[form])


@bp.get("/<int:plan_id>/data.zip")
@limiter.limit("20 per hour")
@public
def everything(plan_id: int) -> ResponseReturnValue:
    """All tables in all formats and languages, sent while they are made."""
    content = open_content(load_published(plan_id))
    return sent_as_made(content, f"plan-{plan_id}.zip")


# What has changed


@bp.get("/<int:plan_id>/changes")
@page
def changes(plan_id: int) -> ResponseReturnValue:
    return draw("changes.html", shown=load_published(plan_id))


@bp.get("/<int:plan_id>/feed.atom")
@page
def feed(plan_id: int) -> ResponseReturnValue:
    text = clean_text(draw("feed.atom", shown=load_published(plan_id)))
    return Response(text, content_type="application/atom+xml; charset=utf-8")


# What is not there, or not yet public


@bp.get("/<path:anything>")
@public
def elsewhere(anything: str) -> ResponseReturnValue:
    raise NotFound


@bp.errorhandler(NotFound)
def missing(_error: NotFound) -> ResponseReturnValue:
    with force_locale(language()):
        return draw("missing.html"), 404
