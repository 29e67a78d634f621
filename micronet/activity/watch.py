"""How a process learns that something was written, by itself or by another one of this house.

On SQLite it looks whether the file has changed. On PostgreSQL it listens on a connection of its own; when that is
lost it is opened anew, and since nobody knows what was missed meanwhile, everything is looked at once.
"""

from __future__ import annotations

import threading
from typing import Any, Protocol

from sqlalchemy import event

from micronet.activity.record import CHANNEL
from micronet.base.db import engine, on_postgres
from micronet.base.postgres import REACH, ROLE, dsn

LOOK_EVERY = 0.05
"""Seconds between two looks at a file: so long at most until what another process wrote is known."""
HEAR_FOR = 0.5
"""Seconds a listener waits at most before it lets its caller see whether it is still needed."""


class Watch(Protocol):
    """Waits a little. Gives the circles that may have changed, or None when any may have."""

    def __call__(self) -> set[str] | None: ...
    def close(self) -> None: ...


def watching() -> Watch:
    """What fits the database of the current application."""
    return Listener() if on_postgres() else Looker()


class Looker:
    """Looks at `PRAGMA data_version`, which changes with every commit of anyone else.

    It looks at once when this very process commits, so that nobody waits for the next look.
    """

    def __init__(self) -> None:
        self._link = engine(writing=False).raw_connection()
        self._last = -1
        self._writing, self._stirred = engine(writing=True), threading.Event()
        event.listen(self._writing, "commit", self._stir)

    def _stir(self, _connection: Any) -> None:
        """Before the commit: who is woken looks after it, or in vain and then again in a moment."""
        self._stirred.set()

    def __call__(self) -> set[str] | None:
        """Raises the driver's errors."""
        before, self._last = self._last, self._look()
        if before != self._last:
            return None
        self._stirred.wait(LOOK_EVERY)
        self._stirred.clear()
        return set()

    def _look(self) -> int:
        cursor = self._link.cursor()
        value = int(cursor.execute("PRAGMA data_version").fetchone()[0])
        cursor.close()
        return value

    def close(self) -> None:
        """Give the connection back."""
        event.remove(self._writing, "commit", self._stir)
        self._link.close()


class Listener:
    """Hears the circles' ids that `record` tells on commit."""

    def __init__(self) -> None:
        self._address = dsn(engine(writing=False).url)
        self._link: Any = None

    def __call__(self) -> set[str] | None:
        """Raises psycopg's errors; after one the next call connects anew."""
        if self._link is None:
            self._open()
            return None
        try:
            told = {note.payload for note in self._link.notifies(timeout=HEAR_FOR, stop_after=1)}
            return told | {note.payload for note in self._link.notifies(timeout=0)}
        except Exception:
            self.close()
            raise

    def _open(self) -> None:
        import psycopg

        link = psycopg.connect(
            self._address, autocommit=True, application_name="micronet live", options=f"-c role={ROLE}", **REACH
        )
        link.execute(f"listen {CHANNEL}")
        self._link = link

    def close(self) -> None:
        """Hang up."""
        link, self._link = self._link, None
        if link is not None:
            link.close()
