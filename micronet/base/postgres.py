"""PostgreSQL as Micronet wants it: never waiting long for a server that is gone, never more rights than needed.

The address names the role that owns the tables. Requests and jobs put on the lesser role `micronet_app` as soon as
they connect; only migrations act as the owner. psycopg is imported by SQLAlchemy, and only for such an address.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import URL, Connection, create_engine, make_url, text
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.pool import NullPool

ROLE = "micronet_app"

REACH: dict[str, Any] = {
    "connect_timeout": 3,
    "tcp_user_timeout": 5000,
    "keepalives": 1,
    "keepalives_idle": 10,
    "keepalives_interval": 3,
    "keepalives_count": 3,
}
"""How soon a server that does not answer counts as gone: seconds, but for `tcp_user_timeout` (milliseconds)."""

LIMITS = {
    "timezone": "UTC",
    "statement_timeout": "15s",
    "lock_timeout": "8s",
    "idle_in_transaction_session_timeout": "60s",
}

AWAY = {"57P01", "57P02", "57P03"}
"""SQLSTATEs of a server that is stopping or starting."""
LOST = {"40001", "40P01", "23505"}
"""SQLSTATEs of having lost against another transaction: a race, a deadlock, or the same row made twice."""


def is_postgres(url: str) -> bool:
    """Whether this is the address of a PostgreSQL."""
    return url.startswith("postgresql")


def connect_options(*, reading: bool) -> dict[str, Any]:
    """Engine options of a web or jobs process. What `reading` opens can only run READ ONLY transactions.

    What a statement was given stays out of the log.
    """
    wanted = {"role": ROLE} | LIMITS | ({"default_transaction_read_only": "on"} if reading else {})
    options = " ".join(f"-c {name}={value}" for name, value in wanted.items())
    reach = {**REACH, "options": options, "application_name": "micronet"}
    return {"pool_pre_ping": True, "hide_parameters": True, "connect_args": reach}


def dsn(url: URL | str) -> str:
    """The address as libpq reads it."""
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)


@contextmanager
def owning(url: URL) -> Iterator[Connection]:
    """One transaction as the owner of the tables, for migrations: nobody else has such a one at the same time."""
    engine = create_engine(url, poolclass=NullPool, connect_args={**REACH, "options": "-c timezone=UTC"})
    with engine.begin() as connection:
        one_by_one(connection, "micronet migrations")
        connection.execute(text("set local micronet.unscoped = 'yes'"))
        yield connection


def one_by_one(connection: Connection, what: str) -> None:
    """Wait until no other transaction holds `what`, and hold it until this one ends. A no-op on SQLite, where
    there is one writer at a time anyway.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("select pg_advisory_xact_lock(:key)"), {"key": number(what)})


def number(what: str) -> int:
    """The 64-bit number by which PostgreSQL knows an advisory lock."""
    return int.from_bytes(hashlib.sha256(what.encode()).digest()[:8], signed=True)


def is_away(problem: DBAPIError) -> bool:
    """Whether the server could not be reached, or was lost: by now all that was not committed is undone."""
    state = _state(problem)
    return state == "" or state in AWAY or state.startswith("08")


def is_lost_race(problem: DBAPIError) -> bool:
    """Whether another transaction was in the way; it is through now, so another try sees what it did."""
    return _state(problem) in LOST


def _state(problem: DBAPIError) -> str:
    """The SQLSTATE; empty where the connection failed, and `-` for what PostgreSQL never said."""
    cause: Any = problem.orig
    if not type(cause).__module__.startswith("psycopg"):
        return "-"
    return cause.sqlstate or ("" if isinstance(problem, OperationalError) else "-")
