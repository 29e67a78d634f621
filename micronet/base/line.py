"""Processes that write to one SQLite file stand in line, and nobody's other work stands still meanwhile.

Left to itself SQLite gives the lock to whoever asks at the right instant: one process can take it again and again
while another sleeps and waits for seconds. So only one process at a time may ask, the one that is next; who has just
written has to become next before it asks again. The place is a file that the system unlocks when its holder dies.

All waiting is short sleeps in Python, which let greenlets go on; SQLite's own would hold up everyone in the process.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection

from micronet.base.sqlite import PRAGMAS, sqlite3

try:
    import fcntl
except ImportError:  # Windows, where one process writes
    fcntl = None  # type: ignore[assignment]

BEGIN = "BEGIN IMMEDIATE"
PATIENCE = 5.0
"""Seconds to wait in all."""
SHORTEST, LONGEST = 0.0002, 0.002
"""Seconds between one asking and the next."""


def begin(link: Connection) -> None:
    """Begin a transaction that may write, in turn. Raises OperationalError when the turn does not come in time."""
    raw: Any = link.connection.driver_connection
    ends = time.monotonic() + PATIENCE
    raw.execute("PRAGMA busy_timeout=0")
    try:
        with _next(link.engine.url.database, ends):
            begun = _until(ends, lambda: _begins(raw))
        if not begun:
            link.exec_driver_sql(BEGIN)  # once more, so that the problem is told as everyone knows it
    finally:
        raw.execute(f"PRAGMA busy_timeout={PRAGMAS['busy_timeout']}")


def _begins(raw: Any) -> bool | None:
    """Whether it has begun; None when waiting would not help."""
    try:
        raw.execute(BEGIN)
    except sqlite3.Error as problem:
        return False if "locked" in str(problem) else None
    return True


@contextmanager
def _next(database: str | None, ends: float) -> Iterator[None]:
    """Be the one who is next. Where that cannot be known (a disk without room for the file) everyone is."""
    place = _open(database) if fcntl and database else None
    try:
        if place is not None:
            _until(ends, lambda: _locks(place))
        yield
    finally:
        if place is not None:
            os.close(place)


def _open(database: str) -> int | None:
    try:
        return os.open(f"{database}-next", os.O_RDWR | os.O_CREAT, 0o600)
    except OSError:
        return None


def _locks(place: int) -> bool:
    try:
        fcntl.flock(place, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _until(ends: float, attempt: Callable[[], bool | None]) -> bool:
    """Try until it is done, or hopeless, or the time is up. Gives whether it is done."""
    pause = SHORTEST
    while (done := attempt()) is False and time.monotonic() < ends:
        time.sleep(pause)
        pause = min(pause * 1.5, LONGEST)
    return bool(done)
