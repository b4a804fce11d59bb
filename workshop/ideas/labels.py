"""What marks, origins and the acts on the list are called."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from workshop.ideas.acts import Verb
from workshop.ideas.analysis.marks import HIGH, LOW, MIDDLING, Criterion
from workshop.ideas.models import Budget, Feasibility, Origin
from workshop.links.models import Relation

CRITERION_NAMES = {Criterion.FEASIBILITY: _l("Feasibility"), Criterion.VALUE: _l("Value")}
MARK_NAMES = {
    Criterion.FEASIBILITY: {LOW: _l("Low"), MIDDLING: _l("Medium"), HIGH: _l("High")},
    Criterion.VALUE: {LOW: _l("Little"), MIDDLING: _l("Some"), HIGH: _l("Much")},
}
COUNTS = {
    Criterion.FEASIBILITY: _l("%(high)d high, %(middling)d medium, %(low)d low"),
    Criterion.VALUE: _l("%(high)d much, %(middling)d some, %(low)d little"),
}

ORIGIN_NAMES = {
    Origin.PARTICIPANTS: _l("From the participants"),
    Origin.OFFICIAL_AGENDA: _l("From the official agenda"),
    Origin.MODERATOR: _l("Noted by the moderator"),
}

# What the desk offers to undo.
ACT_NAMES = {
    Verb.MERGED: _l("Merge"),
    Verb.SPLIT: _l("Split"),
    Verb.REWORDED: _l("New wording"),
    Verb.MOVED: _l("Move to another problem"),
    Verb.LEFT_OUT: _l("Leave out"),
    Verb.TAKEN_BACK: _l("Take back in"),
}

# What an act made of an idea; `numbers` are those of the ideas it was made from.
CHANGE_SENTENCES = {
    Verb.MERGED: _l("Merged from ideas %(numbers)s."),
    Verb.SPLIT: _l("Split from idea %(numbers)s."),
    Verb.REWORDED: _l("New wording of idea %(numbers)s."),
    Verb.MOVED: _l("Moved here from another problem."),
    Verb.TAKEN_BACK: _l("Taken back in."),
    Verb.LEFT_OUT: _l("Left out."),
}

FEASIBILITY_NAMES = {
    Feasibility.FEASIBLE: _l("Feasible"),
    Feasibility.WITH_CONDITIONS: _l("Feasible with conditions"),
    Feasibility.NOT_FEASIBLE: _l("Not feasible"),
    Feasibility.ON_AGENDA: _l("Already on the agenda"),
}
BUDGET_NAMES = {
    Budget.YES: _l("There is budget"),
    Budget.POSSIBLE: _l("There could be budget"),
    Budget.NO: _l("There is no budget"),
    Budget.UNKNOWN: _l("It is not known whether there is budget"),
}

# How a problem of round 2 comes from those of round 1.
RELATION_NAMES = {
    Relation.CARRIED: _l("As round 1 worded it"),
    Relation.REWORDED: _l("Reworded since round 1"),
    Relation.MERGED: _l("Made from several problems of round 1"),
    Relation.SPLIT: _l("Part of a problem of round 1"),
}
