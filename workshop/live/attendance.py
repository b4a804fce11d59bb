"""Who took part in a workshop, by organization: from its seats, or as an imported file says."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from workshop.extensions import db
from workshop.live.guides import VOTING
from workshop.live.models import SeatState, Workshop
from workshop.people.models import Organization
from workshop.plans.models import Identifier, Kind


def attendance(workshops: Sequence[Workshop]) -> dict[int, list[Organization]]:
    """For each workshop the organizations that took part; observers and staff do not count."""
    told = _told(workshops)
    codes = {code for several in told.values() for code in several}
    known = _organizations({workshop.theme.plan_id for workshop in workshops}, codes)
    return {
        workshop.id: [known[code] for code in told[workshop.id] if code in known]
        if workshop.id in told
        else _seated(workshop)
        for workshop in workshops
    }


def _seated(workshop: Workshop) -> list[Organization]:
    found = {
        seat.organization.id: seat.organization
        for seat in workshop.seats
        if seat.organization and seat.state is SeatState.ADMITTED and seat.role in VOTING
    }
    return sorted(found.values(), key=lambda one: one.name)


def _told(workshops: Iterable[Workshop]) -> dict[int, list[str]]:
    """The organizations' codes, by workshop, where a file brought them."""
    query = db.select(Identifier).filter(
        Identifier.kind == Kind.WORKSHOP, Identifier.row_id.in_([one.id for one in workshops])
    )
    return {
        one.row_id: [each["org"] for each in one.details["participants"] or []]
        for one in db.session.scalars(query)
        if "participants" in one.details
    }


def _organizations(plan_ids: set[int], codes: set[str]) -> dict[str, Organization]:
    query = (
        db.select(Identifier.code, Organization)
        .join(Organization, Organization.id == Identifier.row_id)
        .filter(
            Identifier.plan_id.in_(plan_ids),
            Identifier.kind == Kind.ORGANIZATION,
            Identifier.code.in_(codes),
        )
    )
    return {code: organization for code, organization in db.session.execute(query)}
