"""An entity is asked for its opinions, and finds what it has not answered."""

import pytest

from workshop.workshops.guides import PhaseKind

pytestmark = pytest.mark.usefixtures("clock")


def test_the_moderator_asks_for_the_opinions_that_are_missing(round_2, go_to, press, sign_in):
    go_to(round_2.workshop, PhaseKind.OPINION)
    entity = round_2.official.organization_id
    asked = "The moderator asks you to answer the ideas your entity has not answered."

    answer = press(round_2.moderator, "answers/ask", organization_id=entity)
    one_problem = press(round_2.moderator, "answers/ask", organization_id=entity, problem_id=1)

    assert answer.status_code == 200
    assert one_problem.status_code in (404, 409)
    room = f"/workshops/{round_2.workshop.id}"
    assert asked in sign_in(round_2.official.person).get(room).text
    assert asked not in sign_in(round_2.ana.person).get(room).text
    page = sign_in(round_2.official.person).get(f"{room}/opinions").text
    number = len(round_2.ideas)
    assert f"{number} of {number} without an answer" in page
    assert "Next without an answer" in page

    for idea in round_2.ideas:
        answered = press(
            round_2.official,
            f"opinions/{idea.id}",
            feasibility="feasible",
            budget="possible",
            unit="",
            text="Yes",
            revision=0,
        )
        assert answered.status_code == 200
    assert asked not in sign_in(round_2.official.person).get(room).text
    public = sign_in(round_2.ana.person).get(room).text
    assert "for all its answers; answered" in public
