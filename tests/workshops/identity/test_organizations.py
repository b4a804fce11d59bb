"""Organizations that are one: seats, words and one vote, before, during and after."""

import pytest

from workshop import clock as wall_clock
from workshop import create_app
from workshop.extensions import db
from workshop.people.models import Organization, Person, Sector
from workshop.people.queries import organization_named as named
from workshop.plans.models import Plan, Theme
from workshop.voting.contest import queries, services
from workshop.voting.models import Ballot, Contest, ContestState, RollEntry
from workshop.voting.record.record import as_file, contest_record
from workshop.voting.verify import record_faults
from workshop.voting.verify.seal import read_record
from workshop.workshops import attendance
from workshop.workshops.guides import PhaseKind, Role
from workshop.workshops.identity import moving, organizations, persons
from workshop.workshops.models import Attendance, Came, LogEntry, Seat, SeatState, Workshop
from workshop.workshops.seating import take_seat
from workshop.workshops.services import plan_workshop

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def join(press):
    """The moderator says at the desk that one organization is another."""

    def join(meeting, former, kept):
        return press(
            meeting.moderator,
            f"organizations/{former.organization_id}/join",
            into=kept.organization_id,
        )

    return join


def holders(app, meeting):
    with app.app_context():
        seats = db.session.scalars(db.select(Seat).filter_by(workshop_id=meeting.workshop.id))
        return {seat.name for seat in seats if seat.holds_vote}


def turnout(app):
    with app.app_context():
        turnout = queries.turnout(1)
        return turnout.cast, turnout.entitled, db.session.query(Ballot).count()


def test_before_the_vote_one_right_is_left(app, meeting, join, go_to):
    assert join(meeting, meeting.ben, meeting.ana).status_code == 200

    assert holders(app, meeting) == {"Ana", "Eva", "Omar"}
    go_to(meeting.workshop, PhaseKind.VOTING)
    assert turnout(app) == (0, 3, 0)
    with app.app_context():
        ben = db.session.get_one(Organization, meeting.ben.organization_id)
        assert ben.itself.id == meeting.ana.organization_id
        verbs = db.session.scalars(db.select(LogEntry.verb)).all()
        assert "organizations joined" in verbs


BALLOT = "A B C"


@pytest.mark.parametrize(
    ("voters", "left"),
    [((), 0), (("ana",), 1), (("ben",), 1), (("ana", "ben"), 1)],
    ids=["nobody", "who stays", "who is joined", "both"],
)
def test_during_the_vote_one_ballot_is_left(app, meeting, join, go_to, cast, voters, left):
    go_to(meeting.workshop, PhaseKind.VOTING)
    for name in voters:
        assert cast(getattr(meeting, name), BALLOT).status_code == 200

    assert join(meeting, meeting.ben, meeting.ana).status_code == 200

    assert turnout(app) == (left, 3, left)
    with app.app_context():
        lines = db.session.scalars(db.select(RollEntry).order_by(RollEntry.id)).all()
        assert [line.is_struck for line in lines].count(True) == 1
    again = cast(meeting.ana, "B A C", request="again", revision=1 if "ana" in voters else 0)
    if voters == ("ben",):  # what somebody else cast is not shown, and may be replaced
        assert again.status_code == 409
        again = cast(meeting.ana, "B A C", request="over", revision=1)
    assert again.status_code == 200
    assert turnout(app) == (1, 3, 1)
    assert cast(meeting.ben, BALLOT, request="late").status_code == 409


def test_the_record_of_such_a_vote_holds(app, meeting, join, go_to, cast, clock):
    go_to(meeting.workshop, PhaseKind.VOTING)
    for seat in (meeting.ana, meeting.ben, meeting.eva, meeting.official):
        cast(seat, BALLOT)
    join(meeting, meeting.ben, meeting.ana)
    close_and_show(app, clock)

    with app.app_context():
        contest = db.session.get_one(Contest, 1)
        for for_scrutineers in (False, True):
            data = as_file(contest_record(contest, for_scrutineers=for_scrutineers))
            assert verify(data) == []
        assert contest.result["ballots"]["cast"] == 3


def verify(data):
    """All that a checker finds wrong in the bytes of a record."""
    record, faults = read_record(data)
    return faults or list(record_faults(record))


def close_and_show(app, clock):
    with app.app_context():
        contest = db.session.get_one(Contest, 1)
        by = db.session.get_one(Person, 1)
        services.close_early(contest, by, now=clock())
        clock.advance(minutes=1)
        services.settle_due(contest.workshop, now=clock())
        contest.state = ContestState.REVEALED
        db.session.commit()


def test_after_the_vote_the_count_stays(app, meeting, join, go_to, cast, clock):
    go_to(meeting.workshop, PhaseKind.VOTING)
    for seat in (meeting.ana, meeting.ben, meeting.eva):
        cast(seat, BALLOT)
    close_and_show(app, clock)
    assert turnout(app) == (3, 4, 3)

    join(meeting, meeting.ben, meeting.ana)

    assert turnout(app) == (3, 4, 3)
    with app.app_context():
        contest = db.session.get_one(Contest, 1)
        assert verify(as_file(contest_record(contest))) == []
        came = db.session.scalars(db.select(Attendance.organization_id)).all()
        assert meeting.ben.organization_id not in came
        workshop = db.session.get_one(Workshop, 1)
        assert len(attendance.came(workshop)) == 2


def test_every_reference_is_moved_or_kept_for_a_reason(app):
    with app.app_context():
        tables = (Organization.__table__, Person.__table__, Seat.__table__)
        known = {
            (column.table.name, column.name)
            for table in tables
            for column in moving.references(table)
        }
        assert set(moving.KEPT) <= known


def test_after_the_vote_it_is_said_that_they_are_one(
    app, meeting, join, go_to, cast, clock, sign_in
):
    go_to(meeting.workshop, PhaseKind.VOTING)
    for seat in (meeting.ana, meeting.ben, meeting.eva):
        cast(seat, BALLOT)
    close_and_show(app, clock)
    join(meeting, meeting.ben, meeting.ana)

    sentence = "It was known only after the count that these are one organization"
    moderator = sign_in(meeting.moderator.person)
    for page in ("contests/1", "minutes"):
        assert sentence in moderator.get(f"/workshops/1/{page}").text
    with app.app_context():
        said = db.session.scalars(db.select(LogEntry).filter_by(verb="roll lines of one")).one()
        assert said.details == {"contest": 1, "lines": [1, 2]}


def test_the_sgp_joins_any_two_of_the_list_and_the_name_leads_on(app, meeting, make_admin, sign_in):
    admin = sign_in(make_admin())
    former, kept = meeting.ben.organization_id, meeting.problems[0].organization_id

    answer = admin.post(f"/organizations/{former}/join", data={"into": kept})

    assert answer.status_code == 303
    with app.app_context():
        assert named("BEN'S ORGANIZATION.").id == kept
        assert db.session.get_one(Seat, meeting.ben.id).organization_id == kept
    page = admin.get(f"/organizations/{former}").text  # an old address leads on, too
    assert "Also known as: Ben&#39;s organization" in page
    assert "Joined as the same" in page


def test_doubles_are_shown_at_the_desk_and_in_the_list(
    meeting, make_organization, make_seat, make_admin, sign_in
):
    for name in ("Asociación Civil Transparencia", "A.C. Transparencia"):
        make_seat(meeting.workshop, organization=make_organization(name))
    desk = sign_in(meeting.moderator.person).get("/workshops/1/desk").text
    listed = sign_in(make_admin()).get("/organizations").text
    for page in (desk, listed):
        assert "looks like Asociación Civil Transparencia" in page


def test_who_presses_later_reads_that_it_is_done(app, meeting, join, clock):
    join(meeting, meeting.ben, meeting.ana)
    clock.advance(seconds=4)

    answer = join(meeting, meeting.ben, meeting.ana)

    assert answer.status_code == 409
    assert answer.json["message"] == "These are one organization already."


def test_what_is_known_to_be_two_is_not_asked_about_again(
    meeting, make_organization, make_seat, press, sign_in
):
    first, second = (
        make_seat(meeting.workshop, organization=make_organization(name, acronym="ACT"))
        for name in ("Alianza Cristiana de Tacna", "Asociación de Comerciantes")
    )
    desk = sign_in(meeting.moderator.person)
    assert "looks like Alianza" in desk.get("/workshops/1/desk").text

    act = f"organizations/{second.organization_id}/apart"
    answer = press(meeting.moderator, act, into=first.organization_id)

    assert answer.json["message"] == "They stay two."
    assert "looks like Alianza" not in desk.get("/workshops/1/desk").text
    assert press(meeting.moderator, act, into=second.organization_id).status_code == 409


def test_two_attendances_and_two_answers_leave_one(app, meeting, join, go_to):
    with app.app_context():
        for seat in (meeting.ana, meeting.ben):
            now = wall_clock.now()
            attendance.note(1, [seat.organization_id], Came.ENTERED, now=now)
        db.session.commit()

    join(meeting, meeting.ben, meeting.ana)

    with app.app_context():
        came = db.session.scalars(db.select(Attendance.organization_id)).all()
        assert came == [meeting.ana.organization_id]


def test_on_postgresql_too(postgresql, tmp_path):
    app = create_app({"TESTING": True, "DATABASE_URL": postgresql, "SECRET_KEY": "only for tests"})
    now = wall_clock.now()
    with app.app_context():
        db.create_all()
        theme = Theme(plan=Plan(name="PAGA", first_year=2023, last_year=2024), name="T", position=1)
        workshop = plan_workshop(theme, 1, now)
        by = Person(name="Mara", created_at=now, session_number=0)
        db.session.add(by)
        seats = []
        for name in ("Red Uno", "Red Dos"):
            organization = Organization(name=name, sector=Sector.CIVIL_SOCIETY)
            person = Person(name="Ana", created_at=now, session_number=0)
            seats.append(take_seat(workshop, person, organization, Role.TITULAR, by, now=now))
        db.session.commit()
        kept, former = seats
        organizations.merge(former.organization, kept.organization, by, now=now)
        persons.merge(former.person, kept.person, by, now=now)
        db.session.commit()
        assert [seat.holds_vote for seat in seats] == [True, False]
        assert seats[1].state is SeatState.REMOVED
        db.session.remove()
        db.engine.dispose()
