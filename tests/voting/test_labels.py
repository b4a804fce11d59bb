"""Every rule has its words, its count and its ballot, and every kind of ballot its whole set."""

from pathlib import Path

import workshop
from workshop.voting.ballot import answers, forms, labels, marking
from workshop.voting.labels import RULE_TEXTS, BallotKind
from workshop.voting.rules import RULES, tally
from workshop.workshops.models import CountRule

PARTS = Path(workshop.__file__).parent / "templates" / "voting" / "ballot"


def test_every_rule_has_its_count_and_its_words():
    assert set(RULES) == set(CountRule) == set(RULE_TEXTS)


def test_every_kind_of_ballot_is_marked_read_and_explained():
    tables = (
        labels.QUESTIONS,
        labels.SENTENCES,
        marking.LINES,
        forms.READERS,
        answers.IN_WORDS,
    )
    for table in tables:
        assert set(table) == set(BallotKind)
    assert {path.stem for path in PARTS.glob("_mark_*.html")} == {
        f"_mark_{kind}" for kind in BallotKind
    }


def test_every_kind_of_ballot_says_the_same_things():
    assert {frozenset(sentences) for sentences in labels.SENTENCES.values()} == {
        frozenset(("count-none", "count-some", "count-all", "warn-some", "warn-all"))
    }


def test_every_figure_is_read_from_the_result_of_its_rule(app):
    with app.test_request_context():
        for rule, text in RULE_TEXTS.items():
            result = tally("AB", [(RULES[rule].blank, 1)], rule, 1)
            assert text.figure.with_unit(text.figure.of(result, "A"))


def test_a_rule_that_fills_only_so_many_places_says_so():
    for rule, text in RULE_TEXTS.items():
        is_limited = RULES[rule].most_seats is not None
        assert bool(text.places_hint) == is_limited
        assert bool(text.too_many_places) == is_limited
