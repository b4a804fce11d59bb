"""Joining what is one: two seats of one person, two organizations of one name."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from workshop import clock
from workshop.errors import Refusal, require
from workshop.people import services
from workshop.people.models import Alike, Organization
from workshop.room import news
from workshop.room.door.correct_views import seated_organization, tell, way_back
from workshop.room.door.join_views import place_of
from workshop.room.door.seat_views import seat_in
from workshop.room.forms import IntoForm
from workshop.web import act, answer_act, check_form
from workshop.workshops import queries
from workshop.workshops.identity import likely, organizations, persons
from workshop.workshops.models import Seat, Workshop
from workshop.workshops.permissions import can_prepare

bp = Blueprint("doubles", __name__, url_prefix="/workshops/<int:workshop_id>")


@bp.post("/seats/<int:seat_id>/join")
@act
def join_seats(workshop_id: int, seat_id: int) -> ResponseReturnValue:
    """Not held before: joining holds all the workshops it touches, in their order."""
    workshop = queries.get(workshop_id)
    require(can_prepare(current_user, workshop))
    former = seat_in(workshop_id, seat_id)
    kept = seat_in(workshop_id, check_form(IntoForm()).into.data)
    require_likely(workshop.seats, former, kept)
    seats = persons.merge(former.person, kept.person, current_user, now=clock.now())
    tell(seat.workshop for seat in seats)
    news.send_away(former, place_of(kept))
    message = _("%(name)s has one seat now.", name=kept.name)
    return answer_act(way_back(workshop), message)


def require_likely(seats: list[Seat], former: Seat, kept: Seat) -> None:
    """Only two who are shown as likely the same are joined by a press."""
    if former.person.itself is kept.person.itself:
        raise Refusal(_("These are one person already."))
    pairs = {(pair.former.id, pair.kept.id) for pair in likely.double_seats(seats)}
    if (former.id, kept.id) not in pairs:
        raise Refusal(_("These two are not of one name and one organization. Correct that first."))


@bp.post("/organizations/<int:organization_id>/join")
@act
def join_organizations(workshop_id: int, organization_id: int) -> ResponseReturnValue:
    former = seated_organization(workshop_id, organization_id)
    kept = seated_organization(workshop_id, check_form(IntoForm()).into.data)
    workshops = organizations.merge(former, kept, current_user, now=clock.now())
    tell(workshops)
    return answer_act(way_back(queries.get(workshop_id)), joined(former, kept))


def joined(former: Organization, kept: Organization) -> str:
    return _("%(former)s is now %(name)s, with one vote.", former=former.name, name=kept.name)


@bp.post("/seats/<int:seat_id>/apart")
@act
def tell_seats_apart(workshop_id: int, seat_id: int) -> ResponseReturnValue:
    """Two people of one name: nobody is asked about them again."""
    workshop = queries.lock(workshop_id)
    require(can_prepare(current_user, workshop))
    seat = seat_in(workshop_id, seat_id)
    other = seat_in(workshop_id, check_form(IntoForm()).into.data)
    return keep_apart(workshop, Alike.PERSON, seat.person_id, other.person_id)


@bp.post("/organizations/<int:organization_id>/apart")
@act
def tell_organizations_apart(workshop_id: int, organization_id: int) -> ResponseReturnValue:
    row = seated_organization(workshop_id, organization_id)
    other = seated_organization(workshop_id, check_form(IntoForm()).into.data)
    return keep_apart(queries.lock(workshop_id), Alike.ORGANIZATION, row.id, other.id)


def keep_apart(workshop: Workshop, kind: Alike, row_id: int, other_id: int) -> ResponseReturnValue:
    if row_id == other_id:
        raise Refusal(_("These are one already."))
    services.tell_apart(kind, row_id, other_id)
    news.tell(workshop, "people")
    return answer_act(way_back(workshop), _("They stay two."))
