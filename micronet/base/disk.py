"""A disk that is full or failing: what says so, and what may then as well not happen."""

from __future__ import annotations

import errno
import logging
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, OperationalError

from micronet.base.sqlite import sqlite3 as engine

log = logging.getLogger("micronet.disk")

FULL = {errno.ENOSPC, errno.EDQUOT}
SQLITE = sqlite3.Error, engine.Error
"""What the queue's own file raises, and what ours does: with a newer engine they are not the same."""


def is_full(problem: BaseException) -> bool:
    """Whether nothing more can be written for want of room."""
    if isinstance(problem, OSError):
        return problem.errno in FULL
    return "disk is full" in _said(problem)


def is_failing(problem: BaseException) -> bool:
    """Whether the disk did not do what it was asked to; another try may go well."""
    if isinstance(problem, OSError):
        return problem.errno == errno.EIO
    return "disk I/O error" in _said(problem)


def _said(problem: BaseException) -> str:
    """The words of a database, with which it tells of the disk beneath it."""
    if isinstance(problem, DBAPIError):
        return str(problem.orig)
    return str(problem) if isinstance(problem, SQLITE) else ""


class Plainly(logging.Filter):
    """For a handler: a full or failing disk is one line in the log, not a traceback for each try."""

    def filter(self, record: logging.LogRecord) -> bool:
        problem = record.exc_info[1] if record.exc_info else None
        if problem is not None and (is_full(problem) or is_failing(problem)):
            record.msg, record.args = f"{record.getMessage()}: {_said(problem) or problem}", ()
            record.exc_info = record.exc_text = None
        return True


@contextmanager
def if_it_can_be() -> Iterator[None]:
    """Around a side write that may as well not happen: whoever only reads must not notice what the disk lacks."""
    try:
        yield
    except OperationalError as problem:
        if not (is_full(problem) or is_failing(problem)):
            raise
        log.warning("not written: %s", problem.orig)
