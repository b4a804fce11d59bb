"""What the phase log says of phases that never took place."""

import pytest

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def states(make_admin, sign_in):
    """The states of the phases, as the table of the SGP has them, each once."""

    def states(plan_id, language="en"):
        page = f"/plans/{plan_id}/files/phases.json?language={language}"
        rows = sign_in(make_admin()).get(page).json["rows"]
        return {(row["state"], row["state_name"]) for row in rows}

    return states


def test_those_of_a_cancelled_workshop_were_not_held(meeting, make_admin, sign_in, states):
    plan = meeting.workshop.theme.plan_id
    assert states(plan) == {("pending", "to come")}
    cancel = f"/workshops/{meeting.workshop.id}/prepare/cancel"

    sent = sign_in(make_admin()).post(cancel, data={"cancel-reason": "A strike"})

    assert sent.status_code == 303, sent.text
    assert states(plan) == {("not_held", "not held")}
    assert states(plan, "es") == {("not_held", "no se llevó a cabo")}
    minutes = sign_in(make_admin()).get(f"/workshops/{meeting.workshop.id}/minutes").text
    assert "not held" in minutes
    assert "to come" not in minutes
