"""News: what an act changes is told to those who listen, once it is kept."""

import sqlite3

import pytest
from sqlalchemy.engine import make_url

from workshop.extensions import socketio
from workshop.room import news, parts
from workshop.workshops.guides import PhaseKind

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def discussion(meeting, go_to):
    go_to(meeting.workshop, PhaseKind.DISCUSSION)
    return meeting


def test_each_audience_hears_the_part_in_its_language(discussion, listen, press):
    english = listen(discussion.ana.person, discussion.workshop)
    spanish = listen(discussion.ben.person, discussion.workshop, language="es")
    desk = listen(discussion.moderator.person, discussion.workshop)
    before = english.answer["version"]

    press(discussion.eva, "floor/ask")

    heard = {
        name: listener.news("parts")
        for name, listener in (("english", english), ("spanish", spanish), ("desk", desk))
    }
    assert {
        name: [(message["version"], set(message["parts"])) for message in messages]
        for name, messages in heard.items()
    } == {name: [(before + 1, {"floor"})] for name in ("english", "spanish", "desk")}
    text = {name: messages[0]["parts"]["floor"] for name, messages in heard.items()}
    assert all(discussion.eva.person.name in html for html in text.values())
    assert ["The floor" in text[name] for name in ("english", "spanish", "desk")] == [
        True,
        False,
        True,
    ]
    assert ["/floor/next" in text[name] for name in ("english", "spanish", "desk")] == [
        False,
        False,
        True,
    ]


def test_what_an_audience_may_do_comes_with_the_parts(meeting, listen, press):
    listeners = {
        name: listen(getattr(meeting, name).person, meeting.workshop)
        for name in ("ana", "official", "observer", "moderator")
    }

    press(meeting.moderator, "agenda/start")

    allowed = {name: listener.news("parts")[-1]["allows"] for name, listener in listeners.items()}
    assert allowed == {
        "ana": "speak contribute propose kind-discussion",
        "official": "speak contribute propose kind-discussion",
        "observer": "kind-discussion",
        "moderator": "propose admit word summarize kind-discussion",
    }


def test_nothing_is_told_of_what_was_refused(discussion, listen, press):
    room = listen(discussion.ana.person, discussion.workshop)

    refused = [
        press(discussion.observer, "floor/ask"),
        press(discussion.moderator, "agenda/resume"),
        press(discussion.ana, "contributions", text="x" * 601),
        press(discussion.ana, "agenda/pause"),
    ]

    assert [answer.status_code for answer in refused] == [409, 409, 422, 403]
    assert [room.news(name) for name in ("parts", "me", "away")] == [[], [], []]
    again = listen(discussion.ana.person, discussion.workshop)
    assert again.answer["version"] == room.answer["version"]


def test_an_order_that_was_answered_already_is_not_told_again(discussion, listen, press):
    room = listen(discussion.ben.person, discussion.workshop)

    for _time in range(2):
        press(discussion.ana, "contributions", key="once", text="Heard once")

    assert len(room.news("parts")) == 1


def test_a_part_is_drawn_once_for_everyone_who_sees_the_same(
    discussion, listen, press, monkeypatch
):
    for seat in (discussion.ana, discussion.ben, discussion.eva):
        listen(seat.person, discussion.workshop)
    listen(discussion.moderator.person, discussion.workshop)
    drawn = []
    render = parts._render

    def note(part, workshop, audience, now):
        drawn.append((part.templates[audience.view], audience.name))
        return render(part, workshop, audience, now)

    monkeypatch.setattr(parts, "_render", note)
    press(discussion.ana, "floor/ask")

    assert sorted(drawn) == [
        ("floor/_floor.html", "participant"),
        ("floor/_floor_desk.html", "moderator"),
    ]


def test_what_is_a_persons_own_goes_to_that_person_alone(discussion, listen, press):
    ana = listen(discussion.ana.person, discussion.workshop)
    ben = listen(discussion.ben.person, discussion.workshop)

    press(discussion.ana, "floor/ask")
    press(discussion.moderator, "floor/next")

    assert ana.news("me") == [
        {"turn": "waiting", "ballot": "open", "face": "none", "aside": "none"},
        {"turn": "speaking", "ballot": "open", "face": "none", "aside": "none"},
    ]
    assert ben.news("me") == []


def test_whoever_loses_the_seat_is_sent_away_and_hears_no_more(discussion, listen, press):
    ana = listen(discussion.ana.person, discussion.workshop)
    ben = listen(discussion.ben.person, discussion.workshop)

    press(discussion.moderator, f"seats/{discussion.ana.id}/remove")
    for listener in (ana, ben):
        listener.news("parts")
    press(discussion.ben, "contributions", text="Among ourselves")

    assert (ana.news("away"), ben.news("away")) == ([{"url": "/"}], [])
    assert (len(ana.news("parts")), len(ben.news("parts"))) == (0, 1)
    assert listen(discussion.ana.person, discussion.workshop).answer == {
        "ok": False,
        "error": "closed",
    }


def test_news_is_told_when_nothing_is_being_written(app, discussion, listen, press, monkeypatch):
    """Whenever something is sent, another connection may begin to write at once."""
    listen(discussion.ana.person, discussion.workshop)
    listen(discussion.moderator.person, discussion.workshop)
    other = sqlite3.connect(make_url(app.config["DATABASE_URL"]).database, timeout=0)
    sent = []
    emit = socketio.emit

    def emit_and_write(event, *arguments, **details):
        other.execute("BEGIN IMMEDIATE")
        other.execute("ROLLBACK")
        sent.append(event)
        return emit(event, *arguments, **details)

    monkeypatch.setattr(socketio, "emit", emit_and_write)
    press(discussion.ana, "floor/ask")
    press(discussion.moderator, "agenda/next")
    press(discussion.moderator, f"seats/{discussion.ana.id}/remove")
    other.close()

    assert sorted(set(sent)) == ["away", "me", "parts"]


def test_a_workshop_hears_nothing_of_another(discussion, listen, press, make_workshop, make_seat):
    elsewhere = make_workshop()
    stranger = listen(make_seat(elsewhere).person, elsewhere)

    press(discussion.ana, "floor/ask")

    assert stranger.news("parts") == []


def test_whether_anyone_listens_is_known(app, discussion, listen):
    listener = listen(discussion.ana.person, discussion.workshop)
    room = parts.Audience("participant", "en").room(discussion.workshop.id)
    with app.app_context():
        assert news.is_listened_to(room)
        assert not news.is_listened_to(parts.Audience("participant", "es").room(1))
        listener.socket.disconnect()
        assert not news.is_listened_to(room)
