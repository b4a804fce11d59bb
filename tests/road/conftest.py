"""The plays that several tests are made of."""

import pytest

from tests.road.twice import Twice
from tests.road.watched import Watched
from workshop.room import presence


@pytest.fixture
def twice(app, clock, make_admin, make_staff, sign_in):
    """A play, begun with its plan, in which every button is pressed twice."""
    admin, moderator = make_admin(), make_staff("Mara")
    play = Twice(app, clock, sign_in(admin), moderator, sign_in(moderator))
    play.make_plan()
    return play


@pytest.fixture
def watched(app, clock, make_admin, make_staff, sign_in):
    """A play, begun with its plan, in which everybody has their pages open."""
    admin, moderator = make_admin(), make_staff("Mara")
    play = Watched(app, clock, sign_in(admin), moderator, sign_in(moderator))
    play.make_plan()
    yield play
    for page in play.pages.values():
        page.close()
    presence.take_changed()
