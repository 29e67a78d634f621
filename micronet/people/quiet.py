"""Quiet hours: from when to when curtains are drawn, by the person's own clock."""

from __future__ import annotations

from datetime import time

DAY = 24 * 60


def as_time(minutes: int) -> time:
    """Minutes after midnight as a time of day."""
    return time(minutes // 60 % 24, minutes % 60)


def as_minutes(at: time) -> int:
    """A time of day as whole minutes after midnight."""
    return at.hour * 60 + at.minute


def stretches(start: int, end: int) -> list[tuple[int, int]]:
    """The parts of one day, midnight to midnight, that are quiet; none when both ends are the same minute."""
    if start == end:
        return []
    return [(start, end)] if start < end else [(0, end), (start, DAY)]
