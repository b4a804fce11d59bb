"""Three meetings in which everything happens that may: back and forth, second thoughts, mishaps.

Every button is pressed as its page draws it. What comes of it is the affair of other tests.
"""

from __future__ import annotations

from tests.road.play import GUESTS, LATE, SECOND, STRANGER, Play
from tests.road.rounds import ANSWERS, AUTHORS, DATA, MAPS, MONEY

NO_MONEY = "The basins have no money"


def round_1(play: Play) -> None:
    play.convene(1)
    prepare_the_problems(play)
    go_in_and_out(play)
    play.settle_voting(carry_limit=2, tie_policy="run-off")
    play.ready()
    play.begin()
    mark_who_is_there(play)
    take_turns(play)
    move_the_clock(play)
    reword_a_problem(play)
    practise(play)
    vote_again(play)
    settle_by_run_off(play)
    settle_twice(play)


def prepare_the_problems(play: Play) -> None:
    for text, name in AUTHORS.items():
        play.prepare_problem(text, *GUESTS[name][:2])
    play.prepare_problem(MAPS, *GUESTS["Nadia"][:2])


def go_in_and_out(play: Play) -> None:
    play.come(GUESTS | SECOND)
    play.knock("Bruno", *STRANGER["Bruno"])
    bruno, alma, alvaro = (play.seat_of(name) for name in ("Bruno", "Alma", "Álvaro"))
    play.press("desk", f"seats/{bruno}/decline")
    play.press("desk", f"seats/{bruno}/admit", role="observer")
    play.press("desk", f"seats/{alma}/hand-over")
    play.press("desk", f"seats/{alvaro}/hand-over")


def mark_who_is_there(play: Play) -> None:
    zoe = play.seat_of("Zoe")
    play.press("desk", f"seats/{zoe}/tick")
    play.press("desk", f"seats/{zoe}/untick")


def take_turns(play: Play) -> None:
    """The queue in every way it can go."""
    play.press("Álvaro", "floor/ask")
    play.press("Álvaro", "floor/withdraw")
    for name in ("Álvaro", "Nadia", "Ñusta", "Zoe"):
        play.press(name, "floor/ask")
    play.press("desk", f"floor/{play.turn_of('Zoe')}/up")
    play.press("desk", f"floor/{play.turn_of('Álvaro')}/down")
    play.press("desk", f"floor/{play.turn_of('Nadia')}/pass-over")
    play.press("desk", "floor/next")
    play.wait(seconds=20)
    first = play.value("SELECT max(id) FROM turn WHERE started_at IS NOT NULL AND ended_at IS NULL")
    play.press("desk", f"floor/{first}/extend")
    play.press("desk", f"floor/{first}/put-back")
    play.press("desk", f"floor/{play.turn_of('Ñusta')}/give")
    play.wait(seconds=20)
    play.press("desk", f"floor/{play.turn_of('Ñusta')}/end")
    play.press("desk", f"floor/{play.turn_of('Zoe')}/drop")
    play.press("desk", f"floor/seats/{play.seat_of('Omar')}/give")
    play.wait(seconds=20)
    play.press("Omar", f"floor/{play.turn_of('Omar')}/end")


def move_the_clock(play: Play) -> None:
    """Pause, resume, add, set; on and back; leave a phase out; break off and go on."""
    play.press("desk", "agenda/pause")
    play.wait(minutes=1)
    play.press("desk", "agenda/resume")
    play.press("desk", "agenda/extend")
    play.press("desk", "agenda/set", minutes=3)
    play.press("desk", "agenda/next")
    play.press("desk", "agenda/back", reason="Voices are missing")
    play.press("desk", "agenda/finish")
    play.press("desk", "agenda/skip", reason="It was said already")
    play.press("desk", "agenda/back", reason="It was not said after all")
    play.press("desk", "agenda/suspend", reason="No power")
    play.wait(minutes=5)
    play.press("desk", "agenda/take-up")


def reword_a_problem(play: Play) -> None:
    problem = play.problem(MONEY)
    play.press("desk", f"problems/{problem}/reword", text=NO_MONEY)


def practise(play: Play) -> None:
    play.press("desk", "contests/practice")
    fruits = play.contests()[""]
    play.cast("Nadia", "", "Lucuma")
    play.press("desk", f"contests/{fruits}/close")
    play.press("desk", f"contests/{fruits}/put-away")


def vote_again(play: Play) -> None:
    """A vote is void, and held anew; one ballot is entered by two of the staff."""
    play.go_on_to("voting")
    play.cast("Nadia", "", DATA, MAPS, ANSWERS, NO_MONEY)
    play.press("desk", f"contests/{play.contests()['']}/void", reason="The list was wrong")
    play.press("desk", "contests/new")
    play.come(LATE)
    play.press("desk", f"contests/{play.contests()['']}/roll/{play.seat_of('Lautaro')}")
    for name, order in {
        "Álvaro": (DATA, (ANSWERS, MAPS), NO_MONEY),
        "Nadia": (DATA, (ANSWERS, MAPS), NO_MONEY),
        "Ñusta": (DATA, (MAPS, ANSWERS), NO_MONEY),
        "Omar": (DATA, (MAPS, ANSWERS), NO_MONEY),
        "Lautaro": (DATA, (MAPS, ANSWERS), NO_MONEY),
    }.items():
        play.cast(name, "", *order)
    play.enter_ballot("Zoe", DATA)


def settle_by_run_off(play: Play) -> None:
    """The last place, the rest at once, and two minutes for those that are level at the cut."""
    contest = play.contests()[""]
    play.press("desk", f"contests/{contest}/close")
    play.wait(minutes=1)
    play.press("desk", "agenda/next")
    play.press("desk", f"contests/{contest}/reveal")
    play.wait(seconds=4)
    play.press("desk", f"contests/{contest}/reveal", everything="yes")
    play.press("desk", f"contests/{contest}/duels", shown="yes")
    play.press("desk", f"contests/{contest}/duels", shown="")
    play.press("desk", f"contests/{contest}/run-off")
    run_off = play.contests()[""]
    play.cast("Nadia", "", MAPS, ANSWERS)
    play.press("desk", f"contests/{run_off}/close")
    play.wait(minutes=1)
    play.press("desk", f"contests/{run_off}/reveal", everything="yes")
    play.press("desk", f"contests/{run_off}/next")
    play.finish()
    play.press("Omar", f"contests/{contest}/scrutineers-record", f"{play.page}/contests/{contest}")


def settle_twice(play: Play) -> None:
    """What goes forward is settled, opened again, settled anew, and answered for."""
    play.settle(DATA, MAPS)
    play.press("sgp", "close/take-back", f"{play.page}/close", reason="One was forgotten")
    play.settle(DATA, MAPS)
    play.respond("There is no budget before 2028")
    play.publish()
