"""Everything while something changes: after each act every open page shows what a load would."""

import pytest

from tests.browser.live_pages import BeforePages, Line, ShiftedClock
from tests.browser.roundtable import PASSWORD
from tests.browser.server import Server
from tests.road import restless
from tests.road.play import GUESTS, SECOND, STRANGER
from tests.road.rounds import DATA, MAPS
from workshop import create_app
from workshop.extensions import db
from workshop.people import passwords
from workshop.people.models import Person


@pytest.fixture
def play(browser, tmp_path, monkeypatch):
    """A play on a server of its own, begun with its plan."""
    monkeypatch.setenv("WORKSHOP_TEST_SHIFT", str(tmp_path / "shift"))
    clock = ShiftedClock(tmp_path / "shift")
    server = Server(tmp_path, "tests.browser.shifted_serve", LANGUAGE="en")
    server.start()
    app = create_app({"TESTING": True, **server.settings})
    with app.app_context():
        kept = {"password_hash": passwords.hash_password(PASSWORD), "created_at": clock()}
        admin = Person(name="Admin", email="a@example.org", is_admin=True, session_number=0, **kept)
        moderator = Person(name="Mara", email="m@example.org", session_number=0, **kept)
        db.session.add_all([admin, moderator])
        db.session.commit()
        db.session.refresh(moderator)
    lines = [Line(server.url).sign_in(f"{name}@example.org", PASSWORD) for name in "am"]
    play = BeforePages(browser, app, clock, lines[0], moderator, lines[1])
    play.make_plan()
    yield play
    with app.app_context():
        db.engine.dispose()
    server.stop()


def test_after_every_act_each_page_shows_a_fresh_load(play):
    play.convene(1)
    restless.prepare_the_problems(play)
    play.come(GUESTS | SECOND | STRANGER)
    play.settle_voting(carry_limit=2, tie_policy="run-off")
    play.ready()
    play.open_pages("Álvaro", "Omar", "Bruno")
    play.begin()
    restless.mark_who_is_there(play)
    restless.take_turns(play)
    restless.move_the_clock(play)
    restless.reword_a_problem(play)
    restless.practise(play)
    restless.vote_again(play)
    restless.settle_by_run_off(play)
    play.press("desk", f"seats/{play.seat_of('Zoe')}/remove")
    play.settle(DATA, MAPS)

    assert not play.wrong, "\n".join(play.wrong)
