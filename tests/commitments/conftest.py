"""A round 3 with a proposal that can become a commitment, and a draft of a record."""

import re
from types import SimpleNamespace

import pytest

from tests.proposals.conftest import present, proposed, round_3, write  # noqa: F401  fixtures
from workshop.commitments.models import Commitment, Milestone
from workshop.extensions import db
from workshop.people.models import Sector


@pytest.fixture
def record(app, keep, make_theme, make_organization, make_person, make_admin, clock):
    """A draft of the ministry, with Rosa of the ministry, Admin, and a stranger."""
    ministry = make_organization("Ministry of Trees", Sector.EXECUTIVE, "MINTREE")
    theme = make_theme("Forests")

    def build():
        commitment = Commitment(
            theme_id=theme.id,
            title="Publish the registry",
            organization_id=ministry.id,
            description="- Register the permits\n- Train the clerks",
            created_at=clock(),
        )
        commitment.milestones.append(Milestone(position=0, activity="Register all permits"))
        return commitment

    commitment = keep(build, "milestones", "theme.plan", "organization")
    return SimpleNamespace(
        id=commitment.id,
        milestone_id=commitment.milestones[0].id,
        plan_id=theme.plan_id,
        ministry=ministry,
        rosa=make_person("Rosa", ministry),
        stranger=make_person("Otto"),
        admin=make_admin(),
    )


@pytest.fixture
def send(sign_in, record):
    """Send an act as the page's script does."""

    def send(person, act, **fields):
        address = f"/plans/{record.plan_id}/commitments/{record.id}/{act}"
        return sign_in(person).post(address, data=fields, headers={"Accept": "application/json"})

    return send


@pytest.fixture
def look(sign_in, record):
    def look(person, page=""):
        address = f"/plans/{record.plan_id}/commitments/{record.id}{page}"
        return sign_in(person).get(address)

    return look


@pytest.fixture
def kept(app, record):
    """What the database says of the record, by name."""

    def kept(*names):
        with app.app_context():
            row = db.session.get_one(Commitment, record.id)
            return [getattr(row, name) for name in names]

    return kept


@pytest.fixture
def answer_warnings(send, look):
    """Let every open warning stand, by its form on the panel."""

    def answer_warnings(person, note="It is so in the report"):
        for warning in re.findall(r'name="warning" value="([^"]+)"', look(person, "/panel").text):
            sent = send(person, "warnings/accept", warning=warning, note=note)
            assert sent.status_code == 200, sent.text

    return answer_warnings


FILLED = {
    "period_start": "2023-01",
    "period_end": "2024-12",
    "problem": "Nobody knows",
    "contribution": "All will know",
    "relevance": "Transparent",
    "final_products": ["A registry"],
    "outcome_indicators": ["Permits"],
    "monitoring_entity": "MINTREE",
    "monitoring_unit": "Planning",
}


@pytest.fixture
def step(app, record, send):
    """Take a step with the revision that a page just opened would carry."""

    def step(person, name, **fields):
        with app.app_context():
            revision = db.session.get_one(Commitment, record.id).revision
        return send(person, name, **{"seen": revision, **fields})

    return step


@pytest.fixture
def filled(app, record):
    """The record without errors."""
    with app.app_context():
        row = db.session.get_one(Commitment, record.id)
        for name, value in FILLED.items():
            setattr(row, name, value)
        milestone = row.milestones[0]
        milestone.responsible_unit, milestone.means_of_verification = "Registry", "Web"
        milestone.start_half, milestone.end_half = "2023-H1", "2024-H2"
        db.session.commit()
    return record
