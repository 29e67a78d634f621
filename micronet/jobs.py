"""The jobs process: `python -m micronet.jobs`. What must happen is a row, and a sweep each minute finds it.

Work is done in short-lived copies of this process, which itself holds no connection and no thread: so it stays
small, and neither what a task took nor one that hangs stays behind. It looks whether anything was put into the
queue; a copy then takes the tasks out and does them.
"""

from __future__ import annotations

import logging
import os
import select
import signal
import stat
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any

from flask import Flask

from micronet import config, foundation
from micronet.base import clock, disk, jobs, postgres, reserve
from micronet.base.db import alone, rollback, writing
from micronet.base.notes import keep_note
from micronet.base.walls import unscoped
from micronet.supervise import POSIX, end_with_parent

log = logging.getLogger("micronet.jobs")

EVERY = 60.0
SOON = 5.0
"""Seconds from one sweep to the next, and to the next try when one failed altogether."""
LOOK_EVERY = 0.5
"""Seconds between two looks whether somebody has nudged."""
LONGEST = 15 * 60
"""Seconds after which a task that has not ended is ended."""
MOST = 10_000
"""Pieces of work of one errand in a row; whatever is left then waits for the next minute."""


@contextmanager
def at_work(app: Flask) -> Iterator[None]:
    """The jobs see every circle: what has had its time goes, and what waits is done, wherever it is."""
    with app.app_context(), unscoped("what has had its time goes and what waits is done, in every circle"):
        yield


def sweep(app: Flask) -> None:
    """Let every room tidy up, each in a transaction of its own, and note that the jobs are well."""
    with at_work(app):
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


def errands(app: Flask) -> None:
    """Do what waits in every room, piece by piece, until nothing does."""
    with at_work(app):
        for room in app.extensions["rooms"]:
            for errand in room.errands:
                _run(room.name, errand)


def _run(name: str, errand: Callable[[], bool]) -> None:
    try:
        for _ in range(MOST):
            if not errand():
                return
    except Exception:
        log.exception("errand of %s", name)
        rollback()


def main(_arguments: Sequence[str] = ()) -> None:
    """Run until told to stop, or until nobody is there to tell us."""
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s %(message)s")
    logging.getLogger("huey").setLevel(logging.WARNING)
    for handler in logging.getLogger().handlers:
        handler.addFilter(disk.Plainly())
    settings = config.load(os.environ)
    due = 0.0
    while True:
        is_due, seen = time.monotonic() >= due, _queue(settings)
        went_well = _work_apart(settings, is_due) if POSIX else _work_here(settings, is_due)
        if is_due:
            due = time.monotonic() + (EVERY if went_well else SOON)
        if _is_left(settings, seen, until=due):
            return


def work(settings: config.Settings, minute: bool) -> None:
    """Take the tasks out of the queue and do them; `minute` says that those of the minute are due.

    Beside PostgreSQL it stays for the minute and looks again: only it can see the queue there.
    """

    @cache
    def app() -> Flask:
        return foundation(settings)

    def tidy() -> None:
        sweep(app())
        errands(app())

    huey = jobs.queue(settings, sweep=tidy, errands=lambda: errands(app()))
    for task in huey.read_periodic(clock.now().replace(tzinfo=None)) if minute else ():
        huey.enqueue(task)
    ends = time.monotonic() + (EVERY - SOON if postgres.is_postgres(settings.database) else 0)
    while True:
        if (task := huey.dequeue()) is not None:
            if POSIX:
                signal.alarm(LONGEST)
            huey.execute(task)
        elif time.monotonic() >= ends:
            huey.storage.close()
            return
        else:
            time.sleep(LOOK_EVERY)


def _work_apart(settings: config.Settings, minute: bool) -> bool:
    """Work in a copy of this process; whether that went well."""
    from micronet import copies

    def live() -> None:
        end_with_parent()
        try:
            work(settings, minute)
        except Exception:  # a full disk is one line, like everywhere
            log.exception("nothing could be done")
            sys.exit(1)

    code = copies.apart("micronet.jobs: at work", live, _hears_the_end)
    if code:
        log.error("work ended early (%s)", code)
    return not code


def _work_here(settings: config.Settings, minute: bool) -> bool:
    """The same where a process cannot be copied."""
    work(settings, minute)
    return True


def _is_left(settings: config.Settings, seen: list[tuple[int, int]], until: float) -> bool:
    """Wait for a nudge or the next minute. True when our supervisor goes: a pipe at our standard input then closes.

    What came while we worked has changed the queue since it was `seen`; that we have emptied it has, too, and costs
    one more look.
    """
    while not (left := _hears_the_end(LOOK_EVERY)):
        if time.monotonic() >= until or _queue(settings) != seen:
            break
    return left


def _hears_the_end(within: float) -> bool:
    """Wait so many seconds; whether the pipe from our supervisor was closed meanwhile."""
    if POSIX and stat.S_ISFIFO(os.fstat(0).st_mode):
        return bool(select.select([0], [], [], within)[0])
    time.sleep(within)
    return False


def _queue(settings: config.Settings) -> list[tuple[int, int]]:
    """What the files of the queue look like: they do not stay alike when somebody puts something in."""
    found = []
    for name in (jobs.FILE, f"{jobs.FILE}-wal"):
        try:
            state = (settings.instance / name).stat()
        except OSError:
            continue
        found.append((state.st_mtime_ns, state.st_size))
    return found


if __name__ == "__main__":
    main()
