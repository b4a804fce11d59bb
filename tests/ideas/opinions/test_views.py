"""Officials say of each idea what they can do about it; nobody else can."""

import pytest

from workshop.extensions import db
from workshop.ideas.models import Opinion
from workshop.workshops import services as live
from workshop.workshops.guides import PhaseKind
from workshop.workshops.models import Workshop

FEASIBLE = {"feasibility": "feasible", "budget": "possible", "unit": "", "text": "", "revision": 0}


@pytest.fixture
def give(press):
    def give(seat, idea=1, **fields):
        return press(seat, f"opinions/{idea}", **{**FEASIBLE, **fields})

    return give


@pytest.fixture
def phase(clock, round_2, go_to):
    go_to(round_2.workshop, PhaseKind.OPINION)
    return round_2


def test_the_room_reads_it_as_it_comes_and_sees_who_has_not_answered(phase, give, listen, sign_in):
    ana = listen(phase.ana.person, phase.workshop)
    blank = f"No answer yet from: {phase.official.organization.short}"
    assert ana.answer["parts"]["ideas"].count(blank) == 5

    answer = give(phase.official, text="With the platform we have", feasibility="feasible")

    assert (answer.status_code, answer.json["fields"]) == (200, {"revision": 1})
    [news] = ana.news("parts")
    assert "With the platform we have" in news["parts"]["ideas"]
    assert news["parts"]["ideas"].count(blank) == 4


def test_only_officials_and_only_in_their_phase(phase, round_2, give, go_to):
    assert give(phase.ana).status_code == 403
    assert give(phase.moderator).status_code == 403
    go_to(phase.workshop, PhaseKind.RECONFIGURATION)

    assert give(phase.official).status_code == 409


def test_conditions_are_stated_and_a_colleague_is_not_overwritten(phase, give):
    assert give(phase.official, feasibility="feasible_with_conditions").status_code == 409
    assert give(phase.official, feasibility="perhaps").status_code == 422
    assert give(phase.official).status_code == 200
    late = give(phase.official, text="another word")
    assert (late.status_code, late.json["current"]["revision"]) == (409, 1)
    assert give(phase.official, text="another word", revision=1).status_code == 200


def test_an_absent_entity_answers_within_three_working_days_and_is_shown_as_late(
    app, clock, phase, give, go_to
):
    go_to(phase.workshop, PhaseKind.RESULTS)
    with app.app_context():
        workshop = db.session.get_one(Workshop, phase.workshop.id)
        by = workshop.seats[0].person
        live.finish_phase(workshop, by, now=clock())
        live.close_workshop(workshop, by, now=clock())
        db.session.commit()

    assert give(phase.official).status_code == 200
    clock.advance(days=9)
    assert give(phase.official, 2).status_code == 409
    with app.app_context():
        [opinion] = db.session.scalars(db.select(Opinion))
        assert opinion.is_late
