"""The permission table: every address, for every role, walked with the workshop in its vote.

A person who may ask is "let in", whatever the rules then say of the moment; all others are turned
away at the door. A new address that is not in the table fails the test.
"""

import sqlite3

import pytest
from sqlalchemy.engine import make_url

from workshop import clock as wall_clock
from workshop.diagnoses.models import Diagnosis
from workshop.extensions import db
from workshop.ideas.models import Idea, IdeaState
from workshop.live import screens
from workshop.live.guides import PhaseKind, Role
from workshop.live.models import SeatState, Workshop
from workshop.people import links
from workshop.people.models import Person

pytestmark = pytest.mark.usefixtures("clock")

DESK = {"moderator", "deputy"}
SEATED = DESK | {"rapporteur", "titular", "alternate", "official", "observer"}
ELSEWHERE = {"waiting", "scrutineer", "stranger", "foreign"}  # foreign: moderates another workshop
SGP = {"admin"}
STAFF = SGP | DESK | {"foreign"}  # those with a password
SIGNED_IN = SGP | SEATED | ELSEWHERE
EVERYONE = SIGNED_IN | {"nobody"}
WATCHING = SGP | SEATED
PREPARING = SGP | DESK
AT_THE_DOOR = {"waiting"}

# Whoever is seated may ask to speak, write or vote; the phase and the role decide in the services.
TABLE = [
    (EVERYONE, "healthz readyz set_language plans.start"),
    (EVERYONE, "people.sign_in people.prove people.enter people.enter_now"),
    (EVERYONE, "people.join people.find people.knock people.join_qr"),
    (EVERYONE, "live.screen live.screen_parts voting.promise"),
    (SIGNED_IN, "people.sign_out"),
    (STAFF, "people.password people.change_password"),
    (SGP, "people.organizations people.add_organization"),
    (SGP, "people.organization people.change_organization people.staff people.add_staff"),
    (SGP, "plans.index plans.create plans.desk plans.edit plans.change"),
    (SGP, "plans.add_theme plans.edit_theme plans.change_theme plans.move_theme"),
    (SGP, "plans.new_workshop plans.create_workshop"),
    (SGP, "preparation.seats.appoint preparation.seats.set_time"),
    (SGP, "preparation.seats.make_link preparation.seats.make_links"),
    (SGP, "preparation.seats.links_file preparation.seats.revoke_links"),
    (PREPARING, "preparation.show preparation.set_meeting preparation.set_agenda"),
    (PREPARING, "preparation.set_state preparation.set_voting record.set_secrecy"),
    (PREPARING, "preparation.seats.show preparation.seats.add preparation.seats.hand_over"),
    (PREPARING, "preparation.seats.remove preparation.seats.restore"),
    (PREPARING, "diagnoses.add_diagnosis diagnoses.edit_diagnosis diagnoses.change_diagnosis"),
    (PREPARING, "diagnoses.delete_diagnosis diagnoses.add_problem diagnoses.edit_problem"),
    (PREPARING, "diagnoses.change_problem diagnoses.delete_problem diagnoses.move_problem"),
    (PREPARING, "exports.problems_csv exports.problems_xlsx exports.problems_json"),
    (PREPARING, "exports.votes_csv"),
    (DESK, "live.desk door.admit door.decline door.remove door.hand_over"),
    (DESK, "agenda.start agenda.finish agenda.go_on agenda.pause agenda.resume"),
    (DESK, "agenda.extend agenda.set_time agenda.skip agenda.back agenda.close"),
    (DESK, "floor.give_next floor.give floor.give_seat floor.extend floor.put_back"),
    (DESK, "floor.pass_over floor.up floor.down floor.drop floor.end"),
    (DESK, "contributions.admit contributions.decline contributions.hide"),
    (DESK, "contests.reopen voting.close voting.void voting.reveal voting.admit_to_roll"),
    (DESK, "vote_room.open_practice vote_room.put_away vote_room.show_duels"),
    (DESK, "vote_room.open_run_off vote_room.draw_lots assisted.show assisted.enter"),
    (SEATED, "floor.ask floor.withdraw voting.ballot voting.cast"),
    (SEATED, "contributions.contribute contributions.propose contributions.reword"),
    (SEATED, "contributions.summarize contributions.comment"),
    ({"official"}, "contributions.comment_form opinion.page opinion.give"),
    (DESK | {"titular", "alternate", "official"}, "formulation.page formulation.begin"),
    ({"titular"}, "formulation.save formulation.hand_in formulation.take_back"),
    (DESK, "formulation.reveal"),
    ({"titular", "alternate", "official"}, "weighing.page weighing.companions"),
    ({"titular", "alternate", "official"}, "weighing.my_companions"),
    (SEATED, "weighing.mark weighing.join reconfiguring.object_to reconfiguring.withdraw"),
    (DESK, "reconfiguring.merge_page reconfiguring.merge reconfiguring.change_page"),
    (DESK, "reconfiguring.reword reconfiguring.split reconfiguring.move"),
    (DESK, "reconfiguring.leave_out reconfiguring.take_back reconfiguring.undo"),
    ({"scrutineer"}, "record.scrutineers_record"),
    (WATCHING, "live.all_parts live.my_fragment voting.result record.record record.count_file"),
    (WATCHING | AT_THE_DOOR, "live.room"),
    (SEATED | AT_THE_DOOR, "people.waiting people.waiting_state"),
]
LETS_IN = {endpoint: roles for roles, endpoints in TABLE for endpoint in endpoints.split()}
# To those who have none there is no waiting room.
TURNS_AWAY_WITH = {"people.waiting": 404, "people.waiting_state": 404}


@pytest.fixture
def people(app, meeting, make_seat, make_admin, make_person, make_workshop, go_to, press):
    """Someone for each role; the vote is open, and Ben has asked to speak and has written."""
    workshop = meeting.workshop
    go_to(workshop, PhaseKind.DISCUSSION)
    press(meeting.ben, "floor/ask")
    press(meeting.ben, "contributions", text="Seen from here")
    scrutineer = make_person()
    with app.app_context():
        db.session.get_one(Workshop, workshop.id).society_scrutineer_id = scrutineer.id
        db.session.commit()
    go_to(workshop, PhaseKind.VOTING)
    return {
        "admin": make_admin(),
        "moderator": meeting.moderator.person,
        "deputy": make_seat(workshop, Role.DEPUTY).person,
        "rapporteur": make_seat(workshop, Role.RAPPORTEUR).person,
        "titular": meeting.ana.person,
        "alternate": make_seat(workshop, Role.ALTERNATE, meeting.ana.organization).person,
        "official": meeting.official.person,
        "observer": meeting.observer.person,
        "waiting": make_seat(workshop, state=SeatState.WAITING).person,
        "scrutineer": scrutineer,
        "stranger": make_person(),
        "foreign": make_seat(make_workshop(), Role.MODERATOR).person,
    }


@pytest.fixture
def walk(app, people):
    """What an address answers each role; what it changes is undone."""
    path = make_url(app.config["DATABASE_URL"]).database
    kept, live = sqlite3.connect(":memory:"), sqlite3.connect(path)
    with app.app_context():
        workshop = db.session.get_one(Workshop, 1)
        stranger = db.session.get_one(Person, people["stranger"].id)
        link = links.issue_link(stranger, "/", now=wall_clock.now(), days=1)
        diagnosis = Diagnosis(theme=workshop.theme, organization_id=1, title="A study")
        idea = Idea(
            theme=workshop.theme,
            workshop=workshop,
            position=1,
            text="An idea of the titular's",
            state=IdeaState.LISTED,
            seat_id=next(s.id for s in workshop.seats if s.person_id == people["titular"].id),
            written_at=wall_clock.now(),
        )
        db.session.add_all([diagnosis, idea])
        db.session.commit()
        values = {"token": screens.token(workshop), "code": workshop.code, "seat_id": 2}
        values["name"] = "notices"
        way_in = {"token": links.token(link)}
    live.backup(kept)
    adapter = app.url_map.bind("")

    def ask(person, method, address):
        browser = app.test_client()
        if person:
            with browser.session_transaction() as session:
                session["_user_id"], session["_fresh"] = person.get_id(), True
        answer = browser.open(address, method=method, headers={"Accept": "application/json"})
        if method == "POST" and answer.status_code < 400:
            kept.backup(live)
        return {401: "sign in", 403: 403, 404: 404}.get(answer.status_code, "let in")

    def walk(endpoint, method, arguments):
        plausible = values | (way_in if endpoint.startswith("people.enter") else {})
        address = adapter.build(endpoint, {name: plausible.get(name, 1) for name in arguments})
        asking = [*people.items(), ("nobody", None)]
        return {role: ask(person, method, address) for role, person in asking}

    yield walk
    live.close()
    kept.close()


def test_every_address_lets_in_whom_the_table_says(app, walk):
    rules = [
        (rule.endpoint, method, rule.arguments)
        for rule in app.url_map.iter_rules()
        for method in rule.methods & {"GET", "POST"}
        if not rule.endpoint.endswith("static")
    ]

    walked = {(endpoint, method): walk(endpoint, method, args) for endpoint, method, args in rules}

    assert {endpoint for endpoint, _method, _args in rules} == set(LETS_IN)
    assert walked == {
        (endpoint, method): {role: answer_to(role, endpoint) for role in answers}
        for (endpoint, method), answers in walked.items()
    }


def answer_to(role, endpoint):
    if role in LETS_IN[endpoint]:
        return "let in"
    return "sign in" if role == "nobody" else TURNS_AWAY_WITH.get(endpoint, 403)
