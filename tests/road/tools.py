"""Three meetings in which every tool is used that a moderator, a clerk or an official has beside.

Every button is pressed as its page draws it. What comes of it is the affair of other tests.
"""

from __future__ import annotations

from typing import Any

from tests.road.play import GUESTS, STRANGER, Play
from tests.road.rounds import ANSWERS, AUTHORS, DATA, MONEY, PLAIN

# Knock at the door for organizations that look like others: one is the same, one is not.
LIKE_OTHERS = {
    "Pedro": ("Nature Universty", "academia", "titular"),
    "Lia": ("Ñandú Foundations", "civil_society", "titular"),
}
# Who is in the hall without a device, and who is clerk.
IN_THE_HALL, CLERK = "Ñusta", "Bruno"


def round_1(play: Play) -> None:
    play.convene(1)
    for text, name in AUTHORS.items():
        play.prepare_problem(text, *GUESTS[name][:2])
    hold_what_is_written(play)
    write_notes(play)
    keep_one_of_two(play)
    play.come(GUESTS)
    play.ready()
    play.begin()
    let_all_in(play)
    correct_who_came(play)
    settle_places(play)
    announce(play)
    ask_how_it_feels(play)
    speak_beside_the_queue(play)
    show_what_was_held(play)
    better_what_was_said(play)
    write_for_the_hall(play)
    go_back_without_a_reason(play)
    answer_from_the_sheet(play)
    close_too_early(play)


def hold_what_is_written(play: Play) -> None:
    """In the discussion, where contributions wait until the moderator shows them."""
    lines = play.agenda_lines()
    first = play.value("SELECT min(id) FROM phase WHERE workshop_id = :w", w=play.workshop_id)
    lines[f"phase{first}-holds_contributions"] = "y"
    play.sgp(f"{play.page}/prepare/agenda", **lines)


def write_notes(play: Play) -> None:
    """The moderators' private lines: before the meeting, and during it."""
    first = play.value("SELECT min(id) FROM phase WHERE workshop_id = :w", w=play.workshop_id)
    page = f"{play.page}/prepare"
    play.press("sgp", "prepare/notes", page, **{f"phase{first}-notes": "Greet the mayor"})
    play.press("desk", f"agenda/notes/{first}", notes="The mayor comes later")


def keep_one_of_two(play: Play) -> None:
    """Two of the SGP's list are told apart, and two are one."""
    for name in ("Basin Council", "Basin Councils", "Forest Guardian", "Forest Guardians"):
        play.enter_organization(name, "civil_society")
    councils, guardians = (
        play.organization_id(name) for name in ("Basin Councils", "Forest Guardians")
    )
    play.press("sgp", f"/organizations/{councils}/apart", "/organizations")
    play.press("sgp", f"/organizations/{guardians}/join", "/organizations")


def let_all_in(play: Play) -> None:
    """Some look like others, and are joined or told apart; then all are let in at once."""
    play.knock(CLERK, *STRANGER[CLERK])
    play.press("desk", f"seats/{play.seat_of(CLERK)}/admit", role="observer")
    for name, place in LIKE_OTHERS.items():
        play.knock(name, *place)
    for name in ("Nadia", "Zoe"):
        play.knock(name.upper(), *GUESTS[name])
    same, other = (play.organization_id(LIKE_OTHERS[name][0]) for name in LIKE_OTHERS)
    play.press("desk", f"organizations/{same}/join")
    play.press("desk", f"organizations/{other}/apart")
    play.press("desk", f"seats/{play.seat_of('NADIA')}/join")
    play.press("desk", f"seats/{play.seat_of('ZOE')}/apart")
    play.press("desk", "seats/admit-all")


def correct_who_came(play: Play) -> None:
    play.press("Pedro", "your-name", f"{play.page}/your-name", name="Pedro Quispe")
    place = f"{play.page}/seats/{play.seat_of('Lia')}/correct"
    said = {"name": "Lía", "organization": LIKE_OTHERS["Lia"][0], "role": "observer"}
    play.press("desk", place, place, **said)
    number = play.organization_id(LIKE_OTHERS["Lia"][0])
    place = f"{play.page}/organizations/{number}/correct"
    play.press("desk", place, place, name="Foundations", acronym="", sector="academia")


def settle_places(play: Play) -> None:
    play.press("desk", "contests/places", places=2)


def announce(play: Play) -> None:
    """A message takes the place of another, and is taken down."""
    play.press("desk", "messages", text="Lunch is at one")
    play.press("desk", "messages", text="Back after lunch", minutes=30)
    message = play.value("SELECT max(id) FROM room_message")
    play.press("desk", f"messages/{message}/take-down")


def ask_how_it_feels(play: Play) -> None:
    play.press("desk", "temperature", question="Do we go on?")
    check = play.value("SELECT max(id) FROM temperature_check")
    for name, face in {"Álvaro": 2, "Nadia": 4}.items():
        play.press(name, f"temperature/{check}/answer", face=face)
    play.wait(seconds=11)
    play.press("desk", f"temperature/{check}/put-away")


def speak_beside_the_queue(play: Play) -> None:
    """A reply and a point of order, withdrawn and not; the list is closed and opened again."""
    play.press("Álvaro", "floor/ask")
    play.press("desk", "floor/list/close")
    play.press("desk", "floor/list/reopen")
    play.press("desk", "floor/next")
    play.press("Nadia", "floor/reply")
    play.press("Nadia", "floor/aside/withdraw")
    play.press("Omar", "floor/point-of-order")
    play.press("desk", f"floor/{play.turn_of('Omar')}/give")
    play.press("Omar", f"floor/{play.turn_of('Omar')}/end")


def show_what_was_held(play: Play) -> None:
    """One is shown, one is not, and then all the others."""
    numbers = []
    for text in ("It rains less", "Who is this?", "It rains more", "It does not rain"):
        play.seat("Álvaro", "contributions", text=text)
        numbers.append(play.value("SELECT max(id) FROM contribution"))
    play.press("desk", f"held/{numbers[0]}/show")
    play.press("desk", f"held/{numbers[1]}/set-aside", reason="It is not of this theme")
    play.press("desk", "held/show-all")


def better_what_was_said(play: Play) -> None:
    """A word of one's own is corrected; the moderator hides it and shows it again."""
    said = play.value("SELECT min(id) FROM contribution WHERE workshop_id = :w", w=play.workshop_id)
    play.press("Álvaro", f"contributions/{said}/correct", text="It rains less than it did")
    play.press("desk", f"contributions/{said}/hide", reason="A slip")
    play.press("desk", f"contributions/{said}/show")


def appoint_clerk(play: Play) -> dict[str, Any]:
    """Somebody who looks on is clerk; hands back for whom the clerk's forms are sent."""
    play.press("desk", "clerk/appoint", seat_id=play.seat_of(CLERK))
    seat = play.seat_of(IN_THE_HALL)
    play.press(CLERK, f"clerk/seats/{seat}/present")
    return {"seat_id": seat}


def write_for_the_hall(play: Play) -> None:
    whom = appoint_clerk(play)
    hall = f"clerk/seats/{whom['seat_id']}"
    play.press(CLERK, f"{hall}/ask")
    play.press(CLERK, f"{hall}/withdraw")
    about = {"problem_id": play.problem(DATA)}
    play.press(CLERK, "clerk/contributions", **whom, **about, text="In Puno it is the same")
    play.press(CLERK, "clerk/problems", **whom, text="The wells are dry")
    play.press(CLERK, f"{hall}/absent")
    play.press("desk", f"clerk/seats/{play.seat_of(CLERK)}/dismiss")


def go_back_without_a_reason(play: Play) -> None:
    """The next phase is undone when the room has moved on: the moderator says why afterwards."""
    answer = play.press("desk", "agenda/next")
    play.summarize(DATA, "They come late")
    play.send(play.desk_browser, answer["undo"]["url"])
    play.press("desk", "agenda/reason", reason="It was pressed too early")


def answer_from_the_sheet(play: Play) -> None:
    """Asked for all its answers an entity gives one alone, and the others together."""
    play.go_on_to("officials")
    play.press("desk", "answers/ask")
    sheet = f"{play.page}/answers"
    typed = {"status": "planned", "action": "A decree", "unit": "OGPP", "text": "By July"}
    for text in (DATA, ANSWERS, MONEY):
        play.press("Omar", f"answers/{play.problem(text)}", sheet, **typed)
    first = f"answers/{play.problem(DATA)}"
    along = play.drawn("Omar", first, sheet)
    play.seat("Omar", f"{first}/record", **(along | typed | {"text": "By June"}))
    play.press("Omar", "answers/record", sheet)


def close_too_early(play: Play) -> None:
    play.go_on_to("voting")
    play.wait(minutes=11)
    play.go_on_to("results")
    play.finish()
    play.press("desk", "agenda/reopen", reason="The mayor wants to speak")


def round_2(play: Play) -> None:
    """An idea of somebody in the hall."""
    play.convene(2)
    for text in (DATA, MONEY):
        play.prepare_problem(text, *GUESTS["Nadia"][:2])
    play.come({IN_THE_HALL: GUESTS[IN_THE_HALL]})
    begin_with_clerk(play)
    play.go_on_to("formulation")
    whom, about = appoint_clerk(play), {"problem_id": play.problem(DATA)}
    play.press(CLERK, "clerk/ideas", **whom, **about, text=PLAIN)


HOUSE = "A house of wells"


def round_3(play: Play) -> None:
    """A suggestion of somebody in the hall."""
    play.convene(3)
    play.come(GUESTS)
    play.introduce_proposal("Omar", HOUSE)
    play.press("Omar", f"proposals/{play.proposal(HOUSE)}/present", proposal_page(play))
    begin_with_clerk(play)
    play.go_on_to("strengthening")
    play.press(CLERK, "clerk/suggestions", **appoint_clerk(play), field="scope", text="All wells")


def proposal_page(play: Play) -> str:
    return f"{play.page}/proposals/{play.proposal(HOUSE)}"


def begin_with_clerk(play: Play) -> None:
    play.knock(CLERK, *STRANGER[CLERK])
    play.desk(f"seats/{play.seat_of(CLERK)}/admit", role="observer")
    play.ready()
    play.begin()
