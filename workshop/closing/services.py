"""Closing a round: what goes forward is settled by a person, by the count or with a reason.

What goes forward from round 1 becomes a problem of round 2; what goes forward from round 2 is
offered to the entities as it stands. Whatever else was on the list ends here, and owes a reasoned
response. A cut can be taken back while nothing stands on it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from workshop import links
from workshop.closing import tally as closing_tally
from workshop.diagnoses import queries as diagnosis_queries
from workshop.diagnoses.models import Problem, ProblemState
from workshop.errors import Refusal
from workshop.extensions import db
from workshop.ideas.carried import carried_ideas
from workshop.ideas.models import Idea
from workshop.links.models import Relation
from workshop.people.models import Person
from workshop.proposals.models import Proposal, ProposalState
from workshop.workshops import log
from workshop.workshops.guides import GUIDES, Subject
from workshop.workshops.models import Workshop, WorkshopState

# The meeting is over and its results are not published yet.
CLOSABLE = (WorkshopState.CLOSED, WorkshopState.MINUTES)
# What a proposal has come to, one way or another.
DECIDED = (
    ProposalState.AGREED,
    ProposalState.WITH_RESERVATIONS,
    ProposalState.NOT_AGREED,
    ProposalState.WITHDRAWN,
)
# What takes up no idea: never presented, or taken back.
ASIDE = (ProposalState.DRAFT, ProposalState.WITHDRAWN)


def require_open(workshop: Workshop) -> None:
    """Refuse unless the meeting is over and what goes forward is not settled yet."""
    if workshop.state is WorkshopState.PUBLISHED:
        raise Refusal(_("The results of this round are published."))
    if workshop.state not in CLOSABLE:
        raise Refusal(_("First the meeting ends: the moderator closes the workshop."))
    if workshop.cut_at is not None:
        raise Refusal(_("Someone has closed this round already."))
    if closing_tally.unsettled_contests(workshop):
        raise Refusal(_("First every vote is shown to the end, or declared void."))


def close(
    workshop: Workshop, chosen: Iterable[int], reason: str, by: Person, *, now: datetime
) -> None:
    """Settle what goes forward: `chosen` are the items of the list that do.

    Other than the count and the rule say, only with a reason.
    """
    require_open(workshop)
    subject = GUIDES[workshop.round].subject
    if subject is Subject.PROPOSAL:
        ended = _end_untaken(workshop, by, now)
        details: dict[str, Any] = {"outcome": outcome(workshop), "not_taken_up": ended}
    else:
        details = _cut(workshop, set(chosen), reason, by, now)
    workshop.cut_at, workshop.cut_reason = now, reason
    log.record(workshop, "round closed", by, now=now, reason=reason, **details)
    db.session.flush()


def _cut(
    workshop: Workshop, chosen: set[int], reason: str, by: Person, now: datetime
) -> dict[str, Any]:
    tally = closing_tally.tally(workshop)
    if not chosen <= tally.items.keys():
        raise Refusal(_("The list has changed meanwhile. Look again and choose once more."))
    departs = chosen ^ tally.by_rule
    if departs and not reason.strip():
        raise Refusal(
            _("This is not what the count says. Give the reason; it is published with the result.")
        )
    ends = Relation.DROPPED if workshop.round == 1 else Relation.NOT_TAKEN_UP
    for item_id in tally.order:
        item = tally.items[item_id]
        note = reason if item_id in departs else ""
        author = by if item_id in departs else None
        if item_id not in chosen:
            item.frozen_at = item.frozen_at or now
            links.connect(ends, item, None, note=note, by=author, now=now)
        elif isinstance(item, Problem):
            _carry(item, note, author, now)
        else:
            _freeze(item, note, author, now)
    return {
        "carried": [item_id for item_id in tally.order if item_id in chosen],
        "ended": [item_id for item_id in tally.order if item_id not in chosen],
        "by_rule": sorted(tally.by_rule),
    }


def _carry(problem: Problem, note: str, by: Person | None, now: datetime) -> None:
    """The same problem for round 2, in a row of its own."""
    problem.frozen_at = problem.frozen_at or now
    following = Problem(
        theme_id=problem.theme_id,
        round=2,
        position=diagnosis_queries.next_position(problem.theme_id, 2),
        text=problem.text,
        diagnosis_id=problem.diagnosis_id,
        organization_id=problem.organization_id,
        state=ProblemState.ADMITTED,
        revision=1,
    )
    db.session.add(following)
    db.session.flush()
    links.connect(Relation.CARRIED, problem, following, note=note, by=by, now=now)


def _freeze(idea: Idea, note: str, by: Person | None, now: datetime) -> None:
    """A carried idea needs no new row: the entities take it up as it stands."""
    idea.frozen_at = idea.frozen_at or now


# Round 3: the proposals have their outcome already, the ideas that none took up end


def outcome(workshop: Workshop) -> str:
    """In one word what a closed round came to, where it is not the usual: nothing was there."""
    if GUIDES[workshop.round].subject is Subject.PROPOSAL:
        is_empty = not any(proposal.state not in ASIDE for proposal in proposals(workshop))
        return "without proposals" if is_empty else ""
    return "" if closing_tally.tally(workshop).items else "without result"


def proposals(workshop: Workshop) -> list[Proposal]:
    """The proposals of the workshop's theme, in their order."""
    query = db.select(Proposal).filter_by(theme_id=workshop.theme_id)
    return list(db.session.scalars(query.order_by(Proposal.position, Proposal.id)))


def undecided_proposals(workshop: Workshop) -> list[Proposal]:
    """The presented proposals that the room has not come to; a draft was never before it."""
    settled = (*DECIDED, ProposalState.DRAFT)
    return [proposal for proposal in proposals(workshop) if proposal.state not in settled]


def untaken_ideas(workshop: Workshop) -> list[Idea]:
    """The carried ideas that no proposal takes up; one in draft or withdrawn takes up nothing."""
    ideas = carried_ideas(workshop.theme_id)
    aside = {proposal.id for proposal in proposals(workshop) if proposal.state in ASIDE}
    onward = links.leading_from("idea", [idea.id for idea in ideas])
    return [
        idea
        for idea in ideas
        if all(link.to_proposal_id in aside for link in onward.get(idea.id, []))
    ]


def _end_untaken(workshop: Workshop, by: Person, now: datetime) -> list[int]:
    if waiting := undecided_proposals(workshop):
        raise Refusal(
            _("The room has not decided on this proposal: %(title)s", title=waiting[0].title)
        )
    ended = untaken_ideas(workshop)
    for idea in ended:
        link = links.connect(Relation.NOT_TAKEN_UP, idea, None, by=None, now=now)
        link.details = {links.ROUND: 3}
    return [idea.id for idea in ended]


# Taking a cut back


def take_back(workshop: Workshop, reason: str, by: Person, *, now: datetime) -> None:
    """Open a closed round again, while nothing was built on what it settled.

    Responses that were written stay, and count again when their item ends again.
    """
    if not reason.strip():
        raise Refusal(_("Say why the round is opened again; the reason goes into the minutes."))
    if workshop.state is WorkshopState.PUBLISHED:
        raise Refusal(_("The results of this round are published."))
    if workshop.cut_at is None:
        raise Refusal(_("This round is not closed."))
    _require_nothing_built(workshop)
    if workshop.round == 1:
        _take_back_problems(workshop)
    _unlink_ends(workshop)
    for item in closing_tally.tally(workshop).items.values():
        if item.frozen_at == workshop.cut_at:
            item.frozen_at = None
    workshop.cut_at, workshop.cut_reason = None, ""
    log.record(workshop, "round opened again", by, now=now, reason=reason)
    db.session.flush()


def builds_on(workshop: Workshop) -> str:
    """In a sentence what stands on the cut of this round; empty when nothing does."""
    following = following_workshop(workshop)
    if following and following.opened_at:
        return _("Round %(number)s of this theme has begun.", number=following.round)
    if workshop.round == 1 and _are_reworked(workshop):
        return _("The problems of round 2 have been reworded, merged or split.")
    if workshop.round == 2 and proposals(workshop):
        return _("There are proposals already that come from these ideas.")
    return ""


def _require_nothing_built(workshop: Workshop) -> None:
    if sentence := builds_on(workshop):
        raise Refusal(_("The round stays closed. %(why)s", why=sentence))


def following_workshop(workshop: Workshop) -> Workshop | None:
    """The theme's workshop of the next round, if it is planned."""
    query = db.select(Workshop).filter_by(theme_id=workshop.theme_id, round=workshop.round + 1)
    return db.session.scalar(query)


def _carried_on(workshop: Workshop) -> list[Problem]:
    """Every problem of round 2, replaced ones too."""
    query = db.select(Problem).filter_by(theme_id=workshop.theme_id, round=2)
    return list(db.session.scalars(query.order_by(Problem.id)))


def _are_reworked(workshop: Workshop) -> bool:
    problems = _carried_on(workshop)
    ids = [problem.id for problem in problems]
    changed = any(problem.state is not ProblemState.ADMITTED for problem in problems)
    incoming = [link for several in links.leading_to("problem", ids).values() for link in several]
    reworded = any(link.relation is not Relation.CARRIED for link in incoming)
    return changed or reworded or bool(links.leading_from("problem", ids))


def _take_back_problems(workshop: Workshop) -> None:
    problems = _carried_on(workshop)
    incoming = links.leading_to("problem", [problem.id for problem in problems])
    for problem in problems:
        if carried := incoming.get(problem.id):
            for link in carried:
                links.unlink(link)
            db.session.delete(problem)
    db.session.flush()


def _unlink_ends(workshop: Workshop) -> None:
    """Take back the ends that the cut wrote, and no others."""
    ends = {
        1: (Relation.DROPPED,),
        2: (Relation.NOT_TAKEN_UP,),
        3: (Relation.NOT_TAKEN_UP,),
    }[workshop.round]
    for link in links.links_of([workshop.theme_id]):
        if link.relation in ends and link.created_at == workshop.cut_at:
            links.unlink(link)
