"""The public site: cacheable pages that any browser reads, in the language of their address."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Blueprint, Response, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from werkzeug.exceptions import NotFound

from workshop.exports.minutes import minutes
from workshop.exports.records import record_form
from workshop.exports.table_files import MEDIA_TYPES, written
from workshop.exports.tables import organization_names, table, tables
from workshop.extensions import db
from workshop.language import LANGUAGES
from workshop.lineage import flow, graph, stories
from workshop.lineage.graph import KINDS, Node
from workshop.lineage.words import CATEGORY_NAMES, LEVEL_NAMES, RELATION_NAMES
from workshop.live.guides import TITLES
from workshop.plans.models import Plan
from workshop.public import reading
from workshop.public.open_data import open_content
from workshop.public.published import Published, public_plans, published
from workshop.web import public

bp = Blueprint("public", __name__, url_prefix="/open")
FRESH = 300  # seconds for which a page may be kept


def page(view: Callable[..., ResponseReturnValue]) -> Callable[..., ResponseReturnValue]:
    """A public page: in the language of its address, cacheable, asked again by its ETag.

    The session is never touched, so that no page depends on a cookie.
    """

    @public
    @wraps(view)
    def wrapper(**arguments: Any) -> ResponseReturnValue:
        with force_locale(language()):
            response: Response = make_response(view(**arguments))
        response.headers["Cache-Control"] = f"public, max-age={FRESH}"
        response.headers["Content-Language"] = language()
        response.vary.add("Accept-Language")
        response.add_etag()
        return response.make_conditional(request)

    return wrapper


def language() -> str:
    """The language that the address asks for, else the browser, else Spanish."""
    asked = request.args.get("language")
    if asked in LANGUAGES:
        return asked
    return request.accept_languages.best_match(LANGUAGES) or "es"


def draw(name: str, **context: Any) -> str:
    return render_template(f"public/{name}.html", language=language(), here=here, **context)


def here(**changes: str) -> str:
    """The address of this page in another language."""
    arguments = {**(request.view_args or {}), **changes}
    return url_for(str(request.endpoint), **arguments)


def found(plan_id: int) -> Published:
    """What is public of a plan; 404 when nothing is."""
    plan = db.session.get(Plan, plan_id)
    shown = published(plan) if plan else None
    if shown is None or shown.is_empty:
        raise NotFound
    return shown


@bp.get("")
@page
def index() -> ResponseReturnValue:
    return draw("index", plans=public_plans())


@bp.get("/<int:plan_id>")
@page
def plan(plan_id: int) -> ResponseReturnValue:
    return draw("plan", shown=found(plan_id))


@bp.get("/<int:plan_id>/rounds/<code>")
@page
def round(plan_id: int, code: str) -> ResponseReturnValue:
    shown = found(plan_id)
    one = shown.round(code)
    if one is None:
        raise NotFound
    return draw("round", shown=shown, round=one, titles=TITLES, **reading.told(one.content))


@bp.get("/<int:plan_id>/rounds/<code>/minutes")
@page
def round_minutes(plan_id: int, code: str) -> ResponseReturnValue:
    shown = found(plan_id)
    one = shown.round(code)
    if one is None:
        raise NotFound
    return draw("minutes", shown=shown, round=one, document=minutes(one.workshop))


@bp.get("/<int:plan_id>/commitments/<int:commitment_id>")
@page
def commitment(plan_id: int, commitment_id: int) -> ResponseReturnValue:
    shown = found(plan_id)
    row = next((one for one in shown.commitments if one.id == commitment_id), None)
    if row is None:
        raise NotFound
    content = open_content(shown)
    record = next(
        one
        for one in content["plan"]["commitments"]
        if content["records"][one["id"]]["row"] == commitment_id
    )
    form = record_form(record, organization_names(content))
    return draw("commitment", shown=shown, row=row, form=form)


@bp.get("/<int:plan_id>/lineage")
@page
def lineage(plan_id: int) -> ResponseReturnValue:
    shown = found(plan_id)
    seen = open_graph(shown)
    return draw("lineage", shown=shown, graph=seen, flow=flow.flow(seen), **names(plan_id, seen))


@bp.get("/<int:plan_id>/lineage/<kind>/<int:item_id>")
@page
def story(plan_id: int, kind: str, item_id: int) -> ResponseReturnValue:
    shown = found(plan_id)
    seen = open_graph(shown)
    node = seen.nodes.get(f"{kind}-{item_id}")
    if kind not in KINDS or node is None:
        raise NotFound
    response = stories.responses([node]).get(node.key)
    return draw(
        "story", shown=shown, graph=seen, node=node, response=response, **names(plan_id, seen)
    )


def open_graph(shown: Published) -> graph.Graph:
    """The lineage in so far as it is published."""
    return graph.read([theme.id for theme in shown.plan.themes], set())


def names(plan_id: int, seen: graph.Graph) -> dict[str, Any]:
    def node_url(node: Node) -> str:
        return url_for(
            "public.story",
            plan_id=plan_id,
            kind=node.kind,
            item_id=node.item.id,
            language=language(),
        )

    return {
        "node_url": node_url,
        "plan": seen,
        "relation_names": RELATION_NAMES,
        "level_names": LEVEL_NAMES,
        "category_names": CATEGORY_NAMES,
        "responses": stories.responses(seen.nodes.values()),
        "is_backward": False,
        "starts": seen.first(),
        "owing": set(),
    }


# Open data


@bp.get("/<int:plan_id>/data")
@page
def data(plan_id: int) -> ResponseReturnValue:
    shown = found(plan_id)
    made = tables(open_content(shown))
    return draw("data", shown=shown, tables=made, forms=list(MEDIA_TYPES))


@bp.get("/<int:plan_id>/data/<key>.<form>")
@page
def file(plan_id: int, key: str, form: str) -> ResponseReturnValue:
    """A table at an address that stays."""
    content = open_content(found(plan_id))
    made = table(content, key)
    if made is None or form not in MEDIA_TYPES:
        raise NotFound
    return Response(written(made, content, language(), form), content_type=MEDIA_TYPES[form])


@bp.get("/<int:plan_id>/changes")
@page
def changes(plan_id: int) -> ResponseReturnValue:
    return draw("changes", shown=found(plan_id))


@bp.get("/<int:plan_id>/feed.atom")
@page
def feed(plan_id: int) -> ResponseReturnValue:
    shown = found(plan_id)
    text = render_template("public/feed.atom", shown=shown, language=language())
    return Response(text, content_type="application/atom+xml; charset=utf-8")
