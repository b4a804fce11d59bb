"""What is public: a round that was played and published, and a plan that came as a file."""

import json
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.lineage.conftest import closed, published, voted  # noqa: F401  fixtures
from workshop import clock as wall_clock
from workshop.commitments.models import Commitment
from workshop.extensions import db
from workshop.lineage import owed
from workshop.live.models import Workshop
from workshop.planfile.reading import import_plan

JSON = {"Accept": "application/json"}
FILE = Path(__file__).parents[1] / "planfile" / "plan.json"


@pytest.fixture
def plan(app, make_admin, sign_in):
    """The plan of the file, all responses given, nothing published: its rounds and its record."""
    document = json.loads(FILE.read_text("utf-8"))
    with app.app_context():
        made, _is_new = import_plan(document, now=wall_clock.now())
        db.session.commit()
        theme_ids = [theme.id for theme in made.themes]
        rounds = {
            one.round: one.id
            for one in db.session.scalars(db.select(Workshop).filter_by(theme_id=theme_ids[0]))
        }
        owing = [f"{one.kind}-{one.item.id}" for one in owed.missing(theme_ids) if one.item]
        record = db.session.scalars(db.select(Commitment)).one()
        entity = record.organization_id
        plan = SimpleNamespace(
            id=made.id, rounds=rounds, record=record.id, document=document, admin=None
        )
    plan.admin = sign_in(make_admin())
    answer = {
        "about": owing,
        "category": "other",
        "text": "For reasons that are told here.",
        "organization_id": entity,
        "answered_on": wall_clock.now().date().isoformat(),
    }
    sent = plan.admin.post(f"/plans/{plan.id}/responses", data=answer, headers=JSON)
    assert sent.status_code == 200, sent.text
    return plan


@pytest.fixture
def publish(plan):
    """Publish these rounds of the plan."""

    def publish(*rounds: int) -> None:
        for number in rounds:
            page = f"/workshops/{plan.rounds[number]}/close/publish"
            sent = plan.admin.post(page, headers=JSON)
            assert sent.status_code == 200, sent.text

    return publish
