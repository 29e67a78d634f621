"""The jobs process: `python -m micronet.jobs`. What must happen is a row, and a sweep each minute finds it.

Each sweep runs in a short-lived copy of this process, which itself holds no connection and no thread: so it stays
small, and neither what a sweep took nor one that hangs stays behind.
"""

from __future__ import annotations

import logging
import os
import select
import signal
import stat
import time
from collections.abc import Sequence

from flask import Flask

from micronet import config, foundation
from micronet.base import clock, reserve
from micronet.base.db import alone, rollback, writing
from micronet.base.notes import keep_note
from micronet.base.walls import unscoped
from micronet.supervise import POSIX, end_with_parent

log = logging.getLogger("micronet.jobs")

EVERY = 60.0
SOON = 5.0
"""Seconds from one sweep to the next, and to the next try when one failed altogether."""
LONGEST = 15 * 60
"""Seconds after which a sweep that has not ended is ended."""


def sweep(app: Flask) -> None:
    """Let every room tidy up, each in a transaction of its own, and note that the jobs are well."""
    with app.app_context(), unscoped("what has had its time goes, in every circle"):
        for room in app.extensions["rooms"]:
            for work in room.sweeps:
                try:
                    with writing():
                        alone("sweep")
                        work()
                except Exception:  # one room's trouble is not the others'
                    log.exception("sweep of %s", room.name)
                    rollback()
        reserve.keep(app.config["SETTINGS"].instance)
        with writing():
            keep_note("jobs.beat", clock.now().isoformat())


def main(_arguments: Sequence[str] = ()) -> None:
    """Run until told to stop, or until nobody is there to tell us."""
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s %(message)s")
    settings = config.load(os.environ)
    while True:
        swept = _sweep_apart(settings) if POSIX else _sweep_here(settings)
        if _is_left(within=EVERY if swept else SOON):
            return


def _sweep_apart(settings: config.Settings) -> bool:
    """Sweep in a copy of this process; whether that went well."""
    from micronet import copies

    def work() -> None:
        end_with_parent()
        signal.alarm(LONGEST)
        sweep(foundation(settings))

    code = copies.apart("micronet.jobs: sweep", work)
    if code:
        log.error("a sweep ended early (%s)", code)
    return not code


def _sweep_here(settings: config.Settings) -> bool:
    """The same where a process cannot be copied."""
    sweep(foundation(settings))
    return True


def _is_left(within: float) -> bool:
    """Whether our supervisor goes within so many seconds. A pipe at our standard input then closes."""
    if not POSIX or not stat.S_ISFIFO(os.fstat(0).st_mode):
        time.sleep(within)
        return False
    return bool(select.select([0], [], [], within)[0])


if __name__ == "__main__":
    main()
