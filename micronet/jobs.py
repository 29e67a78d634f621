"""The jobs process: `python -m micronet.jobs`. Tasks only nudge; what must happen is a row, and a sweep finds it."""

from __future__ import annotations

import logging
import os

from flask import Flask
from huey import SqliteHuey, crontab
from huey.consumer_options import ConsumerConfig

from micronet import config, create_app
from micronet.base import clock
from micronet.base.db import rollback, writing
from micronet.base.notes import keep_note

log = logging.getLogger("micronet.jobs")


def sweep(app: Flask) -> None:
    """Each minute: let every room tidy up, each in a transaction of its own, and note that the jobs are well."""
    with app.app_context():
        for room in app.extensions["rooms"]:
            for work in room.sweeps:
                try:
                    with writing():
                        work()
                except Exception:  # one room's trouble is not the others'
                    log.exception("sweep of %s", room.name)
                    rollback()
        with writing():
            keep_note("jobs.beat", clock.now().isoformat())


def main() -> None:
    """Run until told to stop."""
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s %(message)s")
    logging.getLogger("huey").setLevel(logging.WARNING)
    app = create_app(config.load(os.environ))
    folder = app.config["SETTINGS"].instance
    huey = SqliteHuey("micronet", filename=str(folder / "jobs.db"), utc=True)
    huey.periodic_task(crontab(minute="*"))(lambda: sweep(app))
    sweep(app)
    options = ConsumerConfig(workers=1, worker_type="thread", periodic=True, initial_delay=0.5, max_delay=5)
    options.validate()
    huey.create_consumer(**options.values).run()


if __name__ == "__main__":
    main()
