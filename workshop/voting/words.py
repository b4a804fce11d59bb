"""The counting rules and their results in words, the same on screens and in files."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from workshop.live.models import CountRule

RULE_NAMES = {
    CountRule.DUELS_POINTS: _l("Duels, then points"),
    CountRule.POINTS: _l("Points"),
}

RULE_SENTENCES = {
    CountRule.DUELS_POINTS: _l(
        "Every two options are compared: the one that more ballots place higher goes above; where"
        " that runs in a circle the closest duel gives way, and points decide between level ones."
    ),
    CountRule.POINTS: _l(
        "On every ballot an option gets one point for each option below it and half a point for"
        " each one level with it; the sums give the order."
    ),
}

RULE_EXPLANATIONS = {
    CountRule.DUELS_POINTS: _l(
        "We compare every two problems. If more ballots put A above B, A goes higher. If that goes"
        " round in a circle, the closest duel gives way. If two are level, the one with more points"
        " goes first; if they have the same points as well, we say so: it is a tie."
    ),
    CountRule.POINTS: _l(
        "Each ballot gives an option one point for every option it places below it, and half a"
        " point for every one it leaves level. What a ballot leaves out is level at its end. We add"
        " up; equal sums are a tie."
    ),
}


def cut_sentence(result: dict[str, Any]) -> str:
    """How the cut fell: clean, a tie across it, or everything level."""
    carried, tied = len(result["cut"]["carried"]), len(result["cut"]["tied"])
    if not carried:
        return _("Nobody ranked anything, so nothing is carried forward.")
    if len(result["order"]) == 1 and tied:
        return _("Everything is tied: all %(count)d go forward.", count=carried)
    if tied:
        places = max(0, result["seats"] - (carried - tied))
        return ngettext(
            "%(tied)d options tie for the last place; all of them are carried: %(carried)d in all.",
            "%(tied)d options tie for the last %(num)d places; all of them are carried:"
            " %(carried)d in all.",
            places,
            tied=tied,
            carried=carried,
        )
    return ngettext(
        "The cut is clean: one option goes forward.",
        "The cut is clean: the first %(num)d go forward.",
        carried,
    )
