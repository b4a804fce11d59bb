"""Several ballots of one vote: the next one opens by itself, and each says which are in."""

import re

import pytest

from workshop.workshops.guides import PhaseKind

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def vote(round_2, go_to):
    go_to(round_2.workshop, PhaseKind.VOTING)
    return round_2


def test_once_a_ballot_is_in_the_script_is_told_which_comes_next(vote, cast):
    first = cast(vote.ana, "A B", contest=1)
    second = cast(vote.ana, "B A", contest=2)

    assert first.json["next"] == "/workshops/1/contests/2/ballot"
    assert "next" not in second.json


def test_whoever_begins_in_the_middle_is_led_to_what_is_left(vote, cast):
    assert cast(vote.ana, "B A", contest=2).json["next"] == "/workshops/1/contests/1/ballot"


def test_without_a_script_the_answer_leads_to_the_next_ballot(vote, sign_in):
    browser = sign_in(vote.ana.person)
    fields = {"step": "cast", "rank-A": "1", "rank-B": "2"}

    places = [
        browser.post(f"/workshops/1/contests/{contest}/ballot", data=fields).location
        for contest in (1, 2)
    ]

    assert places == ["/workshops/1/contests/2/ballot"] * 2


def test_each_page_says_which_ballots_are_in_and_shows_their_receipts(vote, cast, sign_in):
    receipt = cast(vote.ana, "A B", contest=1).json["receipt"]

    page = sign_in(vote.ana.person).get("/workshops/1/contests/2/ballot").text
    elsewhere = sign_in(vote.ben.person).get("/workshops/1/contests/2/ballot").text

    steps = re.search(r'<ol class="ballot-steps".*?</ol>', page, re.S)[0]
    assert receipt in steps
    assert steps.count("is in") == 1
    assert receipt not in elsewhere
