"""Every table of the database with its places: backup, plan file, erasure and retention.

A table that is not here fails this file: whoever adds one says where its rows go, and why not
elsewhere. What is claimed is checked against a real backup, a real import and a real vote.
"""

from __future__ import annotations

import json
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask_migrate import stamp

from workshop import clock as wall_clock
from workshop.backups.writing import write_backup
from workshop.extensions import db
from workshop.people import links
from workshop.planfile.reading import import_plan
from workshop.planfile.writing import export_plan
from workshop.workshops.guides import PhaseKind

PLAN = Path(__file__).parent / "planfile" / "full_plan.json"


@dataclass(frozen=True)
class Places:
    """Where the rows of a table go. A backup holds every table, without exception.

    `in_plan_file` is the section that carries them; `is_made_anew` says that an import makes rows
    of its own; `erased_by` what takes rows away for good: "closing" a secret vote, "practice" put
    away; `ends` the column that says until when a row is good. `reason` says why it has no place
    where it has none.
    """

    in_plan_file: str = ""
    is_made_anew: bool = False
    erased_by: tuple[str, ...] = ()
    ends: str = ""
    reason: str = ""


RECORD = "Kept: the record of the meeting; the plan file carries what came of it."
PERSONS = "Kept while the record names who acted; a plan file holds organizations, never persons."
PLAN_ITSELF = "Kept: the plan."
COUNTED = "Kept with its contest; the plan file carries what was counted (`votes`), not ballots."
ACT = "Kept; the plan file tells of it and hands it on, but an import makes no act of it."

TABLES = {
    # People
    "organization": Places("organizations", reason=PLAN_ITSELF),
    "person": Places(reason=PERSONS),
    "personal_link": Places(ends="expires_at", reason="A way in belongs to a person."),
    "answered_order": Places(
        reason="A repeat gets its first answer: an address, a sentence, what the page draws anew. "
        "Nothing ends it yet."
    ),
    "last_press": Places(
        reason="One row for each person: what was pressed last, sealed, with its answer."
    ),
    "undo_offer": Places(
        ends="until", reason="What rows said before an act; deleted a minute after it."
    ),
    # The plan
    "plan": Places("process", reason=PLAN_ITSELF),
    "theme": Places("themes", reason=PLAN_ITSELF),
    "identifier": Places("themes", reason="Kept for ever: a public address does not change."),
    "diagnosis": Places("diagnoses", reason=PLAN_ITSELF),
    "problem": Places("rounds", reason=PLAN_ITSELF),
    "idea": Places("rounds", reason=PLAN_ITSELF),
    "proposal": Places("rounds", reason=PLAN_ITSELF),
    "commitment": Places("commitments", reason=PLAN_ITSELF),
    "milestone": Places("commitments", reason=PLAN_ITSELF),
    "link": Places("lineage", reason=PLAN_ITSELF),
    "response": Places("responses", reason=PLAN_ITSELF),
    "edition": Places(reason=ACT),
    "version": Places(reason="Kept: how a record was written; the plan file carries it as it is."),
    "warning_note": Places(
        "commitments", reason="Kept: why a warning stands; the plan file carries its text."
    ),
    "step": Places(reason=ACT),
    # The meeting
    "workshop": Places("rounds", reason=PLAN_ITSELF),
    # Of a meeting that a file tells of, those in which something was written.
    "phase": Places("rounds", reason=RECORD),
    "span": Places(reason=RECORD),
    "seat": Places(reason=PERSONS),
    "known_apart": Places(reason="Kept: who is not whom, as somebody said who knew."),
    "correction": Places(reason="Kept: the words of a correction stand here and in no file."),
    "attendance": Places(
        reason="Kept: the record. The file's own participants stay with the identifier."
    ),
    "log_entry": Places(is_made_anew=True, reason="Kept whole, each entry chained to the last."),
    "turn": Places(reason=RECORD),
    "contribution": Places(reason=RECORD),
    "room_message": Places(reason=RECORD),
    "summary": Places(reason=ACT),
    "official_comment": Places(reason=ACT),
    "prepared_answer": Places(
        reason="Goes when it is put on record. What never was stays with the entity: in no file."
    ),
    "answer_request": Places(reason=RECORD),
    "mark": Places(reason=RECORD),
    "synergy": Places(reason=RECORD),
    "opinion": Places(reason=ACT),
    "objection": Places(reason=RECORD),
    "wording": Places(is_made_anew=True, reason="Kept; an import begins with the last wording."),
    "suggestion": Places(reason=RECORD),
    "agreement_check": Places(reason=ACT),
    "agreement_answer": Places(reason=ACT),
    # The vote
    "contest": Places(erased_by=("practice",), reason=COUNTED),
    "option": Places(erased_by=("practice",), reason=COUNTED),
    "roll_entry": Places(erased_by=("practice",), reason=COUNTED),
    "ballot": Places(erased_by=("practice",), reason=COUNTED),
    "ballot_link": Places(
        erased_by=("closing", "practice"),
        reason="Joins a voter to a ballot only while the vote is open; in no file.",
    ),
    "receipt": Places(reason=COUNTED),
    "temperature_check": Places(reason="Kept: the question, and its counts where enough answered."),
    "temperature_answer": Places(reason="Erased when the check is counted, ten seconds later."),
    "temperature_link": Places(
        reason="Joins a seat to its answer for ten seconds, and is erased with it; in no file."
    ),
}

CARRIED = {name for name, places in TABLES.items() if places.in_plan_file}


def erased_by(cause: str) -> set[str]:
    return {name for name, places in TABLES.items() if cause in places.erased_by}


def count_rows() -> dict[str, int]:
    """The number of rows of each table, of those that have any."""
    numbers = {
        table.name: db.session.scalar(db.select(db.func.count()).select_from(table))
        for table in db.metadata.sorted_tables
    }
    return {name: number for name, number in numbers.items() if number}


@pytest.fixture
def counted(app):
    """What the tables hold at this moment."""

    def counted() -> dict[str, int]:
        with app.app_context():
            return count_rows()

    return counted


@pytest.fixture
def imported(app):
    """The document of a plan that was imported and written again."""
    with app.app_context():
        plan, _is_new = import_plan(json.loads(PLAN.read_text("utf-8")), now=wall_clock.now())
        db.session.commit()
        return export_plan(plan)


@pytest.fixture
def voted(meeting, go_to, cast):
    """A ballot of Ana's in an open vote."""
    go_to(meeting.workshop, PhaseKind.VOTING)
    cast(meeting.ana, "A")
    return meeting


def test_every_table_has_its_places(app):
    with app.app_context():
        assert set(TABLES) == set(db.metadata.tables)


def test_every_table_says_why_it_is_kept_or_has_an_end():
    without = [name for name, places in TABLES.items() if not (places.reason or places.ends)]
    assert without == []


def test_a_backup_holds_every_table_with_all_its_rows(app, imported, voted, tmp_path):
    path = tmp_path / "backup.zip"
    with app.app_context():
        stamp()
        write_backup(db.engine, path, now=wall_clock.now())
        rows = count_rows()

    with zipfile.ZipFile(path) as file:
        lines = {
            name.removesuffix(".jsonl"): len(file.read(name).splitlines())
            for name in file.namelist()
            if name.endswith(".jsonl")
        }
    assert set(lines) == set(TABLES)
    assert {name: number for name, number in lines.items() if number} == rows


def test_the_plan_file_brings_the_tables_that_it_is_said_to_carry(imported, counted):
    made_anew = {name for name, places in TABLES.items() if places.is_made_anew}

    assert set(counted()) == CARRIED | made_anew
    assert all(imported[TABLES[name].in_plan_file] for name in CARRIED)


def test_closing_a_vote_destroys_what_it_is_said_to_destroy(app, voted, go_to, press, counted):
    before = counted()
    with app.app_context():
        [former] = db.session.execute(db.text("SELECT id FROM ballot")).scalars()

    go_to(voted.workshop, PhaseKind.RESULTS)

    assert before.keys() - counted().keys() == erased_by("closing")
    with app.app_context():
        [ballot] = db.session.execute(db.text("SELECT id, roll_entry_id FROM ballot"))
    assert ballot.id != former  # what stays is written anew: no row joins it to the roll
    assert ballot.roll_entry_id is None


def test_a_practice_vote_leaves_what_it_is_said_to_leave(meeting, go_to, press, cast, counted):
    go_to(meeting.workshop, PhaseKind.DISCUSSION)
    press(meeting.moderator, "agenda/pause")
    before = counted()
    press(meeting.moderator, "contests/practice")
    assert cast(meeting.ana, "B A").status_code == 200
    meanwhile = counted()

    assert press(meeting.moderator, "contests/1/put-away").status_code == 200

    # With what is final goes the offer to undo what went before it.
    assert meanwhile.keys() - before.keys() == erased_by("practice")
    assert meanwhile.keys() - counted().keys() == erased_by("practice") | {"undo_offer"}


@pytest.mark.parametrize("name", [name for name, places in TABLES.items() if places.ends])
def test_what_ends_has_a_column_that_says_when(app, name):
    with app.app_context():
        column = db.metadata.tables[name].columns[TABLES[name].ends]
    assert not column.nullable


def test_a_personal_link_opens_nothing_after_its_end(app, clock, make_person, client):
    with app.app_context():
        person = make_person("Ana")
        link = links.issue_link(
            db.session.merge(person), "/workshops/1", now=wall_clock.now(), days=1
        )
        db.session.commit()
        address = links.token(link)
        assert link.is_valid(wall_clock.now())
    clock.advance(days=2)

    answer = client.get(f"/enter/{address}", follow_redirects=True)

    assert "expired" in answer.text
