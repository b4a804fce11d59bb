"""A round that was voted on, closed and published."""

from tests.closing.conftest import closed, published, voted  # noqa: F401  fixtures
