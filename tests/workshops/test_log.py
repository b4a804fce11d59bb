"""The record: what was done, by whom and when, each entry chained to the one before."""

import pytest

from workshop.extensions import db
from workshop.workshops import log
from workshop.workshops.guides import PhaseKind
from workshop.workshops.models import LogEntry, Workshop

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def entries(app, meeting, go_to, press):
    """The record of a few acts, within an app context."""
    go_to(meeting.workshop, PhaseKind.DISCUSSION)
    press(meeting.ana, "floor/ask")
    press(meeting.moderator, "agenda/pause", reason="the microphone")
    with app.app_context():
        yield db.session.scalars(db.select(LogEntry).order_by(LogEntry.number)).all()


def test_each_act_is_recorded_with_who_and_what(meeting, entries, clock):
    last = [(e.verb, e.person_id, e.details, e.at) for e in entries[-2:]]

    assert last == [
        ("floor asked for", meeting.ana.person_id, {"seat": meeting.ana.id, "turn": 1}, clock()),
        (
            "phase paused",
            meeting.moderator.person_id,
            {"phase": "open_discussion", "reason": "the microphone"},
            clock(),
        ),
    ]
    assert [entry.number for entry in entries] == list(range(1, len(entries) + 1))


def test_the_workshop_carries_the_head_of_a_whole_chain(meeting, entries):
    workshop = db.session.get_one(Workshop, meeting.workshop.id)

    assert (workshop.log_length, workshop.log_head) == (len(entries), entries[-1].digest)
    assert log.first_broken(entries) is None


@pytest.mark.parametrize(
    ("field", "value"),
    [("verb", "another"), ("person_id", 1), ("details", {"reason": "none"}), ("number", 7)],
)
def test_a_changed_entry_breaks_the_chain(entries, field, value):
    entry = entries[4]
    assert getattr(entry, field) != value

    setattr(entry, field, value)

    assert log.first_broken(entries) == 5


def test_an_entry_left_out_or_moved_breaks_the_chain(entries):
    assert log.first_broken([*entries[:3], *entries[4:]]) == 4
    assert log.first_broken([entries[1], entries[0], *entries[2:]]) == 1


def test_a_refused_act_leaves_no_entry(app, meeting, press):
    def length():
        with app.app_context():
            return db.session.get_one(Workshop, meeting.workshop.id).log_length

    before = length()
    assert press(meeting.moderator, "agenda/finish").status_code == 409
    assert length() == before
