"""The moderator's acts on the agenda, through the front door: what they do and when not."""

from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from workshop import clock as wall_clock
from workshop.extensions import db
from workshop.floor import queries
from workshop.workshops import services
from workshop.workshops.guides import PhaseKind
from workshop.workshops.models import LogEntry, Phase, PhaseState, Span, Workshop

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def kept(app, meeting):
    """The workshop as the database has it: `kept(lambda workshop: …)`."""

    def kept(look):
        with app.app_context():
            return look(db.session.get_one(Workshop, meeting.workshop.id))

    return kept


@pytest.fixture
def states(kept):
    return lambda: kept(lambda workshop: [str(phase.state) for phase in workshop.phases])


@pytest.fixture
def left(kept):
    """The minutes left of the current phase."""

    def minutes_left(workshop):
        return workshop.current_phase.reading(wall_clock.now()).remaining / timedelta(minutes=1)

    return lambda: kept(minutes_left)


@pytest.fixture
def last_entry(app):
    """The log's last entry: its verb and details."""

    def last_entry():
        with app.app_context():
            entry = db.session.scalar(db.select(LogEntry).order_by(LogEntry.number.desc()))
            return entry.verb, entry.details

    return last_entry


def test_the_first_phase_opens_the_workshop(clock, meeting, press, states, kept):
    clock.advance(minutes=2)

    answer = press(meeting.moderator, "agenda/start", seen=1)

    assert answer.status_code == 200
    assert states() == ["current", "pending", "pending", "pending", "pending"]
    opened = kept(lambda w: (str(w.state), w.opened_at, w.agenda_version, w.version))
    assert opened == ("live", clock(), 2, 2)
    verbs = kept(
        lambda w: list(db.session.scalars(db.select(LogEntry.verb).order_by(LogEntry.number)))
    )
    assert verbs[-2:] == ["workshop opened", "phase started"]


def test_going_on_finishes_one_phase_and_starts_the_next(clock, meeting, press, go_to, kept):
    go_to(meeting.workshop, PhaseKind.DISCUSSION)
    clock.advance(minutes=28)

    press(meeting.moderator, "agenda/next")

    phases = kept(
        lambda w: [(p.key, str(p.state), len(p.stretches)) for p in w.phases if p.stretches]
    )
    assert phases == [
        ("open_discussion", "completed", 1),
        ("summary_of_problems", "current", 1),
    ]


def test_pausing_resuming_extending_and_setting_keep_every_second(clock, meeting, press, left):
    press(meeting.moderator, "agenda/start")
    clock.advance(minutes=10, seconds=7)
    press(meeting.moderator, "agenda/pause", reason="the microphone")
    clock.advance(hours=3)
    assert left() == 20 - 7 / 60
    press(meeting.moderator, "agenda/resume")
    clock.advance(seconds=53)
    assert left() == 19
    press(meeting.moderator, "agenda/extend", minutes=5)
    assert left() == 24
    press(meeting.moderator, "agenda/set", minutes=12)
    assert left() == 12
    clock.advance(minutes=15)
    assert left() == -3


def test_another_server_on_the_same_database_reads_the_same_second(
    clock, meeting, press, make_app, left
):
    press(meeting.moderator, "agenda/start")
    clock.advance(minutes=10)
    press(meeting.moderator, "agenda/pause")
    clock.advance(minutes=4)
    press(meeting.moderator, "agenda/resume")
    clock.advance(seconds=30)

    with make_app().app_context():
        row = db.session.get_one(Workshop, meeting.workshop.id)
        reading = row.current_phase.reading(clock())
        drift = row.drift(clock())

    assert reading.elapsed == timedelta(minutes=10, seconds=30)
    assert drift.late(clock()) == timedelta(minutes=4)
    assert left() == 19.5


def test_zero_closes_nothing(clock, meeting, press, states, left):
    press(meeting.moderator, "agenda/start")
    clock.advance(hours=2)

    assert (states()[0], left()) == ("current", -90)


def test_going_back_keeps_the_time_of_both_phases(clock, meeting, press, go_to, states, kept):
    press(meeting.moderator, "agenda/start")
    clock.advance(minutes=10)
    press(meeting.moderator, "agenda/next")
    clock.advance(minutes=3)
    press(meeting.moderator, "agenda/back", reason="one more voice")
    clock.advance(minutes=2)

    def elapsed(workshop):
        return [p.reading(clock()).elapsed / timedelta(minutes=1) for p in workshop.phases[:2]]

    assert states() == ["current", "pending", "pending", "pending", "pending"]
    assert kept(elapsed) == [12, 3]

    press(meeting.moderator, "agenda/next")
    clock.advance(minutes=1)

    assert kept(elapsed) == [12, 4]


def test_going_back_finds_the_queue_as_it_was(clock, meeting, press, kept):
    press(meeting.moderator, "agenda/start")
    press(meeting.ana, "floor/ask")
    press(meeting.ben, "floor/ask")
    press(meeting.moderator, "agenda/next")
    press(meeting.moderator, "agenda/back", reason="one more voice")

    waiting = kept(lambda w: [turn.seat_id for turn in queries.waiting(w.current_phase)])
    assert waiting == [meeting.ana.id, meeting.ben.id]


def test_skipping_the_phase_under_way_and_the_next_one(meeting, press, states, last_entry):
    press(meeting.moderator, "agenda/start")
    press(meeting.moderator, "agenda/skip", reason="everything was said")
    press(meeting.moderator, "agenda/skip", reason="summed up already")

    assert states() == ["skipped", "skipped", "pending", "pending", "pending"]
    assert last_entry() == (
        "phase skipped",
        {"phase": "summary_of_problems", "reason": "summed up already"},
    )


def test_a_phase_skipped_can_be_gone_back_to(meeting, press, states):
    press(meeting.moderator, "agenda/skip", reason="by mistake")
    press(meeting.moderator, "agenda/back", reason="it was a mistake")

    assert states()[0] == "current"


def test_the_workshop_closes_after_its_last_phase(clock, meeting, press, go_to, kept):
    go_to(meeting.workshop, PhaseKind.RESULTS)
    press(meeting.moderator, "agenda/finish")

    answer = press(meeting.moderator, "agenda/close")

    assert (answer.status_code, answer.json["message"]) == (200, "The workshop is closed.")
    assert kept(lambda w: (str(w.state), w.closed_at)) == ("closed", clock())


CLOSED_VOTE = "The vote has closed at its announced end; no time can be added."


@pytest.mark.parametrize(
    ("kind", "minutes_on", "act", "fields", "sentence"),
    [
        pytest.param(None, 0, "finish", {}, "No phase is under way.", id="finish nothing"),
        pytest.param(None, 0, "next", {}, "No phase is under way.", id="go on from nothing"),
        pytest.param(None, 0, "pause", {}, "No phase is under way.", id="pause nothing"),
        pytest.param(None, 0, "back", {"reason": "x"}, "This is the first phase.", id="back"),
        pytest.param(None, 0, "close", {}, "The workshop has not begun.", id="close unbegun"),
        pytest.param(
            PhaseKind.DISCUSSION,
            1,
            "start",
            {},
            "A phase is under way already. Finish it first.",
            id="start twice",
        ),
        pytest.param(
            PhaseKind.DISCUSSION, 1, "resume", {}, "The phase is running already.", id="resume"
        ),
        pytest.param(
            PhaseKind.DISCUSSION,
            1,
            "skip",
            {"reason": "  "},
            "Say why the phase is skipped; the reason goes into the minutes.",
            id="skip without reason",
        ),
        pytest.param(
            PhaseKind.SUMMARY,
            1,
            "back",
            {},
            "Say why you go back; the reason goes into the minutes.",
            id="back without reason",
        ),
        pytest.param(
            PhaseKind.DISCUSSION,
            1,
            "close",
            {},
            "The agenda is not finished. Finish or skip the phases that are left.",
            id="close in the middle",
        ),
        pytest.param(
            PhaseKind.RESULTS,
            1,
            "next",
            {},
            "The agenda has no further phase.",
            id="past the last phase",
        ),
        pytest.param(
            PhaseKind.VOTING, 10, "extend", {"minutes": 5}, CLOSED_VOTE, id="extend a closed vote"
        ),
        pytest.param(
            PhaseKind.VOTING, 11, "set", {"minutes": 5}, CLOSED_VOTE, id="set a closed vote"
        ),
        pytest.param(
            PhaseKind.VOTING,
            1,
            "set",
            {"minutes": 0},
            "Voters need a notice of at least 20 seconds before the vote closes.",
            id="close a vote without notice",
        ),
        pytest.param(
            PhaseKind.VOTING,
            1,
            "finish",
            {},
            "The vote is open. Close it before the phase ends.",
            id="finish over an open vote",
        ),
        pytest.param(
            PhaseKind.VOTING,
            1,
            "skip",
            {"reason": "no time"},
            "The vote is open. Close it before the phase ends.",
            id="skip an open vote",
        ),
    ],
)
def test_an_act_is_refused(
    clock, meeting, go_to, press, kept, kind, minutes_on, act, fields, sentence
):
    if kind:
        go_to(meeting.workshop, kind)
    clock.advance(minutes=minutes_on)

    def everything(workshop):
        phases = [(p.state, p.extra_seconds, p.reason, p.stretches) for p in workshop.phases]
        return workshop.version, workshop.agenda_version, workshop.log_length, phases

    before = kept(everything)

    answer = press(meeting.moderator, f"agenda/{act}", **fields)

    assert (answer.status_code, answer.json) == (409, {"message": sentence})
    assert kept(everything) == before


@pytest.mark.parametrize(
    ("act", "fields", "errors"),
    [
        ("extend", {}, {"minutes": ["Say how many minutes."]}),
        ("extend", {"minutes": 0}, {"minutes": ["An extension takes 1 to 30 minutes."]}),
        ("extend", {"minutes": 31}, {"minutes": ["An extension takes 1 to 30 minutes."]}),
        ("set", {"minutes": 241}, {"minutes": ["The time left can be set from 0 to 240 minutes."]}),
        ("skip", {"reason": "x" * 301}, {"reason": ["The reason is too long."]}),
    ],
)
def test_what_does_not_fit_the_form_is_said(meeting, go_to, press, left, act, fields, errors):
    go_to(meeting.workshop, PhaseKind.DISCUSSION)

    answer = press(meeting.moderator, f"agenda/{act}", **fields)

    assert (answer.status_code, answer.json["errors"]) == (422, errors)
    assert left() == 30


def test_an_older_screen_is_refused_and_told_where_the_agenda_stands(meeting, press, states, clock):
    press(meeting.moderator, "agenda/start", seen=1)
    press(meeting.moderator, "agenda/next", seen=2)
    clock.advance(seconds=4)

    answer = press(meeting.moderator, "agenda/next", seen=2)

    assert (answer.status_code, answer.json) == (
        409,
        {
            "message": "The agenda has moved on meanwhile; it now stands at:"
            " Summary of problems. This press has changed nothing."
        },
    )
    assert states() == ["completed", "current", "pending", "pending", "pending"]


def test_a_press_on_the_clock_says_which_agenda_the_next_one_may_name(meeting, press, left):
    press(meeting.moderator, "agenda/start", seen=1)

    seen = press(meeting.moderator, "agenda/pause", seen=2).json["agenda_seen"]
    answer = press(meeting.moderator, "agenda/extend", seen=seen, minutes=1)

    assert (answer.status_code, left()) == (200, 31)
    assert "agenda_seen" not in press(meeting.moderator, "agenda/next", seen=seen + 1).json


def test_a_form_without_script_is_refused_on_a_page(meeting, sign_in, states):
    desk = sign_in(meeting.moderator.person)
    address = f"/workshops/{meeting.workshop.id}/agenda/skip"

    answer = desk.post(address, data={"seen": 9, "reason": "nothing is left to say"})

    assert answer.status_code == 409
    assert "it now stands at: between two phases" in answer.text
    assert ">nothing is left to say</textarea>" in answer.text
    assert states()[0] == "pending"


def test_a_form_without_script_leads_back_to_the_desk(meeting, sign_in):
    desk = sign_in(meeting.moderator.person)

    answer = desk.post(f"/workshops/{meeting.workshop.id}/agenda/start", data={"seen": 1})

    assert (answer.status_code, answer.location) == (303, f"/workshops/{meeting.workshop.id}/desk")


def test_a_vote_left_open_cannot_be_skipped_from_between_two_phases(
    clock, meeting, go_to, press, states
):
    """Going back leaves the contest open and suspended; skipping would strand its ballots."""
    go_to(meeting.workshop, PhaseKind.VOTING)
    press(meeting.moderator, "agenda/back", reason="one entity has not answered", confirmed="y")
    press(meeting.moderator, "agenda/finish")

    answer = press(meeting.moderator, "agenda/skip", reason="no time")

    assert answer.json == {"message": "The vote is open. Close it before the phase ends."}
    assert states() == ["completed", "completed", "completed", "pending", "pending"]


def test_a_phase_without_duration_takes_no_time(app, meeting, press):
    with app.app_context():
        db.session.get_one(Workshop, meeting.workshop.id).phases[0].minutes = None
        db.session.commit()
    press(meeting.moderator, "agenda/start")

    answers = [press(meeting.moderator, f"agenda/{act}", minutes=5) for act in ("extend", "set")]

    sentence = {"message": "This phase has no duration; it counts up."}
    assert [(a.status_code, a.json) for a in answers] == [(409, sentence)] * 2


def test_the_same_order_sent_twice_is_carried_out_once(meeting, press, go_to, left):
    go_to(meeting.workshop, PhaseKind.DISCUSSION)

    answers = [
        press(meeting.moderator, "agenda/extend", key="once", minutes=5) for _time in range(2)
    ]

    assert [a.status_code for a in answers] == [200, 200]
    assert answers[0].json == answers[1].json
    assert left() == 35


def test_a_key_belongs_to_one_act(meeting, press, go_to, left, states):
    go_to(meeting.workshop, PhaseKind.DISCUSSION)

    answers = [
        press(meeting.moderator, f"agenda/{act}", key="once", minutes=5)
        for act in ("extend", "set", "pause")
    ]

    assert [a.status_code for a in answers] == [200, 200, 200]
    assert left() == 5


def test_a_refused_order_may_be_repeated_with_its_key(meeting, press, states):
    refused = press(meeting.moderator, "agenda/start", key="mine", seen=7)
    repeated = press(meeting.moderator, "agenda/start", key="mine", seen=1)

    assert (refused.status_code, repeated.status_code) == (409, 200)
    assert states()[0] == "current"


# What the database holds to, whoever writes


def test_only_one_phase_is_current(app, meeting):
    with app.app_context():
        workshop = db.session.get_one(Workshop, meeting.workshop.id)
        for phase in workshop.phases[:2]:
            phase.state = PhaseState.CURRENT
        with pytest.raises(IntegrityError):
            db.session.flush()


def test_only_one_span_runs(app, clock, meeting):
    with app.app_context():
        workshop = db.session.get_one(Workshop, meeting.workshop.id)
        for phase in workshop.phases[:2]:
            phase.spans.append(Span(workshop_id=workshop.id, started_at=clock()))
        with pytest.raises(IntegrityError):
            db.session.flush()


@pytest.mark.parametrize(
    "faulty",
    [
        {"minutes": 0},
        {"minutes": 241},
        {"seconds_per_turn": 14},
        {"protected_places": -1},
        {"state": PhaseState.SKIPPED, "reason": " "},
    ],
    ids=str,
)
def test_a_phase_is_within_bounds(app, meeting, faulty):
    with app.app_context():
        phase = db.session.get_one(Workshop, meeting.workshop.id).phases[0]
        for name, value in faulty.items():
            setattr(phase, name, value)
        with pytest.raises(IntegrityError):
            db.session.flush()


# The workshop's own copy of the guide


def test_the_agenda_is_a_copy_of_the_guide(kept):
    agenda = kept(lambda w: [(p.key, str(p.kind), p.minutes, p.seconds_per_turn) for p in w.phases])

    assert agenda == [
        ("open_discussion", "discussion", 30, 120),
        ("summary_of_problems", "summary", 10, None),
        ("comments_from_officials", "officials", 10, 120),
        ("priorities_voting", "voting", 10, None),
        ("summary_of_votes", "results", 10, None),
    ]


def change(app, workshop, **changes):
    """Adapt phases by their key, and return the agenda that results."""
    with app.app_context():
        row = db.session.get_one(Workshop, workshop.id)
        ids = {phase.key: phase.id for phase in row.phases}
        services.adapt_agenda(row, {ids[key]: wanted for key, wanted in changes.items()})
        db.session.commit()
        return [(phase.key, phase.minutes) for phase in row.phases]


def test_it_can_be_adapted_before_it_begins(app, meeting):
    agenda = change(
        app,
        meeting.workshop,
        open_discussion={"minutes": 45},
        comments_from_officials={"position": -1},
    )

    assert agenda == [
        ("comments_from_officials", 10),
        ("open_discussion", 45),
        ("summary_of_problems", 10),
        ("priorities_voting", 10),
        ("summary_of_votes", 10),
    ]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"priorities_voting": {"minutes": 2}}, "A vote takes at least 3 minutes."),
        ({"summary_of_votes": {"position": -1}}, "The results come after the vote."),
    ],
)
def test_it_keeps_its_sense(app, meeting, changes, sentence):
    with pytest.raises(services.Refusal, match=sentence):
        change(app, meeting.workshop, **changes)


def test_once_begun_it_stays(app, meeting, press):
    press(meeting.moderator, "agenda/start")

    with pytest.raises(services.Refusal, match="the workshop has begun"):
        change(app, meeting.workshop, summary_of_votes={"minutes": 5})
    with app.app_context():
        assert db.session.scalar(db.select(Phase.minutes).filter_by(key="summary_of_votes")) == 10
