"""Preparing a workshop: meeting, agenda, voting settings, seats, links, readiness."""

from __future__ import annotations

import csv
import io
import re

import pytest
from sqlalchemy import event

from workshop.extensions import db
from workshop.people.models import Person, PersonalLink, Sector
from workshop.workshops.guides import Role
from workshop.workshops.models import CountRule, Seat, SeatState, Workshop, WorkshopState


@pytest.fixture
def workshop(make_workshop, clock):
    return make_workshop()


@pytest.fixture
def page(workshop) -> str:
    return f"/workshops/{workshop.id}/prepare"


@pytest.fixture
def admin(make_admin, sign_in):
    return sign_in(make_admin())


@pytest.fixture
def moderator(workshop, make_seat, sign_in):
    return sign_in(make_seat(workshop, Role.MODERATOR).person)


@pytest.fixture
def stored(app, workshop):
    """A value of the workshop as it is in the database."""

    def read(look):
        with app.app_context():
            return look(db.session.get_one(Workshop, workshop.id))

    return read


def seats(app) -> list[tuple[str, str, bool]]:
    with app.app_context():
        every = db.session.scalars(db.select(Seat).order_by(Seat.id))
        return [(seat.name, seat.role.value, seat.holds_vote) for seat in every]


# Who may


def test_the_sgp_and_the_moderator_prepare(admin, moderator, page):
    assert admin.get(page).status_code == 200
    assert moderator.get(page).status_code == 200


def test_nobody_else_prepares(workshop, make_workshop, make_seat, sign_in, page):
    elsewhere = make_seat(make_workshop(), Role.MODERATOR)
    seated = make_seat(workshop)
    acts = ["meeting", "voting", "agenda", "state", "seats/add", "seats/appoint", "seats/links"]
    acts += [f"seats/{seated.id}/{act}" for act in ("remove", "hand-over", "link", "time")]

    for person in (seated.person, elsewhere.person):
        browser = sign_in(person)
        assert browser.get(page).status_code == 403
        assert {browser.post(f"{page}/{act}").status_code for act in acts} == {403}


def test_the_page_takes_as_many_queries_for_three_seats_as_for_one(
    app, admin, make_workshop, make_seat, make_problem
):
    def fill(rows: int) -> Workshop:
        workshop = make_workshop()
        for _each in range(rows):
            make_seat(workshop)
            make_problem(workshop.theme)
        return workshop

    counts = []
    with app.app_context():
        engine = db.engine
    for rows in (1, 3):
        workshop, seen = fill(rows), []
        listener = lambda *args, seen=seen: seen.append(args[2])  # noqa: E731
        event.listen(engine, "before_cursor_execute", listener)
        assert admin.get(f"/workshops/{workshop.id}/prepare").status_code == 200
        event.remove(engine, "before_cursor_execute", listener)
        counts.append(len(seen))

    assert counts[0] == counts[1]


# Meeting, voting, state


def test_the_meeting_is_set_in_the_time_of_lima(moderator, page, stored):
    form = {"day": "2022-06-22", "time": "10:00", "place": "", "video_url": "https://meet.example"}

    answer = moderator.post(f"{page}/meeting", data=form)

    assert answer.location == f"{page}#meeting"
    assert stored(lambda w: w.starts_at.isoformat()) == "2022-06-22T15:00:00+00:00"
    assert stored(lambda w: w.video_url) == "https://meet.example"


def test_a_faulty_meeting_is_shown_again(moderator, page, stored):
    form = {"day": "2022-06-22", "time": "", "place": "Sala Basadre", "video_url": "meet"}

    answer = moderator.post(f"{page}/meeting", data=form)

    assert answer.status_code == 422
    assert "Give the start time." in answer.text
    assert "A web address begins with https://." in answer.text
    assert "Sala Basadre" in answer.text
    assert stored(lambda w: w.place) == ""


def test_the_voting_settings(moderator, page, stored):
    form = {
        "rule": "points",
        "carry_limit": "3",
        "vote_unit": "person",
        "tie_policy": "lots",
        "quorum_percent": "50",
    }

    moderator.post(f"{page}/voting", data=form)

    settings = stored(
        lambda w: (
            w.rule,
            w.carry_limit,
            w.vote_unit,
            w.officials_vote,
            w.tie_policy,
            w.quorum_percent,
        )
    )
    assert settings == ("points", 3, "person", False, "lots", 50)


def test_once_begun_only_the_meeting_place_may_change(admin, make_workshop, app, clock):
    workshop = make_workshop(opened_at=clock(), state=WorkshopState.LIVE)
    page = f"/workshops/{workshop.id}/prepare"
    meeting = {"day": "2022-06-21", "time": "09:30", "video_url": "https://meet.example"}
    voting = {"rule": "points", "carry_limit": "3", "vote_unit": "person", "tie_policy": "lots"}

    admin.post(f"{page}/meeting", data=meeting)
    answers = [
        admin.post(f"{page}/voting", data=voting),
        admin.post(f"{page}/agenda"),
        admin.post(f"{page}/state", data={"state": "draft"}),
    ]

    assert "This workshop has begun." in admin.get(page).text
    with app.app_context():
        kept = db.session.get_one(Workshop, workshop.id)
        assert (kept.video_url, kept.starts_at) == ("https://meet.example", workshop.starts_at)
    assert {answer.status_code for answer in answers} == {409}


def test_ready_only_when_nothing_needed_is_missing(
    moderator, page, stored, workshop, make_seat, make_problem
):
    moderator.post(f"{page}/state", data={"state": "convened"})
    early = moderator.post(f"{page}/state", data={"state": "ready"})
    make_seat(workshop)
    make_problem(workshop.theme)
    make_problem(workshop.theme)
    in_time = moderator.post(f"{page}/state", data={"state": "ready"})

    assert early.status_code == 409
    assert "There are no problems on the list." in early.text
    assert in_time.status_code == 303
    assert stored(lambda w: w.state) == WorkshopState.READY


def test_a_workshop_is_not_closed_from_here(moderator, page, stored):
    assert moderator.post(f"{page}/state", data={"state": "closed"}).status_code == 422
    assert stored(lambda w: w.state) == WorkshopState.DRAFT


# Agenda


def agenda_form(workshop, **changes: object) -> dict[str, object]:
    """The agenda as the page would send it; `changes` is for the first phase."""
    form: dict[str, object] = {}
    for phase in workshop.phases:
        line = {"minutes": phase.minutes}
        if phase.seconds_per_turn:
            line |= {
                "seconds_per_turn": phase.seconds_per_turn,
                "floor_order": phase.floor_order.value,
                "protected_places": phase.protected_places,
            }
        if phase is workshop.phases[0]:
            line |= changes
        form |= {f"phase{phase.id}-{name}": value for name, value in line.items()}
    return form


def test_longer_minutes_shift_every_later_start(workshop, moderator, page, stored):
    before = moderator.get(page).text

    moderator.post(f"{page}/agenda", data=agenda_form(workshop, minutes=35))

    after = moderator.get(page).text
    for start in ("10:00", "10:10", "10:20", "10:30", "10:40"):
        assert f">{start}</span>" in before
    for start in ("10:05", "10:15", "10:25", "10:35", "10:45"):
        assert f">{start}</span>" in after


def test_adapting_turns_and_order_of_the_floor(workshop, moderator, page, stored):
    form = agenda_form(
        workshop, seconds_per_turn=90, floor_order="sector_balance", protected_places=2
    )

    moderator.post(f"{page}/agenda", data=form)

    first = stored(
        lambda w: (
            w.phases[0].seconds_per_turn,
            w.phases[0].floor_order,
            w.phases[0].protected_places,
        )
    )
    assert first == (90, "sector_balance", 2)


def test_an_arrow_moves_a_phase_and_keeps_what_was_typed(workshop, moderator, page, stored):
    form = agenda_form(workshop, minutes=25) | {"move": f"{workshop.phases[0].id} down"}

    moderator.post(f"{page}/agenda", data=form)

    keys = stored(lambda w: [(phase.key, phase.minutes) for phase in w.phases][:2])
    assert keys == [("summary_of_problems", 10), ("open_discussion", 25)]


def test_faulty_minutes_are_shown_again(workshop, moderator, page, stored):
    answer = moderator.post(f"{page}/agenda", data=agenda_form(workshop, minutes=999))

    assert answer.status_code == 422
    assert "A phase takes 1 to 240 minutes." in answer.text
    assert 'value="999"' in answer.text
    assert stored(lambda w: w.phases[0].minutes) == 30


def test_results_never_come_before_the_vote(workshop, moderator, page, stored):
    form = agenda_form(workshop) | {"move": f"{workshop.phases[4].id} up"}

    assert moderator.post(f"{page}/agenda", data=form).status_code == 409
    assert stored(lambda w: w.phases[4].key) == "summary_of_votes"


# Seats


def test_seating_a_new_person(app, moderator, page, make_organization):
    organization = make_organization("Proética")
    form = {
        "seat-name": "Ana Torres",
        "seat-email": "Ana@Example.org",
        "seat-organization_id": organization.id,
        "seat-role": "titular",
        "seat-time_percent": "150",
    }

    answer = moderator.post(f"{page}/seats/add", data=form)

    assert answer.location == f"{page}#seats"
    assert seats(app)[-1] == ("Ana Torres", "titular", True)
    with app.app_context():
        ana = db.session.scalars(db.select(Person).filter_by(name="Ana Torres")).one()
        seat = db.session.scalars(db.select(Seat).filter_by(person_id=ana.id)).one()
        assert (ana.email, seat.time_percent) == ("ana@example.org", 150)


def seat_form(organization, **changes: object) -> dict[str, object]:
    return {
        "seat-name": "Ana Torres",
        "seat-organization_id": organization.id,
        "seat-role": "titular",
        "seat-time_percent": "100",
        **{f"seat-{name}": value for name, value in changes.items()},
    }


def test_someone_known_by_e_mail_is_not_made_twice(
    app, moderator, page, make_person, make_organization
):
    known = make_person("Ana Torres Huamán", email="ana@example.org")

    moderator.post(
        f"{page}/seats/add", data=seat_form(make_organization(), email="ana@example.org")
    )

    with app.app_context():
        assert db.session.scalars(db.select(Seat.person_id)).all()[-1] == known.id


def test_staff_do_not_take_a_participants_seat(moderator, page, make_staff, make_organization):
    make_staff(email="rosa@example.org")
    form = seat_form(make_organization(), email="rosa@example.org")

    assert moderator.post(f"{page}/seats/add", data=form).status_code == 409


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        pytest.param({"name": ""}, "Give the person's name.", id="no name"),
        pytest.param({"email": "ana"}, "This is not an e-mail address.", id="no e-mail"),
        pytest.param({"organization_id": "0"}, "Choose the organization", id="no organization"),
        pytest.param({"role": "official"}, "Officials come from an entity", id="no entity"),
    ],
)
def test_a_faulty_seat_is_shown_again(moderator, page, make_organization, change, sentence):
    organization = make_organization(sector=Sector.ACADEMIA)

    answer = moderator.post(f"{page}/seats/add", data=seat_form(organization, **change))

    assert answer.status_code == 422
    assert sentence in answer.text.replace("&#39;", "'")


def test_only_the_sgp_appoints_moderators(app, admin, moderator, page, make_staff):
    deputy = make_staff("Julia Ramos")
    form = {"staff-person_id": deputy.id, "staff-role": "deputy"}

    assert moderator.post(f"{page}/seats/appoint", data=form).status_code == 403
    assert admin.post(f"{page}/seats/appoint", data=form).status_code == 303
    assert seats(app)[-1] == ("Julia Ramos", "deputy", False)


def test_a_deputy_who_was_removed_can_be_appointed_again(
    app, admin, moderator, page, workshop, make_seat, stored
):
    deputy = make_seat(workshop, Role.DEPUTY)
    admin.post(f"{page}/seats/{deputy.id}/remove")

    form = {"staff-person_id": deputy.person_id, "staff-role": "moderator"}
    admin.post(f"{page}/seats/appoint", data=form)

    last = stored(lambda w: (w.seats[-1].id, w.seats[-1].role, w.seats[-1].state))
    assert last == (deputy.id, Role.MODERATOR, SeatState.ADMITTED)


def test_a_moderator_does_not_remove_the_deputy(
    admin, moderator, page, workshop, make_seat, stored
):
    deputy = make_seat(workshop, Role.DEPUTY)

    assert moderator.post(f"{page}/seats/{deputy.id}/remove").status_code == 403
    assert admin.post(f"{page}/seats/{deputy.id}/remove").status_code == 303


def test_handing_the_voting_right_over(app, clock, moderator, page, workshop, make_seat):
    titular = make_seat(workshop)
    alternate = make_seat(workshop, Role.ALTERNATE, organization=titular.organization)

    moderator.post(f"{page}/seats/{alternate.id}/hand-over")
    clock.advance(seconds=4)
    again = moderator.post(f"{page}/seats/{alternate.id}/hand-over")

    assert [holds for _name, _role, holds in seats(app)[-2:]] == [False, True]
    assert again.status_code == 409


def test_a_seat_taken_back_can_be_given_again(app, moderator, page, workshop, make_seat, stored):
    seat = make_seat(workshop)
    states = []
    for act in ("remove", "restore"):
        moderator.post(f"{page}/seats/{seat.id}/{act}")
        states.append(stored(lambda w: w.seats[-1].state))

    assert states == [SeatState.REMOVED, SeatState.ADMITTED]


def test_the_sgp_sets_the_speaking_time_and_the_moderator_does_not_see_it(
    admin, moderator, page, workshop, make_seat, stored
):
    seat = make_seat(workshop)
    url = f"{page}/seats/{seat.id}"

    assert moderator.post(f"{url}/time", data={"time_percent": "200"}).status_code == 403
    admin.post(f"{url}/time", data={"time_percent": "200"})

    assert stored(lambda w: w.seats[-1].time_percent) == 200
    assert "× 2.0" in admin.get(page).text
    assert "× 2.0" not in moderator.get(page).text


def test_e_mail_addresses_are_for_the_sgp_alone(
    admin, moderator, page, workshop, make_seat, make_person
):
    make_seat(workshop, person=make_person(email="ana@example.org"))

    assert "ana@example.org" in admin.get(page).text
    assert "ana@example.org" not in moderator.get(page).text


def test_a_seat_is_found_only_in_its_own_workshop(admin, page, make_workshop, make_seat):
    foreign = make_seat(make_workshop())

    assert admin.get(f"{page}/seats/{foreign.id}").status_code == 404
    assert admin.post(f"{page}/seats/{foreign.id}/remove").status_code == 404


# Personal links


def test_only_the_sgp_makes_links(app, admin, moderator, page, workshop, make_seat):
    seat = make_seat(workshop)

    assert moderator.post(f"{page}/seats/{seat.id}/link").status_code == 403
    assert moderator.get(f"{page}/seats/links.csv").status_code == 403
    assert admin.post(f"{page}/seats/{seat.id}/link").status_code == 303
    assert "/enter/" in admin.get(f"{page}/seats/{seat.id}").text


def test_a_link_lasts_until_a_week_after_the_workshop(app, admin, make_workshop, make_seat, clock):
    in_ten_days = make_workshop(starts_at=clock.advance(days=10))
    seat = make_seat(in_ten_days)
    clock.advance(days=-10)

    admin.post(f"/workshops/{in_ten_days.id}/prepare/seats/{seat.id}/link")

    with app.app_context():
        link = db.session.scalars(db.select(PersonalLink)).one()
        assert (link.expires_at - in_ten_days.starts_at).days in (7, 8)
        assert link.leads_to == f"/workshops/{in_ten_days.id}"


def test_staff_sign_in_with_a_password(admin, page, workshop, make_seat):
    moderator = make_seat(workshop, Role.MODERATOR)

    assert admin.post(f"{page}/seats/{moderator.id}/link").status_code == 409


def test_all_links_in_one_file(admin, page, workshop, make_seat, make_person, make_organization):
    sly = make_organization('=HYPERLINK("x")')
    make_seat(workshop, Role.MODERATOR)
    make_seat(workshop, person=make_person("Ana"), organization=sly)
    make_seat(workshop, person=make_person("Luis"))

    admin.post(f"{page}/seats/links")
    admin.post(f"{page}/seats/links")  # those who have one get no second
    answer = admin.get(f"{page}/seats/links.csv")

    rows = list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    links = [row[4] for row in rows[1:]]
    assert answer.content_type == "text/csv; charset=utf-8"
    assert [row[1] for row in rows[2:]] == ["Ana", "Luis"]
    assert rows[2][0] == '\'=HYPERLINK("x")'
    assert links[0] == ""
    assert all("/enter/" in link for link in links[1:])
    assert len(set(links[1:])) == 2


def test_withdrawing_a_link_ends_its_sessions(app, admin, page, workshop, make_seat, sign_in):
    seat = make_seat(workshop)
    browser = sign_in(seat.person)
    admin.post(f"{page}/seats/{seat.id}/link")

    admin.post(f"{page}/seats/{seat.id}/revoke")

    assert "/sign-in" in browser.get(f"/workshops/{workshop.id}").location
    assert "/enter/" not in admin.get(f"{page}/seats/{seat.id}").text


def test_ideas_can_be_voted_on_all_together(app, make_workshop, make_admin, sign_in):
    workshop = make_workshop(round=2)
    page = sign_in(make_admin())
    settings = {"rule": "points", "carry_limit": 3, "tie_policy": "carry-all", "votes_overall": "y"}

    page.post(
        f"/workshops/{workshop.id}/prepare/voting",
        data={**settings, "vote_unit": "organization"},
    )

    with app.app_context():
        row = db.session.get_one(Workshop, workshop.id)
        assert (row.votes_overall, row.carry_limit) == (True, 3)


@pytest.mark.parametrize(("round", "is_asked"), [(1, False), (2, True), (3, False)])
def test_only_ideas_are_voted_on_together_or_apart(
    make_workshop, make_admin, sign_in, round, is_asked
):
    workshop = make_workshop(round=round)

    page = sign_in(make_admin()).get(f"/workshops/{workshop.id}/prepare").text

    assert ('name="votes_overall"' in page) is is_asked
    assert ('name="rule"' in page) is (round < 3)


DESCRIBED = re.compile(r"<dt>(.*?)</dt>\s*<dd>(.*?)</dd>", re.S)


@pytest.mark.parametrize(
    ("round", "settled", "facts"),
    [
        (
            1,
            {"rule": CountRule.DOTS, "rule_settings": {"dots": 5, "most": 2}},
            {
                "How the ballots are counted": "Dots.",
                "Dots for each person": "5",
                "Most dots on one option": "2",
                "Quorum, in percent of those entitled": "None",
            },
        ),
        (
            2,
            {
                "rule": CountRule.GRID,
                "rule_settings": {"criteria": {"feasible": 3, "Bonita": 1}},
                "votes_overall": True,
                "quorum_percent": 40,
            },
            {
                "How the ballots are counted": "Criteria grid.",
                "Criteria and their weights": "Feasible × 3, Bonita × 1",
                "All ideas in one vote, instead of one vote for each problem": "Yes",
                "Quorum, in percent of those entitled": "40",
            },
        ),
        (3, {}, {"Who casts a ballot": "One ballot per organization", "Officials vote too": "Yes"}),
    ],
    ids=["dots", "grid", "agreement"],
)
def test_once_begun_the_voting_settings_are_read_as_they_were_settled(
    admin, make_workshop, clock, round, settled, facts
):
    workshop = make_workshop(round=round, opened_at=clock(), state=WorkshopState.LIVE, **settled)

    page = admin.get(f"/workshops/{workshop.id}/prepare").text

    section = page[page.index('id="voting"') : page.index('id="secrecy"')]
    read = {label: words.split("<span")[0].strip() for label, words in DESCRIBED.findall(section)}
    assert facts.items() <= read.items()
    assert "Dots for each person" not in read or settled["rule"] is CountRule.DOTS


def test_each_rule_asks_for_what_it_leaves_to_be_settled(admin, page):
    drawn = admin.get(page).text

    choices = drawn.split('<div class="rule-choice">')[1:]
    asked = {
        re.search(r'value="([\w-]+)"', choice)[1]: re.findall(r' name="([\w-]+)"', choice)
        for choice in choices
    }
    assert asked.keys() == {str(rule) for rule in CountRule}
    assert {"dots", "most"} <= set(asked["dots"])
    assert {"criteria-specific", "criteria-own_2_name"} <= set(asked["grid"])
    assert set(asked["stv"]) == {"rule"}
