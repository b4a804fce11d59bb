"""Who may prepare, moderate and watch a workshop, and what a role may do in a phase."""

import pytest
from flask_login import AnonymousUserMixin

from workshop.extensions import db
from workshop.people.models import Person
from workshop.workshops import permissions
from workshop.workshops.guides import Action, PhaseKind, Role, actions_of
from workshop.workshops.models import SeatState, Workshop


@pytest.fixture
def allowed(app, meeting):
    """What these rules say of a person, read anew."""

    def allowed(person):
        with app.app_context():
            workshop = db.session.get_one(Workshop, meeting.workshop.id)
            whom = db.session.get_one(Person, person.id) if person else AnonymousUserMixin()
            rules = ("can_prepare", "can_moderate", "can_watch")
            return {rule for rule in rules if getattr(permissions, rule)(whom, workshop)}

    return allowed


def test_who_prepares_moderates_and_watches(meeting, make_seat, make_admin, make_staff, allowed):
    desk = {"can_prepare", "can_moderate", "can_watch"}
    expected = {
        make_admin(): desk,
        make_seat(meeting.workshop, Role.OBSERVER, person=make_admin()).person: desk,
        make_seat(meeting.workshop, person=make_admin()).person: {"can_prepare", "can_watch"},
        meeting.moderator.person: desk,
        make_seat(meeting.workshop, Role.DEPUTY).person: desk,
        make_seat(meeting.workshop, Role.RAPPORTEUR).person: {"can_watch"},
        meeting.ana.person: {"can_watch"},
        meeting.official.person: {"can_watch"},
        meeting.observer.person: {"can_watch"},
        make_staff(): set(),
        None: set(),
    }

    assert {person: allowed(person) for person in expected} == expected


@pytest.mark.parametrize("state", [SeatState.WAITING, SeatState.DECLINED, SeatState.REMOVED])
@pytest.mark.parametrize("role", [Role.MODERATOR, Role.TITULAR])
def test_a_seat_that_is_not_admitted_allows_nothing(meeting, make_seat, allowed, role, state):
    assert allowed(make_seat(meeting.workshop, role, state=state).person) == set()


def test_an_administrator_prepares_what_is_not_there_yet(app, make_admin, meeting):
    with app.app_context():
        admin, moderator = (
            db.session.get_one(Person, person.id)
            for person in (make_admin(), meeting.moderator.person)
        )
        assert permissions.can_prepare(admin)
        assert not permissions.can_prepare(moderator)
        assert not permissions.can_prepare(AnonymousUserMixin())


SPEAKER = {Action.SPEAK, Action.CONTRIBUTE, Action.PROPOSE}
DESK = {Action.PROPOSE, Action.ADMIT, Action.WORD, Action.SUMMARIZE}


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (
            PhaseKind.DISCUSSION,
            {
                Role.MODERATOR: DESK,
                Role.DEPUTY: DESK,
                Role.RAPPORTEUR: {Action.SUMMARIZE},
                Role.TITULAR: SPEAKER,
                Role.ALTERNATE: SPEAKER,
                Role.OFFICIAL: SPEAKER,
            },
        ),
        (
            PhaseKind.SUMMARY,
            {
                Role.MODERATOR: DESK,
                Role.DEPUTY: DESK,
                Role.RAPPORTEUR: {Action.SUMMARIZE},
                Role.TITULAR: {Action.PROPOSE},
                Role.ALTERNATE: {Action.PROPOSE},
                Role.OFFICIAL: {Action.PROPOSE},
            },
        ),
        (PhaseKind.OFFICIALS, {Role.OFFICIAL: {Action.SPEAK, Action.COMMENT}}),
        (
            PhaseKind.VOTING,
            {role: {Action.VOTE} for role in (Role.TITULAR, Role.ALTERNATE, Role.OFFICIAL)},
        ),
        (PhaseKind.RESULTS, {Role.MODERATOR: {Action.REVEAL}, Role.DEPUTY: {Action.REVEAL}}),
        (None, {}),
    ],
    ids=["discussion", "summary", "officials", "voting", "results", "none"],
)
def test_the_permissions_of_a_phase(kind, expected):
    actions = {role: set(actions_of(kind, role)) for role in Role}

    assert actions == {role: expected.get(role, set()) for role in Role}
