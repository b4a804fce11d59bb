"""Contributions that the agenda holds: nobody else's until the moderator shows them."""

import pytest

from workshop.contributions.groups import groups
from workshop.contributions.models import Contribution
from workshop.exports.content import content
from workshop.extensions import db
from workshop.room import parts
from workshop.workshops.guides import PhaseKind
from workshop.workshops.models import Phase, Workshop

pytestmark = pytest.mark.usefixtures("clock")

SECRET = "The river smells of tannin."


@pytest.fixture
def holding(app, meeting, go_to):
    """A discussion whose agenda holds what is written."""
    with app.app_context():
        phase = db.session.scalar(db.select(Phase).filter_by(kind=PhaseKind.DISCUSSION))
        phase.holds_contributions = True
        db.session.commit()
    go_to(meeting.workshop, PhaseKind.DISCUSSION)
    return meeting


@pytest.fixture
def written(holding, press):
    answer = press(holding.ana, "contributions", text=SECRET, problem_id=holding.problems[0].id)
    assert "waits for the moderator" in answer.json["message"]
    return holding


@pytest.fixture
def seen_by(app, clock):
    """The audiences in whose parts a text stands."""

    def seen_by(text):
        with app.test_request_context():
            app.extensions.pop("workshop_parts", None)
            workshop = db.session.scalar(db.select(Workshop))
            return {
                audience.name
                for audience in parts.AUDIENCES
                if any(
                    text in drawn
                    for drawn in parts.render_parts(workshop, audience, clock()).values()
                )
            }

    return seen_by


def test_what_is_held_is_in_nobodys_part_but_the_moderators(written, seen_by, sign_in):
    assert seen_by(SECRET) == {"moderator"}

    room = f"/workshops/{written.workshop.id}"
    assert "It waits for the moderator." in sign_in(written.ana.person).get(room).text
    for seat in (written.ben, written.official, written.observer):
        assert SECRET not in sign_in(seat.person).get(room).text


def test_one_press_shows_it_to_everyone(written, press, seen_by, sign_in, clock):
    assert press(written.moderator, "held/1/show").status_code == 200

    assert {"participant", "official", "rapporteur", "observer", "moderator"} <= seen_by(SECRET)
    own = sign_in(written.ana.person).get(f"/workshops/{written.workshop.id}").text
    assert "It waits for the moderator." not in own
    clock.advance(seconds=4)
    assert press(written.moderator, "held/1/show").status_code == 409


def test_all_are_shown_as_far_as_the_moderator_has_read(written, press, app):
    for seat in (written.ben, written.eva):
        press(seat, "contributions", text=f"{SECRET} {seat.id}")

    assert press(written.moderator, "held/show-all", seen=2).status_code == 200

    with app.app_context():
        rows = db.session.scalars(db.select(Contribution).order_by(Contribution.id))
        assert [row.is_held for row in rows] == [False, False, True]


def test_what_is_set_aside_is_told_to_its_author(written, press, seen_by, sign_in):
    assert press(written.moderator, "held/1/set-aside", reason=" ").status_code == 409
    assert press(written.moderator, "held/1/set-aside", reason="Names a person.").status_code == 200

    assert seen_by(SECRET) == {"moderator"}  # who may show it after all
    assert press(written.moderator, "held/1/show").status_code == 409
    room = f"/workshops/{written.workshop.id}"
    assert "does not show it: Names a person." in sign_in(written.ana.person).get(room).text
    assert "Names a person." not in sign_in(written.ben.person).get(room).text


def test_what_was_never_shown_is_in_the_files_as_held_without_its_text(
    written, app, sign_in, clock
):
    with app.test_request_context():
        plan = db.session.scalar(db.select(Workshop)).theme.plan
        [row] = content(plan, now=clock())["contributions"]
        assert (row["held"], row["text"]) == ("yes", "")
    page = sign_in(written.moderator.person).get(f"/workshops/{written.workshop.id}/minutes").text
    assert SECRET not in page
    assert "Held, and not shown to the room" in page


def test_only_the_moderator_shows_and_sets_aside(written, press):
    for act in ("held/1/show", "held/show-all", "held/1/set-aside"):
        assert press(written.ben, act, reason="Mine.").status_code == 403


def test_without_the_option_it_is_shown_at_once(meeting, go_to, press, seen_by):
    go_to(meeting.workshop, PhaseKind.DISCUSSION)
    press(meeting.ana, "contributions", text=SECRET, problem_id=meeting.problems[0].id)

    assert {"participant", "observer"} <= seen_by(SECRET)


def test_the_desk_says_what_a_held_text_is_about(written, press, sign_in, app):
    page = sign_in(written.moderator.person).get(f"/workshops/{written.workshop.id}/desk").text
    held = page[page.index('id="held-1"') :]
    assert held.index(written.problems[0].text) < held.index(SECRET)


def test_what_is_held_is_on_no_page_of_the_lineage_until_it_is_shown(
    written, sign_in, press, make_admin
):
    plan, problem = written.workshop.theme.plan_id, written.problems[0].id
    pages = [
        f"/plans/{plan}/lineage/problem/{problem}",
        f"/plans/{plan}/organizations/{written.ana.organization_id}",
    ]
    reader = sign_in(make_admin())
    for page in pages:
        answer = reader.get(page)
        assert (answer.status_code, SECRET in answer.text) == (200, False), page

    press(written.moderator, "held/1/show")
    assert all(SECRET in reader.get(page).text for page in pages)


def test_what_is_held_is_owed_a_response_unless_it_is_set_aside(written, press, app):
    def answered():
        with app.app_context():
            workshop = db.session.scalar(db.select(Workshop))
            return [len(group.contributions) for group in groups([workshop.theme_id], {})]

    assert answered() == [1]
    press(written.moderator, "held/1/set-aside", reason="Names a person.")
    assert answered() == []
