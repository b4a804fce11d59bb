"""Which items owe a reasoned response: whatever ended or changed on its way."""

import pytest

from workshop.closing.due_rule import Cause, Facts, cause
from workshop.closing.models import Kind
from workshop.links.models import Relation


@pytest.mark.parametrize(
    ("kind", "state", "onward", "is_round_closed", "expected"),
    [
        pytest.param(Kind.PROBLEM, "admitted", (), False, None, id="still on its way"),
        pytest.param(Kind.PROBLEM, "admitted", ("carried",), True, None, id="carried"),
        pytest.param(Kind.PROBLEM, "admitted", ("reworded",), True, None, id="reworded"),
        pytest.param(Kind.PROBLEM, "replaced", ("split",), True, None, id="split lives on"),
        pytest.param(Kind.PROBLEM, "replaced", ("merged",), True, Cause.MERGED, id="merged"),
        pytest.param(Kind.PROBLEM, "admitted", ("dropped",), True, Cause.DROPPED, id="dropped"),
        pytest.param(Kind.PROBLEM, "declined", (), True, None, id="never admitted"),
        pytest.param(Kind.PROBLEM, "proposed", (), False, None, id="still to be decided"),
        pytest.param(Kind.PROBLEM, "proposed", (), True, Cause.UNDECIDED, id="never decided"),
        pytest.param(
            Kind.PROBLEM, "admitted", (), True, Cause.WITHOUT_SUCCESSOR, id="nothing follows"
        ),
        pytest.param(Kind.IDEA, "left_out", (), False, Cause.LEFT_OUT, id="left out"),
        pytest.param(Kind.IDEA, "undone", (), True, None, id="undone was never on the list"),
        pytest.param(
            Kind.IDEA, "listed", ("not_taken_up",), True, Cause.NOT_TAKEN_UP, id="not taken up"
        ),
        pytest.param(Kind.IDEA, "listed", ("partly_taken_up",), True, None, id="taken up in part"),
        pytest.param(Kind.IDEA, "replaced", ("merged",), False, Cause.MERGED, id="merged idea"),
        pytest.param(Kind.PROPOSAL, "withdrawn", (), False, Cause.WITHDRAWN, id="withdrawn"),
        pytest.param(Kind.PROPOSAL, "not_agreed", (), True, Cause.NOT_AGREED, id="not agreed"),
        pytest.param(Kind.PROPOSAL, "agreed", ("adopted",), True, None, id="adopted"),
        pytest.param(
            Kind.PROPOSAL, "agreed", ("adopted_changed",), True, None, id="its record owes it"
        ),
        pytest.param(
            Kind.RECORD,
            "draft",
            ("adopted_changed",),
            False,
            Cause.ADOPTED_CHANGED,
            id="adopted with changes",
        ),
        pytest.param(Kind.RECORD, "draft", ("adopted",), True, None, id="adopted as agreed"),
        pytest.param(Kind.CONTRIBUTIONS, "", (), False, None, id="the meeting goes on"),
        pytest.param(Kind.CONTRIBUTIONS, "", (), True, Cause.WRITTEN, id="what was written"),
    ],
)
def test_cause(kind, state, onward, is_round_closed, expected):
    relations = frozenset(Relation(name) for name in onward)

    assert cause(Facts(kind, state, relations, is_round_closed)) is expected
