"""In which order the windows hang: never by who is busiest."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from micronet.base.text import sort_key
from micronet.base.zones import local


@dataclass(frozen=True)
class Seat:
    """Someone with a window: `key` tells them apart, `name` is how this circle calls them, `zone` where they are."""

    key: str
    name: str
    zone: str


def window_order(
    seats: Iterable[Seat], now: datetime, *, pinned: Sequence[str] = (), moving: Collection[str] = ()
) -> list[Seat]:
    """The seats in their order, the reader's among them.

    First those the reader has `pinned`, in the reader's order; then those on the move; then by the clock where they
    are, from west to east; those on one clock by name.
    """
    places = {key: at for at, key in reversed(list(enumerate(pinned)))}

    def where(seat: Seat) -> tuple[object, ...]:
        clock = local(now, seat.zone).replace(tzinfo=None)
        still = seat.key not in moving
        return places.get(seat.key, len(places) + len(pinned)), still, clock, sort_key(seat.name), seat.key

    return sorted(seats, key=where)
