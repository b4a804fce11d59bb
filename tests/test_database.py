"""The database: one writer at a time, all of a transaction or nothing, instants in UTC."""

import sqlite3
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy.engine import make_url
from sqlalchemy.exc import IntegrityError, StatementError

from workshop.database import empty_wal, writing
from workshop.extensions import db
from workshop.people.models import Organization, Person


@pytest.fixture
def organization_id(make_organization):
    return make_organization("Counter").id


@pytest.fixture
def acronym(app, organization_id):
    def acronym():
        with app.app_context():
            return db.session.get_one(Organization, organization_id).acronym

    return acronym


def test_one_writer_at_a_time_even_when_each_yields_in_the_middle(app, organization_id, acronym):
    """Each reads, waits, and writes what it read plus one: none is lost."""
    inside, most_inside = [0], [0]
    start = threading.Barrier(8)

    def add_one(_thread):
        start.wait()
        with app.app_context(), writing():
            inside[0] += 1
            most_inside[0] = max(most_inside[0], inside[0])
            row = db.session.get_one(Organization, organization_id)
            number = int(row.acronym or "0")
            time.sleep(0.02)
            row.acronym = str(number + 1)
            inside[0] -= 1

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(add_one, range(8)))

    assert (acronym(), most_inside[0]) == ("8", 1)


def test_whoever_read_before_waiting_reads_again_inside(app, organization_id, acronym):
    with app.app_context():
        stale = db.session.get_one(Organization, organization_id)
        assert stale.acronym == ""
        with ThreadPoolExecutor(1) as pool:
            pool.submit(change_acronym, app, organization_id, "new").result()
        with writing():
            assert db.session.get_one(Organization, organization_id).acronym == "new"
            stale.acronym += "er"
    assert acronym() == "newer"


def change_acronym(app, organization_id, text):
    with app.app_context(), writing():
        db.session.get_one(Organization, organization_id).acronym = text


def fail_half_way(organization_id):
    with writing():
        db.session.get_one(Organization, organization_id).acronym = "half"
        db.session.flush()
        raise RuntimeError("half way")


def test_a_write_that_fails_leaves_nothing_and_frees_the_lock(app, organization_id, acronym):
    with app.app_context():
        with pytest.raises(RuntimeError, match="half way"):
            fail_half_way(organization_id)
        assert db.session.get_one(Organization, organization_id).acronym == ""
    assert acronym() == ""

    with ThreadPoolExecutor(1) as pool:
        pool.submit(change_acronym, app, organization_id, "whole").result(timeout=5)
    assert acronym() == "whole"


def test_a_writing_transaction_holds_the_file_from_its_beginning(app, organization_id):
    path = make_url(app.config["DATABASE_URL"]).database
    other = sqlite3.connect(path, timeout=0, isolation_level=None)
    with app.app_context():
        with writing():
            db.session.get_one(Organization, organization_id)
            with pytest.raises(sqlite3.OperationalError, match="locked"):
                other.execute("BEGIN IMMEDIATE")
        other.execute("BEGIN IMMEDIATE")
        other.execute("ROLLBACK")
    other.close()


def test_a_reader_waits_for_no_writer(app, organization_id, acronym):
    with app.app_context(), writing():
        db.session.get_one(Organization, organization_id).acronym = "unseen"
        db.session.flush()
        with ThreadPoolExecutor(1) as pool:
            assert pool.submit(acronym).result(timeout=5) == ""


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),
        ("foreign_keys", 1),
        ("busy_timeout", 20),
        ("secure_delete", 1),
    ],
)
def test_every_connection_is_set_up(as_served, app, pragma, value):
    with app.app_context():
        assert db.session.scalar(db.text(f"PRAGMA {pragma}")) == value
        empty_wal(db.engine)
        assert db.session.scalar(db.text(f"PRAGMA {pragma}")) == value


def test_an_instant_comes_back_in_utc_to_the_microsecond(app, make_person):
    lima = timezone(timedelta(hours=-5))
    person_id = make_person().id
    with app.app_context():
        db.session.get_one(Person, person_id).created_at = datetime(
            2022, 6, 20, 9, 30, 0, 123456, tzinfo=lima
        )
        db.session.commit()
    with app.app_context():
        kept = db.session.get_one(Person, person_id).created_at

    assert kept == datetime(2022, 6, 20, 14, 30, 0, 123456, tzinfo=UTC)
    assert kept.tzinfo is UTC


def test_an_instant_without_its_zone_is_refused(app, make_person):
    person_id = make_person().id
    with app.app_context():
        person = db.session.get_one(Person, person_id)
        person.created_at = datetime(2022, 6, 20, 9, 30)  # noqa: DTZ001
        with pytest.raises(StatementError, match="an instant needs its time zone"):
            db.session.flush()


def test_a_value_outside_its_kind_is_refused(app):
    with app.app_context(), pytest.raises(IntegrityError, match="sector"):
        db.session.execute(
            db.text("INSERT INTO organization (name, acronym, sector) VALUES ('X', '', 'army')")
        )
