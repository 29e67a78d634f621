"""The database: one model base, one session, two engines.

A request that only reads uses the reading engine, which cannot write. A request that may write calls
`begin_write()` first; from then on the session speaks to the writing engine. On SQLite writers take
turns instead of colliding and wait for the disk together (see `writer`); on PostgreSQL they run side
by side, and `alone()` makes those wait that must not. `commit()` ends both.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any
from weakref import WeakKeyDictionary

from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session
from sqlalchemy import Connection, DateTime, Engine, MetaData, String, TypeDecorator, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import DeclarativeBase

from micronet.base import line, postgres, sqlite
from micronet.base.writer import Writer

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

Id = String(32)
"""Column type of every identifier: see `base/ids.py`."""

_writers: WeakKeyDictionary[Engine, Writer] = WeakKeyDictionary()


class Utc(TypeDecorator[datetime]):
    """An aware moment in UTC. A naive one is a mistake and raises ValueError."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Model(DeclarativeBase):
    """The base of every table. `data_class` says whose it is: walled (a circle's), personal, or global."""

    metadata = MetaData(naming_convention=NAMING)
    data_class = "unclassed"


class TwoEngines(Session):
    """Sends each statement to the engine that fits what the request may do."""

    def get_bind(self, mapper: Any = None, clause: Any = None, bind: Any = None, **kw: Any) -> Engine | Connection:
        return bind or self.info.get("link") or engine(writing="writing" in self.info)


db = SQLAlchemy(
    model_class=Model,
    session_options={"class_": TwoEngines, "expire_on_commit": False, "join_transaction_mode": "create_savepoint"},
)


def engine(*, writing: bool) -> Engine:
    """The engine for reading or for writing, of the current application."""
    return db.engines[None if writing else "read"]


def connect_options(url: str, *, reading: bool) -> dict[str, Any]:
    """What the options of an engine must hold for this database."""
    return postgres.connect_options(reading=reading) if postgres.is_postgres(url) else sqlite.connect_options()


def tune(target: Engine, *, reading: bool) -> None:
    """Attach what a fresh engine needs: on SQLite the pragmas and the explicit transactions."""
    if target.dialect.name != "sqlite":
        return
    event.listen(target, "connect", lambda raw, _record: sqlite.prepare(raw, reading=reading))
    if reading:
        event.listen(target, "begin", lambda link: link.exec_driver_sql("BEGIN"))
    else:
        sqlite.adapt(target.dialect)
        event.listen(target, "begin", line.begin)


@contextmanager
def as_owner() -> Iterator[Connection]:
    """One transaction as the owner of the tables, with no wall: for migrations, which wait for one another."""
    writer = engine(writing=True)
    if not on_postgres():
        with writer.begin() as connection:
            yield connection
        return
    with postgres.owning(writer.url) as connection:
        yield connection


def hang_up() -> None:
    """Close the connections that the current application holds open and nobody uses."""
    for one in db.engines.values():
        one.dispose()


def on_postgres() -> bool:
    """Whether the current application keeps its house in PostgreSQL."""
    return engine(writing=True).dialect.name == "postgresql"


def alone(what: str, connection: Connection | None = None) -> None:
    """Wait until no other unit of work holds `what` (a few words and an id), and hold it until this one ends.

    For what is counted or looked up first and written then. On SQLite writers are alone anyway.
    """
    postgres.one_by_one(connection or db.session.connection(), what)


def begin_write() -> None:
    """From here on this unit of work may write. Waits for the writer before it, if there is one."""
    if is_writing():
        return
    db.session.rollback()
    if not on_postgres():
        db.session.info["link"] = _writer().enter()
    db.session.info["writing"] = True


def commit() -> None:
    """Make it so: when this returns, what was written is on disk. Afterwards the session reads again."""
    db.session.info["may_be_done"] = is_writing() or may_be_done()
    try:
        db.session.commit()
    except BaseException:
        rollback()
        raise
    _end_write(wrote=True)
    for call in db.session.info.pop("afterwards", ()):
        call()


def afterwards(call: Callable[[], object]) -> None:
    """Do this once what is being written is on disk, and not at all if it does not get there: removing files."""
    db.session.info.setdefault("afterwards", []).append(call)


def rollback() -> None:
    """Forget what was not committed."""
    db.session.info.pop("afterwards", None)
    try:
        _roll_back()
    finally:
        _end_write(wrote=False)


def _roll_back() -> None:
    """A connection that was lost has nothing to forget, but says so loudly: it is thrown away."""
    try:
        db.session.rollback()
    except DBAPIError:
        db.session().invalidate()


def is_writing() -> bool:
    """Whether this unit of work may write."""
    return bool(db.session.info.get("writing"))


def may_be_done() -> bool:
    """Whether something this unit of work did may be on disk for good, so that doing it again would be twice."""
    return bool(db.session.info.get("may_be_done"))


def forget_all() -> None:
    """Begin the unit of work anew, as if nothing had been asked yet."""
    rollback()
    db.session.remove()


def _end_write(*, wrote: bool) -> None:
    db.session.info.pop("writing", None)
    if db.session.info.pop("link", None) is not None:
        _writer().leave(wrote=wrote)


def _writer() -> Writer:
    """The turn to write to the current application's SQLite file."""
    target = engine(writing=True)
    return _writers.setdefault(target, Writer(target))


@contextmanager
def writing() -> Iterator[Any]:
    """One unit of work that writes, for jobs, the command line and tests: commits at the end."""
    begin_write()
    try:
        yield db.session
        commit()
    except BaseException:
        rollback()
        raise


@contextmanager
def side_write(*, once: bool = False) -> Iterator[Connection]:
    """The sanctioned side road for a reading request: last seen and the like, in a transaction of its own.

    `once` says that what is done here cannot be done again, so the request may not be repeated after it.
    Not from within a unit of work that writes already: it would wait for itself, so that is a RuntimeError.
    """
    if is_writing():
        raise RuntimeError("a side write inside a write waits for itself")
    db.session.info["may_be_done"] = once or may_be_done()
    if on_postgres():
        with engine(writing=True).begin() as connection:
            yield connection
        return
    link, wrote = _writer().enter(), False
    try:
        with link.begin_nested():
            yield link
        wrote = True
    finally:
        _writer().leave(wrote=wrote)
