"""Settling the list to vote on: merging, splitting, rewording, moving, leaving out, undoing.

Nothing is deleted and nothing is counted over: what an act makes is a new idea with links to what
it was made from, and no mark, support or rank goes with them. An idea that was replaced or left
out stays readable with the reason.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from flask_babel import gettext as _

from workshop import links
from workshop.diagnoses.models import Problem
from workshop.errors import Refusal
from workshop.extensions import db
from workshop.ideas import acts, listing
from workshop.ideas.acts import Act, Verb
from workshop.ideas.models import Idea, IdeaState, Origin
from workshop.ideas.reconfiguration import ballot_list
from workshop.links.models import Link, Relation
from workshop.workshops import log
from workshop.workshops.guides import Action, is_allowed
from workshop.workshops.models import Seat, Workshop

RELATION_OF = {
    Verb.MERGED: Relation.MERGED,
    Verb.SPLIT: Relation.SPLIT,
    Verb.REWORDED: Relation.REWORDED,
}


def merge(by: Seat, parents: Sequence[Idea], text: str, reason: str, *, now: datetime) -> Idea:
    """Put one new idea in the place of several; it answers all the problems they answered."""
    if len({idea.id for idea in parents}) < 2:
        raise Refusal(_("Choose two ideas or more to merge."))
    [made] = _replace(by, Verb.MERGED, parents, [text], reason, now)
    return made


def split(
    by: Seat, parent: Idea, texts: Sequence[str], reason: str, *, now: datetime
) -> list[Idea]:
    """Put several new ideas in the place of one; each answers the same problems."""
    if len(texts) < 2:
        raise Refusal(_("Write at least two ideas: what one idea is split into."))
    return _replace(by, Verb.SPLIT, [parent], texts, reason, now)


def reword(by: Seat, parent: Idea, text: str, reason: str, *, now: datetime) -> Idea:
    """Say the idea differently in substance: a new idea stands in the place of the former."""
    if text == parent.text:
        raise Refusal(_("The wording is the same as before."))
    [made] = _replace(by, Verb.REWORDED, [parent], [text], reason, now)
    return made


def move(
    by: Seat, idea: Idea, problems: Sequence[Problem], reason: str, seen: set[int], *, now: datetime
) -> None:
    """Let the idea answer these problems instead; `seen` are those it answered on the screen.

    Which problem an idea answers is settled here, before anything is voted on; the log keeps what
    it was before.
    """
    _require_changeable(by, [idea], reason)
    before = listing.answers_of(idea)
    if {link.from_problem_id for link in before} != seen:
        raise Refusal(_("Someone else has moved this idea meanwhile. Nothing was changed by you."))
    wanted = {problem.id: problem for problem in problems}
    if not wanted:
        raise Refusal(_("Choose at least one problem that the idea answers."))
    if wanted.keys() == seen:
        raise Refusal(_("The idea answers this problem already."))
    _require_not_voted_on(by, [idea], set(wanted))
    for link in before:
        if link.from_problem_id not in wanted:
            links.unlink(link)
    for problem in wanted.values():
        if problem.id not in seen:
            links.connect(Relation.ANSWERS, problem, idea, note=reason, by=by.person, now=now)
    _note(
        by,
        Verb.MOVED,
        [idea],
        reason,
        now,
        taken=[_facts(link) for link in before if link.from_problem_id not in wanted],
        given=sorted(wanted.keys() - seen),
    )


def leave_out(by: Seat, idea: Idea, reason: str, *, now: datetime) -> None:
    """Take the idea off the list with the reason; its category follows in the reasoned response."""
    _require_changeable(by, [idea], reason)
    idea.state, idea.reason = IdeaState.LEFT_OUT, reason
    _note(by, Verb.LEFT_OUT, [idea], reason, now)


def take_back(by: Seat, idea: Idea, *, now: datetime) -> None:
    """Put an idea that was left out on the list again."""
    _require_phase(by)
    if idea.state is not IdeaState.LEFT_OUT:
        raise Refusal(_("This idea is not left out (any more)."))
    answered = {problem.id for problem in listing.problems_answered([idea])}
    _require_not_voted_on(by, [idea], answered)
    former = idea.reason
    idea.state, idea.reason = IdeaState.LISTED, ""
    _note(by, Verb.TAKEN_BACK, [idea], "", now, former_reason=former)


def undo(by: Seat, seen: int, *, now: datetime) -> Act:
    """Take back the last act on the list: what it made is undone, what it replaced is listed again.

    `seen` is the act that was the last one on the moderator's screen.
    """
    _require_phase(by)
    act = acts.last_undoable(by.workshop)
    if act is None:
        raise Refusal(_("There is nothing to undo."))
    if act.number != seen:
        raise Refusal(_("The list has been changed meanwhile. Nothing was undone; look again."))
    _reverse(by.workshop, act)
    db.session.flush()
    log.record(
        by.workshop,
        acts.UNDONE,
        by.person,
        now=now,
        act=act.number,
        undone=str(act.verb),
        ideas=act.parents,
        made=act.made,
    )
    return act


def _reverse(workshop: Workshop, act: Act) -> None:
    parents = listing.by_numbers(workshop, act.parents)
    for made in listing.by_numbers(workshop, act.made):
        made.state = IdeaState.UNDONE
        for link in links.links_to(made):
            links.unlink(link)
    if act.verb is Verb.MOVED:
        _move_back(parents[0], act)
    elif act.verb is Verb.TAKEN_BACK:
        parents[0].state = IdeaState.LEFT_OUT
        parents[0].reason = act.details["former_reason"]
    else:
        for parent in parents:
            parent.state, parent.reason = IdeaState.LISTED, ""


def _require_phase(by: Seat) -> None:
    if not is_allowed(by.workshop.kind_in_force, by.role, Action.RECONFIGURE):
        raise Refusal(_("The list is settled in the reconfiguration phase, by the moderator."))


def _require_changeable(by: Seat, ideas: Sequence[Idea], reason: str) -> None:
    _require_phase(by)
    if not reason.strip():
        raise Refusal(_("Give the reason; the authors and the record get it."))
    _require_not_voted_on(by, ideas, set())
    gone = [idea for idea in ideas if idea.state is not IdeaState.LISTED]
    if gone:
        raise Refusal(
            _(
                "Idea %(number)s is no longer on the list: someone else has just changed it."
                " Nothing was changed by you.",
                number=gone[0].number,
            )
        )


def _require_not_voted_on(by: Seat, ideas: Sequence[Idea], problems: set[int]) -> None:
    """Nothing is changed in a list that a standing contest asks about, nor put into one."""
    asked = ballot_list.problems_asked(by.workshop)
    if any(idea.frozen_at for idea in ideas) or asked & problems:
        raise Refusal(
            _("The room votes on this list. Only when the vote is declared void can it change.")
        )


def _replace(
    by: Seat,
    verb: Verb,
    replaced: Sequence[Idea],
    texts: Sequence[str],
    reason: str,
    now: datetime,
) -> list[Idea]:
    """New ideas with these texts, each made from all of `replaced`, which they stand for."""
    parents = list(dict.fromkeys(replaced))
    _require_changeable(by, parents, reason)
    problems = listing.problems_answered(parents)
    made = []
    for text in texts:
        idea = _put_on_list(by, parents, text, now)
        for parent in parents:
            links.connect(RELATION_OF[verb], parent, idea, note=reason, by=by.person, now=now)
        for problem in problems:
            links.connect(Relation.ANSWERS, problem, idea, by=by.person, now=now)
        made.append(idea)
    for parent in parents:
        parent.state, parent.reason = IdeaState.REPLACED, reason
    _note(by, verb, parents, reason, now, made=[idea.id for idea in made], texts=list(texts))
    return made


def _put_on_list(by: Seat, parents: Sequence[Idea], text: str, now: datetime) -> Idea:
    """A new idea on the list; whose it is follows from what it was made from."""
    origins = {parent.origin for parent in parents}
    idea = Idea(
        theme_id=by.workshop.theme_id,
        workshop_id=by.workshop_id,
        position=listing.next_position(by.workshop),
        text=text,
        origin=origins.pop() if len(origins) == 1 else Origin.PARTICIPANTS,
        state=IdeaState.LISTED,
        reason="",
        revision=1,
        written_at=now,
    )
    db.session.add(idea)
    db.session.flush()
    return idea


def _note(
    by: Seat, verb: Verb, ideas: Sequence[Idea], reason: str, now: datetime, **details: object
) -> None:
    db.session.flush()
    log.record(
        by.workshop,
        str(verb),
        by.person,
        now=now,
        ideas=[idea.id for idea in ideas],
        reason=reason,
        **details,
    )


def _facts(link: Link) -> dict[str, object]:
    """What it takes to put back a link that a move has taken off."""
    return {
        "problem": link.from_problem_id,
        "note": link.note,
        "person": link.person_id,
        "at": link.created_at.isoformat(),
    }


def _move_back(idea: Idea, act: Act) -> None:
    for link in listing.answers_of(idea):
        if link.from_problem_id in act.details["given"]:
            links.unlink(link)
    for facts in act.details["taken"]:
        problem = db.session.get_one(Problem, facts["problem"])
        at = datetime.fromisoformat(str(facts["at"]))
        link = links.connect(Relation.ANSWERS, problem, idea, note=facts["note"], by=None, now=at)
        link.person_id = facts["person"]
