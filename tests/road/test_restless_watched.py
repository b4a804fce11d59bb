"""After every act of restless meetings each open page is as a fresh load would draw it."""

import pytest

from tests.road import restless


@pytest.mark.slow
def test_after_every_act_each_page_is_as_a_fresh_load(watched):
    restless.round_1(watched)
    restless.round_2(watched)
    restless.round_3(watched)

    assert not watched.wrong, "\n".join(f"{act}\n{watched.wrong[act]}" for act in watched.wrong)
