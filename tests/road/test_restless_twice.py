"""Every act of three meetings in which everything happens, pressed twice."""

from tests.road import restless
from tests.road.acts import played_in


def test_every_act_of_restless_meetings_pressed_twice_is_done_once(twice):
    restless.round_1(twice)
    restless.round_2(twice)
    restless.round_3(twice)

    assert not twice.wrong, "\n".join(twice.wrong)
    assert played_in("restless") - set(twice.pressed) == set()
