"""Who voted what is known to nobody after closing, and the result to nobody before it is shown."""

import re
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy.engine import make_url

from workshop.extensions import db
from workshop.room import heartbeat, screens
from workshop.voting.contest import queries
from workshop.voting.models import Ballot, BallotLink, Contest, RollEntry
from workshop.workshops.guides import PhaseKind, Role
from workshop.workshops.models import LogEntry, Seat, Workshop

pytestmark = pytest.mark.usefixtures("clock")

RANKINGS = [[["C"], ["A"]], [["B"]], [], [["A"], ["B", "C"]], [["B"]], [["C"], ["A"]]]


@pytest.fixture
def vote(meeting, make_seat, go_to):
    """A meeting whose vote is open, with six voters and the rest of the house."""
    workshop = meeting.workshop
    meeting.voters = [
        meeting.ana,
        meeting.ben,
        meeting.eva,
        meeting.official,
        make_seat(workshop),
        make_seat(workshop),
    ]
    meeting.deputy = make_seat(workshop, Role.DEPUTY)
    meeting.rapporteur = make_seat(workshop, Role.RAPPORTEUR)
    meeting.alternate = make_seat(workshop, Role.ALTERNATE, meeting.ana.organization)
    go_to(workshop, PhaseKind.VOTING)
    return meeting


def request_of(seat, revision=0):
    """The id of a voter's request, which bears the voter's mark."""
    return f"request-{revision}-of-{seat.id:04d}"


@pytest.fixture
def receive(cast):
    """Cast a ballot that is taken; what its voter is answered."""

    def receive(seat, ranking, revision=0):
        answer = cast(seat, ranking, request=request_of(seat, revision), revision=revision)
        assert answer.status_code == 200
        return answer.json

    return receive


@pytest.fixture
def close(clock, vote, app):
    """The announced end passes, and the server's pulse counts."""

    def close():
        clock.advance(minutes=10)
        with app.test_request_context():
            heartbeat.beat(with_heartbeat=False)

    return close


@pytest.fixture
def disk(app):
    """The bytes of the database and of its write-ahead log, as a thief of the disk finds them."""

    def disk():
        path = make_url(app.config["DATABASE_URL"]).database
        return b"".join(Path(path + tail).read_bytes() for tail in ("", "-wal"))

    return disk


def every_row(app, query):
    with app.app_context():
        return [tuple(row) for row in db.session.execute(db.text(query))]


# While the vote is open: what a ballot holds is its caster's alone

SECRET = [["C"], ["B"], ["A"]]


@pytest.fixture
def newcomer(vote, make_seat, press):
    """A guest of Ana's organization, given the voting right after Ana has cast."""

    def newcomer():
        guest = make_seat(vote.workshop, Role.ALTERNATE, vote.ana.organization)
        assert press(vote.moderator, f"seats/{guest.id}/hand-over").status_code == 200
        return guest

    return newcomer


def test_a_new_holder_reads_that_a_ballot_is_in_and_not_what_it_holds(
    vote, receive, newcomer, sign_in
):
    receipt = receive(vote.ana, SECRET)["receipt"]
    guest = newcomer()

    page = sign_in(guest.person).get("/workshops/1/contests/1/ballot").text

    assert "A ballot is in. What it holds is shown only to the person who cast it." in page
    assert 'data-stored="null"' in page
    assert 'data-revision="1"' in page
    assert receipt not in page
    assert "Received 1" not in page
    assert not re.search(r'<input[^>]* name="(place|rank)[^>]* value="[1-9]', page)


@pytest.mark.parametrize("fields", [{"revision": 0}, {"revision": 7}, {"request": "the same"}])
def test_no_refusal_tells_a_new_holder_what_the_ballot_holds(vote, cast, newcomer, fields):
    first = cast(vote.ana, SECRET, request="the same")
    guest = newcomer()

    answer = cast(guest, "A", **fields)

    assert first.json["answer"] == SECRET
    assert answer.status_code == 409
    assert answer.json == {
        "message": "A ballot is in. What it holds is shown only to the person who cast it. You may"
        " replace it with a ballot of yours.",
        "closed": False,
        "answer": None,
        "revision": 1,
    }


@pytest.mark.parametrize("is_over", [False, True])
def test_nor_does_a_pause_or_the_end(vote, receive, cast, press, newcomer, clock, is_over):
    receive(vote.ana, SECRET)
    guest = newcomer()
    if is_over:
        clock.advance(minutes=30)  # and nobody has counted yet
    else:
        press(vote.moderator, "agenda/pause")

    answer = cast(guest, "A", revision=1)

    assert (answer.status_code, answer.json["closed"], answer.json["answer"]) == (
        409,
        is_over,
        None,
    )


def test_a_new_holder_may_replace_it_and_then_it_is_theirs(
    vote, receive, cast, press, newcomer, sign_in
):
    receive(vote.ana, SECRET)
    guest = newcomer()

    assert cast(guest, "A", revision=1).json["answer"] == [["A"]]
    press(vote.moderator, f"seats/{vote.ana.id}/hand-over")

    theirs = sign_in(vote.ana.person).get("/workshops/1/contests/1/ballot").text
    assert 'data-stored="null"' in theirs
    assert 'data-revision="2"' in theirs
    refused = cast(vote.ana, SECRET, request=request_of(vote.ana), revision=1)
    assert (refused.status_code, refused.json["answer"]) == (409, None)


def test_the_caster_sees_the_ballot_on_every_device(app, vote, receive, sign_in):
    receive(vote.ana, SECRET)
    phone = app.test_client()
    with phone.session_transaction() as session:
        session["_user_id"], session["_fresh"] = vote.ana.person.get_id(), True

    page = phone.get("/workshops/1/contests/1/ballot").text

    assert 'data-stored="[[&#34;C&#34;], [&#34;B&#34;], [&#34;A&#34;]]"' in page
    assert "A ballot is in." not in page


def test_a_seat_that_is_someone_elses_now_does_not_show_the_ballot(
    app, vote, receive, make_person, sign_in
):
    receive(vote.ana, SECRET)
    other = make_person("Someone else", vote.ana.organization)
    with app.app_context():
        db.session.get_one(Seat, vote.ana.id).person_id = other.id
        db.session.commit()

    page = sign_in(other).get("/workshops/1/contests/1/ballot").text

    assert "A ballot is in." in page
    assert 'data-stored="null"' in page


def test_a_practice_ballot_is_its_casters_alone_too(meeting, cast, press, make_seat, sign_in):
    press(meeting.moderator, "contests/practice")
    assert cast(meeting.ana, SECRET).status_code == 200
    guest = make_seat(meeting.workshop, Role.ALTERNATE, meeting.ana.organization)
    press(meeting.moderator, f"seats/{guest.id}/hand-over")

    page = sign_in(guest.person).get("/workshops/1/contests/1/ballot").text

    assert 'data-stored="null"' in page
    assert cast(guest, "A").json["answer"] is None


# After closing: who voted what


def test_closing_cuts_every_tie_between_voters_and_ballots(app, vote, receive, close):
    for seat, ranking in zip(vote.voters, RANKINGS, strict=True):
        receive(seat, ranking)
    with app.app_context():
        old_ids = set(db.session.scalars(db.select(Ballot.id)))
        assert db.session.query(BallotLink).count() == len(old_ids) == 6

    close()

    with app.app_context():
        assert db.session.query(BallotLink).count() == 0
        ballots = db.session.scalars(db.select(Ballot)).all()
        assert {ballot.id for ballot in ballots} & old_ids == set()
        assert {ballot.roll_entry_id for ballot in ballots} == {None}
        assert [e.has_cast for e in db.session.scalars(db.select(RollEntry))] == [True] * 6


def test_no_table_joins_a_ballot_to_anything_but_its_contest():
    references = {
        (column.name, key.column.table.name)
        for column in Ballot.__table__.columns
        for key in column.foreign_keys
    }
    to_ballots = {
        table.name
        for table in db.metadata.tables.values()
        for key in table.foreign_keys
        if key.column.table is Ballot.__table__
    }

    # `roll_entry_id` is filled in a roll call only, where names are the point of it.
    assert references == {("contest_id", "contest"), ("roll_entry_id", "roll_entry")}
    assert to_ballots == {"ballot_link"}


def test_neither_order_nor_ids_tell_who_came_first(app, vote, receive, close):
    for seat, ranking in reversed(list(zip(vote.voters, RANKINGS, strict=True))):
        receive(seat, ranking)
    close()

    ballots = every_row(app, "SELECT id, ranking FROM ballot ORDER BY rowid")
    receipts = every_row(app, "SELECT code FROM receipt ORDER BY rowid")
    assert ballots == sorted(ballots)
    assert [ranking for _id, ranking in ballots] == sorted(ranking for _id, ranking in ballots)
    assert receipts == sorted(receipts)
    assert len(ballots) == len(receipts) == 6


def test_nothing_of_the_link_is_left_on_the_disk(app, vote, receive, close, disk):
    for seat, ranking in zip(vote.voters, RANKINGS, strict=True):
        replaced = receive(seat, [["A"]])["receipt"]
        receive(seat, ranking, revision=1)
    with app.app_context():
        marks = [id.encode() for id in db.session.scalars(db.select(Ballot.id))]
    marks += [request_of(seat, 1).encode() for seat in vote.voters]
    marks.append(replaced.encode())
    assert {mark for mark in marks if mark not in disk()} == set()

    close()

    bytes_left = disk()
    assert {mark for mark in marks if mark in bytes_left} == set()


def test_a_reader_in_the_way_only_delays_the_cleaning(app, vote, receive, close, disk):
    receive(vote.ana, [["B"]])
    mark = request_of(vote.ana).encode()
    reader = sqlite3.connect(make_url(app.config["DATABASE_URL"]).database, isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM ballot").fetchone()

    close()
    assert mark in disk()

    reader.execute("COMMIT")
    with app.test_request_context():
        heartbeat.beat(with_heartbeat=False)
    assert mark not in disk()
    reader.close()


def test_a_void_vote_forgets_its_voters_too(app, vote, receive, press, disk):
    receive(vote.ana, [["B"]])

    press(vote.moderator, "contests/1/void", reason="the list was wrong")

    assert request_of(vote.ana).encode() not in disk()
    with app.app_context():
        assert db.session.query(BallotLink).count() == 0


def test_the_log_names_nobody_for_a_ballot(app, vote, receive, close):
    receive(vote.ana, [["C"], ["A"]])
    close()

    with app.app_context():
        entries = db.session.scalars(db.select(LogEntry).order_by(LogEntry.number)).all()
        received, closed = entries[-2:]
        contest = db.session.get_one(Contest, 1)
        assert (received.verb, received.person_id, received.details) == (
            "ballot received",
            None,
            {"contest": 1},
        )
        assert (closed.verb, closed.person_id, closed.details["cast"]) == (
            "contest closed",
            None,
            1,
        )
        digests = {k: v for k, v in closed.details.items() if k not in ("contest", "cast")}
        assert [re.fullmatch("[0-9a-f]{64}", str(value)) is None for value in digests.values()] == [
            False
        ] * len(digests)
        assert contest.result["order"] == [["C"], ["A"], ["B"]]


# Before the moderator shows it: how the vote goes

# Figures that stand alone: in a token or a digest the same digits may come by chance.
MARKS = re.compile(r"OPTION-[ABC]|(?<!\w)777\d+(?!\w)")


def marks_in(path, answer):
    """What a page lets slip; a ballot entered for somebody else names the options, and no more."""
    marks = set(MARKS.findall(answer.data.decode(errors="replace")))
    return {mark for mark in marks if mark[0] == "7"} if "/assisted/" in path else marks


@pytest.fixture
def counted(app, vote, receive, close, go_to):
    """A counted contest whose options, points and figures can be told from all else."""
    for seat, ranking in zip(vote.voters, RANKINGS, strict=True):
        receive(seat, ranking)
    close()
    with app.app_context():
        contest = db.session.get_one(Contest, 1)
        for option in contest.options:
            option.text = f"OPTION-{option.key}"
        result = dict(contest.result)
        result["order"] = [["C"], ["A"], ["B"]]
        result["points"] = {"A": "7772.5", "B": "7771.5", "C": "7773.5"}
        for number, name in enumerate(("first_places", "ranked_by", "won")):
            result[name] = {key: int(f"777{number}{place}") for place, key in enumerate("ABC")}
        contest.result = result
        db.session.commit()
    go_to(vote.workshop, PhaseKind.RESULTS)
    return vote


@pytest.fixture
def everything_shown(app, counted, sign_in, make_admin):
    """All that every page and part of the workshop shows to each kind of person."""
    adapter = app.url_map.bind("")
    with app.app_context():
        token = screens.token(db.session.get_one(Workshop, counted.workshop.id))
    values = {"token": token, "code": counted.workshop.code}
    paths = [
        adapter.build(rule.endpoint, {name: values.get(name, 1) for name in rule.arguments})
        for rule in app.url_map.iter_rules()
        if "GET" in rule.methods and rule.arguments & {"workshop_id", "token"}
    ]
    names = ("moderator", "deputy", "rapporteur", "ana", "alternate", "official", "observer")
    people = {name: getattr(counted, name).person for name in names} | {"admin": make_admin()}
    browsers = {name: sign_in(person) for name, person in people.items()}
    browsers["nobody"] = app.test_client()

    def everything_shown():
        assert {f"/workshops/1{tail}" for tail in ("", "/desk", "/parts", "/contests/1")} < set(
            paths
        )
        return {
            (name, path): marks_in(path, browser.get(path))
            for name, browser in browsers.items()
            for path in paths
        }

    return everything_shown


@pytest.mark.slow
def test_each_step_shows_its_place_and_nobody_sees_more(everything_shown, counted, press):
    seen = everything_shown()
    assert {where: marks for where, marks in seen.items() if marks} == {}

    press(counted.moderator, "contests/1/reveal", seen=0)
    seen = everything_shown()
    assert set().union(*seen.values()) == {"OPTION-B", "7771"}
    assert seen["ana", "/workshops/1"] == {"OPTION-B", "7771"}

    press(counted.moderator, "contests/1/reveal", everything="yes")
    seen = everything_shown()
    for name in ("ana", "observer", "moderator", "admin"):
        marks = seen[name, "/workshops/1/contests/1"]
        assert {"OPTION-A", "OPTION-B", "OPTION-C", "7773", "77700"} <= marks
    assert seen["nobody", "/workshops/1/contests/1"] == set()


def test_what_is_pushed_before_the_result_is_shown_says_nothing_of_it(vote, receive, listen, close):
    """The same house hears the same news to the letter, however it votes."""
    everyone = [
        listen(seat.person, vote.workshop)
        for seat in (vote.moderator, vote.rapporteur, vote.ana, vote.official, vote.observer)
    ]
    receive(vote.ana, [["C"], ["A"], ["B"]])
    close()

    for listener in everyone:
        [news] = [news for news in listener.news("parts") if "vote" in news["parts"]]
        assert "The ballots are counted" in news["parts"]["vote"]
        assert "Problem" not in news["parts"]["vote"]
        assert [set(turnout) for turnout in listener.news("turnout")] == [
            {"contest", "cast", "entitled"}
        ]


def test_while_it_is_open_a_ballot_is_shown_to_its_voter_alone(vote, receive, sign_in):
    receive(vote.ana, [["C"], ["A"], ["B"]])

    pages = {
        name: sign_in(getattr(vote, name).person).get("/workshops/1/contests/1/ballot").text
        for name in ("ana", "alternate", "ben", "official", "moderator", "observer", "rapporteur")
    }

    stored = {name: re.search('data-stored="([^"]*)"', page)[1] for name, page in pages.items()}
    assert stored.pop("ana") == "[[&#34;C&#34;], [&#34;A&#34;], [&#34;B&#34;]]"
    assert set(stored.values()) == {"null"}


def test_of_few_ballots_only_the_order_is_told(app, vote, receive, close, go_to, press, sign_in):
    for seat in vote.voters[:4]:
        receive(seat, [["C"], ["A"], ["B"]])
    close()
    go_to(vote.workshop, PhaseKind.RESULTS)
    press(vote.moderator, "contests/1/reveal", everything="yes")

    with app.app_context():
        assert not queries.shows_details(db.session.get_one(Contest, 1))
    desk = sign_in(vote.moderator.person)
    page = desk.get("/workshops/1/contests/1").text
    assert "only the order is shown" in page
    assert [heading in page for heading in ("In figures", "<h2>Duels</h2>", "points</span>")] == [
        False
    ] * 3
    result = desk.get("/workshops/1/files/prioritized-problems.json").json["result"]
    assert set(result) == {"rule", "version", "seats", "ballots", "order", "cut"}
