"""SQLite as Micronet wants it: a recent engine, write-ahead log, every acknowledged write on disk.

`synchronous=FULL` because NORMAL loses acknowledged rows when the power goes. Reading connections
are `query_only`, so a GET that writes fails in the engine, whatever the code above forgot.
`secure_delete` overwrites what is deleted, so that nothing taken back can be read out of the file.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from micronet.base.aside import aside

try:
    import pysqlite3 as sqlite3
except ImportError:  # no wheel for this machine: the interpreter's own
    import sqlite3

FLOOR = (3, 51, 3)
"""Below this version a checkpoint racing a writer can lose commits (the WAL-reset race)."""

PRAGMAS = {
    "journal_mode": "WAL",
    "synchronous": "FULL",
    "foreign_keys": "ON",
    "secure_delete": "ON",
    "busy_timeout": "5000",
    "mmap_size": str(256 * 1024 * 1024),
    "cache_size": "-16000",
    "temp_store": "MEMORY",
    "wal_autocheckpoint": "4000",
}

SAVEPOINTS = {
    "do_savepoint": "SAVEPOINT",
    "do_rollback_to_savepoint": "ROLLBACK TO SAVEPOINT",
    "do_release_savepoint": "RELEASE SAVEPOINT",
}


def version() -> tuple[int, ...]:
    """The version of the SQLite engine in use."""
    return tuple(int(part) for part in sqlite3.sqlite_version.split("."))


def is_old() -> bool:
    """Whether the engine is below the floor; start-up says so."""
    return version() < FLOOR


def connect_options() -> dict[str, Any]:
    """Engine options. What a statement was given stays out of the log."""
    patient = {"check_same_thread": False, "timeout": 5}
    return {"module": sqlite3, "hide_parameters": True, "connect_args": patient}


def prepare(connection: Any, *, reading: bool) -> None:
    """Set up one new raw connection. Transactions are begun by hand, so the driver's own are switched off."""
    connection.isolation_level = None
    cursor = connection.cursor()
    for name, value in PRAGMAS.items():
        cursor.execute(f"PRAGMA {name}={value}")
    if reading:
        cursor.execute("PRAGMA query_only=ON")
    cursor.close()


def adapt(dialect: Any) -> None:
    """Teach the dialect of a writing engine: to wait for the disk aside, and to say savepoints plainly.

    SQLAlchemy compiles each savepoint's statement anew, which costs as much as a row; their names are its own.
    """
    for verb, words in SAVEPOINTS.items():
        setattr(dialect, verb, _saying(words))
    dialect.do_commit = lambda raw: aside(raw.commit)


def _saying(words: str) -> Callable[[Any, str], Any]:
    return lambda link, name: link.exec_driver_sql(f"{words} {name}")
