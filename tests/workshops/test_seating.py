"""Seats and voting rights: who is seated, admitted, removed, and who votes for whom."""

import pytest
from sqlalchemy.exc import IntegrityError

from workshop.errors import Refusal
from workshop.extensions import db
from workshop.people.models import Sector
from workshop.workshops import queries, seating
from workshop.workshops.guides import Role
from workshop.workshops.models import Seat, SeatState


@pytest.fixture(autouse=True)
def inside(app, clock):
    with app.app_context():
        yield


@pytest.fixture
def holders(meeting):
    """Who holds a voting right, in the order of the seats."""
    return lambda: [seat for seat in queries.seats(meeting.workshop.id) if seat.holds_vote]


def test_the_first_seat_of_an_organization_holds_its_vote(meeting, make_seat, holders):
    second = make_seat(meeting.workshop, Role.ALTERNATE, meeting.ana.organization)

    assert holders() == [meeting.ana, meeting.ben, meeting.eva, meeting.official]
    assert not second.holds_vote


def test_the_right_is_handed_over_within_the_organization(meeting, make_seat, holders, clock):
    by = meeting.moderator.person
    second = make_seat(meeting.workshop, Role.ALTERNATE, meeting.ana.organization)

    seating.hand_over_vote(second, by, now=clock())

    assert holders() == [meeting.ben, meeting.eva, meeting.official, second]
    for seat, sentence in (
        (second, f"{second.name} holds the voting right already."),
        (meeting.observer, f"{meeting.observer.name} cannot hold a voting right."),
    ):
        with pytest.raises(Refusal, match=sentence):
            seating.hand_over_vote(seat, by, now=clock())


def test_two_seats_never_hold_one_organizations_vote(meeting, make_seat):
    second = make_seat(meeting.workshop, Role.ALTERNATE, meeting.ana.organization)
    second.holds_vote = True
    with pytest.raises(IntegrityError):
        db.session.flush()


@pytest.mark.parametrize(
    "faulty",
    [
        {"state": SeatState.REMOVED},
        {"role": Role.OBSERVER},
        {"organization_id": None},
        {"time_percent": 120},
    ],
    ids=str,
)
def test_the_database_refuses_a_seat_that_makes_no_sense(meeting, faulty):
    for name, value in faulty.items():
        setattr(meeting.ana, name, value)
    with pytest.raises(IntegrityError):
        db.session.flush()


def test_whoever_waits_is_admitted_with_the_role_the_moderator_gives(meeting, make_seat, clock):
    by = meeting.moderator.person
    waiting = make_seat(meeting.workshop, state=SeatState.WAITING)
    assert (waiting.holds_vote, waiting.admitted_at) == (False, None)

    seating.admit(waiting, by, now=clock(), role=Role.ALTERNATE)

    assert (waiting.role, waiting.state, waiting.holds_vote, waiting.admitted_at) == (
        Role.ALTERNATE,
        SeatState.ADMITTED,
        True,
        clock(),
    )
    with pytest.raises(Refusal, match="has been admitted already"):
        seating.admit(waiting, by, now=clock())


@pytest.mark.parametrize(
    ("role", "sentence"),
    [
        (Role.MODERATOR, "Moderators are appointed by the SGP."),
        (Role.OFFICIAL, "Only people of an entity of the State can be officials."),
    ],
)
def test_nobody_is_admitted_to_a_role_that_is_not_theirs(meeting, make_seat, clock, role, sentence):
    waiting = make_seat(meeting.workshop, state=SeatState.WAITING)
    with pytest.raises(Refusal, match=sentence):
        seating.admit(waiting, meeting.moderator.person, now=clock(), role=role)


def test_an_observer_without_organization_does_not_become_a_participant(meeting, clock):
    by = meeting.moderator.person
    seating.remove(meeting.observer, by, now=clock())
    with pytest.raises(Refusal, match="A participant sits for an organization"):
        seating.admit(meeting.observer, by, now=clock(), role=Role.TITULAR)


@pytest.mark.parametrize(
    ("role", "sector", "sentence"),
    [
        (Role.TITULAR, None, "A participant sits for an organization."),
        (Role.OFFICIAL, Sector.ACADEMIA, "is not an entity of the State"),
    ],
    ids=["without organization", "official of a university"],
)
def test_a_seat_fits_its_organization(
    meeting, make_person, make_organization, clock, role, sector, sentence
):
    organization = make_organization(sector=sector) if sector else None
    with pytest.raises(Refusal, match=sentence):
        seating.take_seat(meeting.workshop, make_person(), organization, role, None, now=clock())


def test_a_person_has_one_seat(meeting, clock):
    ana = meeting.ana
    with pytest.raises(Refusal, match="already has a seat"):
        seating.take_seat(
            meeting.workshop, ana.person, ana.organization, Role.ALTERNATE, None, now=clock()
        )


def test_declined_and_removed(meeting, make_seat, clock, holders):
    by = meeting.moderator.person
    waiting = make_seat(meeting.workshop, state=SeatState.WAITING)
    seating.decline(waiting, by, now=clock())
    seating.remove(meeting.ana, by, now=clock())

    assert (waiting.state, meeting.ana.state) == (SeatState.DECLINED, SeatState.REMOVED)
    assert holders() == [meeting.ben, meeting.eva, meeting.official]
    with pytest.raises(Refusal, match="is not waiting at the door"):
        seating.decline(meeting.ben, by, now=clock())
    with pytest.raises(Refusal, match="no longer has a seat"):
        seating.remove(meeting.ana, by, now=clock())
    with pytest.raises(Refusal, match="A workshop needs a moderator"):
        seating.remove(meeting.moderator, by, now=clock())


@pytest.mark.parametrize("percent", [0, 99, 120, 300])
def test_the_personal_factor_is_one_of_three(meeting, clock, percent):
    with pytest.raises(Refusal, match="The personal time factor"):
        seating.set_time_factor(meeting.ana, percent, meeting.moderator.person, now=clock())
    assert db.session.get_one(Seat, meeting.ana.id).time_percent == 100
