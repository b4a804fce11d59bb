"""A record that a file brought as approved is looked at again before it is published."""

import io
import json
import re
from pathlib import Path

import pytest

from workshop.commitments.models import Commitment
from workshop.extensions import db

pytestmark = pytest.mark.usefixtures("clock")

JSON = {"Accept": "application/json"}
FILE = Path(__file__).parents[1] / "planfile" / "plan.json"
APPROVED = {"state": "approved", "approval": {"instrument": "Resolution 2", "date": "2022-06-01"}}
REASON = "It came without all it needs."


@pytest.fixture
def admin(make_admin, sign_in):
    return sign_in(make_admin())


@pytest.fixture
def record(app, admin):
    """The address of the record of the tests' own file, which lacks some fields, as approved."""
    document = json.loads(FILE.read_text("utf-8")) | {"schema_version": "1.1"}
    document["commitments"][0] |= APPROVED
    data = json.dumps(document).encode()
    sent = admin.post("/plans/import", data={"file": (io.BytesIO(data), "plan.json")}, headers=JSON)
    assert sent.status_code == 200, sent.text
    with app.app_context():
        [row] = db.session.scalars(db.select(Commitment))
        return f"/plans/{row.theme.plan_id}/commitments/{row.id}"


@pytest.fixture
def press(admin, record):
    """Take a step with what the panel shows."""

    def press(act, **fields):
        panel = admin.get(f"{record}/panel").text
        [seen] = set(re.findall(r'name="seen" value="([^"]+)"', panel)) or {"1"}
        return admin.post(f"{record}/{act}", data={"seen": seen, **fields}, headers=JSON)

    return press


def test_an_incomplete_one_is_not_published_but_sent_back(app, admin, record, press):
    panel = admin.get(f"{record}/panel").text
    for warning in re.findall(r'name="warning" value="([^"]+)"', panel):
        press("warnings/accept", warning=warning, note="It is so in the report.")

    refused = press("publish")

    assert refused.status_code == 409
    assert "The record is not complete yet." in refused.text
    panel = admin.get(f"{record}/panel").text
    assert "It can be published once there are no errors" in panel
    assert f'action="{record}/publish"' not in panel
    assert press("send-back", reason=REASON).status_code == 200
    with app.app_context():
        assert db.session.scalars(db.select(Commitment.state)).one() == "draft"


def test_a_complete_one_waits_for_its_answers_and_does_not_go_back(app, admin, record, press):
    with app.app_context():
        [row] = db.session.scalars(db.select(Commitment))
        row.contribution = "Everyone will know."
        row.milestones[1].responsible_unit = "Network Office"
        row.milestones[1].means_of_verification = "The map"
        db.session.commit()

    refused = press("publish")

    assert refused.status_code == 409
    assert "while a warning has no note" in refused.text
    assert press("send-back", reason=REASON).status_code == 409
