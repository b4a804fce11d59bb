"""How the cut fell and what was decided about it, in words: the same on screens and in files."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from workshop.extensions import db
from workshop.people.models import Person
from workshop.voting.contest import ties
from workshop.voting.models import Contest
from workshop.workshops.models import TiePolicy


def cut_sentence(contest: Contest) -> str:
    """Clean, a tie for the last places, everything tied, or nothing; and how a tie was settled."""
    if contest.result is None:
        return ""
    cut = contest.result["cut"]
    if cut["state"] == "no_order":
        return _("The ballots give no order, so nothing is carried forward.")
    if cut["state"] == "none":
        return _("Nobody ranked anything, so nothing is carried forward.")
    if cut["state"] == "clean":
        return ngettext(
            "The cut is clean: one option goes forward.",
            "The cut is clean: the first %(num)d go forward.",
            len(cut["carried"]),
        )
    return f"{_tie_sentence(cut)} {_settled_sentence(contest)}"


def _tie_sentence(cut: Mapping[str, Any]) -> str:
    if cut["state"] == "all_tied":
        return ngettext(
            "Everything is tied for the only place.",
            "Everything is tied for the %(num)d places.",
            cut["places_left"],
        )
    return ngettext(
        "%(tied)d options tie for the last place.",
        "%(tied)d options tie for the last %(num)d places.",
        cut["places_left"],
        tied=len(cut["tied"]),
    )


def _settled_sentence(contest: Contest) -> str:
    carried = len(ties.going_forward(contest))
    if contest.tie_policy is TiePolicy.CARRY_ALL:
        return _("All of them go forward, which makes %(carried)d.", carried=carried)
    if ties.is_undecided(contest):
        return {
            TiePolicy.RUN_OFF: _("A run-off among them decides."),
            TiePolicy.LOTS: _("Lots decide, with a number drawn in the room."),
        }[contest.tie_policy]
    if contest.tie_policy is TiePolicy.LOTS:
        return _(
            "Lots decided, with the number %(number)s drawn in the room by %(name)s;"
            " %(carried)d go forward.",
            number=contest.lot_number,
            name=db.session.get_one(Person, contest.lot_drawn_by_id).name,
            carried=carried,
        )
    if carried > contest.places:
        return _(
            "The run-off ended in a tie as well, so those tied in it all go forward, which makes"
            " %(carried)d.",
            carried=carried,
        )
    return _("The run-off decided; %(carried)d go forward.", carried=carried)
