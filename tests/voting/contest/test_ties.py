"""A tie across the cut: lots that anyone can draw again, and a run-off."""

import hashlib

import pytest

from workshop.extensions import db
from workshop.voting.contest import queries, services, ties
from workshop.voting.models import Contest
from workshop.voting.result import outcome
from workshop.workshops.guides import PhaseKind
from workshop.workshops.models import LogEntry, TiePolicy, Workshop


@pytest.fixture
def tied(app, clock, meeting, go_to, cast):
    """A vote for one place in which A and B tie ahead of C, shown to the room; its address."""

    def tied(policy):
        with app.app_context():
            workshop = db.session.get_one(Workshop, meeting.workshop.id)
            workshop.tie_policy, workshop.carry_limit = policy, 1
            db.session.commit()
            go_to(workshop, PhaseKind.VOTING)
            contest = queries.latest_contest(workshop)
            for seat, ranking in ((meeting.ana, "A B"), (meeting.ben, "B A")):
                assert cast(seat, ranking).status_code == 200
            clock.advance(minutes=15)
            services.settle(contest, now=clock())
            db.session.commit()
            go_to(workshop, PhaseKind.RESULTS)
            services.reveal(contest, meeting.moderator.person, now=clock(), all_at_once=True)
            db.session.commit()
            return f"contests/{contest.id}"

    return tied


@pytest.fixture
def look(app):
    """What a test wants to know of a contest, asked in a context of its own."""

    def look(number, question):
        with app.app_context():
            return question(db.session.get_one(Contest, number))

    return look


def cut_said(contest):
    return outcome.cut_sentence(contest), ties.going_forward(contest)


CUT = {"carried": ["A"], "tied": ["B", "C", "D"], "places_left": 2, "policy": "run-off"}


@pytest.mark.parametrize(
    ("won", "carried"),
    [
        (["C", "B"], ["A", "C", "B"]),
        (["B", "C", "D"], ["A", "B", "C", "D"]),
        (["B"], ["A", "B", "C", "D"]),
        ([], ["A", "B", "C", "D"]),
    ],
    ids=["decided", "tied again", "a place left over", "nobody voted"],
)
def test_after_a_run_off_the_winners_join_the_safe(won, carried):
    assert ties.after_run_off(CUT, {"carried": won}) == carried


def test_without_a_policy_to_wait_for_all_is_settled_at_once():
    assert ties.settled_at_once({**CUT, "policy": "carry-all", "carried": list("ABCD")}) == [
        *"ABCD"
    ]
    assert ties.settled_at_once({**CUT, "tied": [], "carried": ["A"]}) == ["A"]
    assert ties.settled_at_once(CUT) is None


def test_the_lowest_lot_comes_first():
    digest, number = "5e" * 32, "4162"
    lots = {o: hashlib.sha256((digest + number + o).encode()).hexdigest() for o in "BCD"}

    drawn = ties.lot_order(digest, number, ["D", "C", "B"])

    assert drawn == sorted("BCD", key=lots.__getitem__)
    assert ties.after_lots(CUT, digest, number) == ["A", *drawn[:2]]


def test_lots_decide_with_the_number_from_the_room(meeting, tied, press, look, sign_in):
    contest = tied(TiePolicy.LOTS)
    digest = look(1, lambda c: c.closing_digest)
    assert look(1, cut_said) == (
        "2 options tie for the last place. Lots decide, with a number drawn in the room.",
        [],
    )

    desk = sign_in(meeting.moderator.person).get(f"/workshops/{meeting.workshop.id}/desk").text
    assert digest[:8] in desk
    answer = press(meeting.moderator, f"{contest}/lots", number=" 4162 ", digest=digest)

    assert answer.status_code == 200
    [winner] = ties.lot_order(digest, "4162", "AB")[:1]
    name = meeting.moderator.name
    sentence = (
        f"2 options tie for the last place. Lots decided, with the number 4162 drawn in the room by"
        f" {name}; 1 go forward."
    )
    assert look(1, cut_said) == (sentence, [winner])
    page = sign_in(meeting.ana.person).get(f"/workshops/{meeting.workshop.id}/{contest}").text
    assert f"number 4162 drawn in the room by {name}" in page
    entry = look(1, lambda c: db.session.query(LogEntry).order_by(LogEntry.id.desc()).first())
    assert (entry.verb, entry.details["lot_number"]) == ("tie settled", "4162")


@pytest.mark.parametrize("number", ["", "four", "4 1", "-1", "٤", "1" * 41])
def test_a_number_has_digits_only(meeting, tied, press, look, number):
    contest = tied(TiePolicy.LOTS)
    digest = look(1, lambda c: c.closing_digest)

    assert (
        press(meeting.moderator, f"{contest}/lots", number=number, digest=digest).status_code == 409
    )
    assert look(1, ties.is_undecided)


def test_lots_are_drawn_once_and_only_by_the_moderator(meeting, tied, press, look):
    contest = tied(TiePolicy.LOTS)
    digest = look(1, lambda c: c.closing_digest)

    assert press(meeting.ana, f"{contest}/lots", number="1", digest=digest).status_code == 403
    assert press(meeting.moderator, f"{contest}/lots", number="1", digest="0").status_code == 409
    assert press(meeting.moderator, f"{contest}/lots", number="1", digest=digest).status_code == 200
    assert press(meeting.moderator, f"{contest}/lots", number="2", digest=digest).status_code == 409
    assert look(1, lambda c: c.lot_number) == "1"


def test_a_run_off_is_voted_counted_shown_and_settles_the_tie(
    meeting, tied, cast, press, look, sign_in, clock
):
    contest = tied(TiePolicy.RUN_OFF)

    assert press(meeting.ana, f"{contest}/run-off").status_code == 403
    assert press(meeting.moderator, f"{contest}/run-off").status_code == 200
    clock.advance(seconds=4)
    assert press(meeting.moderator, f"{contest}/run-off").status_code == 409
    assert look(2, lambda c: [o.key for o in c.options]) == ["A", "B"]
    room = sign_in(meeting.ana.person).get(f"/workshops/{meeting.workshop.id}").text
    assert "/contests/2/ballot" in room
    for seat in (meeting.ana, meeting.ben, meeting.eva, meeting.official):
        assert cast(seat, "B", contest=2).status_code == 200
    assert press(meeting.moderator, "contests/2/close").status_code == 200
    assert look(1, ties.is_undecided)
    assert press(meeting.moderator, "contests/2/reveal", everything="yes").status_code == 200

    assert look(1, cut_said) == (
        "2 options tie for the last place. The run-off decided; 1 go forward.",
        ["B"],
    )
    page = f"/workshops/{meeting.workshop.id}"
    assert "Run-off among the tied" in sign_in(meeting.ana.person).get(page).text
    assert press(meeting.moderator, "contests/2/next").status_code == 200
    assert "The run-off decided" in sign_in(meeting.ana.person).get(page).text
    assert press(meeting.moderator, "contests/2/void", reason="no").status_code == 409
    assert press(meeting.moderator, "contests/1/void", reason="both").status_code == 200
    assert look(2, lambda c: str(c.state)) == "void"


def test_a_run_off_ends_by_its_own_clock_and_holds_its_phase(
    meeting, tied, cast, press, clock, look
):
    contest = tied(TiePolicy.RUN_OFF)
    press(meeting.moderator, f"{contest}/run-off")

    assert press(meeting.moderator, "agenda/finish").json["message"] == (
        "The run-off is open. Close it before the phase ends."
    )
    clock.advance(minutes=2)
    late = cast(meeting.ana, "A", contest=2)
    assert (late.status_code, late.json["closed"]) == (409, True)
    assert press(meeting.moderator, "agenda/finish").status_code == 200
    assert press(meeting.moderator, "contests/2/reveal", everything="yes").status_code == 200
    assert look(1, ties.going_forward) == ["A", "B"]
