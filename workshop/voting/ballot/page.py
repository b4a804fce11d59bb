"""The page on which a ballot is marked, reviewed and cast, under every rule."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Any

from flask import request, url_for
from flask_babel import gettext as _

from workshop import clock
from workshop.room.parts import audience_of
from workshop.room.views import draw
from workshop.voting import quorum
from workshop.voting.ballot import casting, labels, marking
from workshop.voting.ballot.forms import as_fields, field_names
from workshop.voting.contest import queries
from workshop.voting.labels import MARK_NAMES, RULE_TEXTS, criterion_name
from workshop.voting.models import Contest, Option, RollEntry
from workshop.voting.rules import RULES
from workshop.voting.rules.grid import CRITERIA
from workshop.web import local_time
from workshop.workshops.models import Seat, Workshop


def draw_ballot(
    workshop: Workshop,
    contest: Contest,
    seat: Seat,
    *,
    errors: list[str] | None = None,
    review: Any = None,
) -> str:
    """The ballot page; `review` holds the answer when the page asks to confirm it."""
    now = clock.now()
    entry, no_vote = standing_of(contest, seat)
    link = queries.link_of(entry) if entry else None
    own = casting.own_link(link, seat.person_id)
    ballot = casting.Cast(own) if own else None
    return draw(
        "voting/ballot/ballot.html",
        workshop,
        audience_of(seat),
        seat,
        contest=contest,
        no_vote=no_vote,
        may_mark=contest.is_open(now) and entry is not None,
        ballot=as_page(ballot) if ballot else None,
        revision=link.revision if link else 0,
        unseen=casting.why_unseen() if link and not own else "",
        ballot_lines=marking.lines(contest, ballot.answer) if ballot else [],
        clock=contest.reading(now),
        turnout=queries.turnout(contest.id),
        cast_url=url_for("voting.cast", workshop_id=workshop.id, contest_id=contest.id),
        back_url=url_for("live.room", workshop_id=workshop.id),
        **several_context(contest, seat),
        request_id=request.form.get("request_id") or secrets.token_hex(16),
        errors=errors or [],
        shows_receipt=ballot is not None and not errors and review is None,
        quorum_stated=quorum.quorum_sentence(quorum.quorum_of(contest)),
        rule_text=RULE_TEXTS[contest.rule],
        **marking_context(
            contest, queries.shuffle_options(contest, entry.id if entry else seat.id)
        ),
        **review_context(contest, review),
        fields=filled_in(contest, ballot),
    )


def standing_of(contest: Contest, seat: Seat) -> tuple[RollEntry | None, str]:
    """The line of the roll this seat fills in a ballot for; without one, the sentence why."""
    entry = queries.roll_entry_of(contest, seat)
    if entry is None:
        return None, casting.why_no_vote(contest, seat)
    if entry.assisted_by_id:
        return None, casting.why_assisted(entry)
    return entry, ""


@dataclass(frozen=True)
class Step:
    """One of several ballots on the way through them: where it is, whether it is in."""

    number: int
    url: str
    is_here: bool
    is_in: bool
    # Of a ballot that this very person has cast.
    receipt: str


def several_context(contest: Contest, seat: Seat) -> dict[str, Any]:
    """Where this ballot stands among several of one vote, what comes next, and what to weigh."""
    alone = {"together": [], "number": 1, "next_url": "", "criteria_to_weigh": [], "steps": []}
    if not contest.options[0].idea_id or contest.is_practice:
        return alone
    criteria = [criterion_name(key) for key in CRITERIA]
    if contest.problem_id is None or contest.ends_at:
        return {**alone, "criteria_to_weigh": criteria}
    together = queries.standing_contests(contest.workshop)
    own = queries.ballots_of(contest.workshop, seat)
    following = next_to_cast(own, contest.id)
    steps = [_step(contest, ballot, seat, number) for number, ballot in enumerate(own, start=1)]
    return {
        "together": together,
        "number": [other.id for other in together].index(contest.id) + 1,
        "criteria_to_weigh": criteria,
        "next_url": _url_of(contest, following.contest_id) if following else "",
        "steps": steps if len(steps) > 1 else [],
    }


def next_to_cast(own: list[queries.OwnBallot], contest_id: int) -> queries.OwnBallot | None:
    """The ballot that this person fills in next: the first after this one that is not in, or, when
    there is none after it, the first before.
    """
    ids = [ballot.contest_id for ballot in own]
    here = ids.index(contest_id) if contest_id in ids else 0
    return next((ballot for ballot in own[here + 1 :] + own[:here] if not ballot.has_cast), None)


def _step(contest: Contest, ballot: queries.OwnBallot, seat: Seat, number: int) -> Step:
    own = casting.own_link(ballot.link, seat.person_id)
    return Step(
        number=number,
        url=_url_of(contest, ballot.contest_id),
        is_here=ballot.contest_id == contest.id,
        is_in=ballot.has_cast,
        receipt=own.receipt if own else "",
    )


def _url_of(contest: Contest, contest_id: int) -> str:
    return url_for("voting.ballot", workshop_id=contest.workshop_id, contest_id=contest_id)


def marking_context(contest: Contest, options: list[Option]) -> dict[str, Any]:
    """What the part of the page is drawn from on which the ballot is marked."""
    kind = marking.kind_of(contest.rule)
    return {
        "kind": kind,
        "options": options,
        "question": labels.QUESTIONS[kind],
        "kind_sentences": labels.SENTENCES[kind],
        "criteria": marking.criteria_of(contest),
        "dots": marking.dots_of(contest),
        "mark_names": MARK_NAMES,
        "mark_choices": [("", _("No answer")), *((str(m), name) for m, name in MARK_NAMES.items())],
        "places_to_choose": [str(place) for place in range(1, len(options) + 1)],
        "accepts_equal_ranks": RULES[contest.rule].accepts_equal_ranks,
    }


def review_context(contest: Contest, review: Any) -> dict[str, Any]:
    """The ballot once more, before it is cast: its lines, and what to warn of."""
    if review is None:
        return {"is_reviewed": False, "is_blank": False, "review_lines": [], "warning": ""}
    return {
        "is_reviewed": True,
        "is_blank": not review,
        "review": review,
        "review_lines": marking.lines(contest, review),
        "warning": labels.warning(marking.kind_of(contest.rule), marking.progress(contest, review)),
    }


def filled_in(contest: Contest, ballot: casting.Cast | None) -> dict[str, str]:
    """The values of the fields: as they were just sent, or as the server has the ballot."""
    if request.method == "POST":
        return {name: request.form.get(name, "") for name in field_names(contest)}
    return as_fields(contest, ballot.answer) if ballot else {}


def as_page(cast: casting.Cast) -> dict[str, Any]:
    """A ballot that was received, as the page and its script read it."""
    return {
        "answer": cast.answer,
        "revision": cast.revision,
        "receipt": cast.receipt,
        "cast_at_text": local_time(cast.received_at, "HH:mm:ss"),
    }
