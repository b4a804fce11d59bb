"""One organization of the SGP's list: corrected on record, or joined to the one that it is."""

from __future__ import annotations

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from workshop import clock
from workshop.errors import Refusal, require
from workshop.extensions import db
from workshop.people import queries, services
from workshop.people.forms import OrganizationForm
from workshop.people.models import Alike, Organization
from workshop.people.permissions import can_keep_lists
from workshop.people.views import bp
from workshop.room.door.correct_views import apply_to_organization, tell
from workshop.room.door.double_views import joined
from workshop.room.forms import IntoForm
from workshop.web import act, answer_act, check_form
from workshop.workshops.identity import corrections, organizations
from workshop.workshops.identity.labels import listed


def in_list(organization_id: int) -> Organization:
    """An organization for who keeps the list; one that was joined is the one it became."""
    require(can_keep_lists(current_user))
    return db.get_or_404(Organization, organization_id).itself


@bp.get("/organizations/<int:organization_id>")
def organization(organization_id: int) -> ResponseReturnValue:
    row = in_list(organization_id)
    return draw_organization(row, OrganizationForm(obj=row))


def draw_organization(row: Organization, form: OrganizationForm) -> str:
    return render_template(
        "people/organization.html",
        form=form,
        organization=row,
        others=[other for other in queries.organizations() if other is not row],
        former_names=queries.former_names(row),
        corrections=listed(corrections.of_organization(row)),
    )


@bp.post("/organizations/<int:organization_id>")
@act
def change_organization(organization_id: int) -> ResponseReturnValue:
    row = in_list(organization_id)
    form = OrganizationForm()
    if not form.validate():
        return draw_organization(row, form), 422
    apply_to_organization(row, form)
    return answer_act(url_for("people.organizations"), _("%(name)s is saved.", name=row.name))


@bp.post("/organizations/<int:organization_id>/join")
@act
def join_organization(organization_id: int) -> ResponseReturnValue:
    """Any two of the list, as who keeps it knows them to be one."""
    former = in_list(organization_id)
    kept = in_list(check_form(IntoForm()).into.data)
    tell(organizations.merge(former, kept, current_user, now=clock.now()))
    return answer_act(url_for("people.organizations"), joined(former, kept))


@bp.post("/organizations/<int:organization_id>/apart")
@act
def tell_apart(organization_id: int) -> ResponseReturnValue:
    """Two of the list that look alike and are not the same."""
    row = in_list(organization_id)
    other = in_list(check_form(IntoForm()).into.data)
    if row is other:
        raise Refusal(_("These are one already."))
    services.tell_apart(Alike.ORGANIZATION, row.id, other.id)
    return answer_act(url_for("people.organizations"), _("They stay two."))
