"""Every address that takes an order says whether and how it can be taken back."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import workshop
from workshop.undo import acts

TEMPLATES = Path(workshop.__file__).parent / "templates"
# What a button of a final act says or asks before the press: in its form, or a line beside it.
SAYS_SO = re.compile(
    r"cannot\s+\"?\s*\"?be (undone|taken back)|vote_opens|run_off_opens|reveal_question"
    r"|close_warning"
)
# The server asks itself, and with the numbers of the moment.
ASKED_BY_SERVER = {"agreement.close"}

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


@pytest.mark.parametrize("endpoint", sorted(set(acts.FINAL) - ASKED_BY_SERVER))
def test_what_is_final_says_so_before_the_press(endpoint):
    pages = [path.read_text("utf-8") for path in TEMPLATES.rglob("*.html")]
    places = re.compile(rf"""["']{re.escape(endpoint)}["']""")
    offered = [page for page in pages if places.search(page)]

    assert offered
    assert all(SAYS_SO.search(page) for page in offered)
