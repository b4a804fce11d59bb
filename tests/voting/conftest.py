"""A vote that was held, and the file an outsider checks it with."""

import json

import pytest

from workshop.extensions import db
from workshop.voting.contest import queries, services
from workshop.voting.models import Contest
from workshop.voting.record.record import as_file, contest_record
from workshop.voting.verify import verify_file
from workshop.workshops import services as live
from workshop.workshops.guides import PhaseKind
from workshop.workshops.models import Workshop


@pytest.fixture
def voters(meeting, make_seat, make_organization):
    """As many voting seats as asked for; those beyond the meeting's own are of associations."""

    def voters(count):
        seats = [meeting.ana, meeting.ben, meeting.eva, meeting.official][:count]
        for number in range(len(seats), count):
            organization = make_organization(f"Association {number}")
            seats.append(make_seat(meeting.workshop, organization=organization))
        return seats

    return voters


@pytest.fixture
def hold(app, clock, meeting, voters, go_to, cast):
    """Hold the meeting's vote and show its result; returns the contest's id.

    Each answer is the ballot of one voter, written "B AC": tie groups in order, "" for a blank.
    """

    def hold(*answers, is_shown=True, **settings):
        with app.app_context():
            workshop = db.session.get_one(Workshop, meeting.workshop.id)
            for name, value in settings.items():
                setattr(workshop, name, value)
            db.session.commit()
            seats = voters(len(answers))
            go_to(workshop, PhaseKind.VOTING)
            contest = queries.latest_contest(workshop)
            for seat, answer in zip(seats, answers, strict=True):
                assert cast(seat, answer, contest.id).status_code == 200
                clock.advance(seconds=1)
            clock.advance(minutes=15)
            services.settle(contest, now=clock())
            if is_shown:
                show(workshop, contest)
            db.session.commit()
            return contest.id

    def show(workshop, contest):
        by = meeting.moderator.person
        live.finish_phase(workshop, by, now=clock())
        live.start_phase(workshop, by, now=clock())
        services.reveal(contest, by, now=clock(), all_at_once=True)

    return hold


@pytest.fixture
def record_of(app):
    """The record of a contest as it is read from its file."""

    def record_of(contest_id, **options):
        with app.test_request_context():
            contest = db.session.get_one(Contest, contest_id)
            return json.loads(as_file(contest_record(contest, **options)))

    return record_of


@pytest.fixture
def check(tmp_path):
    """Verify a record, or the bytes of one: the exit status, and the findings or the faults."""

    def check(record):
        path = tmp_path / "record.json"
        path.write_bytes(record if isinstance(record, bytes) else as_file(record))
        status, findings, faults = verify_file(path)
        return status, faults or findings

    return check
