"""What the phase, agenda and people parts are drawn from."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l

from workshop.live import parts, queries
from workshop.live.guides import PURPOSES, ROLE_NAMES, TITLES, PhaseKind, Role
from workshop.live.models import PhaseState, SeatState, Workshop
from workshop.live.parts import Audience

# What is expected of each audience in each kind of phase, in one sentence.
EXPECTED = {
    PhaseKind.DISCUSSION: {
        "participant": _l("Ask for the floor, or write what you think of a problem."),
        "official": _l("Ask for the floor, or write what you think of a problem."),
        "rapporteur": _l("Note what is said about each problem in its summary."),
        "moderator": _l("Give the floor; admit the problems that are missing."),
        "observer": _l("The organizations discuss the proposed problems."),
    },
    PhaseKind.SUMMARY: {
        "participant": _l("Read the summary as it grows; say aloud if something is missing."),
        "official": _l("Read the summary as it grows; say aloud if something is missing."),
        "rapporteur": _l("Complete the summary of each problem."),
        "moderator": _l("Sum up each problem and settle its wording: next it is frozen."),
        "observer": _l("The moderator sums up the problems and the debate."),
    },
    PhaseKind.OFFICIALS: {
        "participant": _l("Officials have the floor. Read what each entity answers."),
        "official": _l("Say for each problem whether your entity is dealing with it, and how."),
        "rapporteur": _l("Officials have the floor. Read what each entity answers."),
        "moderator": _l("Give the floor to officials; see which entities have not answered."),
        "observer": _l("Officials say what is already being done."),
    },
    PhaseKind.VOTING: {
        "participant": _l("Rank the problems your organization holds to be priorities."),
        "official": _l("Rank the problems your entity holds to be priorities."),
        "rapporteur": _l("The organizations are voting."),
        "moderator": _l("The vote is open. Nobody sees results before you show them."),
        "observer": _l("The organizations are voting."),
    },
    PhaseKind.RESULTS: {
        "participant": _l("The result is presented, from the last place to the first."),
        "official": _l("The result is presented, from the last place to the first."),
        "rapporteur": _l("The result is presented, from the last place to the first."),
        "moderator": _l("Show the result place by place, from the last to the first."),
        "observer": _l("The result is presented, from the last place to the first."),
    },
}

STATES = {
    PhaseState.PENDING: _l("to come"),
    PhaseState.CURRENT: _l("under way"),
    PhaseState.COMPLETED: _l("done"),
    PhaseState.SKIPPED: _l("skipped"),
}


def phase_context(workshop: Workshop, audience: Audience, now: datetime) -> dict[str, Any]:
    """The current phase and its clock, or what comes next."""
    phase = workshop.current_phase
    name = "observer" if audience.name == "screen" else audience.name
    return {
        "phase": phase,
        "next_phase": workshop.next_phase,
        "reading": phase.reading(now) if phase else None,
        "expected": EXPECTED[phase.kind][name] if phase else None,
        "drift": workshop.drift(now),
        "titles": TITLES,
        "purposes": PURPOSES,
    }


def agenda_context(workshop: Workshop, audience: Audience, now: datetime) -> dict[str, Any]:
    """The agenda with where each phase stands, and what the moderator may press."""
    return {
        **phase_context(workshop, audience, now),
        "states": STATES,
        "can_go_back": any(
            phase.state in (PhaseState.COMPLETED, PhaseState.SKIPPED) for phase in workshop.phases
        ),
    }


def people_context(workshop: Workshop, audience: Audience, now: datetime) -> dict[str, Any]:
    """Who waits at the door and who is seated, for the moderator."""
    everyone = queries.seats(workshop.id, SeatState.WAITING, SeatState.ADMITTED)
    seated = [seat for seat in everyone if seat.state is SeatState.ADMITTED]
    return {
        "at_the_door": [seat for seat in everyone if seat.state is SeatState.WAITING],
        "seated": sorted(
            seated, key=lambda seat: (seat.organization.name if seat.organization else "", seat.id)
        ),
        "role_names": ROLE_NAMES,
        "roles_at_the_door": [Role.TITULAR, Role.ALTERNATE, Role.OFFICIAL, Role.OBSERVER],
    }


def register() -> None:
    parts.register(
        "phase",
        phase_context,
        room="live/_phase.html",
        desk="live/_phase.html",
        screen="live/_phase_screen.html",
    )
    parts.register("agenda", agenda_context, room="live/_agenda.html", desk="live/_controls.html")
    parts.register("people", people_context, desk="live/_people.html")
