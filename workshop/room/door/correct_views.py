"""Corrections: of a seat by the SGP and the moderator, of an organization, of one's own name."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.exceptions import NotFound

from workshop import clock
from workshop.errors import require
from workshop.extensions import db
from workshop.people import queries as people
from workshop.people.forms import OrganizationForm
from workshop.people.models import Organization, Sector
from workshop.room import news
from workshop.room.door.join_views import organization_in, own_seat, place_of
from workshop.room.door.seat_views import seat_in
from workshop.room.forms import NameForm, SeatCorrection
from workshop.room.parts import PARTS
from workshop.web import act, answer_act
from workshop.workshops import queries
from workshop.workshops.guides import MODERATING
from workshop.workshops.identity import corrections
from workshop.workshops.identity.labels import listed
from workshop.workshops.models import Seat, SeatState, Workshop
from workshop.workshops.permissions import can_moderate, can_prepare

bp = Blueprint("correct", __name__, url_prefix="/workshops/<int:workshop_id>")


def require_corrector(workshop: Workshop) -> None:
    """The SGP and the moderator correct what stands in a workshop."""
    require(can_prepare(current_user, workshop))


def way_back(workshop: Workshop) -> str:
    """The desk, for whoever moderates; the preparation, for the SGP."""
    page = "live.desk" if can_moderate(current_user, workshop) else "preparation.show"
    return url_for(page, workshop_id=workshop.id)


def tell(workshops: Iterable[Workshop]) -> None:
    """Let every page that may show a name or an organization be drawn anew."""
    for workshop in workshops:
        news.tell(workshop, *PARTS, seats=[seat.id for seat in workshop.seats])


def correctable(workshop_id: int, seat_id: int) -> Seat:
    """A seat that this person may correct: those of moderators are the SGP's."""
    seat = seat_in(workshop_id, seat_id)
    require_corrector(seat.workshop)
    require(current_user.is_admin or seat.role not in MODERATING)
    return seat


@bp.get("/seats/<int:seat_id>/correct")
def seat(workshop_id: int, seat_id: int) -> ResponseReturnValue:
    seat = correctable(workshop_id, seat_id)
    return draw_seat(seat, SeatCorrection(seat, sees_email=current_user.is_admin))


def draw_seat(seat: Seat, form: SeatCorrection) -> str:
    return render_template(
        "room/door/correct_seat.html",
        workshop=seat.workshop,
        seat=seat,
        form=form,
        back=way_back(seat.workshop),
        organizations=people.organizations(),
        corrections=listed(corrections.of_seat(seat)),
    )


@bp.post("/seats/<int:seat_id>/correct")
@act
def correct_seat(workshop_id: int, seat_id: int) -> ResponseReturnValue:
    seat = correctable(workshop_id, seat_id)
    workshops = corrections.hold_workshops_of(seat.person)
    form = SeatCorrection(seat, sees_email=current_user.is_admin)
    if not form.validate():
        return draw_seat(seat, form), 422
    message = apply(seat, form)
    tell(workshops)
    return answer_act(way_back(seat.workshop), message)


def apply(seat: Seat, form: SeatCorrection) -> str:
    """Carry out what the form says, and put it in words."""
    now = clock.now()
    corrections.correct_name(seat, form.name.data, current_user, now=now)
    if form.sees_email or form.email.data:
        corrections.correct_email(seat, form.email.data, current_user, now=now)
    if "role" not in form:
        return _("%(name)s is saved.", name=seat.name)
    had_vote, former = seat.holds_vote, seat.organization
    organization = organization_in(form) if form.organization.data else None
    heir = corrections.correct_place(seat, organization, form.role.data, current_user, now=now)
    if not had_vote or (seat.holds_vote and seat.organization is former):
        return _("%(name)s is saved.", name=seat.name)
    return vote_sentence(seat, former, heir)


def vote_sentence(seat: Seat, former: Organization | None, heir: Seat | None) -> str:
    """Who votes now for the organization whose right this seat held."""
    names = {"name": seat.name, "organization": former.short if former else ""}
    if heir:
        sentence = _("%(name)s is saved. %(heir)s now holds the voting right of %(organization)s.")
        return sentence % {**names, "heir": heir.name}
    return _("%(name)s is saved. Nobody holds the voting right of %(organization)s now.") % names


# Organizations


def seated_organization(workshop_id: int, organization_id: int) -> Organization:
    """An organization that has a seat in this workshop; 404 for any other.

    One that was joined meanwhile is the one it became.
    """
    workshop = queries.get(workshop_id)
    require_corrector(workshop)
    row = db.get_or_404(Organization, organization_id).itself
    if all(seat.organization_id != row.id for seat in workshop.seats):
        raise NotFound
    return row


@bp.get("/organizations/<int:organization_id>/correct")
def organization(workshop_id: int, organization_id: int) -> ResponseReturnValue:
    row = seated_organization(workshop_id, organization_id)
    return draw_organization(queries.get(workshop_id), row, OrganizationForm(obj=row))


def draw_organization(workshop: Workshop, row: Organization, form: OrganizationForm) -> str:
    return render_template(
        "room/door/correct_organization.html",
        workshop=workshop,
        organization=row,
        form=form,
        back=way_back(workshop),
        corrections=listed(corrections.of_organization(row)),
    )


@bp.post("/organizations/<int:organization_id>/correct")
@act
def correct_organization(workshop_id: int, organization_id: int) -> ResponseReturnValue:
    row = seated_organization(workshop_id, organization_id)
    workshop = queries.get(workshop_id)
    form = OrganizationForm()
    if not form.validate():
        return draw_organization(workshop, row, form), 422
    apply_to_organization(row, form)
    return answer_act(way_back(workshop), _("%(name)s is saved.", name=row.name))


def apply_to_organization(row: Organization, form: OrganizationForm) -> None:
    """Correct an organization as the form says, and tell every workshop that shows it."""
    changed = corrections.correct_organization(
        row,
        form.name.data,
        Sector(form.sector.data),
        form.acronym.data,
        current_user,
        now=clock.now(),
    )
    tell(changed)


# One's own name


@bp.get("/your-name")
def own_name(workshop_id: int) -> ResponseReturnValue:
    seat = own_seat(workshop_id)
    require(seat.state is not SeatState.REMOVED)
    return draw_own_name(seat, NameForm(obj=seat))


def draw_own_name(seat: Seat, form: NameForm) -> str:
    return render_template(
        "room/door/own_name.html",
        workshop=seat.workshop,
        seat=seat,
        form=form,
        back=place_of(seat),
    )


@bp.post("/your-name")
@act
def correct_own_name(workshop_id: int) -> ResponseReturnValue:
    seat = own_seat(workshop_id)
    workshops = corrections.hold_workshops_of(seat.person)
    require(seat.state is not SeatState.REMOVED)
    form = NameForm()
    if not form.validate():
        return draw_own_name(seat, form), 422
    if corrections.correct_name(seat, form.name.data, current_user, now=clock.now()):
        tell(workshops)
    return answer_act(place_of(seat), _("Your name is saved: %(name)s.", name=seat.name))
