"""The database: one model base, one session, two engines.

A request that only reads uses the reading engine, which cannot write. A request that may write calls
`begin_write()` first; from then on the session speaks to the writing engine in one `BEGIN IMMEDIATE`
transaction, behind one lock per process, so writers queue instead of colliding. `commit()` ends both.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session
from sqlalchemy import Connection, DateTime, Engine, MetaData, String, TypeDecorator, event
from sqlalchemy.orm import DeclarativeBase

from micronet.base import sqlite

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

Id = String(32)
"""Column type of every identifier: see `base/ids.py`."""

_writers = threading.Lock()


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
        return bind or engine(writing=bool(self.info.get("writing")))


db = SQLAlchemy(model_class=Model, session_options={"class_": TwoEngines, "expire_on_commit": False})


def engine(*, writing: bool) -> Engine:
    """The engine for reading or for writing, of the current application."""
    return db.engines[None if writing else "read"]


def connect_options(url: str) -> dict[str, Any]:
    """What `SQLALCHEMY_ENGINE_OPTIONS` must hold for this database."""
    if url.startswith("sqlite"):
        return {"module": sqlite.sqlite3, "connect_args": {"check_same_thread": False, "timeout": 5}}
    return {"pool_pre_ping": True}


def tune(target: Engine, *, reading: bool) -> None:
    """Attach the pragmas and the explicit transactions to a fresh engine."""
    if target.dialect.name != "sqlite":
        if reading:
            event.listen(target, "begin", lambda link: link.exec_driver_sql("SET TRANSACTION READ ONLY"))
        return
    event.listen(target, "connect", lambda raw, _record: sqlite.prepare(raw, reading=reading))
    opening = "BEGIN" if reading else "BEGIN IMMEDIATE"
    event.listen(target, "begin", lambda link: link.exec_driver_sql(opening))


def begin_write() -> None:
    """From here on this unit of work may write. Waits for the writer before it, if there is one."""
    if db.session.info.get("writing"):
        return
    db.session.rollback()
    _writers.acquire()
    db.session.info["writing"] = True


def commit() -> None:
    """Make it so: when this returns, what was written is on disk. Afterwards the session reads again."""
    try:
        db.session.commit()
    except BaseException:
        db.session.rollback()
        raise
    finally:
        _end_write()


def rollback() -> None:
    """Forget what was not committed."""
    db.session.rollback()
    _end_write()


def _end_write() -> None:
    if db.session.info.pop("writing", False):
        _writers.release()


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
def side_write() -> Iterator[Connection]:
    """The sanctioned side road for a reading request: last seen and the like, in a transaction of its own.

    Not from within a unit of work that writes already: it would wait for itself, so that is a RuntimeError.
    """
    if db.session.info.get("writing"):
        raise RuntimeError("a side write inside a write waits for itself")
    with _writers, engine(writing=True).begin() as connection:
        yield connection
