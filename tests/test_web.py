"""What every page shares."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize("number", [10**6, 2**31, 2**63, 10**40])
def test_a_number_nobody_has_is_not_found(sign_in, make_admin, number):
    browser = sign_in(make_admin())

    assert browser.get(f"/workshops/{number}").status_code == 404
    assert browser.get(f"/plans/{number}").status_code == 404
