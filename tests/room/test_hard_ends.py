"""A phase with a hard end: by its clock nothing more is accepted, and nothing starts by itself."""

import pytest

from workshop.extensions import db
from workshop.room import heartbeat
from workshop.workshops.guides import PhaseKind
from workshop.workshops.models import LogEntry, Phase

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def ending(app, meeting, go_to):
    """A discussion of thirty minutes with a hard end; Ana has the floor, Ben waits."""
    with app.app_context():
        phase = db.session.scalar(db.select(Phase).filter_by(kind=PhaseKind.DISCUSSION))
        phase.has_hard_end = True
        db.session.commit()
    go_to(meeting.workshop, PhaseKind.DISCUSSION)
    return meeting


@pytest.fixture
def spoken_in(ending, press):
    press(ending.ana, "floor/ask")
    press(ending.ben, "floor/ask")
    press(ending.moderator, "floor/next")
    return ending


@pytest.fixture
def beat(app):
    def beat():
        with app.test_request_context():
            heartbeat.beat(with_heartbeat=False)

    return beat


@pytest.fixture
def states(app):
    def states():
        with app.app_context():
            phases = db.session.scalars(db.select(Phase).order_by(Phase.position))
            return [str(phase.state) for phase in phases]

    return states


def test_after_it_nothing_is_accepted_even_before_a_page_was_told(spoken_in, press, clock):
    clock.advance(minutes=29, seconds=59)
    assert press(spoken_in.eva, "contributions", text="In time").status_code == 200
    clock.advance(seconds=1)

    for seat, act in (
        (spoken_in.eva, "contributions"),
        (spoken_in.eva, "floor/ask"),
        (spoken_in.eva, "floor/reply"),
        (spoken_in.eva, "floor/point-of-order"),
        (spoken_in.moderator, "floor/next"),
        (spoken_in.moderator, f"floor/seats/{spoken_in.eva.id}/give"),
    ):
        answer = press(seat, act, text="Too late")
        assert (answer.status_code, "time of this phase is up" in answer.json["message"]) == (
            409,
            True,
        ), act
    assert press(spoken_in.eva, "problems", text="Too late").status_code == 409


def test_whoever_has_the_floor_finishes_the_turn(spoken_in, press, clock):
    clock.advance(minutes=30)

    assert press(spoken_in.moderator, "floor/1/extend").status_code == 200
    assert press(spoken_in.ana, "floor/1/end").status_code == 200


def test_the_room_is_told_at_the_next_beat_and_no_phase_starts(
    spoken_in, listen, beat, clock, states, sign_in, app
):
    page = listen(spoken_in.ben.person, spoken_in.workshop)
    assert "contribute" in page.answer["allows"].split()
    clock.advance(minutes=30, seconds=2)
    beat()

    [pushed] = page.news("parts")
    assert "contribute" not in pushed["allows"].split()
    assert "nothing more is accepted" in pushed["parts"]["phase"]
    assert "overtime" not in pushed["parts"]["phase"]
    clock.advance(minutes=10)
    beat()
    assert page.news("parts") == []
    assert states()[:2] == ["current", "pending"]
    with app.app_context():
        entry = db.session.scalar(db.select(LogEntry).order_by(LogEntry.number.desc()))
        phase = db.session.scalar(db.select(Phase).filter_by(state="current"))
        # The end is the one that was announced, not the beat that noticed it.
        assert (entry.verb, entry.person_id) == ("time up", None)
        assert (phase.shut_at - phase.started_at).total_seconds() == 30 * 60


def test_the_end_moves_with_pauses_and_extensions_until_it_has_come(ending, press, clock):
    clock.advance(minutes=20)
    press(ending.moderator, "agenda/pause")
    clock.advance(minutes=20)
    assert press(ending.ana, "contributions", text="In the pause").status_code == 200
    press(ending.moderator, "agenda/resume")
    press(ending.moderator, "agenda/extend", minutes=5)
    clock.advance(minutes=14)
    assert press(ending.ana, "contributions", text="In time").status_code == 200
    clock.advance(minutes=1)
    assert press(ending.ana, "contributions", text="Too late").status_code == 409

    for act in ("agenda/extend", "agenda/set"):
        refused = press(ending.moderator, act, minutes=5)
        assert (refused.status_code, "no time can be added" in refused.json["message"]) == (
            409,
            True,
        )
    assert press(ending.moderator, "agenda/next").status_code == 200


def test_going_back_with_a_reason_takes_the_end_back(ending, press, clock):
    clock.advance(minutes=31)
    press(ending.moderator, "agenda/finish")
    press(ending.moderator, "agenda/back", reason="The power was cut.")

    assert press(ending.ana, "contributions", text="Now").status_code == 200


def test_without_a_hard_end_zero_closes_nothing(meeting, go_to, press, clock):
    go_to(meeting.workshop, PhaseKind.DISCUSSION)
    clock.advance(minutes=45)

    assert press(meeting.ana, "contributions", text="In overtime").status_code == 200


def test_the_agenda_says_so_before_the_workshop_and_needs_minutes(meeting, sign_in, app):
    browser = sign_in(meeting.moderator.person)
    page = f"/workshops/{meeting.workshop.id}/prepare"
    with app.app_context():
        phases = db.session.scalars(db.select(Phase).order_by(Phase.position)).all()
        kinds = [phase.kind for phase in phases]
        fields = {
            f"phase{phase.id}-{name}": str(value)
            for phase in phases
            for name, value in (
                ("minutes", phase.minutes),
                ("seconds_per_turn", phase.seconds_per_turn or ""),
                ("floor_order", "time_spoken"),
                ("protected_places", 1),
                ("has_hard_end", "y"),
                ("holds_contributions", "y"),
            )
        }

    answer = browser.post(f"{page}/agenda", data=fields)

    assert answer.status_code == 303
    with app.app_context():
        phases = db.session.scalars(db.select(Phase).order_by(Phase.position)).all()
        assert [phase.has_hard_end for phase in phases] == [
            kind is not PhaseKind.VOTING for kind in kinds
        ]
        assert [phase.holds_contributions for phase in phases] == [
            kind is PhaseKind.DISCUSSION for kind in kinds
        ]
        phases[0].minutes = None
        with pytest.raises(db.exc.IntegrityError):
            db.session.flush()
