"""The database: naming of constraints, instants in UTC, and one writer at a time.

SQLite allows one writer. A statement blocks every greenlet of the process while it runs, so a
transaction that yields between two statements would freeze the process on the next writer's
busy wait. `writing()` is therefore a process-wide lock around an immediate transaction, and what
runs inside it must not wait for anything but the database.
"""

from __future__ import annotations

import enum
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, TypeVar

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import DateTime, MetaData, Select, Table, event, select
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import DeclarativeBase, mapped_column
from sqlalchemy.types import TypeDecorator

Entity = TypeVar("Entity")

NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class InstantType(TypeDecorator[datetime]):
    """An aware UTC datetime. SQLite forgets the zone, so it is put back on reading."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs its time zone")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        return None if value is None else value.replace(tzinfo=UTC)


Instant = Annotated[datetime, mapped_column(InstantType())]


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMING)


class Database(SQLAlchemy):
    """Flask-SQLAlchemy's, with the types of what it hands on from SQLAlchemy."""

    def __init__(self) -> None:
        super().__init__(model_class=Base)
        self.select = select

    def first_or_404(self, statement: Select[Entity], *, description: str | None = None) -> Entity:
        entity: Entity = super().first_or_404(statement, description=description)
        return entity


db = Database()

if TYPE_CHECKING:
    # A type checker cannot follow a base class that is made when the program runs.
    class Model(Base):
        __abstract__ = True
        __table__: ClassVar[Table]

else:
    Model = db.Model


def one_of(kind: type[enum.StrEnum]) -> Any:
    """A text column that holds one value of `kind`, checked by the database."""
    return db.Enum(
        kind,
        values_callable=lambda values: [value.value for value in values],
        native_enum=False,
        create_constraint=True,
        length=40,
        name=kind.__name__.lower(),
    )


# A statement that waits for another process (a back-up, an import) holds up every greenlet of this
# one, so it waits for these milliseconds only. Whoever wants to write waits longer, but in between.
STATEMENT_WAIT = 20
WRITER_WAIT = 5.0  # seconds

_writers = threading.RLock()
_is_writing: ContextVar[bool] = ContextVar("is_writing", default=False)


@event.listens_for(Engine, "connect")
def _set_up_sqlite(connection: Any, _record: Any) -> None:
    if not isinstance(connection, sqlite3.Connection):
        return
    connection.isolation_level = None  # we say BEGIN ourselves, see _begin
    for pragma in (
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
        f"busy_timeout = {STATEMENT_WAIT}",
        "secure_delete = ON",  # a deleted link between voter and ballot leaves no bytes behind
    ):
        connection.execute(f"PRAGMA {pragma}")


@event.listens_for(Engine, "begin")
def _begin(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE" if _is_writing.get() else "BEGIN")


def empty_wal(engine: Engine) -> bool:
    """Empty SQLite's write-ahead log, where what was deleted still stands in older pages.

    It waits for nobody: False while a reader holds an older page, and then it is to be tried again.
    """
    if engine.dialect.name != "sqlite":
        return True
    connection = engine.raw_connection()
    try:
        connection.execute("PRAGMA busy_timeout = 0")
        busy, _frames, _moved = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return not busy
    finally:
        connection.execute(f"PRAGMA busy_timeout = {STATEMENT_WAIT}")
        connection.close()


@contextmanager
def writing() -> Iterator[None]:
    """Everything inside is one write transaction: committed at the end, undone by an exception.

    On SQLite it holds the process-wide lock and begins immediately, so two writers wait for each
    other here and not inside SQLite. PostgreSQL has row locks instead (`workshops.queries.lock`).
    """
    db.session.rollback()  # what was read so far may be stale once we hold the lock
    until = time.monotonic() + WRITER_WAIT
    if db.engine.dialect.name != "sqlite":
        yield from _transaction()
        return
    with _writers:
        token = _is_writing.set(True)
        try:
            _begin_when_free(until)
            yield from _transaction()
        finally:
            _is_writing.reset(token)


def _begin_when_free(until: float) -> None:
    """Begin to write; while another process does, let everybody else here go on."""
    while True:
        try:
            db.session.connection()
            return
        except OperationalError as error:
            db.session.rollback()
            if "locked" not in str(error.orig) or time.monotonic() > until:
                raise
        time.sleep(0.05)


def _transaction() -> Iterator[None]:
    try:
        yield
        db.session.commit()
    except BaseException:
        db.session.rollback()
        raise
