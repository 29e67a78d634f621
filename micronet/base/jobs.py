"""The queue between the web and the jobs process, in huey: a file beside an SQLite house, else tables in PostgreSQL.

huey hands a task out at most once. So tasks only nudge: what must happen is a row with a state, and each minute's
sweep finds what fell.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from flask import current_app

from micronet.base import postgres
from micronet.config import Settings

if TYPE_CHECKING:
    from huey import Huey

log = logging.getLogger("micronet.jobs")

FILE = "jobs.db"
Work = Callable[[], Any]


def nothing() -> None:
    """What a process does with a task that another one is for."""


def queue(settings: Settings, *, sweep: Work = nothing, errands: Work = nothing) -> Huey:
    """The queue of this house: `sweep` is due each minute, `errands` whenever somebody nudges."""
    from huey import crontab

    def sweep_task() -> None:
        sweep()

    def errands_task() -> None:
        errands()

    huey = _storage(settings)
    huey.periodic_task(crontab(minute="*"))(sweep_task)
    huey.nudge = huey.task()(errands_task)
    return huey


def _storage(settings: Settings) -> Huey:
    from huey import PostgresHuey, SqliteHuey

    if not postgres.is_postgres(settings.database):
        return SqliteHuey("micronet", filename=str(settings.instance / FILE), utc=True, results=False)
    from psycopg import connect

    address = postgres.dsn(settings.database)
    return PostgresHuey("micronet", utc=True, results=False, connection=lambda: connect(address, **postgres.REACH))


def is_queue(name: str | None) -> bool:
    """Whether a table belongs to the queue, which makes its own beside ours on PostgreSQL."""
    return name is not None and name.startswith("huey_")


def nudge() -> None:
    """Tell the jobs process that work waits. Call it after the commit; when it is not heard, a sweep comes anyway."""
    try:
        huey = queue(current_app.config["SETTINGS"])
        if not huey.storage.queue_size():
            huey.nudge()
        huey.storage.close()
    except Exception:  # the row is on disk, and that is what counts
        log.warning("the jobs could not be told at once", exc_info=log.isEnabledFor(logging.DEBUG))
