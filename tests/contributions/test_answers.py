"""The officials' sheet: prepared unseen, put on record with one press, late until the third day."""

import re

import pytest

from workshop.contributions.models import AnswerRequest, OfficialComment, PreparedAnswer
from workshop.extensions import db
from workshop.workshops import services
from workshop.workshops.guides import PhaseKind, Role
from workshop.workshops.models import LogEntry, Workshop

pytestmark = pytest.mark.usefixtures("clock")

PLANNED = {"status": "planned", "action": "A decree", "unit": "OGPP", "text": "By June"}
FIRST = {**PLANNED, "revision": 0, "wording": 1}
SECRET = "Nobody may read this yet"


@pytest.fixture
def rows(app):
    def rows(model, *columns):
        with app.app_context():
            stored = db.session.scalars(db.select(model).order_by(model.id))
            return [tuple(getattr(row, column) for column in columns) for row in stored]

    return rows


@pytest.fixture
def close(app, clock):
    """End a meeting: every phase is gone through, and it is closed."""

    def close(workshop, go_to):
        go_to(workshop, PhaseKind.RESULTS)
        with app.app_context():
            row = db.session.get_one(Workshop, workshop.id)
            by = next(seat.person for seat in row.seats if seat.moderates)
            services.finish_phase(row, by, now=clock())
            services.close_workshop(row, by, now=clock())
            db.session.commit()

    return close


def sheet(sign_in, seat):
    return sign_in(seat.person).get(f"/workshops/{seat.workshop_id}/answers").text


def test_what_is_prepared_is_seen_by_its_entity_alone(
    meeting, make_seat, go_to, press, sign_in, rows
):
    colleague = make_seat(meeting.workshop, Role.OFFICIAL, meeting.official.organization)
    other = make_seat(meeting.workshop, Role.OFFICIAL)

    answer = press(meeting.official, "answers/1", **{**FIRST, "text": SECRET})

    assert (answer.status_code, answer.json["fields"]) == (200, {"revision": 1})
    assert SECRET in sheet(sign_in, meeting.official)
    assert SECRET in sheet(sign_in, colleague)
    assert SECRET not in sheet(sign_in, other)
    for kind in (PhaseKind.DISCUSSION, PhaseKind.OFFICIALS):
        go_to(meeting.workshop, kind)
        for seat, page in ((meeting.ana, ""), (other, ""), (meeting.moderator, "/desk")):
            address = f"/workshops/{meeting.workshop.id}{page}"
            assert SECRET not in sign_in(seat.person).get(address).text
    assert rows(OfficialComment, "id") == []
    assert SECRET not in repr(rows(LogEntry, "details"))


def test_one_press_puts_all_that_is_prepared_on_record(meeting, go_to, press, rows):
    for number in (1, 2, 3):
        press(meeting.official, f"answers/{number}", **{**FIRST, "text": f"Answer {number}"})
    too_early = press(meeting.official, "answers/record")
    go_to(meeting.workshop, PhaseKind.OFFICIALS)

    answer = press(meeting.official, "answers/record", seen=1)

    assert too_early.status_code == 409
    assert answer.json["message"] == "3 answers are on record."
    assert rows(OfficialComment, "text", "is_late") == [
        ("Answer 1", False),
        ("Answer 2", False),
        ("Answer 3", False),
    ]
    assert rows(PreparedAnswer, "id") == []


def test_what_is_unfinished_or_of_another_wording_is_left(meeting, go_to, press, sign_in, rows):
    go_to(meeting.workshop, PhaseKind.DISCUSSION)
    press(meeting.official, "answers/1", **FIRST)
    press(meeting.official, "answers/2", **{**FIRST, "status": ""})
    press(meeting.official, "answers/3", **FIRST)
    press(meeting.moderator, "problems/3/reword", text="Problem C, otherwise", revision=1)
    go_to(meeting.workshop, PhaseKind.OFFICIALS)

    page = sheet(sign_in, meeting.official)
    answer = press(meeting.official, "answers/record")

    assert page.count("The wording of this problem has changed") == 1
    assert "1 of 3 without an answer" in page
    assert answer.json["message"].startswith("1 answer is on record. 2 are left")
    assert rows(OfficialComment, "problem_id") == [(1,)]
    assert rows(PreparedAnswer, "problem_id") == [(2,), (3,)]


def test_a_colleague_is_told_and_not_written_over(meeting, make_seat, go_to, press, rows):
    colleague = make_seat(meeting.workshop, Role.OFFICIAL, meeting.official.organization)
    press(meeting.official, "answers/1", **FIRST)

    second = press(colleague, "answers/1", **{**FIRST, "text": "By May"})
    knowing = press(colleague, "answers/1", **{**FIRST, "text": "By May", "revision": 1})
    go_to(meeting.workshop, PhaseKind.OFFICIALS)
    unseen = press(meeting.official, "answers/record", **{"revision-1": 1})
    seen = press(meeting.official, "answers/record", **{"revision-1": 2})

    assert (second.status_code, second.json["current"]) == (409, {**PLANNED, "revision": 1})
    assert (knowing.status_code, unseen.status_code, seen.status_code) == (200, 409, 200)
    assert rows(OfficialComment, "text", "revision") == [("By May", 3)]


def test_answers_after_the_meeting_are_late_until_the_third_working_day(
    meeting, go_to, press, sign_in, rows, close, clock
):
    go_to(meeting.workshop, PhaseKind.OFFICIALS)
    press(meeting.official, "answers/1/record", **FIRST)
    close(meeting.workshop, go_to)  # a Monday

    late = press(meeting.official, "answers/2/record", **FIRST)
    bettered = press(meeting.official, "answers/1/record", **{**FIRST, "revision": 1, "text": "!"})
    clock.advance(days=3, seconds=4)
    last = press(meeting.official, "answers/3/record", **FIRST)
    clock.advance(days=1)
    too_late = press(meeting.official, "answers/3/record", **{**FIRST, "revision": 1})
    kept = press(meeting.official, "answers/3", **{**FIRST, "revision": 1})

    assert [a.status_code for a in (late, bettered, last)] == [200, 200, 200]
    sentence = "Answers were taken until June 23, 2022, three working days after the workshop."
    assert [(a.status_code, a.json["message"]) for a in (too_late, kept)] == [(409, sentence)] * 2
    assert rows(OfficialComment, "is_late") == [(True,), (True,), (True,)]
    room = sign_in(meeting.ana.person).get(f"/workshops/{meeting.workshop.id}").text
    assert len(re.findall(r"late,\s+22 Jun|late", room)) >= 3
    assert sentence in sheet(sign_in, meeting.official)


def test_the_moderator_asks_one_entity_on_record(meeting, make_seat, go_to, press, sign_in, rows):
    other = make_seat(meeting.workshop, Role.OFFICIAL)
    entity = meeting.official.organization_id
    before = press(meeting.moderator, "answers/ask", organization_id=entity)
    go_to(meeting.workshop, PhaseKind.OFFICIALS)

    answer = press(meeting.moderator, "answers/ask", organization_id=entity, problem_id=3)
    again = press(meeting.moderator, "answers/ask", organization_id=entity, problem_id="3")
    forged = press(meeting.ana, "answers/ask", organization_id=entity, problem_id=2)
    nobody = press(meeting.moderator, "answers/ask", organization_id=meeting.ana.organization_id)

    statuses = [a.status_code for a in (before, answer, forged, nobody)]
    assert statuses == [409, 200, 403, 409]
    assert again.status_code == 200  # the same press again
    room = f"/workshops/{meeting.workshop.id}"
    asked = "The moderator asks you to answer problem 3"
    assert asked in sign_in(meeting.official.person).get(room).text
    assert asked not in sign_in(other.person).get(room).text
    assert (
        "asked at 09:30 about problem 3; no answer yet"
        in sign_in(meeting.ana.person).get(room).text
    )
    assert "asked at 09:30" in sign_in(meeting.moderator.person).get(f"{room}/desk").text
    press(meeting.official, "answers/3/record", **FIRST)
    assert asked not in sign_in(meeting.official.person).get(room).text
    assert "about problem 3; answered" in sign_in(meeting.ana.person).get(room).text
    minutes = sign_in(meeting.moderator.person).get(f"{room}/minutes").text
    assert "Answers asked for by the moderator" in minutes
    assert rows(AnswerRequest, "organization_id", "problem_id") == [(entity, 3)]
    assert ("answer asked for",) in rows(LogEntry, "verb")


def test_the_sheet_is_the_officials(meeting, sign_in, press):
    for seat in (meeting.ana, meeting.moderator, meeting.observer):
        address = f"/workshops/{meeting.workshop.id}/answers"
        assert sign_in(seat.person).get(address).status_code == 403
        assert press(seat, "answers/1", **FIRST).status_code == 403
        assert press(seat, "answers/1/record", **FIRST).status_code == 403
        assert press(seat, "answers/record").status_code == 403
    assert "/answers" in sign_in(meeting.official.person).get("/").text
    assert "/answers" not in sign_in(meeting.ana.person).get("/").text


def test_the_preparation_may_still_reword_and_delete_a_problem(meeting, press, sign_in, rows):
    for number in (1, 2):
        press(meeting.official, f"answers/{number}", **FIRST)
    problem = {"problem-text": "Problem A, before the meeting", "problem-revision": 1}
    problem |= {
        "problem-organization_id": meeting.problems[0].organization_id,
        "problem-diagnosis_id": 0,
    }
    reworded = press(meeting.moderator, "prepare/problems/1", **problem)
    deleted = press(meeting.moderator, "prepare/problems/2/delete")

    assert (reworded.status_code, deleted.status_code) == (200, 200), reworded.json
    assert rows(PreparedAnswer, "problem_id") == [(1,)]
    assert "The wording of this problem has changed" in sheet(sign_in, meeting.official)
