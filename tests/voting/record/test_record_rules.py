"""The record of every rule, and of votes settled by a lot, a run-off or with help."""

import json
import random
from datetime import timedelta

import pytest

from workshop.extensions import db
from workshop.people.models import Person
from workshop.voting.ballot import assisted
from workshop.voting.contest import queries, services, tie_breaks
from workshop.voting.models import Contest
from workshop.voting.record.record import as_file, seal
from workshop.voting.verify.parts import SECTIONS
from workshop.workshops import services as live
from workshop.workshops.guides import PhaseKind
from workshop.workshops.models import Seat, TiePolicy, Workshop

LISTS = [[["A"], ["B"]], [["A"], ["C"]], [["B"], ["A"]], [["C"], ["B"], ["A"]], [["A"]], []]
TICKS = [[["A", "B"]], [["A"]], [["B", "C"]], [["A", "C"]], [["A"]], []]
DOTS = [{"A": 2, "B": 1}, {"A": 3}, {"B": 2, "C": 1}, {"C": 1}, {"A": 1}, {}]
MARKS = [
    {key: {"specific": mark, "feasible": (mark + place) % 3} for place, key in enumerate("ABC")}
    for mark in (2, 1, 0, 2, 1)
]
CRITERIA = {"criteria": {"specific": 1, "feasible": 2}}

# For each rule: its settings, six ballots, and how the public copy of a secret vote is counted.
SUMS, NOT = "Counted again from the published sums", "cannot be repeated from this file"
RULES = {
    "duels-points": ({}, LISTS, SUMS),
    "points": ({}, LISTS, SUMS),
    "approval": ({}, TICKS, SUMS),
    "dots": ({"dots": 3, "most": 3}, DOTS, NOT),
    "grid": (CRITERIA, [*MARKS, {}], NOT),
    "stv": ({}, LISTS, NOT),
    "irv": ({}, LISTS, NOT),
}
COPIES = {
    "public": ({"is_secret": True}, {}),
    "scrutineers": ({"is_secret": True}, {"for_scrutineers": True}),
    "roll-call": ({"is_secret": False}, {}),
}


def resealed(record):
    """What a forger makes of a changed record who knows about the seal."""
    return {**record, "seal": seal({name: record[name] for name in SECTIONS})}


@pytest.fixture
def vote(app, clock, meeting, voters, go_to, cast):
    """Hold a vote with these answers and show it all; `meanwhile` acts while it is open."""

    def vote(answers, meanwhile=None, **settings):
        with app.app_context():
            workshop = db.session.get_one(Workshop, meeting.workshop.id)
            for name, value in settings.items():
                setattr(workshop, name, value)
            db.session.commit()
            seats = voters(len(answers))
            go_to(workshop, PhaseKind.VOTING)
            contest = queries.latest_contest(workshop)
            for seat, answer in zip(seats, answers, strict=True):
                assert cast(seat, answer).status_code == 200
            if meanwhile:
                meanwhile(contest)
            clock.advance(minutes=15)
            services.settle(contest, now=clock())
            by = workshop.seats[0].person
            live.finish_phase(workshop, by, now=clock())
            live.start_phase(workshop, by, now=clock())
            services.reveal(contest, by, now=clock(), all_at_once=True)
            db.session.commit()
            return contest.id

    return vote


@pytest.fixture(scope="module")
def held():
    """The files of the votes held so far, by rule and copy: each vote is held once."""
    return {}


@pytest.fixture
def of(vote, record_of, held):
    """The record of a vote by a rule, in one of its copies."""

    def of(rule, copy):
        if (rule, copy) not in held:
            mode, options = COPIES[copy]
            settings, answers, _public = RULES[rule]
            limit = 1 if rule == "irv" else 2
            number = vote(answers, rule=rule, rule_settings=settings, carry_limit=limit, **mode)
            held[rule, copy] = as_file(record_of(number, **options))
        return json.loads(held[rule, copy])

    return of


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("copy", COPIES)
def test_a_whole_record_says_how_far_its_count_can_be_repeated(of, check, rule, copy):
    status, findings = check(of(rule, copy))

    counted = RULES[rule][2] if copy == "public" else "Counted again from the ballots"
    assert (status, counted in findings[5]) == (0, True), findings
    assert "6 of 6 entitled cast a ballot." in findings


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("copy", COPIES)
def test_one_changed_byte_is_found_and_located(of, check, rule, copy):
    whole = as_file(of(rule, copy))
    chance = random.Random(f"{rule} {copy}")

    for place in chance.sample(range(len(whole)), 60):
        damaged = bytearray(whole)
        damaged[place] ^= 1 << chance.randrange(8)
        status, faults = check(bytes(damaged))
        assert (status, bool(faults)) == (1, True), (place, bytes(damaged[place - 9 : place + 9]))
        assert all(": " in fault for fault in faults)


@pytest.mark.parametrize("rule", RULES)
def test_no_public_copy_of_a_secret_vote_holds_a_ballot(of, rule):
    record = of(rule, "public")

    assert record["ballots"] == {"kind": "none"}
    assert [line.keys() for line in record["roll"]] == [record["roll"][0].keys()] * 6
    assert b'"answer":' not in as_file(record)


TIED = [[["A"], ["B"]], [["B"], ["A"]]]


@pytest.mark.parametrize("copy", COPIES)
def test_a_tie_that_lots_settled_is_drawn_again(app, clock, vote, record_of, check, copy):
    mode, options = COPIES[copy]
    number = vote(TIED, tie_policy=TiePolicy.LOTS, carry_limit=1, **mode)
    with app.app_context():
        contest = db.session.get_one(Contest, number)
        by = contest.workshop.seats[0].person
        tie_breaks.draw_lots(contest, "4162", by, now=clock())
        db.session.commit()

    record = record_of(number, **options)
    assert check(record)[0] == 0
    assert record["outcome"]["lot"] == "4162"

    other = as_file(record).replace(b'"lot":"4162"', b'"lot":"4163"')
    status, faults = check(other)
    assert status == 1
    assert any("outcome" in fault for fault in faults), faults


@pytest.mark.parametrize("copy", COPIES)
def test_a_run_off_has_a_record_of_its_own(app, clock, vote, cast, record_of, check, copy):
    mode, options = COPIES[copy]
    number = vote(TIED, tie_policy=TiePolicy.RUN_OFF, carry_limit=1, **mode)
    with app.app_context():
        contest = db.session.get_one(Contest, number)
        by = contest.workshop.seats[0].person
        tie_breaks.open_run_off(contest, by, now=clock())
        run_off = queries.run_off_of(contest)
        seats = {seat.organization_id: seat for seat in contest.workshop.seats}
        for line in run_off.roll[:2]:
            assert cast(seats[line.organization_id], "B", run_off.id).status_code == 200
        clock.advance(minutes=5)
        services.settle(run_off, now=clock())
        services.reveal(run_off, by, now=clock(), all_at_once=True)
        db.session.commit()
        second = run_off.id

    first, second = record_of(number, **options), record_of(second, **options)

    assert [check(record)[0] for record in (first, second)] == [0, 0]
    assert first["outcome"]["carried"] == ["B"]
    first["outcome"]["run_off"] += 1
    assert "outcome.run_off: is not a run-off that the log took in" in check(resealed(first))[1]
    assert second["contest"]["terms"]["run_off_of"] == number


@pytest.mark.parametrize(
    ("policy", "invented", "faults"),
    [
        (TiePolicy.RUN_OFF, {"run_off": 7}, ["carried"]),
        (TiePolicy.LOTS, {"lot": "4162"}, ["carried", "lot"]),
        (TiePolicy.CARRY_ALL, {"run_off": 7}, ["carried", "run_off"]),
    ],
)
def test_nobody_invents_how_a_tie_was_settled(vote, record_of, check, policy, invented, faults):
    record = record_of(vote(TIED, tie_policy=policy, carry_limit=1))
    assert check(record)[0] == 0

    record["outcome"] |= {"carried": ["B"], **invented}

    status, lines = check(resealed(record))
    assert (status, [fault.split(":")[0] for fault in lines]) == (
        1,
        [f"outcome.{name}" for name in faults],
    )


@pytest.mark.parametrize("copy", COPIES)
def test_an_assisted_ballot_and_a_late_line_belong_to_the_record(
    app, clock, meeting, make_seat, make_staff, vote, record_of, check, copy
):
    mode, options = COPIES[copy]
    second = make_staff("Tomás", is_admin=True)

    def meanwhile(contest):
        by = contest.workshop.seats[0].person
        late = db.session.get_one(Seat, make_seat(meeting.workshop).id)
        services.admit_to_roll(contest, late, by, now=clock())
        entry = queries.roll_entry_of(contest, late)
        helper = db.session.get_one(Person, second.id)
        assisted.enter(contest, entry, [["C"]], by, helper, "desk", now=clock())

    record = record_of(vote(LISTS, meanwhile, **mode), **options)

    status, findings = check(record)
    assert (status, "7 of 7 entitled cast a ballot." in findings) == (0, True), findings
    record["roll"].pop()
    assert check(record)[0] == 1


def test_a_vote_over_several_minutes_keeps_its_times(clock, vote, record_of):
    began = clock()
    record = record_of(vote(LISTS))

    times = [link["entry"]["at"] for link in record["log"] if "entry" in link]
    assert times == sorted(times)
    assert times[-1] - times[0] <= (clock() - began + timedelta(seconds=1)).total_seconds() * 1000
