"""A clock of this process that jumps, as the time of day does when somebody sets it. What counts seconds runs on."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from micronet.base import clock

_real, _real_ns = time.time, time.time_ns


def set_to(at: datetime) -> None:
    """It is `at` now, for `base.clock` and for everything that asks `time.time`; and time goes on from there."""
    _shift(at - datetime.now(UTC))


def _shift(by: timedelta) -> None:
    seconds = by.total_seconds()
    clock._shift = by
    time.time = lambda: _real() + seconds
    time.time_ns = lambda: _real_ns() + int(seconds * 1e9)


@contextmanager
def jumping(at: datetime) -> Iterator[None]:
    """From `at` on it may be set; at the end it is right again."""
    set_to(at)
    try:
        yield
    finally:
        clock._shift = timedelta()
        time.time, time.time_ns = _real, _real_ns
