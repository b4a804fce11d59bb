"""Every act of three rounds pressed twice: nobody is accused, and nothing is done twice."""

from tests.road import rounds
from tests.road.acts import played_in


def test_every_act_pressed_twice_is_done_once_and_accuses_nobody(twice):
    rounds.round_1(twice)
    rounds.round_2(twice)
    rounds.round_3(twice)

    assert not twice.wrong, "\n".join(twice.wrong)
    assert played_in("rounds") - set(twice.pressed) == set()
