"""The parts of the live screens: drawn once for each audience, and drawn anew when they change."""

import pytest

from workshop.extensions import db
from workshop.room import parts
from workshop.room.parts import Audience
from workshop.workshops.guides import GUIDE_1, PhaseKind, Role
from workshop.workshops.models import Seat, Workshop

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def drawn(app, clock, meeting):
    """The parts an audience sees, in a request of its own."""

    def drawn(name, language="en", changed=None):
        with app.test_request_context():
            workshop = db.session.get_one(Workshop, meeting.workshop.id)
            return dict(parts.render_parts(workshop, Audience(name, language), clock(), changed))

    return drawn


@pytest.mark.parametrize(
    ("role", "audience"),
    [
        (Role.MODERATOR, "moderator"),
        (Role.DEPUTY, "moderator"),
        (Role.RAPPORTEUR, "rapporteur"),
        (Role.TITULAR, "participant"),
        (Role.ALTERNATE, "participant"),
        (Role.OFFICIAL, "official"),
        (Role.OBSERVER, "observer"),
    ],
)
def test_the_audience_of_a_role(role, audience):
    assert parts.audience_of(Seat(role=role), "es") == Audience(audience, "es")


def test_without_a_seat_one_watches_like_an_observer():
    assert parts.audience_of(None, "en") == Audience("observer", "en")


def test_every_audience_can_be_drawn_in_every_phase_and_language(meeting, go_to, drawn):
    views = {
        "desk": {"phase", "agenda", "people", "floor", "problems", "vote"},
        "room": {"phase", "agenda", "floor", "problems", "vote"},
        "screen": {"phase", "floor", "problems", "vote"},
    }
    kinds = [phase.kind for phase in GUIDE_1.phases]
    seen = {(audience.name, kind): set() for audience in parts.AUDIENCES for kind in kinds}
    for kind in kinds:
        go_to(meeting.workshop, kind)
        for audience in parts.AUDIENCES:
            seen[audience.name, kind] |= set(drawn(audience.name, audience.language))

    missing = {
        (audience.name, kind): views[audience.view] - seen[audience.name, kind]
        for audience in parts.AUDIENCES
        for kind in kinds
    }
    assert missing == dict.fromkeys(seen, frozenset())


def test_what_was_drawn_is_kept_until_the_version_changes(app, meeting, drawn):
    before = drawn("participant")
    with app.app_context():
        db.session.get_one(Workshop, meeting.workshop.id).theme.name = "Another theme"
        row = db.session.get_one(Workshop, meeting.workshop.id)
        row.phases[0].minutes = 44
        db.session.commit()

    assert drawn("participant") == before

    with app.app_context():
        db.session.get_one(Workshop, meeting.workshop.id).version += 1
        db.session.commit()
    after = drawn("participant", changed={"agenda"})
    assert {name for name in after if after[name] != before[name]} == {"agenda"}
    assert "44 min" in after["agenda"]


def test_after_a_gap_everything_is_drawn_anew(app, meeting, drawn):
    drawn("participant")
    with app.app_context():
        row = db.session.get_one(Workshop, meeting.workshop.id)
        row.phases[0].minutes = 44
        row.version += 2
        db.session.commit()

    assert "44 min" in drawn("participant", changed={"floor"})["agenda"]


def test_a_part_that_was_forgotten_is_drawn_anew_and_no_other(app, meeting, drawn):
    drawn("participant")
    with app.app_context():
        row = db.session.get_one(Workshop, meeting.workshop.id)
        row.phases[0].minutes = 44
        db.session.commit()
        parts.forget(meeting.workshop.id, "vote")
    assert "44 min" not in drawn("participant")["agenda"]

    with app.app_context():
        parts.forget(meeting.workshop.id, "agenda")
    assert "44 min" in drawn("participant")["agenda"]


def test_a_part_holds_a_place_for_the_token_and_the_page_the_persons_own(meeting, drawn, go_to):
    go_to(meeting.workshop, PhaseKind.DISCUSSION)
    html = drawn("participant")
    assert html["floor"].count(parts.TOKEN_PLACE) > 0
    assert "csrf_token" not in html["floor"]

    page = parts.for_page(html, "<b>mine</b>")

    assert page["floor"].count("<b>mine</b>") == html["floor"].count(parts.TOKEN_PLACE)
    assert parts.TOKEN_PLACE not in page["floor"]


def test_no_part_looks_at_who_asks(app, clock, meeting, go_to, sign_in):
    """Two participants are drawn the same to the letter."""
    go_to(meeting.workshop, PhaseKind.DISCUSSION)
    answers = []
    for seat in (meeting.ana, meeting.ben):
        app.extensions.pop("workshop_parts", None)
        answers.append(sign_in(seat.person).get("/workshops/1/parts").json["parts"])

    assert answers[0] == answers[1]


def test_a_part_with_a_label_finds_its_place_on_every_live_page(meeting, sign_in):
    labelled = {name: part for name, part in parts.PARTS.items() if part.label}
    assert {"ideas", "synergies", "reconfiguration"} <= set(labelled)
    address = f"/workshops/{meeting.workshop.id}"
    pages = ((meeting.observer, address, "room"), (meeting.moderator, f"{address}/desk", "desk"))
    for seat, page, view in pages:
        html = sign_in(seat.person).get(page, headers={"Accept-Language": "en"}).text
        for name in parts.labels_in(view):
            part = labelled[name]
            assert f'data-part="{name}" aria-label="{part.label}"' in html
