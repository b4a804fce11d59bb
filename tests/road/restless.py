"""Three meetings in which everything happens that may: back and forth, second thoughts, mishaps.

Every button is pressed as its page draws it. What comes of it is the affair of other tests.
"""

from __future__ import annotations

from tests.road.play import GUESTS, LATE, SECOND, STRANGER, Play
from tests.road.rounds import (
    ANSWERS,
    AUTHORS,
    CALENDAR,
    DATA,
    LINE,
    LINE_1,
    LINE_2,
    MAPS,
    MONEY,
    PLAIN,
    RADAR,
    SITE,
)

NO_MONEY, NO_MAPS = "The basins have no money", "Nobody has a map of the forests"


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
    for name in ("Nadia", "Ñusta", "Omar"):
        play.cast(name, "", MAPS, ANSWERS)
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


def round_2(play: Play) -> None:
    rework_the_problems(play)
    play.convene(2)
    play.come(GUESTS | SECOND)
    play.settle_voting(carry_limit=1, tie_policy="lots")
    play.ready()
    play.begin()
    play.go_on_to("formulation")
    write(play)
    reveal(play)
    play.go_on_to("analysis")
    weigh_the_ideas(play)
    play.go_on_to("reconfiguration")
    settle_the_list(play)
    play.go_on_to("voting")
    settle_by_lots(play)


def rework_the_problems(play: Play) -> None:
    """Between the rounds: reworded, merged, taken apart, split, taken back."""
    page = f"/plans/{play.plan_id}/themes/{play.theme_id}/problems"

    def press(act: str, **typed: object) -> None:
        play.press("sgp", f"{page}/{act}", page, reason="It is clearer", **typed)

    press(f"{play.problem(MAPS)}/reword", text=NO_MAPS)
    press("merge", problem=[play.problem(DATA), play.problem(NO_MAPS)], text="No data, no maps")
    press(f"{play.problem('No data, no maps')}/undo")
    press(f"{play.problem(NO_MAPS)}/split", **{"texts-0": "No maps", "texts-1": "No forests"})
    press(f"{play.problem('No maps')}/undo")


def write(play: Play) -> None:
    for name, text, problem in (
        ("Álvaro", SITE, DATA),
        ("Nadia", CALENDAR, DATA),
        ("Ñusta", RADAR, DATA),
        ("Zoe", LINE, NO_MAPS),
        ("Álvaro", PLAIN, NO_MAPS),
    ):
        play.write_idea(name, text, problem)


def reveal(play: Play) -> None:
    """All ideas together, after second thoughts about one."""
    calendar = play.idea(CALENDAR)
    play.press("Nadia", f"ideas/{calendar}/take-back", f"{play.page}/ideas")
    play.press("Nadia", f"ideas/{calendar}/hand-in", f"{play.page}/ideas")
    play.wait(minutes=2)
    play.press("desk", "ideas/reveal")


def weigh_the_ideas(play: Play) -> None:
    weigh, site, radar = f"{play.page}/weigh", play.idea(SITE), play.idea(RADAR)
    for name in ("Álvaro", "Nadia", "Ñusta"):
        play.press(name, f"weigh/{site}/mark", weigh, criterion="value", mark=2)
        play.press(name, f"weigh/{site}/join", f"{weigh}/{site}", other=radar, joined=1)
    play.press("Zoe", f"ideas/{site}/contributions", text="The site is there already")


def settle_the_list(play: Play) -> None:
    site, line = play.idea(SITE), play.idea(LINE)

    def settle(idea: int, act: str, **typed: object) -> None:
        place = f"{play.page}/list/{idea}"
        play.press("desk", f"list/{idea}/{act}", place, reason="The room wants it so", **typed)

    settle(site, "reword", text="A site that all can read")
    play.press("desk", "list/undo")
    settle(line, "move", problem=[play.problem(DATA), play.problem(NO_MAPS)])
    settle(site, "leave-out")
    play.press("desk", f"list/{site}/take-back")
    settle(line, "split", **{"texts-0": LINE_1, "texts-1": LINE_2})
    play.press("Zoe", f"list/{play.idea(LINE_1)}/object", text="It was one idea")
    play.press("Zoe", f"list/{play.idea(LINE_1)}/withdraw-objection")


def settle_by_lots(play: Play) -> None:
    """Two are level at every cut: a number drawn in the room decides."""
    contests = list(play.contests().values())
    for name in ("Álvaro", "Nadia", "Ñusta", "Zoe", "Omar"):
        play.cast(name, DATA, (SITE, CALENDAR), (RADAR, LINE_1, LINE_2))
        play.cast(name, NO_MAPS, (LINE_1, LINE_2), PLAIN)
    play.press("desk", f"contests/{contests[0]}/close")
    play.wait(minutes=1)
    play.next()
    for contest in contests:
        play.press("desk", f"contests/{contest}/reveal", everything="yes")
        play.press("desk", f"contests/{contest}/lots", number="4162")
        if contest != contests[-1]:
            play.press("desk", f"contests/{contest}/next")
    play.finish()
    play.settle_as_counted()
    play.respond("There is a line already")
    play.publish()


REST, POOLS = "A house of data", "A register of pools"


def round_3(play: Play) -> None:
    play.convene(3)
    play.come(GUESTS | SECOND)
    for title in (REST, POOLS):
        play.introduce_proposal("Omar", title)
    rewrite_and_order(play)
    play.ready()
    play.begin()
    ask_and_strengthen(play, REST)
    play.press("desk", f"seats/{play.seat_of('Nobody')}/remove")
    agree_twice(play, REST)
    play.press(
        "Omar",
        f"proposals/{play.proposal(POOLS)}/withdraw",
        f"{play.page}/proposals/{play.proposal(POOLS)}",
        reason="It is not ours",
    )
    play.finish()
    play.settle()
    play.respond("It was said twice", f"/plans/{play.plan_id}/responses")
    play.publish()
    play.press("sgp", "editions", f"/plans/{play.plan_id}/files", reason="A name was wrong")


def rewrite_and_order(play: Play) -> None:
    rest, pools = play.proposal(REST), play.proposal(POOLS)
    wording = {"title": REST, "scope": "All data in one house", "introduced": "y"}
    place = f"{play.page}/proposals/{rest}/edit"
    because = {"introduced_because": "The law asks for it"}
    play.press("Omar", f"proposals/{rest}", place, **wording, **because)
    for proposal in (rest, pools):
        play.press("Omar", f"proposals/{proposal}/present", f"{play.page}/proposals/{proposal}")
    play.press("sgp", f"proposals/{pools}/move", f"{play.page}/proposals", step=-1)
    play.press("sgp", f"proposals/{rest}/move", f"{play.page}/proposals", step=-1)


def ask_and_strengthen(play: Play, title: str) -> None:
    proposal = f"proposals/{play.proposal(title)}"
    play.go_on_to("questions")
    play.press("Nadia", f"{proposal}/contributions", text="Who keeps the house?")
    play.go_on_to("strengthening")

    def suggest(text: str) -> str:
        play.press("Nadia", f"{proposal}/suggestions", field="scope", text=text, note="Clearer")
        return f"{proposal}/suggestions/{play.value('SELECT max(id) FROM suggestion')}"

    play.seat("Nadia", f"{suggest('Data, and the people who keep them')}/withdraw")
    declined = suggest("No data at all")
    accept = play.drawn("desk", f"{declined}/accept")
    play.desk(f"{declined}/decline", **accept, reason="It is what we are here for")
    play.press("desk", f"{suggest('All data, in one house')}/accept", reason="It is clearer")
    wording = {"title": title, "scope": "All data in one house with a door", "organization_id": ""}
    play.press("desk", f"{proposal}/wording", **wording, reason="One has to go in")


def agree_twice(play: Play, title: str) -> None:
    """Not agreed, bettered, asked once more, closed when all have answered; gone ahead with."""
    levels = {"Álvaro": 5, "Nadia": 1, "Ñusta": 1, "Zoe": 1, "Omar": 1}
    play.go_on_to("agreement")
    answer_all(play, levels)
    play.press("desk", f"agreement/{last_check(play)}/close", confirmed="yes")
    play.go_on_to("agreements")
    play.press("desk", "agreement/back", reason="There is a way")
    wording = {"title": title, "scope": "All data in one open house", "organization_id": ""}
    proposal = f"proposals/{play.proposal(title)}"
    play.press("desk", f"{proposal}/wording", **wording, reason="So it may be")
    play.go_on_to("agreement")
    answer_all(play, levels)
    play.press("desk", f"agreement/{last_check(play)}/close", confirmed="yes")
    play.go_on_to("agreements")
    reason = "The ministry answers for it"
    play.press("Omar", f"{proposal}/go-ahead", f"{play.page}/{proposal}", reason=reason)


def last_check(play: Play) -> int:
    return int(play.value("SELECT max(id) FROM agreement_check"))


def answer_all(play: Play, levels: dict[str, int]) -> None:
    for name, level in levels.items():
        objection = "It harms the villages" if level == 5 else ""
        answer = f"agreement/{last_check(play)}/answer"
        play.press(name, answer, level=level, reservation=objection)
