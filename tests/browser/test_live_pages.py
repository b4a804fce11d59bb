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
    monkeypatch.setenv("SERVED_SHIFT", str(tmp_path / "shift"))
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


pytestmark = pytest.mark.slow


def test_after_every_act_each_page_shows_a_fresh_load(play):
    play.convene(1)
    restless.prepare_the_problems(play)
    play.come(GUESTS | SECOND | STRANGER)
    play.settle_voting(carry_limit=2, tie_policy="run-off")
    play.ready()
    play.open_pages("Álvaro", "Omar", "Bruno")
    play.begin()
    restless.mark_who_is_there(play)
    restless.move_the_clock(play)
    restless.reword_a_problem(play)
    restless.practise(play)
    restless.vote_again(play)
    restless.settle_by_run_off(play)
    play.press("desk", f"seats/{play.seat_of('Zoe')}/remove")
    play.settle(DATA, MAPS)

    assert not play.wrong, "\n".join(play.wrong)


def test_pages_beside_the_room_do_so_too(play):
    play.convene(2)
    for text in (DATA, restless.NO_MAPS):
        play.prepare_problem(text, *GUESTS["Nadia"][:2])
    play.come(GUESTS | SECOND)
    play.settle_voting(carry_limit=1, tie_policy="lots")
    play.ready()
    play.begin()
    play.go_on_to("formulation")
    restless.write(play)
    for name, place in {"Zoe": "ideas", "Ñusta": "weigh", "Omar": "opinions"}.items():
        play.open(name, play.browsers[name], f"{play.page}/{place}")
    restless.reveal(play)
    play.go_on_to("analysis")
    play.close_page("Ñusta")
    play.open("Omar, weighing", play.browsers["Omar"], f"{play.page}/weigh")
    restless.weigh_the_ideas(play)
    play.go_on_to("reconfiguration")
    list_page = f"{play.page}/list/{play.idea(restless.RADAR)}"
    play.open("desk", play.desk_browser, list_page)
    restless.settle_the_list(play)

    assert not play.wrong, "\n".join(play.wrong)
