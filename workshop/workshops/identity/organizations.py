"""Two organizations that are one: their seats, words and votes become those of the one that stays.

The other keeps its row and its name, which leads to the one that stays. What a vote has counted
stands as it was counted, under the name it was counted by.
"""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _

from workshop.errors import Refusal
from workshop.extensions import db
from workshop.people.models import Organization, Person
from workshop.plans.models import Identifier, Kind
from workshop.workshops import log, queries
from workshop.workshops.identity import moving
from workshop.workshops.identity.corrections import note_organization, require_no_officials
from workshop.workshops.models import Attendance, Corrected, Seat, Workshop
from workshop.workshops.signals import organizations_merging


def workshops_of(*organizations: Organization) -> list[int]:
    """The workshops in which one of these has a seat or has come, in the order of their numbers."""
    ids = [organization.id for organization in organizations]
    seated = db.select(Seat.workshop_id).filter(Seat.organization_id.in_(ids))
    came = db.select(Attendance.workshop_id).filter(Attendance.organization_id.in_(ids))
    return sorted({*db.session.scalars(seated), *db.session.scalars(came)})


def merge(former: Organization, kept: Organization, by: Person, *, now: datetime) -> list[Workshop]:
    """Make one organization of two; gives back the workshops in which it shows, held for this act.

    One vote is left to it wherever both had one.
    """
    workshops = queries.lock_all(workshops_of(former, kept))
    moving.hold(former, kept)
    if former is kept or former.merged_into_id or kept.merged_into_id:
        raise Refusal(_("These are one organization already."))
    if not kept.sector.is_public:
        require_no_officials(former)
    _leave_one_right(former, kept)
    _leave_one_arrival(former, kept)
    organizations_merging.send(former, kept=kept, by=by, now=now)
    moving.move(Organization.__table__, former.id, kept.id)
    _move_identifiers(former, kept)
    kept.acronym = kept.acronym or former.acronym
    former.merged_into = kept
    db.session.flush()
    note_organization(kept, Corrected.MERGED, former.name, kept.name, by, now=now)
    for workshop in workshops:
        log.record(
            workshop,
            "organizations joined",
            by,
            now=now,
            organization=kept.id,
            name=kept.name,
            former=former.id,
            former_name=former.name,
        )
    return workshops


def _leave_one_right(former: Organization, kept: Organization) -> None:
    """Where both have a holder of the voting right, that of the one that stays keeps it."""
    holding = db.select(Seat).filter_by(organization_id=former.id, holds_vote=True)
    for seat in db.session.scalars(holding).all():
        if queries.voting_holder(seat.workshop_id, kept.id):
            seat.holds_vote = False
    db.session.flush()


def _leave_one_arrival(former: Organization, kept: Organization) -> None:
    """Where both came, it came by what was noted first."""
    for arrival in db.session.scalars(db.select(Attendance).filter_by(organization_id=former.id)):
        other = db.session.get(Attendance, (arrival.workshop_id, kept.id))
        if other is None:
            continue
        if arrival.noted_at < other.noted_at:
            other.how, other.noted_at = arrival.how, arrival.noted_at
        db.session.delete(arrival)
    db.session.flush()


def _move_identifiers(former: Organization, kept: Organization) -> None:
    """The code by which files know it; where a plan knows both, the other's is nobody's."""
    own = {"kind": Kind.ORGANIZATION}
    for identifier in db.session.scalars(
        db.select(Identifier).filter_by(row_id=former.id, **own)
    ).all():
        there = db.select(Identifier.id).filter_by(
            plan_id=identifier.plan_id, row_id=kept.id, **own
        )
        if db.session.scalar(there) is None:
            identifier.row_id = kept.id
