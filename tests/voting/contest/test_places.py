"""A vote in which all go forward decides nothing: who prepares and who moderates are told."""

import pytest

from workshop.extensions import db
from workshop.room.parts import AUDIENCES, render_parts
from workshop.workshops.guides import PhaseKind
from workshop.workshops.models import Workshop

NOTHING = "the vote decides nothing"


@pytest.fixture
def desk(meeting, sign_in):
    def desk():
        return sign_in(meeting.moderator.person).get("/workshops/1/desk").text

    return desk


def places(app):
    with app.app_context():
        return db.session.get_one(Workshop, 1).carry_limit


@pytest.mark.parametrize(("limit", "is_told"), [(5, True), (3, True), (2, False)])
def test_who_prepares_and_who_moderates_are_told(
    app, meeting, make_admin, sign_in, desk, limit, is_told
):
    with app.app_context():
        db.session.get_one(Workshop, 1).carry_limit = limit
        db.session.commit()
    sgp = sign_in(make_admin())

    assert (NOTHING in desk()) is is_told
    assert (f"{limit} go on and 3 are voted on" in sgp.get("/workshops/1/prepare").text) is is_told
    assert (f"{limit} go on and 3 are voted on" in sgp.get("/plans/1").text) is is_told


def test_one_press_on_the_desk_mends_it_until_the_vote_opens(app, meeting, press, go_to, desk):
    go_to(meeting.workshop, PhaseKind.DISCUSSION)
    assert 'value="1" required' in desk()  # of three, half would go forward

    assert press(meeting.moderator, "contests/places", places=2).status_code == 200

    assert NOTHING not in desk()
    go_to(meeting.workshop, PhaseKind.VOTING)
    late = press(meeting.moderator, "contests/places", places=1)
    assert (late.status_code, places(app)) == (409, 2)


@pytest.mark.parametrize("number", ["0", "51", "many", ""])
def test_a_number_that_makes_no_sense_is_refused(app, meeting, press, number):
    answer = press(meeting.moderator, "contests/places", places=number)

    assert (answer.status_code, places(app)) == (422, 5)


def test_the_open_vote_says_so_on_the_desk_alone(app, meeting, go_to, clock):
    go_to(meeting.workshop, PhaseKind.VOTING)

    with app.test_request_context():
        workshop = db.session.get_one(Workshop, 1)
        for audience in (audience for audience in AUDIENCES if audience.language == "en"):
            drawn = render_parts(workshop, audience, clock())["vote"]
            assert ("All that are on this list go forward" in drawn) is audience.is_desk
