"""Every address that takes an order says whether and how it can be taken back."""

from __future__ import annotations

from workshop.undo import acts

LISTS = (acts.UNDOABLE, acts.FINAL, acts.OTHERWISE)
# What may be final, and nothing else.
MAY_BE_FINAL = ("close a vote", "reveal", "publish", "erase", "send", "hand out ballots")


def test_every_order_is_on_exactly_one_list(app):
    posts = {rule.endpoint for rule in app.url_map.iter_rules() if "POST" in rule.methods}

    listed = [endpoint for several in LISTS for endpoint in several]
    assert sorted(listed) == sorted(posts)


def test_nothing_is_final_beyond_the_one_list():
    assert all(why.startswith(MAY_BE_FINAL) for why in acts.FINAL.values())
    assert all(acts.OTHERWISE.values())
    assert acts.GOES_BACK.issubset(acts.UNDOABLE)


def test_an_act_that_can_be_undone_happens_in_a_workshop(app):
    rules = {rule.endpoint: rule.arguments for rule in app.url_map.iter_rules()}

    assert all("workshop_id" in rules[endpoint] for endpoint in acts.UNDOABLE)
