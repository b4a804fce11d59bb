"""Ideas are written by each alone, never lost, and seen by all at the same moment."""

import pytest

from workshop.extensions import db
from workshop.ideas.models import Idea, IdeaState, Origin
from workshop.links.models import Link, Relation
from workshop.workshops.guides import PhaseKind
from workshop.workshops.models import Phase

SECRET_WORDS = "a single window for complaints"


@pytest.fixture
def writing(clock, round_2, go_to):
    """The formulation, just begun, with the four ideas of the fixture out of the way."""
    go_to(round_2.workshop, PhaseKind.FORMULATION)
    return round_2


@pytest.fixture
def write(press, writing):
    """Write an idea as the page does: begin it, then save what is typed."""

    def write(seat, text=SECRET_WORDS, problems=None, revision=1):
        begun = press(seat, "ideas")
        number = int(begun.json["redirect"].rsplit("-", 1)[1])
        chosen = [p.id for p in (writing.problems[:1] if problems is None else problems)]
        fields = {"text": text, "problem": chosen, "revision": revision}
        saved = press(seat, f"ideas/{number}", **fields)
        assert (begun.status_code, saved.status_code) == (200, 200), saved.json
        return number

    return write


@pytest.fixture
def idea(app):
    """An idea as it is kept, with the problems it answers."""

    def idea(number):
        with app.app_context():
            row = db.session.get_one(Idea, number)
            links = db.session.scalars(
                db.select(Link.from_problem_id).filter_by(
                    to_idea_id=number, relation=Relation.ANSWERS
                )
            )
            return row.state, row.text, row.position, sorted(links)

    return idea


def test_a_draft_is_kept_as_it_is_typed_and_is_nobody_elses(writing, write, idea, sign_in):
    number = write(writing.ana)

    assert idea(number) == (IdeaState.DRAFT, SECRET_WORDS, 0, [writing.problems[0].id])
    pages = {
        seat: sign_in(seat.person).get(f"/workshops/{writing.workshop.id}/{page}").text
        for seat, page in (
            (writing.ana, "ideas"),
            (writing.ben, "ideas"),
            (writing.moderator, "desk"),
            (writing.moderator, "ideas"),
        )
    }
    assert [SECRET_WORDS in page for page in pages.values()] == [True, False, False]


def test_nobody_reads_what_is_handed_in_before_all_is_revealed(
    clock, writing, write, press, idea, sign_in, listen
):
    ben = listen(writing.ben.person, writing.workshop)
    number = write(writing.ana)
    press(writing.ana, f"ideas/{number}/hand-in")

    heard = str(ben.answer) + str(ben.news("parts"))
    desk = sign_in(writing.moderator.person).get(f"/workshops/{writing.workshop.id}/desk").text
    assert SECRET_WORDS not in heard + desk
    assert '<strong class="numbers">1</strong> idea handed in' in desk

    early = press(writing.moderator, "ideas/reveal")
    clock.advance(seconds=60)
    revealed = press(writing.moderator, "ideas/reveal")

    assert (early.status_code, revealed.status_code) == (409, 200)
    assert SECRET_WORDS in ben.news("parts")[-1]["parts"]["ideas"]
    assert idea(number)[:3] == (IdeaState.LISTED, SECRET_WORDS, 5)


def test_only_the_moderator_reveals_and_only_once(clock, writing, press):
    clock.advance(minutes=2)

    assert press(writing.ana, "ideas/reveal").status_code == 403
    assert press(writing.moderator, "ideas/reveal").status_code == 200
    clock.advance(seconds=4)
    assert press(writing.moderator, "ideas/reveal").status_code == 409


def test_after_the_reveal_an_idea_is_seen_at_once(clock, writing, write, press, idea):
    clock.advance(minutes=2)
    press(writing.moderator, "ideas/reveal")
    number = write(writing.ben)

    press(writing.ben, f"ideas/{number}/hand-in")

    assert idea(number)[:3] == (IdeaState.LISTED, SECRET_WORDS, 5)


def test_leaving_the_phase_reveals_what_was_handed_in_and_keeps_the_drafts(
    app, writing, write, press, idea, sign_in
):
    handed_in, draft = write(writing.ana), None
    press(writing.ana, f"ideas/{handed_in}/hand-in")
    draft = write(writing.ben, "not finished")

    press(writing.moderator, "agenda/next")

    assert idea(handed_in)[0] is IdeaState.LISTED
    assert idea(draft)[:2] == (IdeaState.DRAFT, "not finished")
    page = sign_in(writing.ben.person).get(f"/workshops/{writing.workshop.id}/ideas").text
    assert "not finished" in page
    with app.app_context():
        phase = db.session.scalar(db.select(Phase).filter_by(kind=PhaseKind.FORMULATION))
        assert phase.revealed_at is not None


def test_until_the_reveal_it_can_be_changed_and_taken_back(writing, write, press, idea):
    number = write(writing.ana)
    press(writing.ana, f"ideas/{number}/hand-in")
    a, b = writing.problems

    changed = {"text": "another wording", "problem": [a.id, b.id], "revision": 2}
    assert press(writing.ana, f"ideas/{number}", **changed).status_code == 200
    assert idea(number) == (IdeaState.HANDED_IN, "another wording", 0, [a.id, b.id])
    assert press(writing.ana, f"ideas/{number}/take-back").status_code == 200
    assert idea(number)[0] is IdeaState.DRAFT


def test_a_second_device_is_told_and_loses_nothing(writing, write, press):
    number = write(writing.ana)

    answer = press(writing.ana, f"ideas/{number}", text="older", problem=[], revision=1)

    assert answer.status_code == 409
    assert answer.json["current"] == {"text": SECRET_WORDS, "revision": 2}


@pytest.mark.parametrize(
    ("text", "problems", "sentence"),
    [
        ("", None, "Write the idea first."),
        ("words", [], "Choose the problem that the idea answers, or more than one."),
    ],
)
def test_an_idea_without_words_or_problem_is_not_handed_in(
    writing, write, press, text, problems, sentence
):
    number = write(writing.ana, text, problems)

    answer = press(writing.ana, f"ideas/{number}/hand-in")

    assert (answer.status_code, answer.json["message"]) == (409, sentence)


def test_another_persons_idea_is_out_of_reach(writing, write, press):
    number = write(writing.ana)

    acts = ("", "/hand-in", "/take-back")
    fields = {"text": "mine", "problem": [], "revision": 2}
    assert [press(writing.ben, f"ideas/{number}{act}", **fields).status_code for act in acts] == [
        403
    ] * 3
    assert press(writing.observer, "ideas").status_code == 403


def test_an_official_adds_an_alternative_of_the_agenda_and_the_moderator_notes_one(
    app, writing, press, go_to
):
    go_to(writing.workshop, PhaseKind.ANALYSIS)
    assert press(writing.ana, "ideas").status_code == 409
    origins = {}
    for seat, kind in (
        (writing.moderator, PhaseKind.ANALYSIS),
        (writing.official, PhaseKind.OPINION),
    ):
        go_to(writing.workshop, kind)
        number = int(press(seat, "ideas").json["redirect"].rsplit("-", 1)[1])
        fields = {"text": "one more", "problem": [writing.problems[0].id], "revision": 1}
        press(seat, f"ideas/{number}", **fields)
        assert press(seat, f"ideas/{number}/hand-in").status_code == 200
        with app.app_context():
            row = db.session.get_one(Idea, number)
            origins[seat.role] = (row.origin, row.state)
    assert list(origins.values()) == [
        (Origin.MODERATOR, IdeaState.LISTED),
        (Origin.OFFICIAL_AGENDA, IdeaState.LISTED),
    ]
