"""The jobs process: `python -m micronet.jobs`. Tasks only nudge; what must happen is a row, and a sweep finds it."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from typing import Any

from flask import Flask
from huey import Huey, PostgresHuey, SqliteHuey, crontab
from huey.consumer_options import ConsumerConfig

from micronet import config, create_app
from micronet.base import clock, disk, postgres, reserve
from micronet.base.db import alone, rollback, writing
from micronet.base.notes import keep_note
from micronet.base.walls import unscoped

log = logging.getLogger("micronet.jobs")


def sweep(app: Flask) -> None:
    """Each minute: let every room tidy up, each in a transaction of its own, and note that the jobs are well."""
    with app.app_context(), unscoped("what has had its time goes, in every circle"):
        for room in app.extensions["rooms"]:
            for work in room.sweeps:
                _sweep(room.name, work)
        reserve.keep(app.config["SETTINGS"].instance)
        _sweep("the house", lambda: keep_note("jobs.beat", clock.now().isoformat()))


def _sweep(name: str, work: Callable[[], Any]) -> None:
    """One piece of work in a transaction of its own. One room's trouble is not the others', nor the end of the jobs."""
    try:
        with writing():
            alone("sweep")
            work()
    except Exception:
        log.exception("sweep of %s", name)
        rollback()


def queue(settings: config.Settings) -> Huey:
    """Where tasks wait: a file of their own beside an SQLite house, else tables of their own in PostgreSQL."""
    if not postgres.is_postgres(settings.database):
        return SqliteHuey("micronet", filename=str(settings.instance / "jobs.db"), utc=True)
    from psycopg import connect

    address = postgres.dsn(settings.database)
    return PostgresHuey("micronet", utc=True, connection=lambda: connect(address, **postgres.REACH))


def main() -> None:
    """Run until told to stop."""
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s %(message)s")
    logging.getLogger("huey").setLevel(logging.WARNING)
    for handler in logging.getLogger().handlers:
        handler.addFilter(disk.Plainly())
    app = create_app(config.load(os.environ))
    huey = queue(app.config["SETTINGS"])
    huey.periodic_task(crontab(minute="*"))(lambda: sweep(app))
    sweep(app)
    options = ConsumerConfig(workers=1, worker_type="thread", periodic=True, initial_delay=0.5, max_delay=5)
    options.validate()
    huey.create_consumer(**options.values).run()


if __name__ == "__main__":
    main()
