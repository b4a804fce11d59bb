"""What people write in the room: who may in which phase, what comes back, and nothing is lost."""

import re

import pytest

from workshop.contributions.models import CommentStatus, Contribution, OfficialComment, Summary
from workshop.diagnoses.models import Problem
from workshop.extensions import db
from workshop.workshops.guides import PhaseKind, Role

pytestmark = pytest.mark.usefixtures("clock")

ANSWER = {
    "status": "planned",
    "action": "A decree",
    "unit": "OGPP",
    "text": "By June",
    "revision": 0,
}
ACTS = {
    "contribute": ("contributions", {"text": "We see it as well", "problem_id": 1}),
    "propose": ("problems", {"text": "Nobody reads the reports"}),
    "reword": ("problems/1/reword", {"text": "Problem A, in other words", "revision": 1}),
    "summarize": ("problems/1/summary", {"text": "All agree", "revision": 0}),
    "comment": ("problems/1/comment", ANSWER),
}
ROLES = ("moderator", "deputy", "rapporteur", "ana", "alternate", "official", "observer")
SPEAKERS = {"ana", "alternate", "official"}
DESK = {"moderator", "deputy"}
NOBODY: set[str] = set()
MAY = {
    PhaseKind.DISCUSSION: {
        "contribute": SPEAKERS,
        "propose": SPEAKERS | DESK,
        "reword": DESK,
        "summarize": DESK | {"rapporteur"},
        "comment": NOBODY,
    },
    PhaseKind.SUMMARY: {
        "contribute": NOBODY,
        "propose": SPEAKERS | DESK,
        "reword": DESK,
        "summarize": DESK | {"rapporteur"},
        "comment": NOBODY,
    },
    PhaseKind.OFFICIALS: {
        "contribute": NOBODY,
        "propose": NOBODY,
        "reword": NOBODY,
        "summarize": NOBODY,
        "comment": {"official"},
    },
    PhaseKind.VOTING: dict.fromkeys(ACTS, NOBODY),
    PhaseKind.RESULTS: dict.fromkeys(ACTS, NOBODY),
}
REFUSALS = {
    "contribute": "Written contributions are taken during the discussion. Your text was not sent.",
    "propose": "The list of problems is frozen. Write it as a contribution or ask the moderator to"
    " note it in the minutes.",
    "reword": "The wording is frozen. Go back to the summary, with a reason, to change it.",
    "summarize": "The summary is closed. Go back to its phase to change it.",
    "comment": "This part is reserved for officials, while their phase is under way.",
}


@pytest.fixture
def everyone(meeting, make_seat):
    meeting.deputy = make_seat(meeting.workshop, Role.DEPUTY)
    meeting.rapporteur = make_seat(meeting.workshop, Role.RAPPORTEUR)
    meeting.alternate = make_seat(meeting.workshop, Role.ALTERNATE, meeting.ana.organization)
    return meeting


@pytest.fixture
def rows(app):
    """Every row of a model, as the values of these columns."""

    def rows(model, *columns):
        with app.app_context():
            stored = db.session.scalars(db.select(model).order_by(model.id))
            return [tuple(getattr(row, column) for column in columns) for row in stored]

    return rows


@pytest.mark.parametrize("kind", MAY)
def test_who_may_write_what_in_which_phase(everyone, go_to, press, kind):
    go_to(everyone.workshop, kind)

    allowed = {act: set() for act in ACTS}
    for act, (address, fields) in ACTS.items():
        for revision, role in enumerate(ROLES):
            # each who is obeyed raises the revision, so the next one would have to know it
            number = (
                {"revision": len(allowed[act]) + fields["revision"]} if "revision" in fields else {}
            )
            answer = press(
                getattr(everyone, role),
                address,
                **{**fields, **number, "text": f"{fields['text']} {revision}"},
            )
            if answer.status_code == 200:
                allowed[act].add(role)
            else:
                assert (answer.status_code, answer.json) == (409, {"message": REFUSALS[act]})

    assert allowed == MAY[kind]


def test_a_contribution_is_kept_with_its_problem_or_for_the_theme(
    meeting, go_to, press, rows, clock
):
    go_to(meeting.workshop, PhaseKind.DISCUSSION)

    tied = press(meeting.ana, "contributions", text=" Sea,\r\nland ", problem_id=2)
    press(meeting.ben, "contributions", text="Everything")

    assert tied.json["message"] == "Your contribution is in."
    assert rows(Contribution, "seat_id", "problem_id", "text", "written_at") == [
        (meeting.ana.id, 2, "Sea,\nland", clock()),
        (meeting.ben.id, None, "Everything", clock()),
    ]


@pytest.mark.parametrize(
    ("act", "longest", "sentence"),
    [
        ("contribute", 600, "at most 600 characters"),
        ("propose", 400, "at most 400 characters"),
        ("reword", 400, "at most 400 characters"),
        ("summarize", 2000, "at most 2000 characters"),
    ],
)
def test_a_text_too_long_is_refused_and_given_back(
    meeting, go_to, press, sign_in, rows, act, longest, sentence
):
    go_to(meeting.workshop, PhaseKind.DISCUSSION)
    seat = meeting.ana if act in ("contribute", "propose") else meeting.moderator
    address, fields = ACTS[act]
    text = ("word " * longest)[:longest] + "!"
    tables = [(Contribution, "text"), (Problem, "text"), (Summary, "text")]
    before = [rows(*table) for table in tables]

    answer = press(seat, address, **{**fields, "text": text})
    page = sign_in(seat.person).post(
        f"/workshops/{meeting.workshop.id}/{address}", data={**fields, "text": text}
    )

    sentence = f"The text is too long: {sentence}, please."
    assert (answer.status_code, answer.json) == (
        422,
        {"message": sentence, "errors": {"text": [sentence]}},
    )
    assert (page.status_code, sentence in page.text) == (422, True)
    assert f">{text}</textarea>" in page.text
    assert [rows(*table) for table in tables] == before

    fits = press(seat, address, **{**fields, "text": text[:-1].strip()})
    assert fits.status_code == 200


def test_an_empty_text_is_refused(meeting, go_to, press):
    go_to(meeting.workshop, PhaseKind.DISCUSSION)

    answers = [
        press(meeting.ana, address, text="  \r\n ") for address in ("contributions", "problems")
    ]

    assert [(a.status_code, a.json["message"]) for a in answers] == [
        (422, "Write something first."),
        (422, "Write the problem first."),
    ]


def test_a_text_refused_by_its_phase_is_given_back_on_a_page(meeting, go_to, sign_in):
    go_to(meeting.workshop, PhaseKind.SUMMARY)

    page = sign_in(meeting.ana.person).post(
        f"/workshops/{meeting.workshop.id}/contributions", data={"text": "Too late for <this> one"}
    )

    assert page.status_code == 409
    assert REFUSALS["contribute"] in page.text
    assert ">Too late for &lt;this&gt; one</textarea>" in page.text


def test_a_hidden_text_leaves_the_room_and_is_kept_with_its_reason(
    meeting, go_to, press, sign_in, rows, clock
):
    go_to(meeting.workshop, PhaseKind.DISCUSSION)
    press(meeting.ana, "contributions", text="An insult", problem_id=1)
    browsers = {
        name: sign_in(getattr(meeting, name).person) for name in ("moderator", "ana", "observer")
    }

    def who_sees_it():
        parts = f"/workshops/{meeting.workshop.id}/parts"
        return {
            name
            for name, browser in browsers.items()
            if "An insult" in browser.get(parts).json["parts"]["problems"]
        }

    assert who_sees_it() == {"moderator", "ana", "observer"}
    without = press(meeting.moderator, "contributions/1/hide", reason=" ")
    by_ana = press(meeting.ana, "contributions/1/hide", reason="mine")
    hidden = press(meeting.moderator, "contributions/1/hide", reason="an insult")
    hidden_at = clock()
    clock.advance(seconds=4)
    again = press(meeting.moderator, "contributions/1/hide", reason="an insult")

    assert [(a.status_code, a.json["message"]) for a in (without, hidden, again)] == [
        (409, "Say why the text is hidden."),
        (200, "The text is hidden; its author reads your reason."),
        (409, "The text is hidden already."),
    ]
    assert by_ana.status_code == 403
    assert who_sees_it() == {"moderator"}, "who alone can show it again"
    assert rows(Contribution, "text", "hidden_at", "reason") == [
        ("An insult", hidden_at, "an insult")
    ]


def test_a_proposal_waits_for_the_moderator_who_decides_once(meeting, go_to, press, sign_in, rows):
    go_to(meeting.workshop, PhaseKind.DISCUSSION)
    press(meeting.ana, "problems", text="One that is missing")
    press(meeting.ben, "problems", text="Another one")
    press(meeting.moderator, "problems", text="The moderator's own")
    room = sign_in(meeting.eva.person)

    def listed():
        part = room.get(f"/workshops/{meeting.workshop.id}/parts").json["parts"]["problems"]
        return re.findall('<p class="problem-text">(.*?)</p>', part)

    assert listed() == ["Problem A", "Problem B", "Problem C", "The moderator&#39;s own"]
    by_ana = press(meeting.ana, "problems/4/admit")
    admitted = press(meeting.moderator, "problems/4/admit")
    silent = press(meeting.moderator, "problems/5/decline")
    declined = press(meeting.moderator, "problems/5/decline", reason="the same as A")
    late = press(meeting.moderator, "problems/5/admit")

    assert [a.status_code for a in (by_ana, admitted, silent, declined, late)] == [
        403,
        200,
        409,
        200,
        409,
    ]
    assert silent.json == {"message": "Say why the problem is not taken into the list."}
    assert late.json == {"message": "This proposal has been decided already."}
    assert listed() == [
        "Problem A",
        "Problem B",
        "Problem C",
        "One that is missing",
        "The moderator&#39;s own",
    ]
    assert rows(Problem, "state", "reason", "organization_id")[3:5] == [
        ("admitted", "", meeting.ana.organization_id),
        ("declined", "the same as A", meeting.ben.organization_id),
    ]


@pytest.mark.parametrize(
    ("address", "revision", "sentence", "model"),
    [
        ("problems/1/reword", 1, "Someone else has changed this wording meanwhile.", Problem),
        ("problems/1/summary", 0, "Someone else has changed this summary meanwhile.", Summary),
    ],
)
def test_of_two_who_edit_at_once_the_second_is_told(
    meeting, make_seat, go_to, press, rows, address, revision, sentence, model
):
    deputy = make_seat(meeting.workshop, Role.DEPUTY)
    go_to(meeting.workshop, PhaseKind.SUMMARY)

    first = press(meeting.moderator, address, text="The first text", revision=revision)
    second = press(deputy, address, text="The second text", revision=revision)
    knowing = press(deputy, address, text="Both texts", revision=revision + 1)

    assert first.json == {"message": "", "fields": {"revision": revision + 1}}
    assert (second.status_code, second.json) == (
        409,
        {"message": sentence, "current": {"text": "The first text", "revision": revision + 1}},
    )
    assert knowing.json["fields"] == {"revision": revision + 2}
    assert rows(model, "text", "revision")[0] == ("Both texts", revision + 2)


def test_two_officials_of_one_entity_give_one_answer(meeting, make_seat, go_to, press, rows):
    colleague = make_seat(meeting.workshop, Role.OFFICIAL, meeting.official.organization)
    go_to(meeting.workshop, PhaseKind.OFFICIALS)

    first = press(meeting.official, "problems/1/comment", **ANSWER)
    second = press(colleague, "problems/1/comment", **{**ANSWER, "text": "By May"})
    better = press(colleague, "problems/1/comment", **{**ANSWER, "text": "By May", "revision": 1})

    assert (first.status_code, better.status_code) == (200, 200)
    assert (second.status_code, second.json) == (
        409,
        {
            "message": "A colleague has answered for your entity meanwhile.",
            "current": {"text": "By June", "revision": 1},
        },
    )
    assert rows(OfficialComment, "seat_id", "status", "action", "unit", "text", "revision") == [
        (colleague.id, CommentStatus.PLANNED, "A decree", "OGPP", "By May", 2)
    ]


def test_everyone_reads_along_and_sees_who_has_not_answered(
    meeting, make_seat, go_to, press, sign_in
):
    other = make_seat(meeting.workshop, Role.OFFICIAL)
    go_to(meeting.workshop, PhaseKind.OFFICIALS)
    press(meeting.official, "problems/1/comment", **ANSWER)

    page = sign_in(meeting.observer.person).get(f"/workshops/{meeting.workshop.id}").text
    first, second = page.replace("&#39;", "'").split('id="problem-')[1:3]

    assert "It is planned" in first
    assert f"No answer yet from: {other.organization.short}</p>" in first
    both = ", ".join(sorted([meeting.official.organization.short, other.organization.short]))
    assert f"No answer yet from: {both}</p>" in second


def test_the_officials_own_page_is_theirs(meeting, go_to, press, sign_in):
    go_to(meeting.workshop, PhaseKind.OFFICIALS)
    address = f"/workshops/{meeting.workshop.id}/problems/1/comment"
    press(meeting.official, "problems/1/comment", **ANSWER)

    page = sign_in(meeting.official.person).get(address)
    others = [sign_in(getattr(meeting, name).person).get(address) for name in ("ana", "moderator")]

    assert (page.status_code, "By June</textarea>" in page.text) == (200, True)
    assert [other.status_code for other in others] == [403, 403]


def test_the_wording_freezes_and_only_going_back_unfreezes_it(meeting, go_to, press, rows):
    go_to(meeting.workshop, PhaseKind.OFFICIALS)
    frozen = press(meeting.moderator, "problems/1/reword", text="Other words", revision=1)
    press(meeting.moderator, "agenda/back", reason="a word was wrong")
    reopened = press(meeting.moderator, "problems/1/reword", text="Other words", revision=1)

    assert (frozen.status_code, reopened.status_code) == (409, 200)
    assert rows(Problem, "text")[0] == ("Other words",)


def test_what_was_put_to_the_vote_stays_as_it_was_voted(meeting, go_to, press, rows):
    go_to(meeting.workshop, PhaseKind.VOTING)
    for _phase in range(2):
        press(meeting.moderator, "agenda/back", reason="a word was wrong", confirmed="y")

    answer = press(meeting.moderator, "problems/1/reword", text="Other words", revision=1)

    assert (answer.status_code, answer.json) == (
        409,
        {"message": "The room has voted on this wording; it stays as it was voted."},
    )


def test_a_problem_of_another_theme_is_not_found(meeting, make_problem, go_to, press):
    elsewhere = make_problem()
    go_to(meeting.workshop, PhaseKind.SUMMARY)

    answers = [
        press(meeting.moderator, f"problems/{elsewhere.id}/reword", text="Mine now", revision=1),
        press(meeting.moderator, f"problems/{elsewhere.id}/summary", text="Mine", revision=0),
        press(meeting.moderator, f"problems/{elsewhere.id}/admit"),
    ]

    assert [answer.status_code for answer in answers] == [404] * 3


def test_the_same_text_sent_twice_with_its_key_is_kept_once(meeting, go_to, press, rows):
    go_to(meeting.workshop, PhaseKind.DISCUSSION)

    answers = [press(meeting.ana, "contributions", key="draft-1", text="Once") for _try in range(2)]
    press(meeting.ben, "contributions", key="draft-1", text="Another person's key")

    assert [(a.status_code, a.json["message"]) for a in answers] == [
        (200, "Your contribution is in.")
    ] * 2
    assert answers[0].json == answers[1].json
    assert rows(Contribution, "text") == [("Once",), ("Another person's key",)]
