"""How causes, categories and outcomes of a round are named on screens."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from workshop.closing.due_rule import Cause
from workshop.closing.models import Category, Kind
from workshop.links.models import Relation
from workshop.workshops.guides import Subject

KIND_NAMES = {
    Kind.PROBLEM: _l("Problem"),
    Kind.IDEA: _l("Solution idea"),
    Kind.PROPOSAL: _l("Proposal"),
    Kind.THEME: _l("Theme"),
    Kind.RECORD: _l("Commitment"),
    Kind.CONTRIBUTIONS: _l("Contributions"),
}
CAUSE_NAMES = {
    Cause.DROPPED: _l("ranked, but not carried"),
    Cause.MERGED: _l("merged with another"),
    Cause.NOT_TAKEN_UP: _l("not taken up"),
    Cause.LEFT_OUT: _l("left out of the vote"),
    Cause.UNDECIDED: _l("proposed in the room, never decided"),
    Cause.WITHDRAWN: _l("withdrawn"),
    Cause.NOT_AGREED: _l("not agreed"),
    Cause.ADOPTED_CHANGED: _l("adopted with changes"),
    Cause.WITHOUT_SUCCESSOR: _l("nothing follows from it"),
    Cause.NOT_DEVELOPED: _l("not developed"),
    Cause.CANCELLED: _l("a workshop of it was cancelled"),
    Cause.WRITTEN: _l("written in the meeting"),
}
# In the order in which they are offered, the commonest first.
CATEGORY_NAMES = {
    Category.NOT_CARRIED: _l("Not among those carried"),
    Category.ADOPTED_CHANGED: _l("Adopted with changes"),
    Category.TAKEN_INTO_ACCOUNT: _l("Taken into account"),
    Category.OUTSIDE_COMPETENCE: _l("Outside the entity's competence"),
    Category.NO_BUDGET: _l("No budget"),
    Category.UNDER_WAY: _l("Already under way"),
    Category.MERGED: _l("Merged with another"),
    Category.NOT_SPECIFIC: _l("Not specific enough"),
    Category.NOT_FEASIBLE: _l("Not feasible in the period"),
    Category.OUTSIDE_OPEN_GOVERNMENT: _l("Outside open government"),
    Category.WITHDRAWN: _l("Withdrawn"),
    Category.NOT_DEVELOPED: _l("Theme not developed"),
    Category.OTHER: _l("Another reason"),
}
OUTCOME_NAMES = {
    "without result": _l("without result"),
    "without proposals": _l("without proposals"),
}
# No link of the lineage: from what was answered to its response, in the tables.
ANSWERED_BY = "answered_by"
# What becomes of a list that was ranked, read by whoever settles what goes forward.
CONSEQUENCES = {
    Subject.PROBLEM: _l(
        "What is ticked becomes the list of problems of round 2. Whatever is not ticked ends here"
        " and owes a reasoned response."
    ),
    Subject.IDEA: _l(
        "What is ticked is offered to the entities for their proposals. Whatever is not ticked ends"
        " here and owes a reasoned response."
    ),
}
# What a link says of its two ends, read from its source on.
RELATION_NAMES: dict[str, str] = {
    Relation.RAISED_BY: _l("raised by a diagnosis"),
    Relation.CARRIED: _l("carried"),
    Relation.REWORDED: _l("reworded"),
    Relation.MERGED: _l("merged"),
    Relation.SPLIT: _l("split"),
    Relation.DROPPED: _l("ranked, but not carried"),
    Relation.ANSWERS: _l("answered by an idea"),
    Relation.DEVELOPED_INTO: _l("developed into a proposal"),
    Relation.PARTLY_TAKEN_UP: _l("taken up in part"),
    Relation.NOT_TAKEN_UP: _l("not taken up"),
    Relation.INTRODUCED: _l("introduced by the entity"),
    Relation.ADOPTED: _l("adopted"),
    Relation.ADOPTED_CHANGED: _l("adopted with changes"),
    Relation.IMPLEMENTED_BY: _l("implemented by a milestone"),
    Relation.ECHOED: _l("echoed in a record"),
    "part": _l("has the milestone"),
    ANSWERED_BY: _l("answered by a reasoned response"),
    # How a way ends though no link says so.
    **{
        cause: CAUSE_NAMES[cause]
        for cause in (
            Cause.LEFT_OUT,
            Cause.WITHDRAWN,
            Cause.NOT_AGREED,
            Cause.WITHOUT_SUCCESSOR,
        )
    },
}
# The columns of the way from a diagnosis to a milestone.
LEVEL_NAMES = {
    "diagnosis": _l("Diagnosis"),
    "problem-1": _l("Problem, round 1"),
    "problem-2": _l("Problem, round 2"),
    "idea": _l("Solution idea"),
    "proposal": _l("Proposal"),
    "commitment": _l("Commitment"),
    "milestone": _l("Milestone"),
}
