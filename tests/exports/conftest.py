"""Rounds as the room played them: what the files are compared with."""

from tests.commitments.conftest import present, proposed, round_3, write  # noqa: F401  fixtures
from tests.ideas.conftest import round_2  # noqa: F401  fixture
from tests.lineage.conftest import voted  # noqa: F401  fixture
