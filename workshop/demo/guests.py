"""The guests of a demonstration: seats nobody plays ask for the floor, answer and vote."""

from __future__ import annotations

import json
import logging
import random
import secrets
from datetime import timedelta
from typing import Any

from flask import Flask, g
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import NotFound

from workshop import clock
from workshop.contributions import queries as contribution_queries
from workshop.contributions import services as contributions
from workshop.contributions.models import CommentStatus
from workshop.database import writing
from workshop.demo.plan import PEOPLE
from workshop.errors import Refusal
from workshop.extensions import db, socketio
from workshop.floor import queries as floor_queries
from workshop.floor import services as floor
from workshop.language import current
from workshop.room import news
from workshop.voting.ballot import box, marking, turnout
from workshop.voting.contest import queries as voting_queries
from workshop.voting.labels import BallotKind
from workshop.voting.models import Contest
from workshop.voting.temperature import queries as temperature_queries
from workshop.voting.temperature import services as temperature
from workshop.voting.temperature.models import TemperatureCheck
from workshop.workshops import queries as live_queries
from workshop.workshops.guides import PhaseKind, Role
from workshop.workshops.models import Seat, Workshop, WorkshopState

log = logging.getLogger(__name__)

SECONDS_BETWEEN_ACTS = 2
LONGEST_QUEUE = 3

SAYINGS = [
    "En nuestra experiencia, la información existe, pero nadie sabe a quién pedirla.",
    "Las comunidades piden los datos en lenguaje sencillo y en su lengua.",
    "Hace falta un responsable por entidad y un plazo que se publique.",
    "Conviene empezar por los datos que ya se producen y no se difunden.",
    "La participación llega cuando las decisiones ya están tomadas.",
]

ANSWERS = [
    (CommentStatus.ADDRESSED, "Se actualiza el portal de datos", "Oficina de Tecnologías"),
    (CommentStatus.PLANNED, "Está previsto en el plan operativo", "Dirección de Planeamiento"),
    (CommentStatus.NOT_ADDRESSED, "", ""),
    (CommentStatus.OUTSIDE, "", ""),
]


def start(app: Flask) -> None:
    """Let the guests act, one at a time, for as long as the server runs."""
    names = {name for name, _acronym, _role, host in PEOPLE if host is None}

    def run() -> None:
        while True:
            socketio.sleep(SECONDS_BETWEEN_ACTS)
            with app.test_request_context():  # parts hold addresses of this site
                try:
                    act(names)
                except (Refusal, NotFound) as refusal:  # or the vote was put away meanwhile
                    log.info("a guest was refused: %s", refusal)

    socketio.start_background_task(run)


def act(names: set[str]) -> None:
    """One guest votes where a vote is open, or does one thing that the current phase allows."""
    workshop_id = db.session.scalar(
        db.select(Workshop.id)
        .filter(Workshop.state.in_((WorkshopState.LIVE, WorkshopState.READY)))
        .order_by(Workshop.state != WorkshopState.LIVE)
        .limit(1)
    )
    if workshop_id is None:
        return
    if slip := fill_in(live_queries.get(workshop_id), names):
        box.cast(slip)
        turnout.note(slip.contest_id)
    else:
        with writing():
            take_part(live_queries.lock(workshop_id), names)
        news.deliver()
    g.pop("seats", None)


def guests_of(workshop: Workshop, names: set[str]) -> list[Seat]:
    """The seats in this workshop that nobody plays."""
    return [seat for seat in live_queries.seats(workshop.id) if seat.name in names]


def take_part(workshop: Workshop, names: set[str]) -> None:
    """What the kind of the current phase asks for."""
    phase, guests = workshop.current_phase, guests_of(workshop, names)
    if (check := temperature_queries.shown_check(workshop)) and check.is_open(clock.now()):
        choose_faces(check, guests)
    elif guests and phase and not phase.is_paused and phase.kind in ACTS:
        ACTS[phase.kind](workshop, guests)


def choose_faces(check: TemperatureCheck, guests: list[Seat]) -> None:
    """Ten seconds are short: all of them answer, more of them content than not."""
    for seat in guests:
        if seat.may_hold_vote and temperature_queries.face_of(seat) == "none":
            face = random.choice((1, 2, 2, 3, 3, 4, 5))
            temperature.answer(seat, check, face, now=clock.now())


def discuss(workshop: Workshop, guests: list[Seat]) -> None:
    """Finish one's own turn after a while; else ask for the floor or write something."""
    now = clock.now()
    turn = floor_queries.current_turn(workshop.id)
    if turn and turn.seat in guests and turn.time_spoken(now) > timedelta(seconds=75):
        floor.end_turn(turn, turn.seat.person, now=now)
        news.tell(workshop, "floor")
        return
    seat, phase = random.choice(guests), workshop.current_phase
    if phase and len(floor_queries.waiting(phase)) < LONGEST_QUEUE:
        if turn is None or turn.seat is not seat:
            floor.ask_for_floor(seat, now=now)
            news.tell(workshop, "floor")
        return
    written = sum(map(len, contribution_queries.contributions(workshop).values()))
    if written < len(SAYINGS):
        problem = random.choice(contribution_queries.problems(workshop))
        contributions.contribute(seat, SAYINGS[written], problem, now=now)
        news.tell(workshop, "problems")


def answer(workshop: Workshop, guests: list[Seat]) -> None:
    """An official answers the first problem the entity has not answered."""
    comments = contribution_queries.comments(workshop)
    for seat in random.sample(guests, len(guests)):
        if seat.role is not Role.OFFICIAL:
            continue
        for problem in contribution_queries.problems(workshop):
            if seat.organization_id in {c.organization_id for c in comments.get(problem.id, [])}:
                continue
            status, action, unit = random.choice(ANSWERS)
            contributions.comment_officially(
                seat,
                problem,
                status,
                action=action,
                unit=unit,
                text="",
                revision=0,
                now=clock.now(),
            )
            news.tell(workshop, "problems")
            return


def spread(liked: list[str], dots: int, most: int) -> dict[str, int]:
    """The dots on the options a guest likes: as many as each takes, best first."""
    by_option: dict[str, int] = {}
    for key in liked:
        by_option[key] = min(most, (dots + 1) // 2, dots - sum(by_option.values()))
    return by_option


def make_ballot(contest: Contest, liked: list[str]) -> Any:
    """A ballot of the kind the rule asks for, from the options a guest likes, best first."""
    kind = marking.kind_of(contest.rule)
    if kind is BallotKind.TICKS:
        return [sorted(liked)]
    if kind is BallotKind.DOTS:
        return spread(liked, contest.settings["dots"], contest.settings["most"])
    if kind is BallotKind.GRID:
        criteria = contest.settings["criteria"]
        return {key: {name: random.choice((0, 1, 1, 2, 2)) for name in criteria} for key in liked}
    return [[key] for key in liked]


def fill_in(workshop: Workshop, names: set[str]) -> box.Slip | None:
    """The ballot of a guest who has not voted in what is open: practice, contest or run-off."""
    for contest in voting_queries.open_contests(workshop):
        if not contest.is_open(clock.now()):
            continue
        guests = guests_of(workshop, names)
        for seat in random.sample(guests, len(guests)):
            entry = voting_queries.roll_entry_of(contest, seat)
            if entry and not entry.has_cast:
                return slip_of(contest, seat)
    return None


def slip_of(contest: Contest, seat: Seat) -> box.Slip:
    """A guest's ballot as a page would send it, received now."""
    answer = make_ballot(contest, liked_by_somebody(contest))
    return box.Slip(
        contest.workshop_id,
        contest.id,
        seat.person_id,
        MultiDict({"answer": json.dumps(answer)}),
        request_id=secrets.token_hex(16),
        revision=0,
        received_at=clock.now(),
        language=current(),
    )


def liked_by_somebody(contest: Contest) -> list[str]:
    """Two options or more, best first, more or less in the list's order."""
    liking = {option.key: option.position + random.gauss(0, 1.6) for option in contest.options}
    keys = sorted(liking, key=liking.__getitem__)
    return keys[: random.randint(2, len(keys))]


ACTS = {PhaseKind.DISCUSSION: discuss, PhaseKind.OFFICIALS: answer}
