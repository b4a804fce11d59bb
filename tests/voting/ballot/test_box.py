"""The ballot box: slips that wait together are written together, and each gets its own answer."""

from datetime import timedelta

import pytest
from werkzeug.datastructures import MultiDict

from workshop.errors import Refusal
from workshop.extensions import db
from workshop.voting.ballot import box, turnout
from workshop.voting.contest import queries
from workshop.voting.models import Contest
from workshop.workshops.guides import PhaseKind

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def vote(meeting, go_to):
    go_to(meeting.workshop, PhaseKind.VOTING)
    return meeting


@pytest.fixture
def wait(app, clock):
    """A slip that waits in the box, as if another held its turn."""

    def wait(seat, answer='[["B"],["A"]]', request="one", revision=0, **details):
        slip = box.Slip(
            workshop_id=seat.workshop_id,
            contest_id=details.pop("contest_id", 1),
            person_id=seat.person_id,
            fields=MultiDict({"answer": answer}),
            request_id=request,
            revision=revision,
            received_at=clock(),
            language=details.pop("language", "en"),
        )
        box.box().waiting.append(slip)
        return slip

    with app.app_context():
        yield wait


def kept():
    contest = db.session.get_one(Contest, 1)
    return queries.turnout(contest.id).cast, contest.workshop.log_length


def test_those_that_wait_share_one_transaction(count_queries, vote, wait):
    alone = [wait(vote.ana)]
    for_one = count_queries(box.take_waiting)
    together = [wait(vote.ben), wait(vote.eva), wait(vote.official)]
    for_three = count_queries(box.take_waiting)

    assert [slip.outcome.revision for slip in alone + together] == [1] * 4
    assert for_three == for_one + 2  # the entries of the log are inserted one by one
    assert kept()[0] == 4


def test_what_one_is_refused_for_touches_no_other(vote, wait):
    first, observer = wait(vote.ana), wait(vote.observer)
    unreadable, unknown = wait(vote.ben, "["), wait(vote.ben, '[["Z"]]')
    elsewhere, last = wait(vote.eva, contest_id=9), wait(vote.eva)

    box.take_waiting()

    refused = [slip.outcome for slip in (observer, unreadable, unknown, elsewhere)]
    assert [getattr(outcome, "code", None) or outcome.status for outcome in refused] == [
        409,
        422,
        422,
        404,
    ]
    assert (first.outcome.answer, last.outcome.revision) == ([["B"], ["A"]], 1)
    assert kept()[0] == 2


def test_each_is_refused_in_its_own_language(vote, wait):
    spanish, english = wait(vote.observer, language="es"), wait(vote.observer)

    box.take_waiting()

    assert str(english.outcome) == "Your role has no vote in this workshop."
    assert str(spanish.outcome) == "Su rol no vota en este taller."


def test_two_devices_in_one_batch_are_told_apart(vote, wait):
    phone = wait(vote.ana, '[["A"]]', "phone")
    laptop, retry = wait(vote.ana, '[["B"]]', "laptop"), wait(vote.ana, '[["A"]]', "phone")

    box.take_waiting()

    assert (phone.outcome.receipt, phone.outcome.answer) == (retry.outcome.receipt, [["A"]])
    assert isinstance(laptop.outcome, Refusal)
    assert laptop.outcome.details["answer"] == [["A"]]


def test_a_ballot_received_in_time_counts_however_long_it_waited(clock, vote, wait):
    clock.advance(minutes=9, seconds=59)
    in_time = wait(vote.ana)
    clock.advance(seconds=2)
    too_late = wait(vote.ben)

    turnout.settle_due()

    assert in_time.outcome.received_at == clock() - timedelta(seconds=2)
    assert too_late.outcome.details["closed"] is True
    assert db.session.get_one(Contest, 1).result["ballots"]["cast"] == 1


def test_nothing_is_answered_when_it_could_not_be_kept(vote, wait, monkeypatch):
    slips = [wait(vote.ana), wait(vote.ben)]
    fail = RuntimeError("the disk is full")

    def no_commit():
        raise fail

    with monkeypatch.context() as broken:
        broken.setattr(db.session, "commit", no_commit)
        box.take_waiting()

    assert [slip.outcome for slip in slips] == [fail, fail]
    assert kept()[0] == 0
