"""The desk's first button is the act that carries the workshop on, and says what it ends."""

import re
from html import unescape

import pytest

from workshop.workshops.guides import PhaseKind

FIRST = re.compile(
    r'controls-main">\s*<form[^>]*?(?: data-confirm="(?P<warning>[^"]*)")?>.*?'
    r'<button class="btn (?P<look>[^"]*)">(?P<text>[^<]*)<',
    re.DOTALL,
)


@pytest.fixture
def step(meeting, sign_in):
    """The first button of the desk as it stands: its words, what it warns of, whether it is big."""

    def read():
        page = sign_in(meeting.moderator.person).get(f"/workshops/{meeting.workshop.id}/desk").text
        first = FIRST.search(page)
        warning = unescape(first["warning"] or "")
        return unescape(first["text"]), warning, "btn-huge" in first["look"]

    return read


def test_the_first_button_carries_the_workshop_on(meeting, step, press):
    assert step() == ("Start: Open discussion", "", True)
    assert press(meeting.moderator, "agenda/start").status_code == 200
    text, warning, is_big = step()
    assert text.startswith("Go on to: ")
    assert warning.startswith("This ends “Open discussion” and starts “")
    assert is_big
    assert press(meeting.moderator, "agenda/suspend", reason="No light").status_code == 200
    assert step() == ("Resume the workshop", "", True)


@pytest.mark.parametrize(
    ("kind", "freezes", "is_big"),
    [
        (PhaseKind.DISCUSSION, False, True),
        (PhaseKind.SUMMARY, True, True),
        # Nobody goes on before the vote is closed, so its own button comes first.
        (PhaseKind.VOTING, False, False),
    ],
)
def test_it_says_what_the_next_phase_freezes_and_waits_for_a_vote(
    meeting, step, go_to, kind, freezes, is_big
):
    go_to(meeting.workshop, kind)
    _text, warning, looks_big = step()
    assert ("The wording of the problems is frozen from then on." in warning) is freezes
    assert looks_big is is_big
