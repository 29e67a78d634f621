"""Writers of one process take turns within one transaction, and wait together until it is on disk.

SQLite lets one write at a time, and an acknowledged write waits for the disk. So whoever has written gives the turn to
the next before that wait; the last of them, or the sixty-fourth, commits for all. Each stands behind a savepoint of
its own: what one takes back touches nobody else, and what cannot be put on disk is told to every one of them.
"""

from __future__ import annotations

import threading
from typing import Any

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import OperationalError

MOST = 64
"""So many wait for the disk together at most."""


class Group:
    """Those who wait for the same commit."""

    def __init__(self, link: Connection) -> None:
        self.link, self.size = link, 0
        self.done = threading.Event()
        self.problem: BaseException | None = None

    @property
    def is_whole(self) -> bool:
        """Whether the transaction still stands. A full disk makes SQLite forget all of it at once."""
        if self.link.invalidated or not self.link.in_transaction():
            return False
        return bool(getattr(self.link.connection.driver_connection, "in_transaction", False))

    def commit(self) -> None:
        """Put it on disk. Raises when it cannot be, or when the transaction is not the one that was begun any more."""
        if not self.is_whole:
            raise OperationalError("COMMIT", None, _lost())
        self.link.exec_driver_sql("RELEASE whole")
        self.link.commit()


class Writer:
    """The turn to write, of one engine in one process."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._turn = threading.Lock()
        self._count = threading.Lock()
        self._waiting = 0
        self._group: Group | None = None

    def enter(self) -> Connection:
        """Wait for the turn; gives the connection to write on, within a transaction. Raises the driver's errors."""
        with self._count:
            self._waiting += 1
        try:
            self._turn.acquire()
        finally:
            with self._count:
                self._waiting -= 1
        try:
            if self._group is not None and not self._group.is_whole:
                self._finish()
            if self._group is None:
                self._group = Group(self._begin())
        except BaseException:
            self._turn.release()
            raise
        return self._group.link

    def leave(self, *, wrote: bool) -> None:
        """Give the turn on. Returns once what was written is on disk; raises what kept it from getting there."""
        group = self._group
        assert group is not None
        group.size += wrote
        last = not self._waiting or group.size >= MOST or not group.is_whole
        try:
            if last:
                self._finish()
        finally:
            self._turn.release()
        if wrote:
            group.done.wait()
            if group.problem is not None:
                raise group.problem

    def _begin(self) -> Connection:
        link = self._engine.connect()
        try:
            link.begin()
            link.exec_driver_sql("SAVEPOINT whole")  # gone when the transaction is: another one would not have it
        except BaseException:
            link.close()
            raise
        return link

    def _finish(self) -> None:
        """Commit for everyone who waits, and let them go."""
        group, self._group = self._group, None
        assert group is not None
        try:
            group.commit() if group.size else group.link.rollback()
        except BaseException as problem:
            group.problem = problem
            _forget(group.link)
        try:
            group.link.close()
        finally:
            group.done.set()


def _lost() -> Exception:
    from micronet.base.sqlite import sqlite3

    found: Exception = sqlite3.OperationalError("disk I/O error or database or disk is full: the transaction is gone")
    return found


def _forget(link: Connection) -> Any:
    """Whatever is left of a transaction that could not be committed."""
    try:
        link.rollback()
    except Exception:
        link.invalidate()
