"""A round 3 with a proposal that can become a commitment."""

from tests.proposals.conftest import present, proposed, round_3, write  # noqa: F401  fixtures
