"""The work before and after the meetings: lists, plans, a workshop that is prepared, a record.

Every button is pressed as its page draws it. What comes of it is the affair of other tests.
"""

from __future__ import annotations

import re

from tests.road.play import GUESTS, Play
from tests.road.rounds import ANSWERS, DATA

TITLE = "Keep a registry of permits"
OTHER_THEME, NEW_PASSWORD = "Caminos", "quinua y kiwicha 1987"


def all_of_it(play: Play) -> None:
    keep_the_lists(play)
    come_and_go(play)
    keep_the_plan(play)
    prepare(play)
    agree_on_a_commitment(play)
    write_the_record(play)
    close_without_proposals(play)


def keep_the_lists(play: Play) -> None:
    play.enter_organization("Misspelt Guidl", "civil_society")
    guild = f"/organizations/{play.organization_id('Misspelt Guidl')}"
    play.press("sgp", guild, guild, name="Misspelt Guild", acronym="MG", sector="civil_society")
    said = {"name": "Delia", "email": "delia@example.org", "password": play.password}
    play.press("sgp", "/staff", "/staff", **said)


def come_and_go(play: Play) -> None:
    """In with a password, another password, and out again."""
    delia = play.browsers["Delia"] = play.new_browser()
    said = {"email": "delia@example.org", "password": play.password}
    play.press("Delia", "/sign-in", "/sign-in", **said)
    new = {"current": play.password, "password": NEW_PASSWORD, "again": NEW_PASSWORD}
    play.press("Delia", "/password", "/password", **new)
    play.send(delia, "/sign-out")


def keep_the_plan(play: Play) -> None:
    plan = f"/plans/{play.plan_id}"
    years = {"first_year": 2026, "last_year": 2029}
    play.press("sgp", f"{plan}/edit", f"{plan}/edit", name="The road plan", **years)
    play.sgp(f"{plan}/themes", name=OTHER_THEME)
    other = play.value("SELECT id FROM theme WHERE name = :name", name=OTHER_THEME)
    play.press("sgp", f"{plan}/themes/{other}/move", plan, step=-1)
    edit = f"{plan}/themes/{other}/edit"
    play.press("sgp", edit, edit, name=OTHER_THEME, is_developed="", note="Nobody has roads")
    play.press("sgp", edit, edit, name=OTHER_THEME, is_developed="y", note="")
    file = (play.admin.get(f"{plan}/plan.json").data, "plan.json")
    play.send(play.admin, "/plans/import", file=file, name="A copy of the road plan")


def prepare(play: Play) -> None:
    """A first round whose list, agenda and seats are worked over; postponed, then given up."""
    play.convene(1)
    prepare_the_list(play)
    prepare_the_meeting(play)
    prepare_the_seats(play)
    page = f"{play.page}/prepare"
    said = {"postpone-reason": "The hall burned down", "postpone-day": "2027-03-01"}
    play.press("sgp", "prepare/postpone", page, **said)
    play.press("sgp", "prepare/cancel", page, **{"cancel-reason": "There is no hall"})


def prepare_the_list(play: Play) -> None:
    page = f"{play.page}/prepare"
    for text in (DATA, ANSWERS):
        play.prepare_problem(text, *GUESTS["Nadia"][:2])
    author = play.organization_id("Nature University")
    said = {"title": "Of water", "organization_id": author, "shared_on": "2026-01-05"}
    diagnosis = {f"diagnosis-{key}": said[key] for key in said}
    play.press("sgp", "prepare/diagnoses", page, **diagnosis)
    place = f"{page}/diagnoses/{play.value('SELECT max(id) FROM diagnosis')}"
    play.press("sgp", place, place, **diagnosis | {"diagnosis-title": "Of waters"})
    play.press("sgp", f"{place}/delete", place)
    problem = f"{page}/problems/{play.problem(ANSWERS)}"
    play.press("sgp", f"{problem}/move", page, step=-1)
    said = {"problem-text": "Nobody answers", "problem-organization_id": author}
    play.press("sgp", problem, problem, **said)
    play.press("sgp", f"{problem}/delete", problem)


def prepare_the_meeting(play: Play) -> None:
    page = f"{play.page}/prepare"
    day = play.today().isoformat()
    play.press("sgp", "prepare/meeting", page, day=day, time="10:00", place="Casa Museo")
    second = play.phases()[1]
    play.press("sgp", "prepare/agenda", page, **play.agenda_lines(longer=1), move=f"{second} up")


def prepare_the_seats(play: Play) -> None:
    page = f"{play.page}/prepare"
    play.invite("Ana", *GUESTS["Álvaro"])
    play.invite("Berta", "Árbol Association", "civil_society", "alternate")
    ana, berta = (f"{page}/seats/{play.seat_of(name)}" for name in ("Ana", "Berta"))
    play.press("sgp", f"{berta}/hand-over", page)
    play.press("sgp", f"{ana}/time", ana, time_percent=150)
    play.press("sgp", f"{ana}/link", ana)
    [link] = set(re.findall(r"/enter/[\w.-]+", play.admin.get(ana).text))
    play.browsers["Ana"] = play.new_browser()
    play.press("Ana", link, link)
    play.press("sgp", f"{ana}/revoke", ana)
    play.press("sgp", "prepare/seats/links", page)
    play.press("sgp", f"{ana}/remove", ana)
    play.press("sgp", f"{ana}/restore", page)
    stranger = play.new_browser()
    play.browsers["Nobody yet"] = stranger
    play.press("Nobody yet", "/join", "/join", code=play.code)


FILLED = {
    "heading": {"title": TITLE, "period_start": "2026-01", "period_end": "2028-12"},
    "problem": {"problem": "Nobody knows who cuts"},
    "description": {"description": "A registry of all permits"},
    "contribution": {"contribution": "All will know"},
    "relevance": {"relevance": "It is open"},
    "final_products": {"final_products": "A registry"},
    "outcome_indicators": {"indicator-0": "Permits", "baseline-0": "0", "target-0": "100"},
    "monitoring": {"monitoring_entity": "Ministry of Water", "monitoring_unit": "Planning"},
}


def agree_on_a_commitment(play: Play) -> None:
    """A third round as short as can be; a theme whose round brings none is closed without."""
    play.convene(3)
    play.come(GUESTS)
    play.introduce_proposal("Omar", TITLE)
    play.seat("Omar", f"proposals/{play.proposal(TITLE)}/present")
    play.ready()
    play.begin()
    play.discuss(TITLE, "Agreed", dict.fromkeys(GUESTS, 1), {})
    play.finish()
    play.settle()
    play.respond("It was never discussed")
    play.publish()


def close_without_proposals(play: Play) -> None:
    """Round 3 of another theme, to which no entity brought any."""
    play.theme_id = play.value("SELECT id FROM theme WHERE name = :name", name=OTHER_THEME)
    play.convene(3)
    play.press("desk", "agreement/none", reason="Nobody brought one")


def write_the_record(play: Play) -> None:
    """Every field of a record, its milestones, and each step until it is published."""
    record = play.value("SELECT max(id) FROM commitment")
    page = f"/plans/{play.plan_id}/commitments/{record}"

    def press(act: str, **typed: object) -> None:
        play.press("sgp", f"{page}/{act}", page, **typed)

    entity = play.organization_id("Ministry of Water")
    for section, typed in FILLED.items():
        of_sgp = {"number": 1, "organization_id": entity} if section == "heading" else {}
        press(f"sections/{section}", **typed, **of_sgp)
    for activity in ("Count the permits", "Print the permits", "Lose the permits"):
        press("milestones")
        milestone = play.value("SELECT max(id) FROM milestone")
        said = {"activity": activity, "unit": "Registry", "means": "The web", "footnote": ""}
        press(f"milestones/{milestone}", **said, start="2026-H1", end="2027-H2")
        play.wait(seconds=4)
    press(f"milestones/{milestone}/move", step=-1)
    press(f"milestones/{milestone}/remove")
    answer_the_warnings(play, page)
    press("complete", reason="It is said in full")
    press("send-back", reason="A comma is missing")
    press("complete", reason="With a comma")
    basis = {"basis_kind": "letter", "basis_number": "12", "basis_on": "2022-05-30"}
    press("validate", **basis)
    press("validate-sgp")
    press("approve", instrument="Resolution 2", approved_on="2022-06-01")
    play.respond("It is said in full only", f"/plans/{play.plan_id}/responses")
    press("publish")


def answer_the_warnings(play: Play, page: str) -> None:
    """Let each stand with a note, of which one is taken back and given again."""
    panel = play.admin.get(f"{page}/panel").text
    warnings = list(dict.fromkeys(re.findall(r'name="warning" value="([^"]+)"', panel)))
    for warning in [*warnings, warnings[0]]:
        play.sgp(f"{page}/warnings/accept", warning=warning, note="It is so in the report")
        if warning == warnings[0]:
            play.sgp(f"{page}/warnings/take-back", warning=warning)
    play.sgp(f"{page}/warnings/accept", warning=warnings[0], note="It is so in the report")
