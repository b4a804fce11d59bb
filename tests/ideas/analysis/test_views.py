"""Weighing the ideas: marks and lines, what the room sees of them and when, and whose they are."""

import re

import pytest

from workshop.extensions import db
from workshop.ideas import listing
from workshop.ideas.analysis import news, queries
from workshop.ideas.analysis.marks import Counts, Criterion, count_marks
from workshop.ideas.models import IdeaState, Mark, Synergy
from workshop.workshops.guides import PhaseKind, Role
from workshop.workshops.models import LogEntry, Seat, SeatState, Workshop

pytestmark = pytest.mark.usefixtures("clock")

FEASIBILITY, VALUE = Criterion.FEASIBILITY, Criterion.VALUE


@pytest.mark.parametrize(
    ("marks", "feasibility", "value"),
    [
        pytest.param([], (0, 0, 0), (0, 0, 0), id="none"),
        pytest.param([(2, 0)], (0, 0, 1), (1, 0, 0), id="one of each"),
        pytest.param([(2, None), (None, 1)], (0, 0, 1), (0, 1, 0), id="half a mark"),
        pytest.param([(1, 1), (1, 2), (None, None)], (0, 2, 0), (0, 1, 1), id="taken back"),
    ],
)
def test_marks_are_counted_by_criterion(marks, feasibility, value):
    weights = count_marks(marks).by_criterion

    assert {criterion: weights[criterion].by_mark for criterion in weights} == {
        FEASIBILITY: feasibility,
        VALUE: value,
    }


@pytest.mark.parametrize(
    ("by_mark", "is_over", "shown"),
    [
        pytest.param((0, 0, 0), False, False, id="none"),
        pytest.param((1, 1, 0), False, False, id="two"),
        pytest.param((1, 1, 1), False, True, id="three"),
        pytest.param((0, 0, 1), True, True, id="one, the analysis over"),
        pytest.param((0, 0, 0), True, False, id="none, the analysis over"),
    ],
)
def test_counts_are_shown_from_three_marks_on_or_when_the_analysis_is_over(by_mark, is_over, shown):
    assert Counts(by_mark).are_shown(is_over) is shown


@pytest.fixture
def table(round_2, go_to):
    go_to(round_2.workshop, PhaseKind.ANALYSIS)
    return round_2


@pytest.fixture
def weigh(press):
    def weigh(seat, idea, criterion, mark, **details):
        return press(seat, f"weigh/{idea.id}/mark", criterion=criterion, mark=mark, **details)

    return weigh


@pytest.fixture
def join(press):
    def join(seat, idea, other, joined=1):
        return press(seat, f"weigh/{idea.id}/join", other=other.id, joined=joined)

    return join


@pytest.fixture
def rows(app):
    def rows(model, *columns):
        with app.app_context():
            return sorted(
                tuple(getattr(row, column) for column in columns)
                for row in db.session.scalars(db.select(model))
            )

    return rows


def test_a_mark_is_set_changed_and_taken_back(table, weigh, rows):
    idea = table.ideas[0]

    for criterion, mark in ((FEASIBILITY, 2), (VALUE, 1), (FEASIBILITY, 0), (VALUE, "")):
        assert weigh(table.ana, idea, criterion, mark).status_code == 200

    assert rows(Mark, "idea_id", "seat_id", "feasibility", "value") == [
        (idea.id, table.ana.id, 0, None)
    ]


@pytest.mark.parametrize(
    "wrong", [{"mark": 3}, {"mark": -1}, {"criterion": "beauty"}, {"mark": "x"}]
)
def test_a_mark_that_is_none_is_refused(table, press, rows, wrong):
    fields = {"criterion": "value", "mark": 1, **wrong}

    answer = press(table.ana, f"weigh/{table.ideas[0].id}/mark", **fields)

    assert answer.status_code == 422
    assert rows(Mark, "idea_id") == []


def test_the_log_says_who_weighed_and_not_how(app, table, weigh):
    weigh(table.ana, table.ideas[0], VALUE, 0)

    with app.app_context():
        entry = db.session.scalar(db.select(LogEntry).order_by(LogEntry.number.desc()))
        assert (entry.verb, entry.person_id, entry.details) == (
            "idea weighed",
            table.ana.person_id,
            {"idea": table.ideas[0].id},
        )


def test_a_line_is_one_whichever_idea_it_is_drawn_from(table, join, rows):
    first, second = table.ideas[:2]

    join(table.ana, second, first)
    join(table.ana, first, second)
    join(table.ben, first, second)
    assert rows(Synergy, "first_id", "second_id", "seat_id") == sorted(
        (first.id, second.id, seat.id) for seat in (table.ana, table.ben)
    )

    join(table.ana, second, first, joined=0)
    join(table.ana, second, first, joined=0)
    assert rows(Synergy, "seat_id") == [(table.ben.id,)]
    assert join(table.ana, first, first).status_code == 409


ROLES = {"moderator", "ana", "official", "observer", "alternate", "rapporteur"}


@pytest.mark.parametrize(
    "kind",
    [PhaseKind.FORMULATION, PhaseKind.ANALYSIS, PhaseKind.OPINION, PhaseKind.RECONFIGURATION],
)
def test_who_weighs_ideas_in_which_phase(round_2, make_seat, go_to, weigh, join, kind):
    round_2.alternate = make_seat(round_2.workshop, Role.ALTERNATE, round_2.ana.organization)
    round_2.rapporteur = make_seat(round_2.workshop, Role.RAPPORTEUR)
    go_to(round_2.workshop, kind)

    first, second = round_2.ideas[:2]
    allowed = {
        role: (
            weigh(getattr(round_2, role), first, VALUE, 1).status_code,
            join(getattr(round_2, role), first, second).status_code,
        )
        for role in ROLES
    }

    speakers = {"ana", "official", "alternate"} if kind is PhaseKind.ANALYSIS else set()
    assert allowed == {role: (200, 200) if role in speakers else (409, 409) for role in ROLES}


def test_an_idea_that_has_left_the_list_is_not_weighed(app, table, weigh, join):
    first, second = table.ideas[:2]
    with app.app_context():
        row = listing.idea_in(db.session.get_one(Workshop, table.workshop.id), first.id)
        row.state, row.reason = IdeaState.LEFT_OUT, "Outside"
        db.session.commit()

    assert weigh(table.ana, first, VALUE, 1).status_code == 409
    assert join(table.ana, second, first).status_code == 409
    assert weigh(table.ana, second, VALUE, 1).status_code == 200


def test_an_idea_of_another_workshop_is_not_found(table, make_workshop, make_seat, go_to, press):
    other = make_workshop(round=2)
    make_seat(other, Role.MODERATOR)
    stranger = make_seat(other)
    go_to(other, PhaseKind.ANALYSIS)

    answer = press(stranger, f"weigh/{table.ideas[0].id}/mark", criterion="value", mark=1)

    assert answer.status_code == 404


def seen_by(browser, table, part="ideas"):
    return browser.get(f"/workshops/{table.workshop.id}/parts").json["parts"][part]


def test_the_room_sees_counts_from_three_marks_on_and_never_whose(
    app, table, weigh, sign_in, clock
):
    idea = table.ideas[0]
    room, desk = sign_in(table.eva.person), sign_in(table.moderator.person)
    for seat, mark in ((table.ana, 2), (table.ben, 2)):
        weigh(seat, idea, FEASIBILITY, mark)
    tell(app)
    for browser in (room, desk):
        assert "2 marks; shown from 3 on" in seen_by(browser, table)
        assert "2 high" not in seen_by(browser, table)

    weigh(table.official, idea, FEASIBILITY, 0)
    tell(app)
    for browser in (room, desk):
        assert "2 high, 0 medium, 1 low" in seen_by(browser, table)


def tell(app):
    with app.test_request_context():
        news.tell()


def test_marks_reach_the_room_with_the_next_beat_in_one_message(app, table, weigh, join, listen):
    ears = listen(table.eva.person, table.workshop)
    ears.news("parts")
    for seat in (table.ana, table.ben, table.official):
        weigh(seat, table.ideas[0], VALUE, 2)
    join(table.ana, table.ideas[0], table.ideas[1])
    assert ears.news("parts") == []

    tell(app)

    [message] = ears.news("parts")
    assert set(message["parts"]) == {"ideas", "synergies"}
    assert "3 much, 0 some, 0 little" in message["parts"]["ideas"]
    assert "Group 1: ideas 1, 2" in message["parts"]["synergies"]
    tell(app)
    assert ears.news("parts") == []


def test_ones_own_marks_are_on_ones_own_page_alone(table, weigh, join, sign_in):
    first, second = table.ideas[:2]
    weigh(table.ana, first, VALUE, 2)
    join(table.ana, first, second)

    def pressed(seat, address):
        html = sign_in(seat.person).get(f"/workshops/{table.workshop.id}/{address}").text
        return re.findall(r'id="((?:mark|companion)-[^"]*)"[^>]* aria-pressed="true"', html)

    assert pressed(table.ana, "weigh") == [f"mark-value-{first.id}-2"]
    assert pressed(table.ana, "mine/marks") == [f"mark-value-{first.id}-2"]
    assert pressed(table.ana, f"weigh/{first.id}") == [f"companion-{second.id}"]
    assert pressed(table.ana, f"weigh/{second.id}/mine") == [f"companion-{first.id}"]
    assert pressed(table.ben, "weigh") == []
    assert pressed(table.ben, f"weigh/{first.id}") == []


def test_without_a_script_a_press_leads_back_to_the_idea(table, sign_in):
    idea = table.ideas[0]

    answer = sign_in(table.ana.person).post(
        f"/workshops/{table.workshop.id}/weigh/{idea.id}/mark",
        data={"criterion": "value", "mark": "2"},
    )

    assert (answer.status_code, answer.location) == (
        303,
        f"/workshops/{table.workshop.id}/weigh#weigh-{idea.id}",
    )


def test_whoever_is_removed_no_longer_counts(app, table, weigh, join):
    weigh(table.ana, table.ideas[0], VALUE, 2)
    join(table.ana, table.ideas[0], table.ideas[1])

    with app.app_context():
        workshop = db.session.get_one(Workshop, table.workshop.id)
        before = queries.weights(workshop), queries.synergy_lines(workshop)
        db.session.get_one(Seat, table.ana.id).holds_vote = False
        db.session.get_one(Seat, table.ana.id).state = SeatState.REMOVED
        db.session.flush()
        after = queries.weights(workshop), queries.synergy_lines(workshop)

    pair = (table.ideas[0].id, table.ideas[1].id)
    assert before[0][table.ideas[0].id].by_criterion[VALUE].by_mark == (0, 0, 1)
    assert before[1] == ({pair: 1}, 1)
    assert after == ({}, ({}, 0))


def test_the_parts_take_as_many_statements_for_many_ideas_as_for_few(
    app, table, weigh, join, count_queries
):
    from workshop.ideas.analysis.parts import synergies_context, weights_context
    from workshop.room.parts import Audience

    def drawn():
        with app.test_request_context():
            workshop = db.session.get_one(Workshop, table.workshop.id)
            weights_context(workshop)
            synergies_context(workshop, Audience("participant", "en"), None)

    few = count_queries(drawn)
    for idea, other in zip(table.ideas, table.ideas[1:], strict=False):
        weigh(table.ana, idea, VALUE, 1)
        join(table.ben, idea, other)
    assert count_queries(drawn) == few


def test_what_is_written_about_an_idea_stands_under_it(round_2, go_to, press, sign_in):
    go_to(round_2.workshop, PhaseKind.ANALYSIS)

    sent = press(round_2.ana, "ideas/3/contributions", text="It exists in Cusco")

    assert sent.status_code == 200
    page = sign_in(round_2.eva.person).get(f"/workshops/{round_2.workshop.id}").text
    under_idea = page.split('id="idea-2-3"')[1].split('id="idea-')[0]
    assert "It exists in Cusco" in under_idea
    assert page.count("It exists in Cusco") == 1


def test_an_idea_is_written_about_during_the_analysis_only(round_2, go_to, press):
    go_to(round_2.workshop, PhaseKind.OPINION)

    refused = press(round_2.ana, "ideas/3/contributions", text="Too late")

    assert refused.status_code == 409
    assert "Your text was not sent" in refused.text
