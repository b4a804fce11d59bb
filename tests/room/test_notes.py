"""A private line for each phase: the guide's until the moderators write their own."""

import pytest

from workshop.exports.content import content
from workshop.extensions import db
from workshop.room import parts
from workshop.workshops.guides import GUIDES, KINDS
from workshop.workshops.models import LogEntry, Workshop

SCRIPT = "Read the question aloud."
OWN = "Greet the mayor; mind the projector."


@pytest.fixture
def write(meeting, press):
    def write(text, phase=1):
        return press(meeting.moderator, f"agenda/notes/{phase}", notes=text)

    return write


def test_the_guide_has_a_line_for_every_phase():
    kinds = {phase.kind for guide in GUIDES.values() for phase in guide.phases}

    assert all(str(KINDS[kind].script) for kind in kinds)


def test_the_desk_shows_the_guides_line_and_then_ones_own(meeting, sign_in, write):
    desk = sign_in(meeting.moderator.person)
    address = f"/workshops/{meeting.workshop.id}/desk"
    assert SCRIPT in desk.get(address).text

    assert write(OWN).status_code == 200

    page = desk.get(address).text
    assert OWN in page
    assert SCRIPT not in page


def test_a_line_may_be_emptied(meeting, sign_in, write):
    write("")

    assert SCRIPT not in sign_in(meeting.moderator.person).get("/workshops/1/desk").text


def test_a_line_that_is_too_long_is_refused(write):
    assert write("x" * 601).status_code == 422


def test_of_another_workshops_phase_there_is_none(make_workshop, write):
    other = make_workshop()

    assert write(OWN, phase=other.phases[0].id).status_code == 404


def test_no_other_audience_and_no_file_holds_them(app, meeting, sign_in, press, write):
    write(OWN)
    press(meeting.moderator, "agenda/start")

    with app.test_request_context():
        workshop = db.session.get_one(Workshop, meeting.workshop.id)
        for audience in parts.AUDIENCES:
            drawn = " ".join(parts.render_parts(workshop, audience, workshop.opened_at).values())
            assert (OWN in drawn) is audience.is_desk
        assert OWN not in str(content(workshop.theme.plan, now=workshop.opened_at))
        log = db.session.scalars(db.select(LogEntry))
        assert all(OWN not in str(entry.details) for entry in log)
    for path in ("/workshops/1", "/workshops/1/minutes"):
        assert OWN not in sign_in(meeting.ana.person).get(path).text


def test_they_are_prepared_for_all_phases_together_and_kept_after_the_opening(
    app, meeting, sign_in, press
):
    press(meeting.moderator, "agenda/start")
    phases = meeting.workshop.phases
    fields = {f"phase{phase.id}-notes": f"Own {phase.position}" for phase in phases}

    answer = press(meeting.moderator, "prepare/notes", **fields)

    assert answer.status_code == 200
    with app.app_context():
        workshop = db.session.get_one(Workshop, meeting.workshop.id)
        assert [phase.notes for phase in workshop.phases] == [f"Own {n}" for n in range(5)]
    assert "Own 3" in sign_in(meeting.moderator.person).get("/workshops/1/prepare").text


def test_a_line_that_the_desk_has_changed_meanwhile_stays(app, meeting, press, write):
    write(OWN)

    lines = {"phase1-was": "Of old", "phase1-notes": "Of old", "phase2-notes": "New"}
    press(meeting.moderator, "prepare/notes", **lines)

    with app.app_context():
        workshop = db.session.get_one(Workshop, meeting.workshop.id)
        assert [phase.notes for phase in workshop.phases[:2]] == [OWN, "New"]
