"""Every kind of phase says everything that is asked of a kind, and every guide uses known ones."""

import pytest

from workshop.room.parts import ROLE_OF
from workshop.workshops.guides import GUIDES, KINDS, TITLES, Action, PhaseKind, Role, is_allowed

LISTENERS = set(ROLE_OF) - {"screen"}


def test_every_kind_is_described():
    assert set(KINDS) == set(PhaseKind)


@pytest.mark.parametrize("kind", PhaseKind)
def test_a_kind_tells_every_audience_what_is_expected(kind):
    assert set(KINDS[kind].expected) == LISTENERS
    assert all(map(str, (KINDS[kind].title, KINDS[kind].purpose)))
    assert all(map(str, KINDS[kind].expected.values()))


def test_every_act_is_allowed_to_somebody_in_some_kind():
    acts = {act for kind in KINDS.values() for act, roles in kind.allowed.items() if roles}
    assert acts == set(Action)


def test_nobody_acts_between_two_phases():
    assert not any(is_allowed(None, role, action) for role in Role for action in Action)


def test_a_phase_is_called_what_its_kind_is_called():
    kinds = {}
    for guide in GUIDES.values():
        for phase in guide.phases:
            assert kinds.setdefault(phase.key, phase.kind) is phase.kind
    assert set(TITLES) == set(kinds)


def test_every_kind_has_its_place_in_a_guide():
    used = {phase.kind for guide in GUIDES.values() for phase in guide.phases}
    assert used == set(PhaseKind)
