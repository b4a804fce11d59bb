"""A meeting between the plan file and its columns: how far it had come, and how the room votes."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any

from flask_babel import to_utc

from workshop.plans.models import Theme
from workshop.workshops.models import (
    CountRule,
    TiePolicy,
    VoteUnit,
    Workshop,
    WorkshopState,
)
from workshop.workshops.services import plan_workshop

Entry = dict[str, Any]
# A file need not give the hour of a meeting: `web.local_date` shows midnight as a day alone.
HOUR = "00:00"
# What lies ahead, or never was: it comes in as it is. All else a file brings is closed.
NOT_HELD = frozenset(("draft", "convened", "ready", "postponed", "cancelled"))


def plan_meeting(theme: Theme, entry: Entry) -> Workshop:
    """The workshop of an entry; one that was held, or was going on, is closed.

    What a file tells of no phase was not run here: a closed one has no agenda to show.
    """
    starts_at = instant(entry["date"])
    state = entry.get("state", "closed")
    workshop = plan_workshop(theme, entry["round"], starts_at, **_columns(entry))
    if state in NOT_HELD:
        workshop.state = WorkshopState(state)
        return workshop
    workshop.state = WorkshopState.CLOSED
    workshop.is_year_inferred = bool(entry["date"].get("year_inferred"))
    workshop.opened_at = workshop.closed_at = workshop.cut_at = starts_at
    workshop.phases = []
    return workshop


def instant(said: Entry) -> datetime:
    """When a meeting began, by the clock of where the workshops are held."""
    day, hour = date.fromisoformat(said["iso"]), time.fromisoformat(said.get("time", HOUR))
    return to_utc(datetime.combine(day, hour)).replace(tzinfo=UTC)


def state_of(row: Workshop, in_file: str | None) -> str:
    """How far it had come, where it was held: of what came with a file closed, as the file says."""
    if row.state is WorkshopState.CLOSED and in_file is not None and in_file not in NOT_HELD:
        return in_file
    return str(row.state)


def settings(row: Workshop) -> Entry:
    """How its room votes."""
    return {
        "rule": str(row.rule),
        "settings": row.rule_settings,
        "places": row.carry_limit,
        "unit": str(row.vote_unit),
        "officials_vote": row.officials_vote,
        "secret": row.is_secret,
        "tie_policy": str(row.tie_policy),
        "quorum_percent": row.quorum_percent,
        "overall": row.votes_overall,
    }


def _columns(entry: Entry) -> Entry:
    """The columns of a workshop that its entry says besides day and state."""
    columns: Entry = {"place": entry.get("place", "")}
    if voting := entry.get("voting"):
        columns |= {
            "rule": CountRule(voting["rule"]),
            "rule_settings": voting["settings"],
            "carry_limit": voting["places"],
            "vote_unit": VoteUnit(voting["unit"]),
            "officials_vote": voting["officials_vote"],
            "is_secret": voting["secret"],
            "tie_policy": TiePolicy(voting["tie_policy"]),
            "quorum_percent": voting["quorum_percent"],
            "votes_overall": voting["overall"],
        }
    return columns
