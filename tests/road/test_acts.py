"""The table of acts is the application's: no act is missing from it, and none is gone."""

from tests.road.acts import NOT_PLAYED, PLAYED, acts_of, played_in


def test_every_act_stands_in_the_table_once(app):
    listed = [act for script in PLAYED for act in played_in(script)] + list(NOT_PLAYED)

    assert sorted(listed) == sorted(set(listed))
    assert acts_of(app) - set(listed) == set(), "a new act wants its line and its step"
    assert set(listed) - acts_of(app) == set(), "no such act"
