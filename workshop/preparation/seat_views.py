"""Preparing a workshop's seats: who takes part, for whom, and the link each comes in by."""

from __future__ import annotations

from flask import Blueprint, Response, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from workshop import clock
from workshop.errors import require
from workshop.extensions import db
from workshop.language import in_chosen_language
from workshop.people import links
from workshop.people import queries as people
from workshop.preparation import seat_links, services
from workshop.preparation.forms import AppointForm, SeatForm, TimeFactorForm
from workshop.preparation.page import draw, require_preparer, to_section
from workshop.room import news
from workshop.room.door.seat_views import SEATS
from workshop.web import act, check_form, reversible
from workshop.workshops import queries, seating
from workshop.workshops.guides import MODERATING, ROLE_NAMES, VOTING
from workshop.workshops.models import Seat, SeatState, Workshop
from workshop.workshops.permissions import can_prepare

bp = Blueprint("seats", __name__, url_prefix="/seats")


def seat_in(workshop: Workshop, seat_id: int) -> Seat:
    """A seat of this workshop; 404 for any other."""
    return db.first_or_404(db.select(Seat).filter_by(id=seat_id, workshop_id=workshop.id))


def may_change(seat: Seat) -> bool:
    """Moderators are the SGP's to appoint and to remove."""
    return current_user.is_admin or seat.role not in MODERATING


def kept_seat(seat: Seat, message: str) -> ResponseReturnValue:
    """Go back to the seats, telling everyone of that organization what is theirs now."""
    same = [s.id for s in seat.workshop.seats if s.organization_id == seat.organization_id]
    news.tell(seat.workshop, *SEATS, seats=same)
    return to_section(seat.workshop, "seats", message)


@bp.post("/appoint")
@act
def appoint(workshop_id: int) -> ResponseReturnValue:
    workshop = require_preparer(workshop_id)
    require(current_user.is_admin)
    staff = people.staff()
    form = AppointForm(staff)
    if not form.validate():
        return draw(workshop, appoint=form), 422
    person = next(person for person in staff if person.id == form.person_id.data)
    now = clock.now()
    seat = services.appoint(workshop, person, form.role.data, current_user, now=now)
    return kept_seat(seat, _("%(name)s now has a seat.", name=seat.name))


@bp.post("/add")
@act
def add(workshop_id: int) -> ResponseReturnValue:
    workshop = require_preparer(workshop_id)
    form = SeatForm(people.organizations())
    if not form.validate():
        return draw(workshop, seat=form), 422
    now = clock.now()
    person = services.participant(form.name.data, form.email.data, form.organization, now=now)
    seat = services.seat_participant(
        workshop,
        person,
        form.organization,
        form.role.data,
        current_user,
        now=now,
        time_percent=form.time_percent.data,
    )
    return kept_seat(seat, _("%(name)s now has a seat.", name=seat.name))


@bp.get("/<int:seat_id>")
def show(workshop_id: int, seat_id: int) -> ResponseReturnValue:
    workshop = queries.get(workshop_id)
    require(can_prepare(current_user, workshop))
    seat = seat_in(workshop, seat_id)
    return draw_seat(seat, TimeFactorForm(obj=seat))


def draw_seat(seat: Seat, form: TimeFactorForm) -> str:
    link = seat_links.valid_links(seat.workshop, clock.now()).get(seat.person_id)
    return render_template(
        "preparation/seat.html",
        workshop=seat.workshop,
        seat=seat,
        form=form,
        link=link,
        link_address=links.address(link) if link else "",
        role_name=ROLE_NAMES[seat.role],
        may_correct=may_change(seat),
        may_give_link=current_user.is_admin and not seat.person.is_staff,
        may_set_time=current_user.is_admin and seat.role in VOTING,
        may_remove=may_change(seat) and seat.state is SeatState.ADMITTED,
    )


@bp.post("/<int:seat_id>/time")
@act
def set_time(workshop_id: int, seat_id: int) -> ResponseReturnValue:
    seat = seat_in(require_preparer(workshop_id), seat_id)
    require(current_user.is_admin)
    percent = check_form(TimeFactorForm()).time_percent.data
    seating.set_time_factor(seat, percent, current_user, now=clock.now())
    return kept_seat(seat, _("The speaking time of %(name)s has been set.", name=seat.name))


@bp.post("/<int:seat_id>/hand-over")
@reversible
def hand_over(workshop_id: int, seat_id: int) -> ResponseReturnValue:
    seat = seat_in(require_preparer(workshop_id), seat_id)
    seating.hand_over_vote(seat, current_user, now=clock.now())
    return kept_seat(seat, _("%(name)s now holds the voting right.", name=seat.name))


@bp.post("/<int:seat_id>/remove")
@reversible
def remove(workshop_id: int, seat_id: int) -> ResponseReturnValue:
    seat = seat_in(require_preparer(workshop_id), seat_id)
    require(may_change(seat))
    seating.remove(seat, current_user, now=clock.now())
    news.send_away(seat, url_for("plans.start"))
    return kept_seat(seat, _("%(name)s no longer has a seat.", name=seat.name))


@bp.post("/<int:seat_id>/restore")
@reversible
def restore(workshop_id: int, seat_id: int) -> ResponseReturnValue:
    """Give back a seat that was taken back, or the one that was refused at the door."""
    seat = seat_in(require_preparer(workshop_id), seat_id)
    was_declined = seat.state is SeatState.DECLINED
    seating.admit(seat, current_user, now=clock.now())
    if was_declined:
        return kept_seat(seat, _("%(name)s has been admitted.", name=seat.name))
    return kept_seat(seat, _("%(name)s has a seat again.", name=seat.name))


@bp.post("/<int:seat_id>/link")
@act
def make_link(workshop_id: int, seat_id: int) -> ResponseReturnValue:
    seat = seat_in(require_preparer(workshop_id), seat_id)
    require(current_user.is_admin)
    seat_links.issue(seat, current_user, now=clock.now())
    return kept_seat(seat, _("%(name)s now has a personal link.", name=seat.name))


@bp.post("/<int:seat_id>/revoke")
@act
def revoke_links(workshop_id: int, seat_id: int) -> ResponseReturnValue:
    seat = seat_in(require_preparer(workshop_id), seat_id)
    require(current_user.is_admin)
    seat_links.revoke(seat, current_user, now=clock.now())
    return kept_seat(seat, _("The links of %(name)s have been withdrawn.", name=seat.name))


@bp.post("/links")
@act
def make_links(workshop_id: int) -> ResponseReturnValue:
    workshop = require_preparer(workshop_id)
    require(current_user.is_admin)
    count = seat_links.issue_missing(workshop, current_user, now=clock.now())
    message = ngettext("%(num)s link has been made.", "%(num)s links have been made.", count)
    return to_section(workshop, "seats", message)


@bp.get("/links.csv")
@in_chosen_language
def links_file(workshop_id: int) -> ResponseReturnValue:
    workshop = queries.get(workshop_id)
    require(current_user.is_admin)
    name = f"links-{workshop.code}.csv"
    return Response(
        seat_links.as_csv(workshop, clock.now()),
        content_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "no-store",
        },
    )
