"""Every tool beside the agenda, pressed twice."""

from tests.road import tools
from tests.road.acts import played_in


def test_every_tool_pressed_twice_is_used_once(twice):
    tools.round_1(twice)
    tools.round_2(twice)
    tools.round_3(twice)

    assert not twice.wrong, "\n".join(twice.wrong)
    assert played_in("tools") - set(twice.pressed) == set()
