"""The day: one sky from midnight to midnight, and everybody's face at their own hour on it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time
from itertools import pairwise

from babel import Locale

from micronet.base.dates import clock_range

SPAN = 150
"""So many minutes at most lie between the first and the last face of a cluster."""


@dataclass(frozen=True)
class Cluster:
    """Faces that stand together, from the earliest clock to the latest; `slot` is the half hour of their middle."""

    keys: tuple[str, ...]
    slot: int
    first: time
    last: time

    def label(self, locale: Locale | str, hours: int = 0) -> str:
        """The time under them, or from when to when: "6:40", "10:40–11:40". `hours` as in `dates.clock_time`."""
        return clock_range(self.first, self.last, locale, hours)


def slot(at: datetime | time) -> int:
    """The half hour of the day: 0 at midnight, 47 at half past eleven at night."""
    return _minute(at) // 30


def the_day(faces: Iterable[tuple[str, datetime]]) -> list[Cluster]:
    """Where each face stands, by the local time that goes with its key. Only the clocks count, not the date.

    The nearest clocks join first, for as long as a cluster spans two and a half hours at most: no two that could
    still be one are left apart. The sky ends at midnight, so five to and five past stand at its two ends.
    Faces on one clock keep the order they came in.
    """
    groups: dict[int, list[str]] = {}
    for key, at in faces:
        groups.setdefault(_minute(at), []).append(key)
    spans = [(minute, minute) for minute in sorted(groups)]
    while (pair := _nearest(spans)) is not None:
        spans[pair : pair + 2] = [(spans[pair][0], spans[pair + 1][1])]
    return [_cluster(first, last, groups) for first, last in spans]


def _nearest(spans: list[tuple[int, int]]) -> int | None:
    """Which span joins the one after it next: the shortest pair, the earlier of equals; None at the end."""
    joined = [(after[1] - before[0], at) for at, (before, after) in enumerate(pairwise(spans))]
    length, at = min(joined, default=(SPAN + 1, 0))
    return at if length <= SPAN else None


def _cluster(first: int, last: int, groups: dict[int, list[str]]) -> Cluster:
    keys = tuple(key for minute in sorted(groups) if first <= minute <= last for key in groups[minute])
    return Cluster(keys, (first + last) // 2 // 30, _time(first), _time(last))


def _minute(at: datetime | time) -> int:
    return 60 * at.hour + at.minute


def _time(minute: int) -> time:
    return time(minute // 60, minute % 60)
