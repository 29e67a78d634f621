"""The sky behind a window: when the sun rises and sets there, and which part of the day that makes it now.

The equations are those of NOAA's solar calculator (https://gml.noaa.gov/grad/solcalc/calcdetails.html), after
Jean Meeus, *Astronomical Algorithms*: good to a minute between the polar circles, to some ten minutes beyond.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from math import acos, asin, cos, degrees, radians, sin, tan

from micronet.base.zones import coordinates, info, local

HORIZON = 90.833
"""The sun's distance from the zenith, in degrees, as its upper edge meets the horizon: refraction and radius."""

_J2000 = datetime(2000, 1, 1, 12, tzinfo=UTC)
_CENTURY = timedelta(days=36525)


class Polar(StrEnum):
    """A sun that does not set, or does not rise."""

    DAY = "day"
    NIGHT = "night"


@dataclass(frozen=True)
class Sun:
    """Sunrise and sunset of one local day, on the clocks there. In a northern June it may set after midnight."""

    rise: datetime
    set: datetime


def sun_times(on: date, lat: float, lon: float, zone: str) -> Sun | Polar:
    """Sunrise and sunset at a place (degrees, north and east positive) on the local day `on` of `zone`."""
    noon = _noon(on, lon, zone)
    rise = _edge(noon, lat, -1)
    sets = _edge(noon, lat, +1)
    if isinstance(rise, Polar) or isinstance(sets, Polar):
        return Polar.NIGHT if Polar.NIGHT in (rise, sets) else Polar.DAY
    return Sun(local(rise, zone), local(sets, zone))


def part_of_day(now_utc: datetime, zone: str) -> str:
    """dawn, morning, day, dusk, evening or night: what to paint behind someone in `zone` at this instant.

    The sun is that of the zone's main city. A bare offset has it from six to six. Where the sun never sets the
    moment it stands lowest counts as both sunset and sunrise; where it never rises, the moment it stands highest.
    """
    today = local(now_utc, zone).date()
    cycles = (_cycle(today + timedelta(days=days), zone) for days in (-1, 0, 1))
    return min(cycles, key=lambda one: abs(one.noon - now_utc)).part(now_utc)


@dataclass(frozen=True)
class _Cycle:
    """One day of the sun, from its lowest point to the next: the instant (UTC) each part of it begins.

    `noon` is the highest sun: on a very short day dawn has ended, and dusk does not begin, before it.
    """

    dawn: datetime
    morning: datetime
    noon: datetime
    half_past_eleven: datetime
    dusk: datetime
    evening: datetime
    nine: datetime

    def part(self, now: datetime) -> str:
        """The table of the design, read from the top."""
        if now < self.dawn:
            return "night"
        if now < self.morning:
            return "dawn"
        if now < self.dusk:
            return "morning" if now < self.half_past_eleven else "day"
        if now < self.evening:
            return "dusk"
        return "evening" if now < self.nine else "night"


@lru_cache(maxsize=2048)
def _cycle(on: date, zone: str) -> _Cycle:
    """The edges of that local day, by the design's table: so many minutes from sunrise and from sunset."""
    rise, noon, sets = _three(on, zone)
    minutes = timedelta(minutes=1)
    return _Cycle(
        dawn=rise - 50 * minutes,
        morning=min(rise + 40 * minutes, noon),
        noon=noon,
        half_past_eleven=_wall(on, time(11, 30), zone),
        dusk=max(sets - 60 * minutes, noon),
        evening=sets + 40 * minutes,
        nine=_wall(on, time(21), zone),
    )


def _three(on: date, zone: str) -> tuple[datetime, datetime, datetime]:
    """Sunrise, highest sun and sunset (UTC), made up where there are none."""
    place = coordinates(zone)
    if place is None:
        rise, noon, sets = (_wall(on, time(hour), zone) for hour in (6, 12, 18))
        return rise, noon, sets
    noon, sun = _noon(on, place[1], zone), sun_times(on, *place, zone)
    if sun is Polar.NIGHT:
        return noon, noon, noon
    if sun is Polar.DAY:
        half = timedelta(hours=12)
        return noon - half, noon, noon + half
    assert isinstance(sun, Sun)
    return sun.rise.astimezone(UTC), noon, sun.set.astimezone(UTC)


def _wall(on: date, at: time, zone: str) -> datetime:
    return datetime.combine(on, at, info(zone)).astimezone(UTC)


def _noon(on: date, lon: float, zone: str) -> datetime:
    """The instant (UTC) of the highest sun over a longitude, nearest to twelve on the clocks of `zone`.

    720 minutes after midnight UTC, less 4 for each degree east, less the equation of time.
    """
    clock = _wall(on, time(12), zone)
    midnight = clock.replace(hour=0, minute=0, second=0, microsecond=0)
    minutes = 720 - 4 * lon - _sun(clock)[1]
    away = (minutes - (clock - midnight) / timedelta(minutes=1) + 720) % 1440 - 720
    return clock + timedelta(minutes=away)


def _edge(noon: datetime, lat: float, side: int) -> datetime | Polar:
    """Sunrise (`side` -1) or sunset (+1) about that noon, found again for where the sun has moved by then."""
    at = noon
    for _again in range(3):
        declination = radians(_sun(at)[0])
        north = radians(lat)
        height = cos(radians(HORIZON)) / (cos(north) * cos(declination)) - tan(north) * tan(declination)
        if abs(height) > 1:
            return Polar.NIGHT if height > 1 else Polar.DAY
        drift = _sun(noon)[1] - _sun(at)[1]
        at = noon + timedelta(minutes=drift + side * 4 * degrees(acos(height)))
    return at


def _sun(at: datetime) -> tuple[float, float]:
    """The sun's declination in degrees and the equation of time in minutes, at an instant."""
    t = (at - _J2000) / _CENTURY
    mean = radians((280.46646 + t * (36000.76983 + t * 0.0003032)) % 360)
    anomaly = radians((357.52911 + t * (35999.05029 - 0.0001537 * t)) % 360)
    eccentricity = 0.016708634 - t * (0.000042037 + 0.0000001267 * t)
    centre = sin(anomaly) * (1.914602 - t * (0.004817 + 0.000014 * t))
    centre += sin(2 * anomaly) * (0.019993 - 0.000101 * t) + sin(3 * anomaly) * 0.000289
    node = radians(125.04 - 1934.136 * t)
    longitude = mean + radians(centre - 0.00569 - 0.00478 * sin(node))
    tilt = radians(23 + (26 + (21.448 - t * (46.815 + t * (0.00059 - t * 0.001813))) / 60) / 60 + 0.00256 * cos(node))
    y = tan(tilt / 2) ** 2
    time_equation = (
        y * sin(2 * mean) - 2 * eccentricity * sin(anomaly) + 4 * eccentricity * y * sin(anomaly) * cos(2 * mean)
        - y * y / 2 * sin(4 * mean) - 1.25 * eccentricity**2 * sin(2 * anomaly)
    )  # fmt: skip
    return degrees(asin(sin(tilt) * sin(longitude))), 4 * degrees(time_equation)
