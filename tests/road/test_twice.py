"""Every act of three rounds pressed twice: nobody is accused, and nothing is done twice."""

from collections import Counter

import pytest

from tests.road import rounds
from tests.road.play import JSON, Play
from workshop.extensions import db

# A repeat is noted in these; nothing else may change.
NOTED = {"last_press", "answered_order"}


class Twice(Play):
    """Sends each order a second time, as a finger does, and notes what that changed."""

    def __init__(self, *arguments):
        super().__init__(*arguments)
        self.pressed = Counter()
        self.wrong = []

    def rows_of_tables(self):
        counts = (
            db.select(db.func.count()).select_from(table).scalar_subquery().label(table.name)
            for table in db.metadata.sorted_tables
            if table.name not in NOTED
        )
        with self.app.app_context():
            return db.session.execute(db.select(*counts)).one()._asdict()

    def send(self, browser, address, **fields):
        answer = super().send(browser, address, **fields)
        before = self.rows_of_tables()
        again = browser.post(address, data=fields, headers=JSON)
        after = self.rows_of_tables()
        endpoint, _values = self.app.url_map.bind("localhost").match(address, "POST")
        self.pressed[endpoint] += 1
        if (again.status_code, again.json) != (200, answer):
            self.wrong.append((endpoint, again.status_code, again.text[:200]))
        if after != before:
            self.wrong.append((endpoint, "done twice"))
        return answer


@pytest.fixture
def play(app, clock, make_admin, make_staff, sign_in):
    admin, moderator = make_admin(), make_staff("Mara")
    play = Twice(app, clock, sign_in(admin), moderator, sign_in(moderator))
    play.make_plan()
    return play


def test_every_act_pressed_twice_is_done_once_and_accuses_nobody(play):
    rounds.round_1(play)
    rounds.round_2(play)
    rounds.round_3(play)

    assert play.wrong == []
    assert len(play.pressed) > 45, "the play does too little"
