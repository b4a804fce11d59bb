"""What a workshop needs before it can begin."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from workshop.diagnoses.models import Diagnosis, Problem
from workshop.people.models import Organization, Sector
from workshop.preparation import readiness
from workshop.workshops.guides import Role
from workshop.workshops.models import Phase, Seat, VoteUnit, Workshop

MONDAY = datetime(2025, 5, 5, 15, 0, tzinfo=UTC)
SATURDAY = datetime(2025, 5, 3, 15, 0, tzinfo=UTC)
ORGANIZATIONS = [
    Organization(id=number, name=f"O{number}", acronym="", sector=Sector.CIVIL_SOCIETY)
    for number in range(4)
]


def seat(role: Role, organization: int | None = None, holds_vote: bool = False) -> Seat:
    of = None if organization is None else ORGANIZATIONS[organization]
    return Seat(role=role, organization_id=organization, organization=of, holds_vote=holds_vote)


def diagnosis(shared_on: date | None, organization: int = 1) -> Diagnosis:
    return Diagnosis(
        title="A study",
        shared_on=shared_on,
        organization_id=organization,
        organization=ORGANIZATIONS[organization],
    )


def facts(**changes: object) -> readiness.Facts:
    """A workshop that lacks nothing, but for the changes."""
    settings = {"starts_at": MONDAY, "place": "Lima", "video_url": ""}
    settings |= {"vote_unit": VoteUnit.ORGANIZATION, "officials_vote": True}
    settings |= {name: changes.pop(name) for name in set(changes) & set(settings)}
    lists = {
        "seats": [
            seat(Role.MODERATOR),
            seat(Role.TITULAR, 1, True),
            seat(Role.TITULAR, 2, True),
            seat(Role.OFFICIAL, 3, True),
        ],
        "problems": [Problem(), Problem()],
        "diagnoses": [diagnosis(date(2025, 4, 1))],
        **changes,
    }
    return readiness.Facts(Workshop(round=1, phases=[Phase()], **settings), **lists)


def missing(app, **changes: object) -> list[str]:
    with app.test_request_context():
        return [check.key for check in readiness.unmet_checks(facts(**changes))]


def test_a_workshop_that_lacks_nothing(app):
    assert missing(app) == []


@pytest.mark.parametrize(
    ("changes", "keys"),
    [
        pytest.param({"starts_at": SATURDAY}, ["working_day"], id="on a Saturday"),
        pytest.param({"place": ""}, ["place"], id="nowhere"),
        pytest.param({"problems": []}, ["problems"], id="no problem"),
        pytest.param({"problems": [Problem()]}, ["problems"], id="one problem"),
        pytest.param({"diagnoses": []}, ["diagnoses"], id="no diagnosis"),
        pytest.param({"diagnoses": [diagnosis(None)]}, ["diagnoses"], id="diagnosis not shared"),
        pytest.param(
            {"diagnoses": [diagnosis(date(2025, 5, 2))]}, ["diagnoses"], id="diagnosis late"
        ),
        pytest.param(
            {"diagnoses": [diagnosis(date(2025, 4, 1), 0)]}, ["authors"], id="author not seated"
        ),
        pytest.param({"officials_vote": False}, ["voters"], id="too few voters"),
        pytest.param(
            {"seats": []},
            ["moderator", "participants", "voters", "officials", "authors"],
            id="nobody",
        ),
    ],
)
def test_what_is_missing(app, changes, keys):
    assert missing(app, **changes) == keys


def test_an_organization_without_its_voting_right_is_named(app):
    seats = [*facts().seats, seat(Role.ALTERNATE, 0)]

    with app.test_request_context():
        [check] = readiness.unmet_checks(facts(seats=seats))

    assert check.sentence == "Nobody holds the voting right of: O0."
    assert not check.is_required


def test_when_persons_vote_nobody_needs_to_hold_a_right(app):
    seats = [seat(Role.MODERATOR), *(seat(Role.TITULAR, number) for number in (1, 2))]
    seats.append(seat(Role.OFFICIAL, 3))

    assert missing(app, seats=seats, vote_unit=VoteUnit.PERSON) == []
