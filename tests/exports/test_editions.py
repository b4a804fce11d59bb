"""What was published stays as it was; a correction is a further edition with a note."""

import pytest

from workshop.diagnoses.models import Problem
from workshop.exports.models import Edition
from workshop.extensions import db

pytestmark = pytest.mark.usefixtures("clock")

JSON = {"Accept": "application/json"}


@pytest.fixture
def taken(published):
    """The prioritized problems as the file has them."""
    plan_id = published.workshop.theme.plan_id

    def taken(key: str = "round-1-results", column: str = "text") -> list[str]:
        answer = published.admin.get(f"/plans/{plan_id}/files/{key}.json?language=en")
        return [row[column] for row in answer.json["rows"] if row[column]]

    return taken


def test_publishing_makes_the_first_edition(app, published, taken):
    with app.app_context():
        [edition] = db.session.scalars(db.select(Edition))
        assert (edition.number, edition.note) == (1, "")
        assert edition.content["workshop"]["id"] == "R1-T2"
    assert taken() == ["Problem A", "Problem B", "Problem C"]
    assert taken(column="carried") == [True, True]
    assert taken("votes", "abstained") == []  # four ballots are too few for figures
    assert taken("responses") == ["There is no budget before 2025."]


def test_what_is_changed_afterwards_does_not_change_what_was_published(app, published, taken):
    before = taken("votes", "points"), taken("phases", "phase"), taken("links", "relation")
    with app.app_context():
        db.session.get_one(Problem, published.problems[0].id).text = "Rewritten in silence"
        db.session.commit()

    assert taken()[0] == "Problem A"
    assert (
        taken("votes", "points"),
        taken("phases", "phase"),
        taken("links", "relation"),
    ) == before


def test_a_correction_is_a_further_edition_with_a_note(app, published, taken):
    with app.app_context():
        db.session.get_one(Problem, published.problems[0].id).text = "Problem A, spelled right"
        db.session.commit()
    page = f"/workshops/{published.workshop.id}/editions"

    assert published.admin.post(page, data={"reason": " "}, headers=JSON).status_code == 422
    sent = published.admin.post(page, data={"reason": "A slip of the pen"}, headers=JSON)

    assert sent.status_code == 200
    assert taken()[0] == "Problem A, spelled right"
    with app.app_context():
        kept = [
            (edition.number, edition.note, edition.content["workshop"]["problems"][0]["text"])
            for edition in db.session.scalars(db.select(Edition).order_by(Edition.number))
        ]
    assert kept == [
        (1, "", "Problem A"),
        (2, "A slip of the pen", "Problem A, spelled right"),
    ]


def test_a_round_that_is_not_published_has_no_edition(closed):
    page = f"/workshops/{closed.workshop.id}/editions"

    assert closed.admin.post(page, data={"reason": "Too early"}, headers=JSON).status_code == 409


def test_a_late_answer_comes_with_a_further_edition_and_says_that_it_is_late(
    published, press, taken
):
    late = {"status": "planned", "action": "", "unit": "", "text": "By June", "wording": 1}
    answer = press(published.official, "answers/1/record", revision=0, **late)

    assert answer.status_code == 200, answer.json
    assert taken("official-answers") == []
    page = f"/workshops/{published.workshop.id}/editions"
    published.admin.post(page, data={"reason": "An answer came late"}, headers=JSON)
    assert taken("official-answers") == ["By June"]
    assert taken("official-answers", "late") == [True]
    plan_id = published.workshop.theme.plan_id
    public = published.admin.get(f"/open/{plan_id}/rounds/R1-T2?language=en").text
    assert "late, June 20, 2022" in public
