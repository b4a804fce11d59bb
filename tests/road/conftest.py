"""The plays that several tests are made of."""

import pytest

from tests.road.twice import Twice


@pytest.fixture
def twice(app, clock, make_admin, make_staff, sign_in):
    """A play, begun with its plan, in which every button is pressed twice."""
    admin, moderator = make_admin(), make_staff("Mara")
    play = Twice(app, clock, sign_in(admin), moderator, sign_in(moderator))
    play.make_plan()
    return play
