"""The counting rules and their results in words, the same on screens and in files."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from workshop.workshops.models import CountRule, TiePolicy

RULE_NAMES = {
    CountRule.DUELS_POINTS: _l("Duels, then points"),
    CountRule.POINTS: _l("Points"),
    CountRule.APPROVAL: _l("Ticks (approval)"),
    CountRule.DOTS: _l("Dots"),
    CountRule.GRID: _l("Criteria grid"),
    CountRule.STV: _l("Shared places (STV)"),
    CountRule.IRV: _l("Instant run-off (IRV)"),
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
    CountRule.APPROVAL: _l(
        "Everybody ticks all the options they would carry forward; most ticks go first."
    ),
    CountRule.DOTS: _l(
        "Everybody spreads the same number of dots over the options; most dots go first."
    ),
    CountRule.GRID: _l(
        "Everybody judges each option by the same criteria, “no”, “partly” or “yes”; the means of"
        " the answers, added up with their weights, give the order."
    ),
    CountRule.STV: _l(
        "The places are shared: each part of the room that is large enough gets one option"
        " through, and what it has beyond that moves on to its next choices."
    ),
    CountRule.IRV: _l(
        "It fills one place: the option with the fewest first places goes out and its ballots"
        " move on to their next choice, until one option has more than half."
    ),
}

RULE_EXPLANATIONS = {
    CountRule.DUELS_POINTS: _l(
        "We compare every two options. If more ballots put A above B, A goes higher. If that goes"
        " round in a circle, the closest duel gives way. If two are level, the one with more points"
        " goes first; if they have the same points as well, we say so: it is a tie."
    ),
    CountRule.POINTS: _l(
        "Each ballot gives an option one point for every option it places below it, and half a"
        " point for every one it leaves level. What a ballot leaves out is level at its end. We add"
        " up; equal sums are a tie."
    ),
    CountRule.APPROVAL: _l(
        "Tick every option you would carry forward, as many as you like. We count the ticks of each"
        " option; equal numbers are a tie."
    ),
    CountRule.DOTS: _l(
        "You have a few dots. Put several on what matters most to you, or spread them. We count the"
        " dots of each option; equal numbers are a tie. Nobody sees dots before the vote closes."
    ),
    CountRule.GRID: _l(
        "You answer the same questions about each option: no, partly, yes. What you leave out is no"
        " answer and not a “no”. For each question we take the mean of those who answered, and add"
        " up the means with their weights. If fewer than half of the ballots answer a question,"
        " no order is made."
    ),
    CountRule.STV: _l(
        "Put the options in order. Your ballot counts for your first choice. An option that"
        " reaches the quota is elected, and what it has beyond the quota moves on to the next"
        " choice on its ballots. If none reaches it, the last one goes out and its ballots move on."
        " This goes on until the places are filled."
    ),
    CountRule.IRV: _l(
        "Put the options in order. Your ballot counts for your first choice. If none has more than"
        " half, the last one goes out and its ballots move on to their next choice, until one has"
        " more than half."
    ),
}

# No rule is immune to everything; each one's weak point is told before it is chosen.
RULE_WEAKNESSES = {
    CountRule.DUELS_POINTS: _l(
        "Weak point: it takes a table of all duels to check, where points need only a sum."
    ),
    CountRule.POINTS: _l(
        "Weak point: entering one idea several times in other words, or putting a strong rival"
        " last, can change the order."
    ),
    CountRule.APPROVAL: _l("Weak point: it knows no order among what one person ticks."),
    CountRule.DOTS: _l("Weak point: similar options take dots from each other, so both can lose."),
    CountRule.GRID: _l(
        "Weak point: it asks much in little time; ten options and four criteria are forty answers."
    ),
    CountRule.STV: _l(
        "Weak point: it chooses a set and gives no order of priority among those elected."
    ),
    CountRule.IRV: _l(
        "Weak point: an option many would accept as their second choice can go out early, and the"
        " order in which the others leave is no order of priority."
    ),
}

TIE_POLICY_NAMES = {
    TiePolicy.CARRY_ALL: _l("Carry all of them"),
    TiePolicy.RUN_OFF: _l("A run-off among them"),
    TiePolicy.LOTS: _l("Draw lots"),
}

TIE_POLICY_SENTENCES = {
    TiePolicy.CARRY_ALL: _l("All that are tied go forward, even if that is more than planned."),
    TiePolicy.RUN_OFF: _l(
        "A short vote among the tied, by the same rule, in the summary of votes."
    ),
    TiePolicy.LOTS: _l(
        "A number is produced in the room, with dice or slips of paper, after the ballots are"
        " sealed; anybody can redo what follows from it."
    ),
}

CRITERION_NAMES = {
    "specific": _l("Specific"),
    "feasible": _l("Feasible"),
    "measurable": _l("Measurable"),
    "valuable": _l("Valuable"),
}

MARK_NAMES = {0: _l("no"), 1: _l("partly"), 2: _l("yes")}


def criterion_name(key: str) -> str:
    """A criterion for people: the four of the method by their name, others as they were typed."""
    return str(CRITERION_NAMES.get(key, key))
