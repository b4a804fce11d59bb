"""Problems between rounds 1 and 2: reworded, merged, split, each with its reason and its links."""

import pytest

from workshop.diagnoses.models import Problem
from workshop.extensions import db
from workshop.links.models import Link
from workshop.workshops.guides import PhaseKind, Role

pytestmark = pytest.mark.usefixtures("clock")

JSON = {"Accept": "application/json"}


@pytest.fixture
def rework(closed):
    def rework(act: str, **fields: object):
        fields.setdefault("reason", "The two are one")
        return closed.admin.post(f"{closed.theme_page}/{act}", data=fields, headers=JSON)

    return rework


@pytest.fixture
def second(app, closed):
    """The problems of round 2: their id and state by their words."""

    def second() -> dict[str, tuple[int, str]]:
        with app.app_context():
            query = db.select(Problem).filter_by(round=2).order_by(Problem.id)
            return {
                problem.text: (problem.id, str(problem.state))
                for problem in db.session.scalars(query)
            }

    return second


def leading_to(app, problem_id: int) -> list[tuple[str, str]]:
    with app.app_context():
        return [
            (str(link.relation), db.session.get_one(Problem, link.from_problem_id).text)
            for link in db.session.scalars(db.select(Link).filter_by(to_problem_id=problem_id))
        ]


def test_a_reworded_problem_says_so_and_said_as_before_is_carried_again(app, rework, second):
    number, _state = second()["Problem A"]

    assert rework(f"{number}/reword", text="A, said plainly", revision=1).status_code == 200
    assert leading_to(app, number) == [("reworded", "Problem A")]

    assert rework(f"{number}/reword", text="Problem A", revision=2).status_code == 200
    assert leading_to(app, number) == [("carried", "Problem A")]


def test_of_two_who_reword_the_second_is_told(rework, second):
    number, _state = second()["Problem A"]
    rework(f"{number}/reword", text="A, said plainly", revision=1)

    refused = rework(f"{number}/reword", text="A, said otherwise", revision=1)

    assert refused.status_code == 409
    assert refused.json["current"] == {"text": "A, said plainly", "revision": 2}


def test_merged_problems_stay_readable_and_owe_a_response(app, closed, rework, second):
    a, b = (second()[f"Problem {letter}"][0] for letter in "AB")

    assert rework("merge", problem=[a, b], text="A and B").status_code == 200

    made = second()
    assert made["A and B"][1] == "admitted"
    assert made["Problem A"] == (a, "replaced")
    assert leading_to(app, made["A and B"][0]) == [("merged", "Problem A"), ("merged", "Problem B")]
    page = closed.admin.get(f"{closed.desk}?round=2").text
    assert "2 responses are missing" in page


def test_a_split_problem_lives_on_in_all_of_its_pieces(app, closed, rework, second):
    a, _state = second()["Problem A"]

    sent = rework(f"{a}/split", **{"texts-0": "A on land", "texts-1": "A at sea"})

    assert sent.status_code == 200
    made = second()
    assert leading_to(app, made["A at sea"][0]) == [("split", "Problem A")]
    assert "Problem A" not in closed.admin.get(f"{closed.desk}?round=2").text


def test_a_merge_is_undone_and_leaves_nothing_behind(app, rework, second):
    before = second()
    a, b = (before[f"Problem {letter}"][0] for letter in "AB")
    rework("merge", problem=[a, b], text="A and B")
    made, _state = second()["A and B"]

    assert rework(f"{made}/undo").status_code == 200
    assert second() == before


@pytest.mark.parametrize(
    ("act", "fields", "status"),
    [
        ("{a}/reword", {"text": "", "revision": 1}, 422),
        ("{a}/reword", {"text": "Other", "revision": 1, "reason": ""}, 422),
        ("{a}/reword", {"text": "Problem A", "revision": 1}, 409),
        ("merge", {"problem": ["{a}"], "text": "One alone"}, 409),
        ("merge", {"problem": ["{a}", "999"], "text": "With nothing"}, 404),
        ("{a}/split", {"texts-0": "Only one"}, 409),
        ("{a}/undo", {}, 409),
        ("999/reword", {"text": "Other", "revision": 1}, 404),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(rework, second, act, fields, status):
    before = second()
    a = before["Problem A"][0]
    sent = {
        name: [str(entry).format(a=a) for entry in value] if isinstance(value, list) else value
        for name, value in fields.items()
    }

    assert rework(act.format(a=a), **sent).status_code == status
    assert second() == before


def test_once_round_2_has_begun_its_problems_stay(
    closed, make_workshop, make_seat, go_to, rework, second
):
    workshop = make_workshop(closed.workshop.theme, round=2)
    make_seat(workshop, Role.MODERATOR)
    go_to(workshop, PhaseKind.RECAP)

    refused = rework(f"{second()['Problem A'][0]}/reword", text="Too late now", revision=1)

    assert refused.status_code == 409
    assert "Round 2 has begun" in refused.text
