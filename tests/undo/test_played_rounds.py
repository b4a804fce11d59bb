"""Three rounds in which each act that can be taken back is: nothing of it is left, anywhere."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.road import offices, restless, rounds, tools
from tests.road.acts import played_in
from tests.road.play import JSON, Play
from workshop.extensions import db
from workshop.undo.acts import UNDOABLE
from workshop.undo.journal import BESIDE
from workshop.undo.rows import COUNTS_ON, LEFT_AS_THEY_ARE
from workshop.voting.ballot import turnout

# Whoever undoes what they did was there, which the act of undoing says as well as any other.
NOTED = BESIDE | {"attendance"}
# The log and these only go on: an act and its undoing are two steps of them.
GOES_ON = LEFT_AS_THEY_ARE | {"contest": {"opening_digest"}}


class Undone(Play):
    """Presses each act, takes it back, looks that nothing has changed, and presses it again."""

    def __init__(self, *arguments):
        super().__init__(*arguments)
        self.undone = Counter()
        self.not_offered = Counter()
        self.gone_back = Counter()
        self.wrong = []
        self.pressed_anew = None

    def press(self, name, act, page="", /, **typed):
        """What is pressed anew is drawn anew: a form may say how often its text was changed."""
        self.pressed_anew = lambda: self.drawn(name, act, page) | typed
        answer = super().press(name, act, page, **typed)
        self.pressed_anew = None
        return answer

    def all_rows(self):
        """Every row of every table, apart from what only goes on."""
        rows = set()
        with self.app.app_context():
            for table in db.metadata.sorted_tables:
                aside = GOES_ON.get(table.name, set()) | {COUNTS_ON}
                columns = [column for column in table.c if column.name not in aside]
                if table.name not in NOTED:
                    shown = db.session.execute(db.select(*columns))
                    rows |= {(table.name, *map(repr, row)) for row in shown}
        return rows

    def send(self, browser, address, **fields):
        endpoint, _values = self.app.url_map.bind("localhost").match(address, "POST")
        if endpoint not in UNDOABLE:
            return super().send(browser, address, **fields)
        before = self.all_rows()
        answer = super().send(browser, address, **fields)
        if "undo" not in answer:
            self.not_offered[endpoint] += 1
            return answer
        undone = browser.post(answer["undo"]["url"], headers=JSON)
        self.undone[endpoint] += 1
        if undone.status_code != 200:
            self.wrong.append((endpoint, undone.status_code, undone.text[:300]))
            return answer
        if self.has_gone_back():
            self.gone_back[endpoint] += 1
        elif (after := self.all_rows()) != before:
            self.wrong.append((endpoint, "lost", before - after, "left", after - before))
        self.clock.advance(seconds=4)
        if self.pressed_anew:
            fields = self.pressed_anew()
        elif endpoint.startswith(("agenda.", "agreement.")) and "seen" in fields:
            fields["seen"] = self.agenda_seen()
        return super().send(browser, address, **fields)

    def has_gone_back(self):
        """Whether the agenda went back as it does with a reason: something could not be undone."""
        last = "SELECT verb FROM log_entry WHERE workshop_id = :w ORDER BY number DESC LIMIT 1"
        return self.value(last, w=self.workshop_id) == "phase reopened"

    def close_votes(self):
        """The clock brings about the end, as it does on a server, and not the next press."""
        super().close_votes()
        with self.app.test_request_context():
            turnout.settle_due()


@pytest.fixture
def play(app, clock, make_admin, make_staff, sign_in):
    admin, moderator = make_admin(), make_staff("Mara")
    play = Undone(app, clock, sign_in(admin), moderator, sign_in(moderator))
    play.make_plan()
    return play


@pytest.mark.slow
def test_every_act_of_three_rounds_can_be_taken_back_without_a_trace(play):
    rounds.round_1(play)
    rounds.round_2(play)
    rounds.round_3(play)

    assert play.wrong == []
    assert not play.not_offered
    # The ideas are revealed with the phase in which they were written: nobody forgets them again.
    assert play.gone_back == {"agenda.go_on": 1}
    assert len(play.undone) > 30, "the play does too little"


@pytest.mark.slow
@pytest.mark.parametrize("script", [restless, tools], ids=["restless", "tools"])
def test_every_act_of_busy_meetings_too(play, script):
    script.round_1(play)
    script.round_2(play)
    script.round_3(play)

    assert_all_undone(play, script)


@pytest.mark.slow
def test_every_act_of_the_offices_too(play):
    offices.all_of_it(play)

    assert_all_undone(play, offices)


def assert_all_undone(play, script):
    """Whether each act of a script that can be taken back was, and nothing was left of it."""
    assert play.wrong == []
    assert not play.not_offered
    name = script.__name__.rpartition(".")[2]
    assert (played_in(name) & UNDOABLE.keys()) - play.undone.keys() == set()


@pytest.mark.slow
def test_on_postgresql_too(make_app, postgresql, clock, make_admin, make_staff):
    app = make_app(DATABASE_URL=postgresql)
    with app.app_context():
        db.create_all()
        admin, moderator = make_admin(), make_staff("Mara")
        people = admin.get_id(), moderator.get_id(), moderator
    browsers = [app.test_client() for _person in range(2)]
    for browser, number in zip(browsers, people, strict=False):
        with browser.session_transaction() as session:
            session["_user_id"], session["_fresh"] = number, True
    play = Undone(app, clock, browsers[0], people[2], browsers[1])
    play.make_plan()

    rounds.round_1(play)

    assert play.wrong == []
    assert not play.not_offered
