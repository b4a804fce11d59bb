"""Asking for the floor, giving it, and ending turns: the rules, with the clock standing still."""

import contextlib
from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from workshop.errors import Refusal
from workshop.extensions import db
from workshop.floor import queries, services
from workshop.floor.models import Turn
from workshop.workshops import seating
from workshop.workshops import services as live
from workshop.workshops.guides import FloorOrder, PhaseKind
from workshop.workshops.models import LogEntry


@pytest.fixture(autouse=True)
def inside(app, clock):
    with app.app_context():
        yield


@pytest.fixture
def ask(clock):
    return lambda seat: services.ask_for_floor(seat, now=clock())


@pytest.fixture
def queue(meeting):
    """The names of the seats that wait, the next one first."""
    names = {meeting.ana: "Ana", meeting.ben: "Ben", meeting.eva: "Eva", meeting.official: "Omar"}

    def names_waiting():
        return [names[turn.seat] for turn in queries.waiting(meeting.workshop.current_phase)]

    return names_waiting


@pytest.fixture
def speak(meeting, clock, ask):
    """One whole turn of a seat, so many seconds long."""

    def speak(seat, seconds=60):
        turn = ask(seat)
        services.give_floor(turn, meeting.moderator.person, now=clock())
        clock.advance(seconds=seconds)
        services.end_turn(turn, meeting.moderator.person, now=clock())
        return turn

    return speak


@pytest.fixture
def discussion(meeting, go_to):
    go_to(meeting.workshop, PhaseKind.DISCUSSION)
    return meeting


def seconds_left(turn, clock):
    return turn.reading(clock()).remaining.total_seconds()


def test_asking_twice_leaves_one_entry(discussion, ask, queue):
    assert ask(discussion.ana) is ask(discussion.ana)
    assert queue() == ["Ana"]


def test_the_database_keeps_one_entry_and_one_speaker(discussion, ask, clock):
    turn = ask(discussion.ana)

    def another(seat, **instants):
        return Turn(
            workshop_id=turn.workshop_id,
            phase_id=turn.phase_id,
            seat_id=seat.id,
            place=9,
            asked_at=clock(),
            **instants,
        )

    services.give_floor(ask(discussion.ben), discussion.moderator.person, now=clock())
    db.session.commit()
    for row in (another(discussion.ana), another(discussion.eva, started_at=clock())):
        db.session.add(row)
        with pytest.raises(IntegrityError):
            db.session.flush()
        db.session.rollback()


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        (FloorOrder.FIRST_COME, ["Ana", "Ben", "Eva"]),
        (FloorOrder.NEW_VOICES, ["Ana", "Eva", "Ben"]),
        (FloorOrder.SECTOR_BALANCE, ["Ana", "Eva", "Ben"]),
    ],
)
def test_the_order_is_that_of_the_agenda(discussion, ask, speak, queue, order, expected):
    discussion.workshop.current_phase.floor_order = order
    speak(discussion.ana)
    speak(discussion.ben)

    for seat in (discussion.ana, discussion.ben, discussion.eva):
        ask(seat)

    assert queue() == expected


def test_a_new_voice_goes_before_all_when_no_place_is_protected(discussion, ask, speak, queue):
    discussion.workshop.current_phase.protected_places = 0
    speak(discussion.ana)

    ask(discussion.ana)
    ask(discussion.eva)

    assert queue() == ["Eva", "Ana"]


def test_a_move_by_the_moderator_stays(discussion, ask, clock, queue):
    ask(discussion.ana)
    ben = ask(discussion.ben)
    services.move(ben, -1, discussion.moderator.person, now=clock())
    assert queue() == ["Ben", "Ana"]

    ask(discussion.eva)
    assert queue() == ["Ben", "Ana", "Eva"]

    services.move(ben, +9, discussion.moderator.person, now=clock())
    assert queue() == ["Ana", "Eva", "Ben"]


@pytest.mark.parametrize(
    ("percent", "seconds"), [(100, 120), (150, 180), (200, 240)], ids=["1", "1.5", "2"]
)
def test_a_turn_has_the_seconds_of_the_agenda_times_the_personal_factor(
    discussion, clock, percent, seconds
):
    by = discussion.moderator.person
    seating.set_time_factor(discussion.ana, percent, by, now=clock())
    turn = services.give_floor_to_seat(discussion.ana, by, now=clock())

    clock.advance(seconds=100)
    assert seconds_left(turn, clock) == seconds - 100

    services.extend_turn(turn, 30, by, now=clock())
    clock.advance(seconds=200)
    assert seconds_left(turn, clock) == seconds + 30 - 300


def test_the_personal_factor_is_in_no_log(discussion, clock):
    by = discussion.moderator.person
    seating.set_time_factor(discussion.ana, 150, by, now=clock())

    entry = db.session.scalar(db.select(LogEntry).order_by(LogEntry.number.desc()))
    assert (entry.verb, entry.details) == ("time factor set", {"seat": discussion.ana.id})


def test_a_turn_stands_still_while_the_phase_is_paused(discussion, clock):
    by = discussion.moderator.person
    turn = services.give_floor_to_seat(discussion.ana, by, now=clock())
    clock.advance(seconds=30)
    live.pause_phase(discussion.workshop, by, now=clock())
    clock.advance(minutes=20)

    paused = turn.reading(clock())
    assert (paused.remaining.total_seconds(), paused.is_running, paused.ends_at) == (
        90,
        False,
        None,
    )

    live.resume_phase(discussion.workshop, by, now=clock())
    clock.advance(seconds=15)
    assert seconds_left(turn, clock) == 75


def test_a_turn_given_during_a_pause_begins_with_the_clock(discussion, clock):
    by = discussion.moderator.person
    live.pause_phase(discussion.workshop, by, now=clock())
    turn = services.give_floor_to_seat(discussion.ana, by, now=clock())
    clock.advance(minutes=5)
    live.resume_phase(discussion.workshop, by, now=clock())

    assert seconds_left(turn, clock) == 120


def test_dropping_someone_who_waits_leaves_the_running_turn_alone(discussion, ask, clock, queue):
    by = discussion.moderator.person
    speaking = services.give_floor_to_seat(discussion.ana, by, now=clock())
    waiting = ask(discussion.ben)
    clock.advance(seconds=40)
    before = speaking.reading(clock())

    services.drop(waiting, by, now=clock())

    assert queue() == []
    assert speaking.reading(clock()) == before
    assert queries.current_turn(discussion.workshop.id) is speaking


def test_giving_the_floor_ends_the_turn_before(discussion, ask, clock):
    by = discussion.moderator.person
    ana = services.give_floor_to_seat(discussion.ana, by, now=clock())
    clock.advance(seconds=50)

    ben = services.give_floor_to_seat(discussion.ben, by, now=clock())

    assert (str(ana.outcome), ana.ended_at, ben.started_at) == ("spoke", clock(), clock())
    assert queries.current_turn(discussion.workshop.id) is ben


def test_put_back_is_first_again_with_a_fresh_turn(discussion, ask, clock, queue):
    by = discussion.moderator.person
    turn = services.give_floor_to_seat(discussion.ana, by, now=clock())
    ask(discussion.ben)
    clock.advance(seconds=70)

    services.put_back(turn, by, now=clock())
    assert queue() == ["Ana", "Ben"]

    services.give_floor(turn, by, now=clock())
    assert seconds_left(turn, clock) == 120


def test_whoever_is_away_goes_one_place_down_and_the_second_time_out(discussion, ask, clock, queue):
    by = discussion.moderator.person
    turn = services.give_floor_to_seat(discussion.ana, by, now=clock())
    ask(discussion.ben)
    ask(discussion.eva)

    services.pass_over(turn, by, now=clock())
    assert queue() == ["Ben", "Ana", "Eva"]

    services.pass_over(turn, by, now=clock())
    assert queue() == ["Ben", "Eva"]

    ask(discussion.ana)
    assert queue() == ["Ben", "Eva", "Ana"]


def test_the_floor_does_not_outlive_its_phase_and_is_not_given_across_phases(
    discussion, ask, clock, go_to
):
    by = discussion.moderator.person
    speaking = services.give_floor_to_seat(discussion.ana, by, now=clock())
    waiting = ask(discussion.ben)
    go_to(discussion.workshop, PhaseKind.OFFICIALS)

    assert str(speaking.outcome) == "spoke"
    with pytest.raises(Refusal, match="That request belongs to another phase"):
        services.give_floor(waiting, by, now=clock())


def test_whoever_loses_the_seat_leaves_the_floor_and_the_queue(discussion, ask, clock, queue):
    by = discussion.moderator.person
    speaking = services.give_floor_to_seat(discussion.ana, by, now=clock())
    ask(discussion.ben)
    ask(discussion.eva)

    seating.remove(discussion.ana, by, now=clock())
    seating.remove(discussion.ben, by, now=clock())

    assert (str(speaking.outcome), queries.current_turn(discussion.workshop.id)) == ("spoke", None)
    assert queue() == ["Eva"]


@pytest.mark.parametrize(
    ("kind", "may"),
    [
        (PhaseKind.DISCUSSION, {"ana", "official"}),
        (PhaseKind.SUMMARY, set()),
        (PhaseKind.OFFICIALS, {"official"}),
        (PhaseKind.VOTING, set()),
        (PhaseKind.RESULTS, set()),
    ],
)
def test_who_may_ask_in_which_phase(meeting, go_to, ask, kind, may):
    go_to(meeting.workshop, kind)

    asked = set()
    for name in ("ana", "official", "observer", "moderator"):
        with contextlib.suppress(Refusal):
            ask(getattr(meeting, name))
            asked.add(name)

    assert asked == may


def test_between_two_phases_there_is_no_floor(meeting, ask):
    with pytest.raises(Refusal, match="No phase is under way"):
        ask(meeting.ana)


@pytest.mark.parametrize(
    ("seconds", "per_turn", "turns"),
    [(660, 120, 5), (119, 120, 0), (-30, 120, 0), (660, None, None), (None, 120, None)],
)
def test_how_many_turns_still_fit(seconds, per_turn, turns):
    left = None if seconds is None else timedelta(seconds=seconds)

    assert services.turns_left(left, per_turn) == turns
