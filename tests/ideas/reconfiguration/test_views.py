"""The acts on the list through the front door: who may, what the room hears, and two at once."""

import re

import pytest

from workshop.extensions import db
from workshop.ideas import listing
from workshop.ideas.models import IdeaState
from workshop.workshops.guides import PhaseKind, Role
from workshop.workshops.models import Workshop

pytestmark = pytest.mark.usefixtures("clock")

WHY = {"reason": "They want the same"}


@pytest.fixture
def table(round_2, go_to):
    go_to(round_2.workshop, PhaseKind.RECONFIGURATION)
    return round_2


@pytest.fixture
def states(app, round_2):
    def states():
        with app.app_context():
            workshop = db.session.get_one(Workshop, round_2.workshop.id)
            return {idea.number: str(idea.state) for idea in listing.ideas(workshop, *IdeaState)}

    return states


def merge(press, table, *ideas, seat=None, **details):
    return press(
        seat or table.moderator,
        "list/merge",
        **{"idea": [idea.id for idea in ideas], "text": "Both", **WHY, **details},
    )


def part(sign_in, seat, name="reconfiguration"):
    return sign_in(seat.person).get(f"/workshops/{seat.workshop_id}/parts").json["parts"][name]


def acts(table):
    first, second, third, fourth = (idea.id for idea in table.ideas)
    a, b = (problem.id for problem in table.problems)
    return {
        "list/merge": {"idea": [first, second], "text": "Both", **WHY},
        f"list/{third}/reword": {"text": "Idea 3, clearer", **WHY},
        f"list/{fourth}/split": {"texts-0": "Left", "texts-1": "Right", **WHY},
        f"list/{second}/move": {"problem": [b], "seen": [a], **WHY},
        f"list/{first}/leave-out": WHY,
        f"list/{first}/take-back": {},
        "list/undo": {"seen": 0},
    }


@pytest.mark.parametrize(
    "kind",
    [
        PhaseKind.ANALYSIS,
        PhaseKind.OPINION,
        PhaseKind.RECONFIGURATION,
        PhaseKind.VOTING,
        PhaseKind.RESULTS,
    ],
)
def test_who_settles_the_list_in_which_phase(round_2, make_seat, go_to, press, states, kind):
    go_to(round_2.workshop, kind)
    rapporteur = make_seat(round_2.workshop, Role.RAPPORTEUR)
    before = states()

    for seat in (round_2.ana, round_2.official, round_2.observer, rapporteur):
        answers = {press(seat, act, **fields).status_code for act, fields in acts(round_2).items()}
        assert answers == {403}
    assert states() == before
    leave_out = f"list/{round_2.ideas[0].id}/leave-out"
    answer = press(round_2.moderator, leave_out, **WHY)
    assert answer.status_code == (200 if kind is PhaseKind.RECONFIGURATION else 409)


def test_the_deputy_settles_the_list_as_well(table, make_seat, press, states):
    deputy = make_seat(table.workshop, Role.DEPUTY)

    assert merge(press, table, *table.ideas[:2], seat=deputy).status_code == 200
    assert states() == {1: "replaced", 2: "replaced", 3: "listed", 4: "listed", 5: "listed"}


def test_a_merge_reaches_everyone_and_names_all_authors(table, press, sign_in, listen):
    ears = listen(table.observer.person, table.workshop)
    ears.news("parts")

    answer = merge(press, table, *table.ideas[:2])

    assert answer.json["message"] == "The ideas are merged into idea 5."
    [message] = ears.news("parts")
    assert set(message["parts"]) == {"ideas", "synergies", "reconfiguration"}
    drawn = message["parts"]["reconfiguration"].replace("&#39;", "'")
    assert "Merged from ideas 1, 2." in drawn
    assert "Reason: They want the same" in drawn
    both = f"{table.ana.organization.short}, {table.ben.organization.short}"
    assert both in drawn


def test_the_authors_are_told_and_nobody_else(table, press, sign_in):
    merge(press, table, *table.ideas[:2])

    pages = {
        name: sign_in(getattr(table, name).person)
        .get(f"/workshops/{table.workshop.id}/mine/notices")
        .text
        for name in ("ana", "ben", "eva", "official", "observer", "moderator")
    }

    assert {name for name, html in pages.items() if "Merged from ideas 1, 2." in html} == {
        "ana",
        "ben",
    }
    assert {name for name, html in pages.items() if html} == {"ana", "ben"}
    room = sign_in(table.ben.person).get(f"/workshops/{table.workshop.id}").text
    assert "I object" in room.split('data-mine="')[1].split("</section>")[0]


def test_an_objection_is_shown_to_all_until_it_is_withdrawn(table, press, sign_in, states):
    merge(press, table, *table.ideas[:2])
    made = max(states())

    refused = press(table.eva, f"list/{made}/object", text="Not mine")
    empty = press(table.ben, f"list/{made}/object", text="  ")
    raised = press(table.ben, f"list/{made}/object", text="The deadline is lost")

    assert [answer.status_code for answer in (refused, empty, raised)] == [409, 422, 200]
    for seat in (table.moderator, table.ana, table.observer):
        assert "The deadline is lost" in part(sign_in, seat)
    assert "1 objection stands" in part(sign_in, table.moderator)
    assert "Withdraw my objection" in mine(sign_in, table.ben)
    assert "Withdraw my objection" not in mine(sign_in, table.ana)

    assert press(table.ana, f"list/{made}/withdraw-objection").status_code == 409
    assert press(table.ben, f"list/{made}/withdraw-objection").status_code == 200
    assert "The deadline is lost" not in part(sign_in, table.moderator)


def mine(sign_in, seat):
    return sign_in(seat.person).get(f"/workshops/{seat.workshop_id}/mine/notices").text


def test_an_undone_merge_leaves_no_notice(table, press, sign_in, states):
    merge(press, table, *table.ideas[:2])
    [number] = re.findall(r'name="seen" value="(\d+)"', part(sign_in, table.moderator))

    answer = press(table.moderator, "list/undo", seen=number)

    assert answer.json["message"] == "The last act on the list is undone."
    assert states() == {1: "listed", 2: "listed", 3: "listed", 4: "listed", 5: "undone"}
    assert mine(sign_in, table.ana) == ""
    assert "list/undo" not in part(sign_in, table.moderator)


def test_of_two_moderators_at_once_the_second_is_told(table, make_seat, press, states):
    deputy = make_seat(table.workshop, Role.DEPUTY)
    idea_1, idea_2, idea_3, _idea_4 = table.ideas
    first = merge(press, table, idea_1, idea_2)

    second = merge(press, table, idea_2, idea_3, seat=deputy)
    reworded = press(deputy, f"list/{idea_1.id}/reword", text="Other words", **WHY)
    undone = press(deputy, "list/undo", seen=1)

    assert first.status_code == 200
    assert [answer.status_code for answer in (second, reworded, undone)] == [409] * 3
    assert second.json["message"] == (
        "Idea 2 is no longer on the list: someone else has just changed it."
        " Nothing was changed by you."
    )
    assert states() == {1: "replaced", 2: "replaced", 3: "listed", 4: "listed", 5: "listed"}


def test_the_same_order_sent_twice_is_carried_out_once(table, press, states):
    first = merge(press, table, *table.ideas[:2], key="merge-1")
    again = merge(press, table, *table.ideas[:2], key="merge-1")

    assert (again.status_code, again.json) == (200, first.json)
    assert len(states()) == 5


@pytest.mark.parametrize(
    ("address", "fields", "sentence"),
    [
        ("list/merge", {"idea": [1], "text": "x", **WHY}, "Choose two ideas or more to merge."),
        ("list/merge", {"idea": [1, 2], "text": "", **WHY}, "Write the idea first."),
        ("list/merge", {"idea": [1, 2], "text": "x", "reason": " "}, "Give the reason."),
        ("list/1/split", {"texts-0": "x", **WHY}, "at least two"),
        ("list/1/reword", {"text": "x" * 601, **WHY}, "at most 600 characters"),
        ("list/1/leave-out", {}, "Give the reason."),
        ("list/1/move", {"seen": [1], **WHY}, "Choose at least one problem"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_changed(
    table, press, states, address, fields, sentence
):
    before = states()

    answer = press(table.moderator, address, **fields)

    assert answer.status_code in (409, 422)
    assert sentence in answer.json["message"]
    assert states() == before


def test_ideas_and_problems_of_another_workshop_are_not_found(
    table, make_workshop, make_problem, press, states
):
    elsewhere = make_problem(make_workshop(round=2).theme, round=2)
    before = states()

    answers = [
        press(table.moderator, "list/merge", idea=[1, 99], text="x", **WHY),
        press(table.moderator, "list/99/leave-out", **WHY),
        press(table.moderator, "list/1/move", problem=[elsewhere.id], seen=[1], **WHY),
    ]

    assert [answer.status_code for answer in answers] == [404] * 3
    assert states() == before


def test_a_draft_of_someone_is_not_reached_by_the_moderator(app, table, press, sign_in):
    with app.app_context():
        idea = listing.idea_in(db.session.get_one(Workshop, table.workshop.id), 1)
        idea.state = IdeaState.HANDED_IN
        db.session.commit()

    page = sign_in(table.moderator.person).get(f"/workshops/{table.workshop.id}/list/1")

    assert page.status_code == 404
    assert press(table.moderator, "list/1/leave-out", **WHY).status_code == 404


def test_nothing_deletes_an_idea(app):
    """No address of ideas answers to DELETE, and none is called so."""
    own = [
        rule for rule in app.url_map.iter_rules() if "/list" in rule.rule or "/weigh" in rule.rule
    ]

    assert own
    assert not any("DELETE" in rule.methods or "delete" in rule.rule for rule in own)


def test_the_merge_page_brings_the_texts_of_the_chosen_together(table, sign_in):
    desk = sign_in(table.moderator.person)
    address = f"/workshops/{table.workshop.id}/list/merge"

    both = desk.get(address, query_string={"idea": [1, 3]}).text
    none = desk.get(address).text

    assert ">Idea 1\nIdea 3</textarea>" in both
    assert "Problem A / Problem B" in both
    assert "<textarea" not in none
    assert none.count('name="idea"') == 4


def test_what_has_gone_meanwhile_is_said_on_the_merge_page(table, press, sign_in):
    press(table.moderator, "list/1/leave-out", **WHY)

    page = sign_in(table.moderator.person).get(
        f"/workshops/{table.workshop.id}/list/merge", query_string={"idea": [1, 2, 3]}
    )

    assert "Idea 1 is no longer on the list." in page.text
    assert ">Idea 2\nIdea 3</textarea>" in page.text
