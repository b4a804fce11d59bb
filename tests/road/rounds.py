"""The script of the three rounds that the files are laid beside."""

from __future__ import annotations

from tests.road.play import GUESTS, LATE, UNSAID, Play

DATA, ANSWERS, MONEY, MAPS = (
    "Data on water come late",
    "Nobody answers requests",
    "The basins have no budget",
    "There are no maps of the forests",
)
AUTHORS = {DATA: "Álvaro", ANSWERS: "Nadia", MONEY: "Zoe"}


def round_1(play: Play) -> None:
    """A vote of six organizations of which one came late; A wins, two are level at the cut."""
    play.convene(1)
    for text, name in AUTHORS.items():
        play.prepare_problem(text, *GUESTS[name][:2])
    play.come(GUESTS)
    play.settle_voting(carry_limit=2)
    play.ready()
    play.begin()
    play.wait(minutes=2)
    play.speak("Álvaro", 100)
    play.speak("Ñusta", 61, paused_for=900)
    play.speak("Álvaro", 40)
    play.speak_beside("Nadia", "reply", "Direct reply", 22)
    play.speak_beside("Zoe", "point-of-order", "Point of order", 9)
    play.contribute("Nadia", "In Cusco it is the same", DATA)
    play.contribute("Zoe", "Call me: 999 999 999", hidden="A telephone number")
    play.contribute("Ñusta", "All of it hangs together")
    play.propose("Ñusta", MAPS)
    play.propose("Zoe", "Too many forms", declined="It is not of this theme")
    play.extend(5, "Voices are missing")
    play.wait(minutes=3)
    play.next()  # summary
    play.summarize(DATA, "Late, and not by basin")
    play.wait(minutes=4)
    play.suspend("No power", hours=1)
    play.prepare_answer("Omar", ANSWERS, UNSAID)
    play.next()  # officials
    play.answer("Omar", DATA, "planned", "By July", action="A decree", unit="OGPP")
    play.wait(minutes=6)
    play.next()  # voting
    for name, order in {
        "Álvaro": (DATA, (ANSWERS, MAPS), MONEY),
        "Nadia": (DATA, ANSWERS, MAPS, MONEY),
        "Ñusta": (DATA, MAPS, ANSWERS, MONEY),
        "Omar": (MONEY, DATA, (MAPS, ANSWERS)),
    }.items():
        play.cast(name, "", *order)
    play.come(LATE)
    play.admit_to_roll("Lautaro")
    play.cast("Lautaro", "", DATA, (MAPS, ANSWERS), MONEY)
    play.wait(minutes=1)
    play.close_votes()
    play.next()  # results
    play.reveal()
    play.wait(minutes=3)
    play.finish()
    play.now.ranking[""] = [(DATA, 1), (ANSWERS, 2), (MAPS, 2), (MONEY, 4)]
    play.settle(DATA, ANSWERS, MAPS)
    play.respond("There is no budget before 2028")
    play.publish()


SITE, CALENDAR, PLAIN, LINE, COMMITTEES, RADAR = (
    "One site for all data on water",
    "A calendar of publications",
    "Everything in plain words",
    "A line and an observatory",
    "Train the committees",
    "A radar of the forests",
)
MERGED, LINE_1, LINE_2 = "One site, in plain words", "A telephone line", "An observatory"


def round_2(play: Play) -> None:
    """Ideas are merged, split, left out, objected to; each problem has a vote of its own."""
    play.convene(2)
    play.come(GUESTS)
    play.settle_voting(carry_limit=1)
    play.ready()
    play.begin()
    play.wait(minutes=5)
    play.next()  # formulation
    play.write_idea("Álvaro", SITE, DATA)
    play.write_idea("Nadia", PLAIN, DATA)
    play.write_idea("Ñusta", CALENDAR, DATA)
    play.write_idea("Zoe", LINE, ANSWERS)
    play.write_idea("Álvaro", COMMITTEES, ANSWERS)
    play.write_idea("Nadia", RADAR, MAPS)
    play.wait(minutes=9)
    play.next()  # analysis
    play.speak("Zoe", 33)
    play.wait(minutes=4)
    play.next()  # opinion
    play.give_opinion("Omar", SITE, "feasible_with_conditions", "With people for it")
    play.wait(minutes=4)
    play.next()  # reconfiguration
    play.merge(MERGED, [SITE, PLAIN], "They are one")
    play.split(LINE, [LINE_1, LINE_2], "They are two")
    play.leave_out(COMMITTEES, "It is done already")
    play.object_to("Nadia", MERGED, "The deadline was lost")
    play.wait(minutes=4)
    play.next()  # voting
    for name in ("Álvaro", "Nadia", "Ñusta", "Omar"):
        play.cast(name, DATA, CALENDAR, MERGED)
        play.cast(name, ANSWERS, LINE_2, LINE_1)
    play.wait(minutes=1)
    play.close_votes()
    play.next()
    play.reveal()
    play.wait(minutes=3)
    play.finish()
    play.now.ranking[DATA] = [(CALENDAR, 1), (MERGED, 2)]
    play.now.ranking[ANSWERS] = [(LINE_2, 1), (LINE_1, 2)]
    play.settle(CALENDAR, MERGED, LINE_2, RADAR, reason="The site is under way, too")
    play.respond("There is a line already")
    play.publish()


PORTAL, REGISTER, MINES = "Open the portal", "Keep a register", "Close the mines"


def round_3(play: Play) -> None:
    """Three proposals: agreed with a reservation, not agreed for an objection, withdrawn."""
    play.convene(3)
    play.come(GUESTS)
    play.propose_commitment("Omar", PORTAL, {CALENDAR: "developed_into"})
    play.propose_commitment("Omar", REGISTER, {MERGED: "partly_taken_up"})
    play.propose_commitment("Omar", MINES, {RADAR: "developed_into"})
    play.withdraw_commitment("Omar", MINES, "It is not ours to do")
    play.ready()
    play.begin()
    levels = {"Álvaro": 1, "Nadia": 1, "Ñusta": 4, "Zoe": 1, "Omar": 1}
    play.discuss(PORTAL, "Agreed with reservations", levels, {"Ñusta": "Who pays for it?"})
    play.next()
    levels = {"Álvaro": 5, "Nadia": 1, "Ñusta": 1, "Zoe": 1, "Omar": 1}
    play.discuss(REGISTER, "Not agreed", levels, {"Álvaro": "It harms the villages"})
    play.finish()
    play.settle()
    play.respond("It was not agreed")
    play.publish()
