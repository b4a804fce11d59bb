"""The clock of a phase and of the session, from plain instants."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workshop.workshops import timing
from workshop.workshops.timing import Reading

START = datetime(2022, 6, 20, 14, 30, tzinfo=UTC)


def minutes(number: float) -> timedelta:
    return timedelta(minutes=number)


def at(number: float) -> datetime:
    return START + minutes(number)


@pytest.mark.parametrize(
    ("spans", "now", "expected"),
    [
        pytest.param([], 5, Reading(minutes(0), minutes(30), False, None, None), id="not begun"),
        pytest.param(
            [(at(0), None)],
            0,
            Reading(minutes(0), minutes(30), True, at(30), at(0)),
            id="just begun",
        ),
        pytest.param(
            [(at(0), None)],
            12,
            Reading(minutes(12), minutes(18), True, at(30), at(0)),
            id="running",
        ),
        pytest.param(
            [(at(0), at(12))],
            20,
            Reading(minutes(12), minutes(18), False, None, None),
            id="paused",
        ),
        pytest.param(
            [(at(0), at(12)), (at(20), None)],
            21,
            Reading(minutes(13), minutes(17), True, at(38), at(8)),
            id="resumed after eight minutes",
        ),
        pytest.param(
            [(at(0), None)],
            30,
            Reading(minutes(30), minutes(0), True, at(30), at(0)),
            id="zero",
        ),
        pytest.param(
            [(at(0), None)],
            34,
            Reading(minutes(34), minutes(-4), True, at(30), at(0)),
            id="overtime",
        ),
    ],
)
def test_a_phase_of_thirty_minutes_reads(spans, now, expected):
    assert timing.read(spans, minutes(30), at(now)) == expected


def test_a_phase_without_duration_counts_up_and_is_never_over():
    reading = timing.read([(at(0), None)], None, at(90))

    assert reading == Reading(minutes(90), None, True, None, at(0))
    assert not reading.is_over


@pytest.mark.parametrize(
    ("seconds_left", "is_over"), [(1, False), (0, True), (-1, True)], ids=["1 s", "zero", "-1 s"]
)
def test_zero_is_over(seconds_left, is_over):
    now = at(30) - timedelta(seconds=seconds_left)

    assert timing.read([(at(0), None)], minutes(30), now).is_over is is_over


@pytest.mark.parametrize(
    ("start", "end", "shared"),
    [
        pytest.param(2, 4, 2, id="within the first span"),
        pytest.param(8, 12, 2, id="into the pause"),
        pytest.param(11, 19, 0, id="all in the pause"),
        pytest.param(8, 22, 4, id="across the pause"),
        pytest.param(25, 35, 10, id="in the span that still runs"),
        pytest.param(-5, 1, 1, id="from before the phase"),
    ],
)
def test_a_turn_counts_only_while_its_phase_runs(start, end, shared):
    spans = [(at(0), at(10)), (at(20), None)]

    assert timing.overlap(spans, at(start), at(end)) == minutes(shared)


@given(st.lists(st.tuples(st.sampled_from(["start", "pause"]), st.integers(0, 3600))))
def test_elapsed_is_the_sum_of_the_running_stretches(steps):
    """Whatever is pressed, and however often: each step waits its seconds after the press."""
    spans: list[timing.Span] = []
    now, is_running, expected = START, False, 0
    for press, seconds in steps:
        if press == "start" and not is_running:
            spans.append((now, None))
        if press == "pause" and is_running:
            spans[-1] = (spans[-1][0], now)
        is_running = press == "start"
        now += timedelta(seconds=seconds)
        expected += seconds if is_running else 0

    reading = timing.read(spans, minutes(10), now)

    assert reading.elapsed == timedelta(seconds=expected)
    assert reading.remaining == timedelta(seconds=600 - expected)
    assert reading.is_running is is_running


# The session: 70 minutes in all, 30 of them in the first phase


def late(now: float, opened: float | None, spans=None, still_to_come: float = 40) -> list[float]:
    """How many minutes late the session is now, and would be five minutes on without a press."""
    current = timing.read(spans, minutes(30), at(now)) if spans is not None else None
    drift = timing.drift(
        START,
        None if opened is None else at(opened),
        minutes(70),
        current,
        minutes(still_to_come),
        at(now),
    )
    return [drift.late(at(then)) / minutes(1) for then in (now, now + 5)]


@pytest.mark.parametrize(
    ("lateness", "expected"),
    [
        pytest.param(lambda: late(-10, None, still_to_come=70), [0, 0], id="well before"),
        pytest.param(lambda: late(-2, None, still_to_come=70), [0, 3], id="about to begin"),
        pytest.param(lambda: late(4, None, still_to_come=70), [4, 9], id="should have begun"),
        pytest.param(lambda: late(10, 0, [(at(0), None)]), [0, 0], id="on time"),
        pytest.param(lambda: late(10, 4, [(at(4), None)]), [4, 4], id="opened late"),
        pytest.param(lambda: late(-3, -5, [(at(-5), None)]), [-5, -5], id="opened early"),
        pytest.param(lambda: late(10, -5, [(at(-5), None)]), [-5, -5], id="opened early, later"),
        pytest.param(lambda: late(14, 0, [(at(0), at(10))]), [4, 9], id="paused"),
        pytest.param(lambda: late(20, 0, [(at(0), at(10)), (at(14), None)]), [4, 4], id="resumed"),
        pytest.param(lambda: late(28, 0, [(at(0), None)]), [0, 3], id="runs out soon"),
        pytest.param(lambda: late(34, 0, [(at(0), None)]), [4, 9], id="overtime"),
        pytest.param(lambda: late(32, 0), [2, 7], id="between two phases"),
        pytest.param(
            lambda: late(10, 0, [(at(0), None)], still_to_come=30), [-10, -10], id="a phase skipped"
        ),
        pytest.param(
            lambda: late(130, 120, [(at(120), None)]), [0, 0], id="another hour: from its opening"
        ),
    ],
)
def test_the_session_is_late_by(lateness, expected):
    assert lateness() == expected
