"""After every use of a tool beside the agenda each open page is as a fresh load would draw it."""

import pytest

from tests.road import tools


@pytest.mark.slow
def test_after_every_tool_each_page_is_as_a_fresh_load(watched):
    tools.round_1(watched)
    tools.round_2(watched)
    tools.round_3(watched)

    assert not watched.wrong, "\n".join(f"{act}\n{watched.wrong[act]}" for act in watched.wrong)
