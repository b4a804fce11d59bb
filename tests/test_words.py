"""What people read: no value without words, and no hour without its zone where others may read."""

import re

import pytest

from workshop.workshops.guides import GUIDES, PhaseKind, Role


def words(page: str) -> str:
    """What stands on the page, without what only programs read."""
    page = re.sub(r"(?s)<(script|style|template)\b.*?</\1>|<[^>]+>", " ", page)
    return " ".join(page.split())


@pytest.mark.parametrize("round", GUIDES)
def test_a_phase_without_duration_says_so(round, make_admin, make_theme, sign_in):
    theme = make_theme()
    address = f"/plans/{theme.plan_id}/themes/{theme.id}/rounds/{round}/workshop"

    page = words(sign_in(make_admin()).get(address).text)

    untimed = [phase for phase in GUIDES[round].phases if phase.minutes is None]
    assert page.count("without limit") == len(untimed)
    assert "None" not in page


def test_a_clock_that_runs_out_at_no_time_says_what_it_counts(
    make_workshop, make_seat, go_to, sign_in
):
    workshop = make_workshop(round=2)
    moderator, ana = make_seat(workshop, Role.MODERATOR), make_seat(workshop)
    go_to(workshop, PhaseKind.RECAP)

    for seat, page in ((ana, ""), (moderator, "/desk")):
        drawn = sign_in(seat.person).get(f"/workshops/{workshop.id}{page}")
        assert "Without time limit, so far:" in words(drawn.text)


def test_an_hour_that_is_read_elsewhere_names_its_zone(client, meeting, sign_in):
    """At the door, on a participant's own page, and in the room before it begins."""
    strangers = client.get(f"/join/{meeting.workshop.code}?language=en")
    own = sign_in(meeting.ana.person).get("/")
    room = sign_in(meeting.ana.person).get(f"/workshops/{meeting.workshop.id}")

    for page in (strangers, own, room):
        [hour] = re.findall(r"\d\d:\d\d \(([^)]+)\)", words(page.text))[:1]
        assert hour in ("Peru Time", "hora de Perú")
