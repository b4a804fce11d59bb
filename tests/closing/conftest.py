"""A round 1 that was voted on and closed: A and B go forward, C ends."""

from types import SimpleNamespace

import pytest

from workshop.closing import due
from workshop.extensions import db
from workshop.workshops.guides import PhaseKind
from workshop.workshops.models import Workshop


@pytest.fixture
def voted(app, meeting, go_to, press, cast):
    """The order A, B, C of four ballots, shown; two go forward; the meeting is over."""
    with app.app_context():
        db.session.get_one(Workshop, meeting.workshop.id).carry_limit = 2
        db.session.commit()
    go_to(meeting.workshop, PhaseKind.VOTING)
    for seat in (meeting.ana, meeting.ben, meeting.eva, meeting.official):
        cast(seat, "A B C")
    press(meeting.moderator, "contests/1/close")
    go_to(meeting.workshop, PhaseKind.RESULTS)
    press(meeting.moderator, "contests/1/reveal", everything="yes")
    press(meeting.moderator, "agenda/finish")
    press(meeting.moderator, "agenda/close")
    return meeting


@pytest.fixture
def closed(voted, press, make_admin, sign_in):
    """The same after its round was closed, with the SGP's browser."""
    a, b, _c = voted.problems
    assert press(voted.moderator, "close", item=[a.id, b.id], reason="").status_code == 200
    theme = voted.workshop.theme
    return SimpleNamespace(
        **vars(voted),
        admin=sign_in(make_admin()),
        theme_page=f"/plans/{theme.plan_id}/themes/{theme.id}/problems",
        desk=f"/plans/{theme.plan_id}/responses",
    )


@pytest.fixture
def published(app, closed, clock):
    """The round with one response to all that owes one, published."""
    with app.app_context():
        missing = due.missing_for(db.session.get_one(Workshop, closed.workshop.id))
    response = {
        "about": [case.key for case in missing],
        "category": "no_budget",
        "text": "There is no budget before 2025.",
        "organization_id": closed.official.organization_id,
        "answered_on": clock().date().isoformat(),
    }
    closed.admin.post(closed.desk, data=response, headers={"Accept": "application/json"})
    sent = closed.admin.post(
        f"/workshops/{closed.workshop.id}/close/publish", headers={"Accept": "application/json"}
    )
    assert sent.status_code == 200, sent.text
    return closed
