"""Rounds as the room played them: what the files are compared with."""

from tests.closing.conftest import closed, published, voted  # noqa: F401  fixtures
from tests.ideas.conftest import round_2  # noqa: F401  fixture
from tests.proposals.conftest import present, proposed, round_3, write  # noqa: F401  fixtures
