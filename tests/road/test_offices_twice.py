"""Every act of the work before and after the meetings, pressed twice."""

from tests.road import offices
from tests.road.acts import played_in


def test_every_act_of_the_offices_pressed_twice_is_done_once(twice):
    offices.all_of_it(twice)

    assert not twice.wrong, "\n".join(twice.wrong)
    assert played_in("offices") - set(twice.pressed) == set()
