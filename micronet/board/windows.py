"""A window as a page shows it, made from a resident and the hour. Pure but for the words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from micronet.base.dates import clock_time
from micronet.base.zones import local
from micronet.board.heard import Here, here, here_words
from micronet.board.order import Seat, window_order
from micronet.board.queries import Resident, Waves
from micronet.board.sky import part_of_day
from micronet.circles.faces import Face
from micronet.circles.models import Circle
from micronet.web.kept import piece


@dataclass(frozen=True)
class Reader:
    """Who looks at the board, as far as words and hours depend on it."""

    id: str
    zone: str
    locale: str
    clock_hours: int
    shows_here: bool = True


@dataclass(frozen=True)
class Window:
    """One tile. `until` is when the curtains open, as a clock time there; empty while they are open."""

    id: str
    name: str
    paint: str
    photo: str
    """The address of their photograph, or empty."""
    part: str
    emoji: str
    says: str
    said_at: datetime | None
    clears_at: datetime | None
    time: str
    town: str
    here: str
    here_now: bool
    until: str
    mine: bool
    waved: bool
    waves: bool
    zone: str
    apart: bool = False
    """Whether a block stands between them and the reader."""

    def shown(self, circle: Circle) -> Markup:
        """The tile as a page shows it."""
        return piece("board/_window.html", self, circle.id, tile=self, circle=circle)

    @property
    def asleep(self) -> bool:
        """Whether the curtains are drawn."""
        return bool(self.until)


Known = Mapping[str, Face]
"""Everyone's face by membership id."""


def windows(
    people: list[Resident], known: Known, reader: Reader, waves: Waves, now: datetime, apart: frozenset[str]
) -> list[Window]:
    """Every window in its order: by the clock there, west to east, never by who is busiest.

    `apart` names those whom a block keeps apart from the reader.
    """
    by_id = {one.id: one for one in people if not one.gone}
    order = window_order([Seat(one.id, one.name, one.zone) for one in by_id.values()], now)
    wavers = {who for who, _at in waves.to_me}
    found = (by_id[seat.key] for seat in order)
    return [
        _window(one, known[one.id].photo, reader, now, one.id in waves.from_me, one.id in wavers, one.id in apart)
        for one in found
    ]


def _window(one: Resident, photo: str, reader: Reader, now: datetime, waved: bool, waves: bool, apart: bool) -> Window:
    there = local(now, one.zone)
    here_at = now if one.id == reader.id and reader.shows_here else one.here_at
    here_now = here(here_at, now, reader.zone) is Here.NOW
    resting = not here_now and is_quiet(one, now)
    return Window(
        id=one.id,
        name=one.name,
        paint=one.paint,
        photo=photo,
        part=part_of_day(now, one.zone),
        emoji=one.emoji,
        says=one.text,
        said_at=one.said_at,
        clears_at=one.clears_at,
        time=clock_time(there, reader.locale, reader.clock_hours),
        town=one.town,
        here=here_words(here_at, now, reader.zone) or "",
        here_now=here_now,
        until=_opens(one, there, reader) if resting else "",
        mine=one.id == reader.id,
        waved=waved,
        waves=waves,
        zone=one.zone,
        apart=apart,
    )


def is_quiet(one: Resident, now: datetime) -> bool:
    """Whether their curtains are drawn: the local time lies in their quiet hours, which may run past midnight."""
    there = local(now, one.zone)
    minute = 60 * there.hour + there.minute
    if one.quiet_from <= one.quiet_until:
        return one.quiet_from <= minute < one.quiet_until
    return minute >= one.quiet_from or minute < one.quiet_until


def _opens(one: Resident, there: datetime, reader: Reader) -> str:
    at = there.replace(hour=one.quiet_until // 60 % 24, minute=one.quiet_until % 60)
    return clock_time(at, reader.locale, reader.clock_hours)
