"""What of a vote is public: the floors, the result page, the files, and the two scrutineers."""

import json

import pytest

from workshop.extensions import db
from workshop.room.parts import Audience
from workshop.voting import publication
from workshop.voting.contest.sectors import points_by_sector
from workshop.voting.models import Contest
from workshop.voting.result.vote_part import vote_context
from workshop.workshops.guides import PhaseKind
from workshop.workshops.models import LogEntry, Workshop

SIX = ("A B C", "A C", "B AC", "C B A", "A", "B")


def result_of(cast, blank=0):
    details = {"points": {"A": "1.0"}, "duels": {}, "warnings": [{"code": "nobody_ranked"}]}
    always = {"rule": "points", "version": "1", "seats": 1, "order": [["A"]], "cut": {}}
    return {**always, "ballots": {"cast": cast, "blank": blank}, **details}


# The floors


@pytest.mark.parametrize(
    ("cast", "blank", "shown"),
    [(5, 0, True), (4, 0, False), (0, 0, False), (6, 1, True), (5, 1, False), (9, 8, False)],
)
def test_below_five_ballots_that_rank_anything_only_the_order_is_public(cast, blank, shown):
    result = result_of(cast, blank)

    assert publication.shows_details(result) is shown
    secret = publication.public_part(result, is_secret=True)
    assert (secret == result) is shown
    if not shown:
        assert {*secret} == {"rule", "version", "seats", "order", "cut", "ballots"}
        assert secret["ballots"] == {"cast": cast}
    assert publication.public_part(result, is_secret=False) == result


@pytest.mark.parametrize(
    ("counted", "shown"),
    [
        ({"academia": 5, "executive": 6}, {"academia", "executive"}),
        ({"academia": 4}, set()),
        ({"academia": 4, "executive": 9}, set()),
        ({"academia": 2, "private_sector": 2, "executive": 9}, set()),
        ({"academia": 2, "private_sector": 3, "executive": 9}, {"executive"}),
        ({"academia": 0, "executive": 5}, {"executive"}),
        ({}, set()),
    ],
)
def test_no_hidden_sector_can_be_worked_out_from_the_shown_ones(counted, shown):
    assert publication.sectors_shown(counted) == shown


def test_points_by_sector_add_up_to_those_of_their_ballots():
    answers = [
        ("academia", [["A"], ["B"]], 4),
        ("academia", [["A"]], 1),
        ("academia", [], 1),
        ("executive", [["B"]], 5),
    ]

    assert points_by_sector("AB", answers, "points", 1, {}) == {
        "academia": {"ballots": 5, "points": {"A": "5.0", "B": "0.0"}},
        "executive": {"ballots": 5, "points": {"A": "0.0", "B": "5.0"}},
    }


def test_single_ballots_become_public_only_when_many_and_cut_until_each_is_frequent():
    few = [[["A"], ["B"]]] * 199
    odd_one = [[["A"], ["C"], ["B"]]]

    assert publication.cut_ballots(few) == (0, [])
    assert publication.cut_ballots([*few, few[0]]) == (2, [((("A",), ("B",)), 200)])
    assert publication.cut_ballots(few + odd_one) == (1, [((("A",),), 200)])
    assert publication.cut_ballots([*few, [["B"]]]) == (0, [])
    assert publication.cut_ballots(few + [[]] * 5)[1][0] == ((), 5)


# The pages


def page_of(browser, contest_id):
    return browser.get(f"/workshops/1/contests/{contest_id}").get_data(as_text=True)


def test_the_codes_of_ballots_are_listed_at_closing_the_result_only_when_shown(
    app, hold, sign_in, meeting
):
    contest_id = hold(*SIX, is_shown=False)

    page = page_of(sign_in(meeting.ana.person), contest_id)

    with app.app_context():
        codes = db.session.execute(db.text("SELECT code FROM receipt")).scalars().all()
    assert len(codes) == 6
    assert all(f"<code>{code}</code>" in page for code in codes)
    assert [word in page for word in ("Who voted what", "In figures", "record.json")] == [False] * 3


def test_a_roll_call_shows_every_organizations_ballot_and_a_secret_vote_none(
    app, hold, sign_in, meeting
):
    page = page_of(sign_in(meeting.ana.person), hold("B A", "", "C", is_secret=False))

    lines = page.split('class="roll-call"')[1].split("</table>")[0]
    ana, ben, official = (
        lines.split(f"{seat.organization.name.replace(chr(39), '&#39;')}</th>")[1].split("</tr>")[0]
        for seat in (meeting.ana, meeting.ben, meeting.official)
    )
    assert ana.index("B. Problem B") < ana.index("A. Problem A")
    assert "Blank ballot" in ben
    assert "did not vote" in official


def test_a_secret_vote_has_no_list_of_who_voted_what(hold, sign_in, meeting):
    page = page_of(sign_in(meeting.ana.person), hold(*SIX))

    assert "roll-call" not in page
    assert "In figures" in page


@pytest.mark.parametrize(("is_secret", "missing"), [(True, 0), (False, 4)])
def test_who_has_not_voted_may_be_named_to_the_room_only_where_the_roll_is_public(
    app, meeting, go_to, clock, is_secret, missing
):
    with app.test_request_context():
        workshop = db.session.get_one(Workshop, meeting.workshop.id)
        workshop.is_secret = is_secret
        db.session.commit()
        go_to(workshop, PhaseKind.VOTING)
        desk = Audience("moderator", "en")

        assert len(vote_context(workshop, desk, clock())["missing"]) == missing


@pytest.mark.parametrize(("is_secret", "words"), [(True, "Secret ballot."), (False, "Roll call.")])
def test_the_ballot_says_before_voting_which_mode_it_is(
    app, meeting, go_to, clock, sign_in, is_secret, words
):
    with app.app_context():
        db.session.get_one(Workshop, meeting.workshop.id).is_secret = is_secret
        db.session.commit()
    go_to(meeting.workshop, PhaseKind.VOTING)

    page = sign_in(meeting.ana.person).get("/workshops/1/contests/1/ballot")

    assert words in page.get_data(as_text=True)


# The files


def test_everyone_seated_may_take_the_record_once_all_was_shown(
    hold, sign_in, meeting, make_person, check
):
    address = f"/workshops/1/contests/{hold(*SIX)}/record.json"

    answer = sign_in(meeting.observer.person).get(address)
    assert (answer.status_code, check(answer.data)[0]) == (200, 0)
    assert sign_in(make_person()).get(address).status_code == 403


def test_there_is_no_record_before_the_result_was_shown(hold, sign_in, meeting):
    address = f"/workshops/1/contests/{hold(*SIX, is_shown=False)}/record.json"

    assert sign_in(meeting.moderator.person).get(address).status_code == 409


@pytest.mark.parametrize("count", [3, 6])
def test_no_file_holds_more_than_may_be_public(hold, sign_in, meeting, count):
    contest_id = hold(*SIX[:count])
    browser = sign_in(meeting.moderator.person)

    record = browser.get(f"/workshops/1/contests/{contest_id}/record.json").json
    everything = browser.get("/workshops/1/files/prioritized-problems.json").json

    assert record["ballots"] == {"kind": "none"}
    assert record["result"] == everything["result"]
    assert ("duels" in record["result"]) is (count >= 5)


@pytest.fixture
def name_scrutineers(press):
    def name(seat, state, society):
        fields = {"state": state.person_id, "society": society.person_id, "mode": "secret"}
        return press(
            seat, "prepare/secrecy", **{f"secrecy-{name}": value for name, value in fields.items()}
        )

    return name


def test_two_scrutineers_are_named_one_of_the_state_and_one_from_outside(
    app, meeting, name_scrutineers
):
    answer = name_scrutineers(meeting.moderator, meeting.official, meeting.ana)

    assert answer.status_code == 200
    with app.app_context():
        workshop = db.session.get_one(Workshop, 1)
        named = workshop.state_scrutineer_id, workshop.society_scrutineer_id
    assert named == (meeting.official.person_id, meeting.ana.person_id)
    assert name_scrutineers(meeting.moderator, meeting.ana, meeting.ben).status_code == 422
    assert name_scrutineers(meeting.ana, meeting.official, meeting.ana).status_code == 403


def test_scrutineers_stay_as_they_are_once_the_vote_was_opened(
    meeting, name_scrutineers, go_to, clock
):
    go_to(meeting.workshop, PhaseKind.VOTING)

    assert name_scrutineers(meeting.moderator, meeting.official, meeting.ana).status_code == 409


def test_only_a_scrutineer_takes_the_single_ballots_and_it_is_put_on_record(
    app, hold, sign_in, meeting, check, name_scrutineers
):
    name_scrutineers(meeting.moderator, meeting.official, meeting.ana)
    address = f"/workshops/1/contests/{hold(*SIX)}/scrutineers-record"

    taken = sign_in(meeting.official.person).post(address)
    assert (taken.status_code, check(taken.data)[0]) == (200, 0)
    assert sum(group["count"] for group in json.loads(taken.data)["ballots"]["groups"]) == 6
    for other in (meeting.moderator, meeting.ben):
        assert sign_in(other.person).post(address).status_code == 403
    with app.app_context():
        last = db.session.scalar(db.select(LogEntry).order_by(LogEntry.number.desc()))
        assert (last.verb, last.person_id) == ("ballots taken", meeting.official.person_id)


def test_a_roll_call_is_chosen_before_the_workshop_begins(app, meeting, press):
    fields = {"secrecy-mode": "roll-call", "secrecy-state": 0, "secrecy-society": 0}

    assert press(meeting.moderator, "prepare/secrecy", **fields).status_code == 200
    with app.app_context():
        assert db.session.get_one(Workshop, 1).is_secret is False


@pytest.mark.parametrize(("floor", "is_shown"), [(5, False), (1, True)])
def test_sector_sums_are_worked_out_at_closing_and_shown_with_the_result(
    app, hold, sign_in, meeting, monkeypatch, floor, is_shown
):
    monkeypatch.setattr(publication, "FEWEST_FOR_DETAILS", floor)

    contest_id = hold(*SIX)

    with app.app_context():
        result = db.session.get_one(Contest, contest_id).result
    sectors = ["academia", "civil_society", "executive", "private_sector"]
    assert [*result.get("sectors", [])] == (sectors if is_shown else [])
    page = page_of(sign_in(meeting.ana.person), contest_id)
    assert ("By sector" in page) is is_shown
