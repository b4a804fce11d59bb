"""Between rounds 1 and 2 the SGP rewords, merges or splits the problems that go forward.

A change of words keeps the row, for nobody has worked with it yet; its link says that the wording
changed. What is merged or split stays readable beside the new problems, which are linked to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from flask_babel import gettext as _

from workshop import links
from workshop.diagnoses import queries
from workshop.diagnoses.models import Problem, ProblemState
from workshop.errors import Refusal
from workshop.extensions import db
from workshop.links.models import Link, Relation
from workshop.people.models import Person
from workshop.plans.models import Theme
from workshop.workshops import log
from workshop.workshops.models import Workshop, WorkshopState

ROUND = 2


def reword(
    problem: Problem, text: str, reason: str, revision: int, by: Person, *, now: datetime
) -> None:
    """Say a carried problem differently, and why. Said as in round 1 again, it is carried again."""
    _require_changeable([problem], reason)
    if problem.revision != revision:
        raise Refusal(
            _(
                "Someone else has changed this problem meanwhile. It now reads: %(text)s",
                text=problem.text,
            ),
            current={"text": problem.text, "revision": problem.revision},
        )
    if problem.text == text:
        raise Refusal(_("The wording is the same as before."))
    former, problem.text = problem.text, text
    problem.revision += 1
    for link in links.links_to(problem):
        _say_reworded(link, text, reason)
    _note(problem.theme, "problem reworded", by, now, [problem], reason, former=former, text=text)


def _say_reworded(link: Link, text: str, reason: str) -> None:
    """Nobody has voted on it yet, so the link that brought it here may still say how."""
    if link.relation not in (Relation.CARRIED, Relation.REWORDED):
        return
    source = db.session.get_one(Problem, link.from_problem_id)
    link.relation = Relation.CARRIED if source.text == text else Relation.REWORDED
    link.note = reason


def merge(
    problems: Sequence[Problem], text: str, reason: str, by: Person, *, now: datetime
) -> Problem:
    """Put one problem in the place of several."""
    if len({problem.id for problem in problems}) < 2:
        raise Refusal(_("Choose two problems or more to merge."))
    [made] = _replace(Relation.MERGED, problems, [text], reason, by, now)
    return made


def split(
    problem: Problem, texts: Sequence[str], reason: str, by: Person, *, now: datetime
) -> list[Problem]:
    """Put several problems in the place of one."""
    if len(texts) < 2:
        raise Refusal(_("Write at least two problems: what this one is split into."))
    return _replace(Relation.SPLIT, [problem], texts, reason, by, now)


def undo(made: Problem, reason: str, by: Person, *, now: datetime) -> None:
    """Take back a merge or a split: what stood before stands again, what it made goes."""
    _require_changeable([made], reason)
    incoming = links.links_to(made)
    parents = [
        db.session.get_one(Problem, link.from_problem_id)
        for link in incoming
        if link.relation in (Relation.MERGED, Relation.SPLIT)
    ]
    if not parents:
        raise Refusal(_("This problem was neither merged nor split."))
    onward = links.leading_from("problem", [parent.id for parent in parents])
    ids = {link.to_problem_id for several in onward.values() for link in several}
    children = [db.session.get_one(Problem, child_id) for child_id in sorted(filter(None, ids))]
    _require_changeable(children, reason)
    texts = [child.text for child in children]
    for child in children:
        for link in links.links_to(child):
            links.unlink(link)
        db.session.delete(child)
    for parent in parents:
        parent.state, parent.reason = ProblemState.ADMITTED, ""
    _note(made.theme, "rework of problems undone", by, now, parents, reason, texts=texts)


def _replace(
    relation: Relation,
    replaced: Sequence[Problem],
    texts: Sequence[str],
    reason: str,
    by: Person,
    now: datetime,
) -> list[Problem]:
    parents = list(dict.fromkeys(replaced))
    _require_changeable(parents, reason)
    made = [_standing_for(parents, text) for text in texts]
    for parent in parents:
        parent.state, parent.reason = ProblemState.REPLACED, reason
        for problem in made:
            links.connect(relation, parent, problem, note=reason, by=by, now=now)
    verb = "problems merged" if relation is Relation.MERGED else "problem split"
    ids = [problem.id for problem in made]
    _note(parents[0].theme, verb, by, now, parents, reason, made=ids, texts=list(texts))
    return made


def _standing_for(parents: Sequence[Problem], text: str) -> Problem:
    """A new problem of round 2; it keeps a diagnosis or organization that all parents share."""
    diagnoses = {parent.diagnosis_id for parent in parents}
    organizations = {parent.organization_id for parent in parents}
    theme_id = parents[0].theme_id
    problem = Problem(
        theme_id=theme_id,
        round=ROUND,
        position=queries.next_position(theme_id, ROUND),
        text=text,
        diagnosis_id=diagnoses.pop() if len(diagnoses) == 1 else None,
        organization_id=organizations.pop() if len(organizations) == 1 else None,
        state=ProblemState.ADMITTED,
        revision=1,
    )
    db.session.add(problem)
    db.session.flush()
    return problem


def problems(theme: Theme) -> list[Problem]:
    """The problems of the theme's round 2 in the list's order, replaced ones too."""
    query = db.select(Problem).filter_by(theme_id=theme.id, round=ROUND)
    return list(db.session.scalars(query.order_by(Problem.position, Problem.id)))


def source_of(link: Link) -> Problem:
    """The problem that a link comes from."""
    return db.session.get_one(Problem, link.from_problem_id)


def workshops(theme: Theme) -> dict[int, Workshop]:
    """The workshops of the first two rounds of a theme, by round."""
    query = db.select(Workshop).filter(Workshop.theme_id == theme.id, Workshop.round <= ROUND)
    return {workshop.round: workshop for workshop in db.session.scalars(query)}


def why_not(theme: Theme) -> str:
    """Why the problems can no longer be changed here, in a sentence; empty while they can."""
    planned = workshops(theme).get(ROUND)
    if planned and planned.opened_at is not None:
        return _("Round 2 has begun: what the room works with stays as it found it.")
    if planned and planned.state is WorkshopState.CANCELLED:
        return _("Round 2 of this theme is cancelled.")
    return ""


def _require_changeable(problems: Sequence[Problem], reason: str) -> None:
    if not reason.strip():
        raise Refusal(_("Give the reason; it stays with the problem for everyone to read."))
    if sentence := why_not(problems[0].theme):
        raise Refusal(sentence)
    gone = [problem for problem in problems if problem.state is not ProblemState.ADMITTED]
    if gone:
        raise Refusal(
            _(
                "This problem has been replaced meanwhile: %(text)s. Nothing was changed by you.",
                text=gone[0].text,
            )
        )


def _note(
    theme: Theme,
    verb: str,
    by: Person,
    now: datetime,
    problems: Sequence[Problem],
    reason: str,
    **details: object,
) -> None:
    """Put it on the record of round 2, or of round 1 while round 2 is not planned."""
    db.session.flush()
    planned = workshops(theme)
    if not planned:
        return
    place = planned[max(planned)]
    ids = [problem.id for problem in problems]
    log.record(place, verb, by, now=now, problems=ids, reason=reason, **details)
