"""The permission table: every address, for every role, walked with the workshop in its vote.

A person who may ask is "let in", whatever the rules then say of the moment; all others are turned
away at the door. A new address that is not in the table fails the test.
"""

import sqlite3

import pytest
from sqlalchemy.engine import make_url

from workshop import clock as wall_clock
from workshop.commitments.models import Commitment, Milestone
from workshop.diagnoses.models import Diagnosis, Problem
from workshop.extensions import db
from workshop.ideas.models import Idea, IdeaState
from workshop.people import links
from workshop.people.models import Person
from workshop.proposals.models import (
    AgreementCheck,
    Field,
    Proposal,
    ProposalState,
    Suggestion,
    Wording,
)
from workshop.room import screens
from workshop.workshops.guides import PhaseKind, Role
from workshop.workshops.models import SeatState, Workshop

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
VOTERS = {"titular", "alternate", "official"}

# Whoever is seated may ask to speak, write or vote; the phase and the role decide in the services.
TABLE = [
    (EVERYONE, "set_language plans.start watch.healthz watch.readyz"),
    (set(), "watch.metrics"),  # for a token of its own, and without one set it is not there
    (EVERYONE, "people.sign_in people.prove people.enter people.enter_now"),
    (EVERYONE, "people.join people.find people.knock people.join_qr"),
    (EVERYONE, "live.screen live.screen_parts voting.promise"),
    (SIGNED_IN, "people.sign_out"),
    (STAFF, "people.password people.change_password"),
    (SGP, "people.organizations people.add_organization"),
    (SGP, "people.organization people.change_organization people.staff people.add_staff"),
    (SGP, "plans.index plans.create plans.desk plans.edit plans.change"),
    (SGP, "plans.add_theme plans.edit_theme plans.change_theme plans.move_theme"),
    (SGP, "plan_files.page plan_files.file plan_files.everything plan_files.correct"),
    (SGP, "planfile.page planfile.upload planfile.download"),
    (EVERYONE, "planfile.plan_schema"),
    (SGP, "plans.new_workshop plans.create_workshop"),
    (SGP, "preparation.seats.appoint preparation.seats.set_time"),
    (SGP, "preparation.seats.make_link preparation.seats.make_links"),
    (SGP, "preparation.seats.links_file preparation.seats.revoke_links"),
    (PREPARING, "preparation.show preparation.set_meeting preparation.set_agenda"),
    (PREPARING, "preparation.set_state preparation.set_voting preparation.set_secrecy"),
    (PREPARING, "preparation.seats.show preparation.seats.add preparation.seats.hand_over"),
    (PREPARING, "preparation.seats.remove preparation.seats.restore"),
    (PREPARING, "diagnoses.add_diagnosis diagnoses.edit_diagnosis diagnoses.change_diagnosis"),
    (PREPARING, "diagnoses.delete_diagnosis diagnoses.add_problem diagnoses.edit_problem"),
    (PREPARING, "diagnoses.change_problem diagnoses.delete_problem diagnoses.move_problem"),
    (PREPARING, "exports.problems_csv exports.problems_xlsx exports.problems_json"),
    (PREPARING, "exports.participants_csv"),
    (PREPARING, "exports.votes_csv"),
    (DESK, "live.desk door.admit door.decline door.remove door.hand_over door.tick door.untick"),
    (DESK, "agenda.start agenda.finish agenda.go_on agenda.pause agenda.resume"),
    (DESK, "agenda.suspend agenda.take_up"),
    (PREPARING, "preparation.postpone"),
    (SGP, "preparation.cancel"),
    (DESK, "agenda.extend agenda.set_time agenda.skip agenda.back agenda.close"),
    (DESK, "floor.give_next floor.give floor.give_seat floor.extend floor.put_back"),
    (DESK, "floor.pass_over floor.up floor.down floor.drop floor.end"),
    (DESK, "contributions.admit contributions.decline contributions.hide"),
    (DESK, "contests.reopen voting.close voting.void voting.reveal voting.admit_to_roll"),
    (DESK, "voting.go_on"),
    (DESK, "vote_room.open_practice vote_room.put_away vote_room.show_duels"),
    (DESK, "vote_room.open_run_off vote_room.draw_lots assisted.show assisted.enter"),
    (SEATED, "floor.ask floor.withdraw voting.ballot voting.no_vote voting.cast"),
    (SEATED, "contributions.contribute contributions.propose contributions.reword"),
    (SEATED, "contributions.summarize contributions.comment"),
    ({"official"}, "contributions.comment_form opinion.page opinion.give"),
    (DESK | {"titular", "alternate", "official"}, "formulation.page formulation.begin"),
    (DESK | VOTERS, "formulation.contribute"),
    ({"titular"}, "formulation.save formulation.hand_in formulation.take_back"),
    (DESK, "formulation.reveal"),
    ({"titular", "alternate", "official"}, "weighing.page weighing.companions"),
    ({"titular", "alternate", "official"}, "weighing.my_companions"),
    (SEATED, "weighing.mark weighing.join reconfiguring.object_to reconfiguring.withdraw"),
    (DESK, "reconfiguring.merge_page reconfiguring.merge reconfiguring.change_page"),
    (DESK, "reconfiguring.reword reconfiguring.split reconfiguring.move"),
    (DESK, "reconfiguring.leave_out reconfiguring.take_back reconfiguring.undo"),
    (WATCHING, "minutes.page minutes.file"),
    (WATCHING, "proposals.page proposals.show"),
    (PREPARING | {"official"}, "proposals.new proposals.write proposals.edit proposals.change"),
    (PREPARING | {"official"}, "proposals.present proposals.withdraw proposals.go_ahead"),
    (PREPARING, "proposals.move"),
    (VOTERS, "proposals.contribute strengthening.suggest agreement.answer"),
    (DESK | {"official"}, "strengthening.accept strengthening.decline strengthening.edit"),
    ({"titular"}, "strengthening.withdraw"),
    (DESK, "agreement.close agreement.back agreement.close_without"),
    (PREPARING, "closing.page closing.close closing.take_back"),
    (PREPARING, "responses.of_workshop responses.answer_in_workshop"),
    (SGP, "closing.publish responses.of_plan responses.answer_in_plan"),
    (SGP | SEATED, "lineage.show lineage.story"),
    (SGP | SEATED, "commitments.page commitments.show commitments.panel"),
    (SGP | SEATED, "commitments.picture commitment_steps.compare"),
    (SGP | {"official"}, "commitments.save commitments.accept commitments.take_back"),
    (SGP | {"official"}, "commitments.add_milestone commitments.save_milestone"),
    (SGP | {"official"}, "commitments.remove_milestone commitments.move_milestone"),
    (SGP | {"official"}, "commitment_steps.complete commitment_steps.validate"),
    (SGP | {"official"}, "commitment_steps.send_back"),
    (SGP, "commitment_steps.validate_by_sgp commitment_steps.approve commitment_steps.publish"),
    (SGP | {"titular", "alternate"}, "lineage.organization"),  # their own
    (SGP, "rework.page rework.reword rework.merge rework.split rework.undo"),
    ({"scrutineer"}, "record.scrutineers_record"),
    (WATCHING, "live.all_parts live.my_fragment voting.result record.record record.count_file"),
    (WATCHING | AT_THE_DOOR, "live.room"),
    (SEATED | AT_THE_DOOR, "people.waiting people.waiting_state"),
]
# The public site: for nobody of this plan, of which nothing is published (else see tests/public).
TABLE += [
    (EVERYONE, "public.index"),
    (set(), "public.plan public.round public.round_minutes public.round_minutes_file"),
    (set(), "public.commitment public.lineage"),
    (set(), "public.elsewhere"),
    (set(), "public.story public.data public.file public.everything public.changes public.feed"),
]
LETS_IN = {endpoint: roles for roles, endpoints in TABLE for endpoint in endpoints.split()}
# To those who have none there is no waiting room.
TURNS_AWAY_WITH = {"watch.metrics": 404, "people.waiting": 404, "people.waiting_state": 404}


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
        problem = Problem(theme=workshop.theme, round=2, position=0, text="Carried", revision=1)
        db.session.add_all([diagnosis, idea, problem])
        propose(workshop, people)
        db.session.commit()
        values = {"token": screens.token(workshop), "code": workshop.code, "seat_id": 2}
        values |= {
            "name": "notices",
            "kind": "diagnosis",
            "section": "problem",
            "key": "votes",
            "form": "pdf",
        }
        reworked = {"problem_id": problem.id}
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
        plausible |= reworked if endpoint.startswith("rework.") else {}
        address = adapter.build(endpoint, {name: plausible.get(name, 1) for name in arguments})
        asking = [*people.items(), ("nobody", None)]
        return {role: ask(person, method, address) for role, person in asking}

    yield walk
    live.close()
    kept.close()


def propose(workshop, people):
    """The official's entity has a proposal before the room, which the titular would word otherwise,
    and a commitment record.
    """
    seats = {seat.person_id: seat for seat in workshop.seats}
    entity, now = seats[people["official"].id].organization, wall_clock.now()
    proposal = Proposal(
        theme=workshop.theme,
        position=1,
        title="Publish",
        organization=entity,
        state=ProposalState.PRESENTED,
        written_at=now,
    )
    wording = Wording(number=1, title="Publish", organization=entity, written_at=now)
    proposal.wordings.append(wording)
    db.session.add(proposal)
    db.session.flush()
    suggestion = Suggestion(
        proposal=proposal,
        seat=seats[people["titular"].id],
        field=Field.TITLE,
        text="Publish all",
        written_at=now,
    )
    check = AgreementCheck(
        proposal=proposal,
        workshop=workshop,
        phase_id=workshop.phases[0].id,
        number=1,
        wording=wording,
        opened_at=now,
    )
    commitment = Commitment(
        theme=workshop.theme, title="Publish", organization=entity, created_at=now
    )
    commitment.milestones.append(Milestone(position=0, activity="Publish"))
    db.session.add_all([suggestion, check, commitment])


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
    if endpoint.startswith("public."):
        return 404
    if role == "nobody" and endpoint != "watch.metrics":
        return "sign in"
    return TURNS_AWAY_WITH.get(endpoint, 403)
