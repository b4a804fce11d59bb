"""What the phase, agenda and people parts are drawn from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l

from workshop.room import parts
from workshop.room.parts import Audience
from workshop.workshops import interruptions, queries
from workshop.workshops.guides import PURPOSES, ROLE_NAMES, TITLES, VOTING, PhaseKind, Role
from workshop.workshops.models import PhaseState, SeatState, Workshop

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
        "participant": _l("Rank what your organization holds to be priorities."),
        "official": _l("Rank what your entity holds to be priorities."),
        "rapporteur": _l("The organizations are voting."),
        "moderator": _l(
            "The room votes until the time is up. Nobody sees results before you show them."
        ),
        "observer": _l("The organizations are voting."),
    },
    PhaseKind.RESULTS: {
        "participant": _l("The result is presented, from the last place to the first."),
        "official": _l("The result is presented, from the last place to the first."),
        "rapporteur": _l("The result is presented, from the last place to the first."),
        "moderator": _l("Show the result place by place, from the last to the first."),
        "observer": _l("The result is presented, from the last place to the first."),
    },
    PhaseKind.RECAP: {
        "participant": _l("Read again the problems that came from round 1."),
        "official": _l("Read again the problems that came from round 1."),
        "rapporteur": _l("Read again the problems that came from round 1."),
        "moderator": _l("Go over the problems and the diagnoses behind them."),
        "observer": _l("The moderator goes over the problems from round 1."),
    },
    PhaseKind.FORMULATION: {
        "participant": _l("Write your ideas in silence; the room sees all of them together."),
        "official": _l("Write your ideas in silence; the room sees all of them together."),
        "rapporteur": _l("The participants are writing their ideas."),
        "moderator": _l("Leave a minute of silence; then reveal all ideas together."),
        "observer": _l("The participants are writing their ideas."),
    },
    PhaseKind.ANALYSIS: {
        "participant": _l("Weigh each idea; say which ones belong together; ask for the floor."),
        "official": _l("Weigh each idea; say which ones belong together; ask for the floor."),
        "rapporteur": _l("Follow what is said of each idea."),
        "moderator": _l("Go through the ideas; note which ones belong together."),
        "observer": _l("The room weighs the ideas."),
    },
    PhaseKind.OPINION: {
        "participant": _l("Officials have the floor. Read what each entity says of the ideas."),
        "official": _l("Say of each idea whether it is feasible and whether budget could exist."),
        "rapporteur": _l("Officials have the floor. Read what each entity says of the ideas."),
        "moderator": _l("Give the floor to officials; see which entities have not answered."),
        "observer": _l("Officials say which ideas are feasible."),
    },
    PhaseKind.RECONFIGURATION: {
        "participant": _l("Follow the list as it is settled; object if your idea is misread."),
        "official": _l("Follow the list as it is settled; object if your idea is misread."),
        "rapporteur": _l("Follow the list as it is settled."),
        "moderator": _l("Merge, split and leave out; this is the list the room will vote on."),
        "observer": _l("The moderator settles the list of ideas."),
    },
    PhaseKind.PRESENTATION: {
        "participant": _l("Listen to the entity; read where its proposal comes from."),
        "official": _l("Present your proposal: its ideas, what was left out and why."),
        "rapporteur": _l("The entity presents its proposal."),
        "moderator": _l("Give the floor to the entity that presents."),
        "observer": _l("The entity presents its proposal."),
    },
    PhaseKind.QUESTIONS: {
        "participant": _l("Ask for the floor, or write your question or comment."),
        "official": _l("Answer the room's questions on your proposal."),
        "rapporteur": _l("Note the questions and the answers."),
        "moderator": _l("Give the floor for questions; the entity answers."),
        "observer": _l("The room asks about the proposal."),
    },
    PhaseKind.STRENGTHENING: {
        "participant": _l("Suggest a better wording; see which suggestions are taken up."),
        "official": _l("Accept or decline each suggestion, with a reason."),
        "rapporteur": _l("Follow the suggestions and how they are answered."),
        "moderator": _l("Settle the text with the entity; each suggestion gets an answer."),
        "observer": _l("The room betters the text of the proposal."),
    },
    PhaseKind.AGREEMENT: {
        "participant": _l("Say how far your organization supports the proposal."),
        "official": _l("Say how far your entity supports the proposal."),
        "rapporteur": _l("The organizations say how far they support the proposal."),
        "moderator": _l("The check is open: see how many have answered, then close it."),
        "observer": _l("The organizations say how far they support the proposal."),
    },
    PhaseKind.AGREEMENTS: {
        "participant": _l("Hear the outcome and the reservations."),
        "official": _l("Hear the outcome and the reservations."),
        "rapporteur": _l("Note the outcome and the reservations."),
        "moderator": _l("Read out the outcome and each reservation."),
        "observer": _l("The outcome and the reservations are read out."),
    },
}

STATES = {
    PhaseState.PENDING: _l("to come"),
    PhaseState.CURRENT: _l("under way"),
    PhaseState.COMPLETED: _l("done"),
    PhaseState.SKIPPED: _l("skipped"),
}


def no_headings(_workshop: Workshop) -> Mapping[int, Any]:
    return {}


# What a phase that deals with one item is about, by the item's id; `assembly` says where from.
headings: Callable[[Workshop], Mapping[int, Any]] = no_headings


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
        "headings": headings(workshop),
        "interruption": interruptions.interruption(workshop),
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
    """Who waits at the door, who was not admitted and who is seated, for the moderator."""
    states = (SeatState.WAITING, SeatState.DECLINED, SeatState.ADMITTED)
    everyone = queries.seats(workshop.id, *states)
    seated = [seat for seat in everyone if seat.state is SeatState.ADMITTED]
    return {
        "at_the_door": [seat for seat in everyone if seat.state is SeatState.WAITING],
        "declined": [seat for seat in everyone if seat.state is SeatState.DECLINED],
        "seated": sorted(
            seated, key=lambda seat: (seat.organization.name if seat.organization else "", seat.id)
        ),
        "role_names": ROLE_NAMES,
        "voting_roles": VOTING,
        "roles_at_the_door": [Role.TITULAR, Role.ALTERNATE, Role.OFFICIAL, Role.OBSERVER],
    }


def register() -> None:
    parts.register(
        "phase",
        phase_context,
        room="room/_phase.html",
        desk="room/_phase.html",
        screen="room/_phase_screen.html",
    )
    parts.register("agenda", agenda_context, room="room/_agenda.html", desk="room/_controls.html")
    parts.register("people", people_context, desk="room/_people.html")
