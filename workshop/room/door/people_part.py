"""Who is at the door, who was not admitted and who is seated, for the moderator: a row for each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from workshop.clock import milliseconds
from workshop.room import parts, presence
from workshop.room.forms import AT_THE_DOOR
from workshop.room.parts import Audience
from workshop.room.phase_parts import count_present
from workshop.text import name_order
from workshop.web import local_time
from workshop.workshops import queries
from workshop.workshops.guides import ROLE_NAMES, VOTING, Role
from workshop.workshops.identity import likely
from workshop.workshops.models import Seat, SeatState, Workshop, WorkshopState

# The groups of the list, in their order.
GROUPS = (
    (_l("Participants"), frozenset((Role.TITULAR, Role.ALTERNATE))),
    (_l("Officials"), frozenset((Role.OFFICIAL,))),
    (_l("Observers and staff"), frozenset(Role) - VOTING),
)
# The roles that the heading of their group says already.
SAID_BY_GROUP = frozenset((Role.TITULAR, Role.OFFICIAL))


@dataclass(frozen=True)
class Speech:
    """How much a seat has spoken in this workshop, and whether it waits to."""

    turns: int = 0
    ended_at: datetime | None = None
    waits_since: datetime | None = None
    is_speaking: bool = False


def no_speeches(_workshop: Workshop) -> Mapping[int, Speech]:
    return {}


# What each seat has spoken, by the seat's id; `assembly` says where from.
speeches: Callable[[Workshop], Mapping[int, Speech]] = no_speeches


@dataclass(frozen=True)
class Row:
    """One seated person, with what the list is sorted by."""

    seat: Seat
    is_present: bool
    speech: Speech
    takes_part: bool
    may_speak: bool
    may_be_ticked: bool
    # Organization, role where the group does not say it, whether it votes, how it has spoken.
    facts: list[str]

    @property
    def waits_since(self) -> int:
        """In milliseconds; 0 for who does not wait."""
        return milliseconds(self.speech.waits_since) if self.speech.waits_since else 0

    @property
    def spoke_at(self) -> int:
        """In milliseconds; 0 for who has not spoken."""
        return milliseconds(self.speech.ended_at) if self.speech.ended_at else 0


@dataclass(frozen=True)
class Group:
    """The rows of one kind of seat."""

    title: str
    rows: list[Row]


def people_context(workshop: Workshop, audience: Audience, now: datetime) -> dict[str, Any]:
    states = (SeatState.WAITING, SeatState.DECLINED, SeatState.ADMITTED)
    everyone = queries.seats(workshop.id, *states)
    seated = [seat for seat in everyone if seat.state is SeatState.ADMITTED]
    at_the_door = [seat for seat in everyone if seat.state is SeatState.WAITING]
    return {
        **count_present(workshop),
        "can_tick": _can_tick(workshop),
        "at_the_door": at_the_door,
        "waiting_ids": ",".join(str(seat.id) for seat in at_the_door),
        "declined": [seat for seat in everyone if seat.state is SeatState.DECLINED],
        "double_seats": likely.double_seats(everyone),
        "double_organizations": likely.double_organizations(everyone),
        "seated_count": len(seated),
        "groups": groups_of(workshop, seated),
        "role_names": ROLE_NAMES,
        "roles_at_the_door": AT_THE_DOOR,
    }


def groups_of(workshop: Workshop, seated: list[Seat]) -> list[Group]:
    """Everybody seated, in groups, by organization; a group without anybody is left out."""
    here = set(presence.present(workshop.id))
    spoken = speeches(workshop)
    ordered = sorted(seated, key=_by_organization)

    def row(seat: Seat) -> Row:
        speech = spoken.get(seat.id, Speech())
        takes_part = seat.role in VOTING
        return Row(
            seat=seat,
            is_present=seat.id in here,
            speech=speech,
            takes_part=takes_part,
            may_speak=seat.may_speak,
            may_be_ticked=takes_part and _can_tick(workshop),
            facts=_facts(seat, speech, workshop.opened_at is not None),
        )

    groups = [
        Group(str(title), [row(seat) for seat in ordered if seat.role in roles])
        for title, roles in GROUPS
    ]
    return [group for group in groups if group.rows]


def _can_tick(workshop: Workshop) -> bool:
    return workshop.state in (WorkshopState.LIVE, WorkshopState.SUSPENDED)


def _facts(seat: Seat, speech: Speech, has_begun: bool) -> list[str]:
    takes_part = seat.role in VOTING
    facts = [
        seat.organization.short if seat.organization else "",
        str(ROLE_NAMES[seat.role]) if seat.role not in SAID_BY_GROUP else "",
        _("votes") if seat.holds_vote else "",
        _sentence(speech) if takes_part and has_begun else "",
    ]
    return [fact for fact in facts if fact]


def _sentence(speech: Speech) -> str:
    """Whether the person speaks, waits, or since when it has been silent."""
    if speech.is_speaking:
        return _("has the floor")
    if speech.waits_since:
        return _("waits since %(time)s", time=local_time(speech.waits_since))
    if not speech.turns:
        return _("has not spoken")
    return ngettext(
        "%(num)d turn, silent since %(time)s",
        "%(num)d turns, silent since %(time)s",
        speech.turns,
        time=local_time(speech.ended_at),
    )


def _by_organization(seat: Seat) -> tuple[Any, int]:
    return name_order(seat.organization.name if seat.organization else ""), seat.id


def register() -> None:
    parts.register("people", people_context, desk="room/_people.html")
