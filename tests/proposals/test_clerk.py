"""The clerk in the third round: a question or a suggestion for somebody, never a level."""

import pytest

from workshop.contributions.models import Contribution
from workshop.extensions import db
from workshop.proposals.models import AgreementAnswer, Suggestion
from workshop.workshops.guides import PhaseKind, Role

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def clerk(proposed, make_seat, go_to, press):
    seat = make_seat(proposed.workshop, Role.CLERK)
    go_to(proposed.workshop, PhaseKind.QUESTIONS)
    assert press(seat, f"clerk/seats/{proposed.ana.id}/present").status_code == 200
    return seat


def test_a_question_and_a_suggestion_are_the_persons_through_the_clerk(
    app, proposed, clerk, go_to, press, sign_in
):
    asked = press(clerk, "clerk/contributions", seat_id=proposed.ana.id, text="Who pays?")
    too_early = press(
        clerk,
        "clerk/suggestions",
        seat_id=proposed.ana.id,
        field="title",
        text="Better",
        revision=1,
    )
    go_to(proposed.workshop, PhaseKind.STRENGTHENING)
    page = sign_in(clerk.person).get(f"/workshops/{proposed.workshop.id}").text
    suggested = press(
        clerk,
        "clerk/suggestions",
        seat_id=proposed.ana.id,
        field="title",
        text="Better.",
        revision=1,
    )

    assert [a.status_code for a in (asked, too_early, suggested)] == [200, 409, 200]
    assert 'name="revision" value="1"' in page
    with app.app_context():
        for model in (Contribution, Suggestion):
            row = db.session.scalars(db.select(model)).one()
            assert (row.seat_id, row.clerk_seat_id) == (proposed.ana.id, clerk.id)
            assert row.proposal_id == proposed.proposal
    room = sign_in(proposed.ben.person).get(f"/workshops/{proposed.workshop.id}").text
    assert "through the clerk" in room


def test_the_clerk_answers_no_agreement_check(app, proposed, clerk, go_to, press):
    go_to(proposed.workshop, PhaseKind.AGREEMENT)

    answer = press(clerk, f"proposals/{proposed.proposal}/agreement", level=1, revision=0)

    assert answer.status_code >= 400
    with app.app_context():
        assert db.session.scalars(db.select(AgreementAnswer)).all() == []
