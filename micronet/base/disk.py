"""A disk that is full or failing: what says so, and what may then as well not happen."""

from __future__ import annotations

import errno
import logging
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, OperationalError

log = logging.getLogger("micronet.disk")

FULL = {errno.ENOSPC, errno.EDQUOT}


def is_full(problem: BaseException) -> bool:
    """Whether nothing more can be written for want of room."""
    if isinstance(problem, OSError):
        return problem.errno in FULL
    return isinstance(problem, DBAPIError) and "disk is full" in str(problem.orig)


def is_failing(problem: BaseException) -> bool:
    """Whether the disk did not do what it was asked to; another try may go well."""
    if isinstance(problem, OSError):
        return problem.errno == errno.EIO
    return isinstance(problem, DBAPIError) and "disk I/O error" in str(problem.orig)


@contextmanager
def if_it_can_be() -> Iterator[None]:
    """Around a side write that may as well not happen: whoever only reads must not notice what the disk lacks."""
    try:
        yield
    except OperationalError as problem:
        if not (is_full(problem) or is_failing(problem)):
            raise
        log.warning("not written: %s", problem.orig)
