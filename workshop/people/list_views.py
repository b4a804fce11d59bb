"""The lists the SGP keeps: organizations, and the staff who sign in with a password."""

from __future__ import annotations

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from workshop import clock
from workshop.errors import require
from workshop.people import queries, services
from workshop.people.forms import OrganizationForm, StaffForm
from workshop.people.models import SECTOR_NAMES, Sector
from workshop.people.permissions import can_keep_lists
from workshop.people.views import bp
from workshop.web import act, answer_act


@bp.get("/organizations")
def organizations() -> ResponseReturnValue:
    require(can_keep_lists(current_user))
    return draw_organizations(OrganizationForm())


@bp.post("/organizations")
@act
def add_organization() -> ResponseReturnValue:
    require(can_keep_lists(current_user))
    form = OrganizationForm()
    if not form.validate():
        return draw_organizations(form), 422
    added = services.add_organization(form.name.data, Sector(form.sector.data), form.acronym.data)
    return answer_act(
        url_for("people.organizations"), _("%(name)s is now in the list.", name=added.name)
    )


def draw_organizations(form: OrganizationForm) -> str:
    everyone = queries.organizations()
    return render_template(
        "people/organizations.html",
        form=form,
        organizations=everyone,
        doubles=queries.double_organizations(everyone),
        sector_names=SECTOR_NAMES,
    )


@bp.get("/staff")
def staff() -> ResponseReturnValue:
    require(can_keep_lists(current_user))
    return draw_staff(StaffForm())


@bp.post("/staff")
@act
def add_staff() -> ResponseReturnValue:
    require(can_keep_lists(current_user))
    form = StaffForm()
    if not form.validate():
        return draw_staff(form), 422
    added = services.add_staff(
        form.name.data,
        form.email.data,
        form.password.data,
        is_admin=form.is_admin.data,
        now=clock.now(),
    )
    return answer_act(url_for("people.staff"), _("%(name)s can now sign in.", name=added.name))


def draw_staff(form: StaffForm) -> str:
    staff = [
        (
            person,
            _("administer and prepare") if person.is_admin else _("moderate where given the seat"),
        )
        for person in queries.staff()
    ]
    return render_template("people/staff.html", form=form, staff=staff)
