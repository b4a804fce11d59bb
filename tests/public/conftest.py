"""What is public: a round that was played and published, and a plan that came as a file."""

import pytest

from tests.closing.conftest import closed, published, voted  # noqa: F401  fixtures
from tests.public.scene import Scene


@pytest.fixture
def plan(app, make_admin, sign_in):
    """The plan of the file, all responses given, nothing published."""
    plan = Scene(app, sign_in(make_admin()))
    plan.answer()
    return plan
