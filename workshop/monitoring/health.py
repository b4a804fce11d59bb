"""Whether what the site stands on answers: the database, as new as the code, and Redis."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.engine import Connection, Engine

from workshop.extensions import migrations_directory

if TYPE_CHECKING:
    from redis import Redis

SECONDS_FOR_REDIS = 2


@cache
def newest_migration() -> str | None:
    """The migration the code needs."""
    return ScriptDirectory(migrations_directory()).get_current_head()


def migration_of(connection: Connection) -> str | None:
    """The migration the database is at; None before the first."""
    return MigrationContext.configure(connection).get_current_revision()


def database_fault(engine: Engine) -> str:
    """Why the database is not ready, in a few words; empty when it is."""
    with engine.connect() as connection:
        if migration_of(connection) != newest_migration():
            return "is not migrated"
    return ""


def redis_client(url: str) -> Redis:
    """A client that gives up soon."""
    # inner import: whoever serves with one process need not have it
    import redis

    return redis.Redis.from_url(
        url, socket_timeout=SECONDS_FOR_REDIS, socket_connect_timeout=SECONDS_FOR_REDIS
    )
