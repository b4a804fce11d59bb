"""The record of a contest: what an outsider gets to check, and what stays out of it."""

import json

import pytest

from workshop.digests import chain_digest, salted_digest, sha256, short_code
from workshop.extensions import db
from workshop.voting.models import Contest
from workshop.workshops import log
from workshop.workshops.models import LogEntry, Workshop

SIX = ("A B C", "A C", "B AC", "C B A", "A", "")


def entries(record, verb):
    own = [link["entry"] for link in record["log"] if "entry" in link]
    return [entry for entry in own if entry["verb"] == verb]


def test_every_entry_is_chained_and_only_the_contests_own_can_be_read(app, hold, record_of):
    record = record_of(hold(*SIX))

    previous = ""
    for number, link in enumerate(record["log"], start=1):
        assert link["number"] == number
        assert link["digest"] == (previous := chain_digest(previous, link["entry_digest"]))
        assert "entry" not in link or sha256(link["entry"]) == link["entry_digest"]
    assert [link["entry"]["verb"] for link in record["log"] if "entry" in link] == [
        "contest opened",
        *["ballot received"] * 6,
        "contest closed",
        "result shown",
    ]
    with app.app_context():
        rows = db.session.scalars(db.select(LogEntry).order_by(LogEntry.number)).all()
        assert log.first_broken(rows) is None
        rows[4].details = {**rows[4].details, "minutes": 99}
        assert log.first_broken(rows) == 5


def test_whoever_acted_is_bound_by_the_chain_but_not_named(app, hold, record_of, meeting):
    record = record_of(hold(*SIX))

    assert "person" not in json.dumps(record)
    with app.app_context():
        opened = db.session.scalar(db.select(LogEntry).filter_by(verb="contest opened"))
        assert opened.person_id == meeting.moderator.person_id
        before = log.entry_digest(opened)
        opened.person_id = meeting.ana.person_id
        assert log.entry_digest(opened) != before


def test_the_codes_are_those_of_the_log_at_opening_and_closing(app, hold, record_of):
    contest_id = hold(*SIX)
    record = record_of(contest_id)

    with app.app_context():
        contest = db.session.get_one(Contest, contest_id)
        kept = contest.opening_digest, contest.closing_digest
    assert kept == (record["opening"]["digest"], record["closing"]["digest"])
    assert record["opening"]["code"] == short_code(kept[0])
    for name, verb in (("opening", "contest opened"), ("closing", "contest closed")):
        number = record[name]["number"]
        assert entries(record, verb)[0]["number"] == number
        assert record["log"][number - 1]["digest"] == record[name]["digest"]


@pytest.mark.parametrize("digest", ["0" * 64, "f" * 64, "1" + "0" * 63])
def test_a_short_code_is_ten_letters_without_look_alikes(digest):
    code = short_code(digest)

    assert len(code) == 11
    assert code[5] == "-"
    assert not set(code) & set("01ILO")


def test_the_terms_are_frozen_in_the_log(hold, record_of):
    record = record_of(hold(*SIX, carry_limit=2))

    [opened] = entries(record, "contest opened")
    assert record["contest"]["terms"] == opened["details"]["terms"]
    terms = record["contest"]["terms"]
    assert (terms["rule"], terms["seats"], terms["is_secret"]) == ("duels-points", 2, True)
    assert [option["text"] for option in terms["options"]] == [f"Problem {key}" for key in "ABC"]
    assert opened["details"]["roll"] == [line["organization"] for line in record["roll"]]
    assert record["contest"]["meeting"]["date"] == "2022-06-20"


def test_a_secret_ballot_leaves_only_that_it_was_received(hold, record_of):
    record = record_of(hold(*SIX))

    assert {str(entry["details"]) for entry in entries(record, "ballot received")} == {
        "{'contest': 1}"
    }
    assert {entry["by"] for entry in entries(record, "ballot received")} == {""}
    assert record["ballots"] == {"kind": "none"}
    assert {*record["roll"][0]} == {"line", "organization"}


def test_closing_puts_salted_digests_on_record(app, hold, record_of):
    contest_id = hold(*SIX)
    record = record_of(contest_id, for_scrutineers=True)

    [closed] = entries(record, "contest closed")
    answers = [group["answer"] for group in record["ballots"]["groups"]]
    with app.app_context():
        salt = db.session.get_one(Contest, contest_id).salt
    assert closed["details"] == {
        "contest": contest_id,
        "cast": 6,
        "blank": 1,
        "ballots": salted_digest(salt, answers),
        "result": sha256(record["result"]),
        "receipts": sha256(record["receipts"]),
    }
    assert salt not in json.dumps(record_of(contest_id))


def test_a_roll_call_puts_organization_and_answer_on_record(hold, record_of, meeting):
    record = record_of(hold("B A", "", "C", is_secret=False))

    names = [seat.organization.name for seat in (meeting.ana, meeting.ben, meeting.eva)]
    assert [line["organization"] for line in record["roll"]][:3] == names
    assert [line["has_cast"] for line in record["roll"]] == [True, True, True, False]
    assert record["ballots"]["lines"] == [
        {"line": 1, "answer": [["B"], ["A"]]},
        {"line": 2, "answer": []},
        {"line": 3, "answer": [["C"]]},
    ]
    assert entries(record, "ballot received")[0]["details"] == {
        "contest": 1,
        "line": 1,
        "answer": [["B"], ["A"]],
    }


def test_names_are_those_of_the_moment_of_the_vote(app, hold, record_of, check, meeting):
    contest_id = hold(*SIX)
    with app.app_context():
        workshop = db.session.get_one(Workshop, meeting.workshop.id)
        workshop.theme.name = "Another name"
        workshop.seats[1].organization.name = "Renamed"
        db.session.commit()
    record = record_of(contest_id)

    assert check(record)[0] == 0
    assert "Another name" not in json.dumps(record)
    assert "Renamed" not in json.dumps(record)
