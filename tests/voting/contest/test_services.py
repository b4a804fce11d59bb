"""A contest from its opening to its result: the rules, with the clock standing still."""

import json
from datetime import timedelta

import pytest

from workshop.errors import Refusal
from workshop.extensions import db
from workshop.voting.contest import queries, services
from workshop.voting.models import Ballot, BallotLink, Contest, Receipt, RollEntry
from workshop.voting.result import outcome, parts
from workshop.voting.rules import tally
from workshop.workshops import seating
from workshop.workshops import services as live
from workshop.workshops.guides import PhaseKind, Role
from workshop.workshops.models import LogEntry, VoteUnit


@pytest.fixture(autouse=True)
def inside(app, clock):
    with app.app_context():
        yield


@pytest.fixture
def vote(meeting, go_to):
    """The contest of a meeting that has reached its voting phase."""
    go_to(meeting.workshop, PhaseKind.VOTING)
    return queries.latest_contest(meeting.workshop)


@pytest.fixture
def last_entry():
    def last_entry():
        entry = db.session.scalar(db.select(LogEntry).order_by(LogEntry.number.desc()))
        return entry.verb, entry.person_id, entry.details

    return last_entry


def received(answer):
    """What the script is answered, without what else has become of its person."""
    assert answer.status_code == 200
    return {name: value for name, value in answer.json.items() if name != "me"}


def refusal_of(answer):
    """The sentence of a refusal, and what it says beside it."""
    assert answer.status_code in (409, 422)
    return answer.json["message"], {k: v for k, v in answer.json.items() if k != "message"}


def count(model):
    return db.session.scalar(db.select(db.func.count()).select_from(model))


# Opening


def test_opening_fixes_options_rule_and_roll(meeting, vote):
    organizations = [
        seat.organization_id for seat in (meeting.ana, meeting.ben, meeting.eva, meeting.official)
    ]

    assert [(o.key, o.text, o.problem_id) for o in vote.options] == [
        (key, f"Problem {key}", problem.id)
        for key, problem in zip("ABC", meeting.problems, strict=True)
    ]
    assert [(e.organization_id, e.seat_id, e.has_cast) for e in vote.roll] == [
        (organization, None, False) for organization in organizations
    ]
    assert (str(vote.rule), vote.places, str(vote.state)) == ("duels-points", 5, "open")


@pytest.mark.parametrize(
    ("settings", "voters"),
    [
        ({"officials_vote": False}, ["ana", "ben", "eva"]),
        ({"vote_unit": VoteUnit.PERSON}, ["ana", "ben", "eva", "official", "second"]),
    ],
    ids=["without officials", "every person"],
)
def test_the_roll_follows_the_settings(meeting, make_seat, go_to, settings, voters):
    meeting.second = make_seat(meeting.workshop, Role.ALTERNATE, meeting.ana.organization)
    for name, value in settings.items():
        setattr(meeting.workshop, name, value)

    go_to(meeting.workshop, PhaseKind.VOTING)

    roll = queries.latest_contest(meeting.workshop).roll
    seats = [getattr(meeting, name) for name in voters]
    assert [entry.organization_id for entry in roll] == [seat.organization_id for seat in seats]
    if "vote_unit" in settings:
        assert [entry.seat_id for entry in roll] == [seat.id for seat in seats]


def test_what_comes_later_changes_neither_options_nor_roll(meeting, vote, make_seat, clock):
    meeting.problems[0].text = "Quite another problem"
    late = make_seat(meeting.workshop)
    db.session.commit()

    assert vote.options[0].text == "Problem A"
    assert queries.roll_entry_of(vote, late) is None
    assert queries.turnout(vote.id) == queries.Turnout(0, 4)


def test_with_one_problem_there_is_nothing_to_vote_on(meeting, go_to):
    for problem in meeting.problems[1:]:
        db.session.delete(problem)

    go_to(meeting.workshop, PhaseKind.VOTING)

    assert queries.latest_contest(meeting.workshop) is None


# Casting


def test_a_ballot_and_its_change(meeting, vote, cast, clock):
    first = cast(meeting.ana, "B A")
    clock.advance(minutes=1)
    second = cast(meeting.ana, "C", revision=1)

    first, second = received(first), received(second)
    assert first.pop("receipt") != second.pop("receipt")
    assert first == {"answer": [["B"], ["A"]], "revision": 1, "cast_at_text": "09:30:00"}
    assert second == {"answer": [["C"]], "revision": 2, "cast_at_text": "09:31:00"}
    assert [ballot.ranking for ballot in db.session.scalars(db.select(Ballot))] == ['[["C"]]']
    assert queries.turnout(vote.id) == queries.Turnout(1, 4)


def test_the_same_request_gets_the_same_answer_and_one_ballot(meeting, vote, cast, clock):
    answers = []
    for _attempt in range(3):
        answers.append(received(cast(meeting.ana, "B A", request="one")))
        clock.advance(seconds=30)

    assert answers == [answers[0]] * 3
    assert (count(Ballot), count(BallotLink)) == (1, 1)


def test_a_repeat_after_the_end_still_gets_its_answer(meeting, vote, cast, clock):
    answer = cast(meeting.ana, "B A", request="one")
    clock.advance(minutes=10)

    assert received(cast(meeting.ana, "B A", request="one")) == received(answer)


def test_a_second_device_is_told_what_stands(meeting, vote, cast):
    cast(meeting.ana, "B A")

    assert refusal_of(cast(meeting.ana, "C", request="another device")) == (
        "This organization's ballot was changed on another device meanwhile.",
        {"closed": False, "answer": [["B"], ["A"]], "revision": 1},
    )


@pytest.mark.parametrize(
    "ranking", ["A D", "A A", "AA", "A BA"], ids=["unknown", "twice", "twice in a tie", "again"]
)
def test_an_option_unknown_or_named_twice_is_refused(meeting, vote, cast, ranking):
    assert refusal_of(cast(meeting.ana, ranking)) == (
        "The ballot could not be read. Fill it in again.",
        {"errors": {"answer": ["The ballot could not be read. Fill it in again."]}},
    )
    assert queries.turnout(vote.id) == queries.Turnout(0, 4)


def test_partial_tied_and_blank_ballots_count(meeting, vote, cast, clock):
    cast(meeting.ana, "B")
    cast(meeting.ben, "BC A")
    cast(meeting.eva, "")
    clock.advance(minutes=10)
    services.settle(vote, now=clock())

    assert vote.result == tally(
        "ABC", [([["B"]], 1), ([["B", "C"], ["A"]], 1), ([], 1)], "duels-points", 5
    )
    assert vote.result["ballots"] == {"cast": 3, "blank": 1}
    assert [(s.option.key, s.place, s.points) for s in parts.standings(vote)] == [
        ("B", 1, "3.5"),
        ("C", 2, "2.0"),
        ("A", 3, "0.5"),
    ]


CLOSED = "The vote is closed. Your ballot did not arrive in time and was not counted."


def test_at_the_announced_end_a_ballot_is_late(meeting, vote, cast, clock):
    clock.advance(minutes=9, seconds=59)
    cast(meeting.ana, "B")
    clock.advance(seconds=1)

    late = {"closed": True, "answer": None, "revision": 0}
    standing = {"closed": True, "answer": [["B"]], "revision": 1}
    assert refusal_of(cast(meeting.ben, "A")) == (CLOSED, late)
    assert refusal_of(cast(meeting.ana, "C", revision=1)) == (
        "The vote is closed; this is what was counted.",
        standing,
    )


def test_once_counted_a_voter_is_told_that_the_ballot_counts_and_not_what_it_held(
    meeting, vote, cast, clock
):
    cast(meeting.ana, "B", request="one")
    clock.advance(minutes=10)
    services.settle(vote, now=clock())
    db.session.commit()

    nothing = {"closed": True, "answer": None, "revision": 0}
    assert refusal_of(cast(meeting.ana, "B", request="one")) == (
        "The vote is closed. The last ballot received from you before the end was counted.",
        nothing,
    )
    assert refusal_of(cast(meeting.ben, "B")) == (CLOSED, nothing)


def test_while_paused_nothing_is_taken_and_nothing_lost(meeting, vote, cast, clock):
    by = meeting.moderator.person
    cast(meeting.ana, "B")
    clock.advance(minutes=9)
    live.pause_phase(meeting.workshop, by, now=clock())
    clock.advance(hours=1)

    assert refusal_of(cast(meeting.ben, "A")) == (
        "The vote is paused. Your ballot stays here; send it when the vote goes on.",
        {"closed": False, "paused": True, "answer": None, "revision": 0},
    )
    assert services.settle(vote, now=clock()) is False

    live.resume_phase(meeting.workshop, by, now=clock())
    assert received(cast(meeting.ben, "A"))["revision"] == 1
    clock.advance(minutes=1)
    assert refusal_of(cast(meeting.eva, "A"))[0] == CLOSED


def test_gone_back_from_it_is_suspended_and_goes_on_with_the_same_contest(
    meeting, vote, cast, clock, go_to
):
    cast(meeting.ana, "B")
    clock.advance(minutes=4)
    live.go_back(meeting.workshop, "an answer is missing", meeting.moderator.person, now=clock())

    assert refusal_of(cast(meeting.ben, "A"))[1]["paused"] is True

    go_to(meeting.workshop, PhaseKind.VOTING)
    assert queries.latest_contest(meeting.workshop) is vote
    assert received(cast(meeting.ben, "A"))["revision"] == 1
    assert vote.reading(clock()).remaining == timedelta(minutes=6)


# Voting rights


def test_after_a_hand_over_the_new_holder_replaces_the_ballot(meeting, vote, make_seat, cast):
    alternate = make_seat(meeting.workshop, Role.ALTERNATE, meeting.ana.organization)
    cast(meeting.ana, "B")

    holder = f"votes through {meeting.ana.name}, who holds its voting right."
    message, details = refusal_of(cast(alternate, "C"))
    assert message == f"{meeting.ana.organization.short} {holder}"
    assert details == {"closed": False}

    seating.hand_over_vote(alternate, meeting.moderator.person, now=meeting.workshop.starts_at)
    received(cast(alternate, "C", revision=1))

    assert refusal_of(cast(meeting.ana, "A", revision=2))[0].startswith(
        f"{meeting.ana.organization.short} votes through {alternate.name}"
    )
    assert (queries.turnout(vote.id), count(Ballot)) == (queries.Turnout(1, 4), 1)


def test_whoever_comes_late_is_let_in_by_the_moderator_and_logged(
    meeting, vote, make_seat, cast, clock, last_entry
):
    by = meeting.moderator.person
    late = make_seat(meeting.workshop)

    assert refusal_of(cast(late, "A"))[0] == (
        "You are not on the roll of this vote. The moderator can add you while it is open."
    )
    services.admit_to_roll(vote, late, by, now=clock())
    name = late.organization.name
    assert last_entry() == ("roll extended", by.id, {"contest": vote.id, "organization": name})
    assert received(cast(late, "A"))["revision"] == 1

    for seat, sentence in (
        (late, f"{late.name} is on the roll already."),
        (meeting.observer, f"{meeting.observer.name} holds no voting right."),
    ):
        with pytest.raises(Refusal, match=sentence):
            services.admit_to_roll(vote, seat, by, now=clock())
    clock.advance(minutes=10)
    with pytest.raises(Refusal, match="nobody can be added"):
        services.admit_to_roll(vote, make_seat(meeting.workshop), by, now=clock())


# Closing


def test_when_all_have_voted_it_closes_at_once(meeting, vote, cast, clock):
    for seat in (meeting.ana, meeting.ben, meeting.eva, meeting.official):
        cast(seat, "B A C")

    services.close_early(vote, meeting.moderator.person, now=clock())

    assert (str(vote.state), vote.closed_at, vote.phase.reading(clock()).is_over) == (
        "counted",
        clock(),
        True,
    )


def test_otherwise_the_end_is_announced_twenty_seconds_ahead(meeting, vote, cast, clock):
    for seat in (meeting.ana, meeting.eva, meeting.official):
        cast(seat, "B A C")
    services.close_early(vote, meeting.moderator.person, now=clock())

    assert (str(vote.state), vote.reading(clock()).remaining) == ("open", timedelta(seconds=20))
    clock.advance(seconds=19)
    cast(meeting.ben, "B")
    clock.advance(seconds=1)
    assert services.settle(vote, now=clock()) is True
    assert services.settle(vote, now=clock()) is False
    assert vote.result["ballots"]["cast"] == 4


def test_the_receipts_of_what_was_counted_are_published(meeting, vote, cast, clock):
    replaced = received(cast(meeting.ana, "B"))["receipt"]
    codes = [
        received(cast(meeting.ana, "C", revision=1))["receipt"],
        received(cast(meeting.ben, ""))["receipt"],
    ]
    clock.advance(minutes=10)
    services.settle(vote, now=clock())

    assert queries.receipts(vote) == sorted(codes)
    assert replaced not in codes


def test_a_void_vote_frees_the_wording_and_can_be_held_again(meeting, vote, cast, clock):
    by = meeting.moderator.person
    received(cast(meeting.ana, "B"))
    clock.advance(minutes=25)
    with pytest.raises(Refusal, match="Say why the vote is void"):
        services.void_contest(vote, " ", by, now=clock())

    services.void_contest(vote, "one problem was missing", by, now=clock())

    assert (str(vote.state), vote.result, count(BallotLink)) == ("void", None, 0)
    assert [problem.frozen_at for problem in meeting.problems] == [None] * 3
    assert refusal_of(cast(meeting.ana, "B", revision=1))[0] == (
        "This vote was declared void; none of its ballots counts."
    )
    [new] = services.reopen_as_new(meeting.workshop, by, now=clock())
    assert new.id != vote.id
    assert new.reading(clock()).remaining == timedelta(minutes=10)
    assert queries.turnout(new.id) == queries.Turnout(0, 4)
    with pytest.raises(Refusal, match="There is a vote already"):
        services.reopen_as_new(meeting.workshop, by, now=clock())


def test_going_back_to_the_phase_of_a_void_vote_opens_a_new_one_with_its_whole_time(
    meeting, vote, clock, go_to
):
    by = meeting.moderator.person
    go_to(meeting.workshop, PhaseKind.RESULTS)
    services.void_contest(vote, "the wrong list", by, now=clock())

    live.go_back(meeting.workshop, "to vote again", by, now=clock())

    new = queries.latest_contest(meeting.workshop)
    assert new is not vote
    assert new.reading(clock()).remaining == timedelta(minutes=10)


# The result


def ranked(meeting, vote, cast, clock, *rankings, places=5):
    vote.places = places
    voters = (meeting.ana, meeting.ben, meeting.eva, meeting.official)
    for seat, ranking in zip(voters, rankings, strict=False):
        cast(seat, ranking)
    clock.advance(minutes=10)
    services.settle(vote, now=clock())
    return vote


@pytest.mark.parametrize(
    ("rankings", "places", "sentence", "carried"),
    [
        (["A B C"], 1, "The cut is clean: one option goes forward.", "A"),
        (["A B C"], 2, "The cut is clean: the first 2 go forward.", "AB"),
        (
            ["AB C"],
            1,
            "2 options tie for the last place. All of them go forward, which makes 2.",
            "AB",
        ),
        (
            ["C AB"],
            2,
            "2 options tie for the last place. All of them go forward, which makes 3.",
            "ABC",
        ),
        (
            ["ABC"],
            2,
            "Everything is tied for the 2 places. All of them go forward, which makes 3.",
            "ABC",
        ),
        (["", ""], 2, "Nobody ranked anything, so nothing is carried forward.", ""),
        (["B"], 3, "The cut is clean: one option goes forward.", "B"),
    ],
    ids=str,
)
def test_the_cut_is_said_in_words(meeting, vote, cast, clock, rankings, places, sentence, carried):
    ranked(meeting, vote, cast, clock, *rankings, places=places)

    assert outcome.cut_sentence(vote) == sentence
    assert "".join(sorted(vote.result["cut"]["carried"])) == carried


def test_the_result_is_revealed_from_the_last_place_to_the_first(
    meeting, vote, cast, clock, go_to, last_entry
):
    by = meeting.moderator.person
    ranked(meeting, vote, cast, clock, "B A C", "B A C")
    with pytest.raises(Refusal, match="in the phase “Summary of votes”"):
        services.reveal(vote, by, now=clock())
    go_to(meeting.workshop, PhaseKind.RESULTS)

    shown = []
    while not vote.is_revealed:
        services.reveal(vote, by, now=clock())
        shown.append([row.option.key for row in parts.shown_standings(vote)])

    assert shown == [["C"], ["A", "C"], ["B", "A", "C"]]
    assert last_entry() == ("result shown", by.id, {"contest": vote.id, "places": 3})
    with pytest.raises(Refusal, match="has been shown already"):
        services.reveal(vote, by, now=clock())


def test_an_open_vote_cannot_be_revealed(meeting, vote, clock):
    vote.workshop.current_phase.kind = PhaseKind.RESULTS
    with pytest.raises(Refusal, match="The vote is still open"):
        services.reveal(vote, meeting.moderator.person, now=clock())


def test_the_options_are_shuffled_for_each_voter_and_stay_so(vote):
    orders = [[o.key for o in queries.shuffle_options(vote, voter)] for voter in range(40)]

    assert orders == [[o.key for o in queries.shuffle_options(vote, voter)] for voter in range(40)]
    assert {"".join(order) for order in orders} == {"ABC", "ACB", "BAC", "BCA", "CAB", "CBA"}


def test_who_has_voted_is_kept_apart_from_what(meeting, vote, cast, clock):
    cast(meeting.ben, "A")

    assert [entry.has_cast for entry in db.session.scalars(db.select(RollEntry))] == [
        False,
        True,
        False,
        False,
    ]
    assert queries.organizations_missing(vote) == sorted(
        seat.organization.short for seat in (meeting.ana, meeting.eva, meeting.official)
    )
    ranked(meeting, vote, cast, clock)
    assert count(Receipt) == 1
    ballots = db.session.scalars(db.select(Ballot.ranking).filter_by(contest_id=vote.id))
    assert [json.loads(ballot) for ballot in ballots] == [[["A"]]]
    assert db.session.get_one(Contest, vote.id).result["ballots"] == {"cast": 1, "blank": 0}
