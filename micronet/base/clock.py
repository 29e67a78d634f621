"""The one clock. Everything that asks for the time asks here, so tests can set it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

_shift = timedelta()
_frozen: datetime | None = None


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return _frozen or datetime.now(UTC) + _shift


def ago(**parts: float) -> datetime:
    """A past moment in UTC: `ago(minutes=5)`. Takes the keywords of `timedelta`."""
    return now() - timedelta(**parts)


def ahead(**parts: float) -> datetime:
    """A coming moment in UTC: `ahead(days=7)`. Takes the keywords of `timedelta`."""
    return now() + timedelta(**parts)


@contextmanager
def frozen(at: datetime) -> Iterator[None]:
    """Stop the clock at `at` (aware) for the length of the block. For tests and the sample family."""
    global _frozen
    before, _frozen = _frozen, at.astimezone(UTC)
    try:
        yield
    finally:
        _frozen = before
