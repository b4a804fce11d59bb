"""One road from act to file: three rounds are played, and everything handed out is compared."""

import pytest

from tests.road import rounds
from tests.road.play import Play


@pytest.fixture
def play(app, clock, make_admin, make_staff, sign_in):
    admin, moderator = make_admin(), make_staff("Mara")
    play = Play(app, clock, sign_in(admin), moderator, sign_in(moderator))
    play.make_plan()
    return play


def test_road(play):
    rounds.round_1(play)
    rounds.round_2(play)
    rounds.round_3(play)
