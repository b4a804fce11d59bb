"""Between rounds 1 and 2: the SGP rewords, merges or splits the problems that go forward."""

from __future__ import annotations

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from workshop import clock, links
from workshop.closing import reworking
from workshop.closing.forms import (
    FEWEST_PIECES,
    LONGEST_PROBLEM,
    LONGEST_REASON,
    PIECES,
    MergeForm,
    ReasonForm,
    RewordForm,
    SplitForm,
)
from workshop.closing.labels import RELATION_NAMES
from workshop.closing.reworking import ROUND
from workshop.diagnoses.models import Problem, ProblemState
from workshop.errors import require
from workshop.extensions import db
from workshop.links.models import Relation
from workshop.plans import queries as plan_queries
from workshop.plans.models import Theme
from workshop.room import news
from workshop.web import act, answer_act, check_form

bp = Blueprint("rework", __name__, url_prefix="/plans/<int:plan_id>/themes/<int:theme_id>/problems")
MADE = (Relation.MERGED, Relation.SPLIT)


def theme_of(plan_id: int, theme_id: int) -> Theme:
    require(current_user.is_admin)
    return plan_queries.theme_in(plan_id, theme_id)


def problem_in(theme: Theme, problem_id: int) -> Problem:
    """A problem of the theme's round 2; 404 for any other."""
    query = db.select(Problem).filter_by(id=problem_id, theme_id=theme.id, round=ROUND)
    return db.first_or_404(query)


def to_page(theme: Theme, message: str) -> ResponseReturnValue:
    if planned := reworking.workshops(theme).get(ROUND):
        news.tell(planned, "problems")
    page = url_for("rework.page", plan_id=theme.plan_id, theme_id=theme.id)
    return answer_act(page, message, redirect=page)


@bp.get("")
def page(plan_id: int, theme_id: int) -> ResponseReturnValue:
    theme = theme_of(plan_id, theme_id)
    problems = reworking.problems(theme)
    by_id = {problem.id: problem for problem in problems}
    sources = links.leading_to("problem", by_id)
    standing = [problem for problem in problems if problem.state is ProblemState.ADMITTED]
    why_not = reworking.why_not(theme)
    return render_template(
        "closing/rework.html",
        theme=theme,
        standing=standing,
        replaced=[problem for problem in problems if problem.state is ProblemState.REPLACED],
        sources={
            problem_id: [
                (
                    link,
                    (link.from_problem_id and by_id.get(link.from_problem_id))
                    or reworking.source_of(link),
                )
                for link in incoming
            ]
            for problem_id, incoming in sources.items()
        },
        made={
            problem_id
            for problem_id, incoming in sources.items()
            if any(link.relation in MADE for link in incoming)
        },
        why_not=why_not,
        may_merge=not why_not and len(standing) > 1,
        relation_names=RELATION_NAMES,
        longest={"problem": LONGEST_PROBLEM, "reason": LONGEST_REASON},
        pieces=_pieces(),
    )


def _pieces() -> list[tuple[str, bool]]:
    """The boxes to split a problem into: how each is called, and whether it is needed."""
    needed = [(_("Problem %(n)d", n=n), True) for n in range(1, FEWEST_PIECES + 1)]
    further = range(FEWEST_PIECES + 1, PIECES + 1)
    return [*needed, *((_("Problem %(n)d (if any)", n=n), False) for n in further)]


@bp.post("/<int:problem_id>/reword")
@act
def reword(plan_id: int, theme_id: int, problem_id: int) -> ResponseReturnValue:
    theme = theme_of(plan_id, theme_id)
    problem = problem_in(theme, problem_id)
    form = check_form(RewordForm())
    said = (form.text.data, form.reason.data, form.revision.data)
    reworking.reword(problem, *said, current_user, now=clock.now())
    return to_page(theme, _("The problem has its new wording."))


@bp.post("/merge")
@act
def merge(plan_id: int, theme_id: int) -> ResponseReturnValue:
    theme = theme_of(plan_id, theme_id)
    form = check_form(MergeForm())
    chosen = [problem_in(theme, problem_id) for problem_id in form.problem.data]
    reworking.merge(chosen, form.text.data, form.reason.data, current_user, now=clock.now())
    return to_page(theme, _("The problems are merged; the former ones stay readable."))


@bp.post("/<int:problem_id>/split")
@act
def split(plan_id: int, theme_id: int, problem_id: int) -> ResponseReturnValue:
    theme = theme_of(plan_id, theme_id)
    problem = problem_in(theme, problem_id)
    form = check_form(SplitForm())
    reworking.split(problem, form.pieces, form.reason.data, current_user, now=clock.now())
    return to_page(theme, _("The problem is split; the former one stays readable."))


@bp.post("/<int:problem_id>/undo")
@act
def undo(plan_id: int, theme_id: int, problem_id: int) -> ResponseReturnValue:
    theme = theme_of(plan_id, theme_id)
    problem = problem_in(theme, problem_id)
    form = check_form(ReasonForm())
    reworking.undo(problem, form.reason.data, current_user, now=clock.now())
    return to_page(theme, _("It is undone: what stood before stands again."))
