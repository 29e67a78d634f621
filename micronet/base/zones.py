"""Time zones: which exist, what time it is there, where on earth their main city lies, and how to choose one.

Zones, links and coordinates are those of the IANA database as the `tzdata` package ships it.
"""

from __future__ import annotations

import re
from datetime import datetime, tzinfo
from functools import cache, lru_cache
from importlib import resources
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import get_timezone_location

from micronet.base.text import sort_key

UTC = "UTC"
Group = tuple[str, tuple[tuple[str, str], ...]]

_REGIONS = {
    "Africa": "002", "America": "019", "Antarctica": "AQ", "Arctic": "150", "Asia": "142", "Atlantic": "150",
    "Australia": "009", "Europe": "150", "Indian": "002", "Pacific": "009",
}  # fmt: skip
_ELSEWHERE = {
    "BM": "019", "FK": "019", "GS": "019", "CV": "002", "SH": "002", "IO": "142", "MV": "142", "CC": "009",
    "CX": "009", "TF": "AQ", "CY": "150",
}  # fmt: skip
"""The continents of the UN's M49 list by the first part of a zone's name, and the countries where that misleads."""

_POSITION = re.compile(r"([+-])(\d{2})(\d{2})(\d{2})?([+-])(\d{3})(\d{2})(\d{2})?")


@cache
def known() -> frozenset[str]:
    """The names of all zones, old spellings too."""
    names = resources.files("tzdata").joinpath("zones").read_text(encoding="utf-8").split()
    return frozenset(names) - {"Factory"}


def is_zone(name: object) -> bool:
    """Whether this is the name of a zone, such as "Europe/London"."""
    return isinstance(name, str) and name in known()


@lru_cache(maxsize=1024)
def info(zone: str) -> ZoneInfo:
    """The zone of that name; UTC where there is none."""
    return ZoneInfo(zone if is_zone(zone) else UTC)


def local(now_utc: datetime, zone: str) -> datetime:
    """That instant on the clocks of `zone`. Raises ValueError for a time that does not say where it is counted."""
    if now_utc.tzinfo is None:
        raise ValueError("a time without a zone")
    return now_utc.astimezone(info(zone))


def canonical(zone: str) -> str:
    """The name by which `choices` offers this zone: "Asia/Calcutta" is "Asia/Kolkata". Others stay as they are."""
    cities, links = _cities(), _links()
    while zone not in cities and zone in links:
        zone = links[zone]
    return zone


def coordinates(zone: str) -> tuple[float, float] | None:
    """Latitude and longitude of the zone's main city in degrees, north and east positive; None for a bare offset."""
    city = _cities().get(canonical(zone))
    return city[1] if city else None


class _Named(tzinfo):
    """A zone that is only named: Babel would load every one whose city it is asked for, and keep them all."""

    def __init__(self, key: str) -> None:
        self.key = key

    def utcoffset(self, _at: datetime | None) -> None:
        """Not known."""

    dst = tzname = utcoffset


@lru_cache(maxsize=4096)
def city(zone: str, locale: Locale | str) -> str:
    """The main city of a zone as `locale` calls it; the name of the zone where it has no city."""
    zone = canonical(zone)
    if zone not in _cities():
        return zone.rsplit("/", 1)[-1].replace("_", " ")
    name: str = get_timezone_location(_Named(zone), locale=Locale.parse(str(locale)), return_city=True)
    return name.rsplit("/", 1)[-1].replace("_", " ")


def choices(locale: Locale | str, including: str = UTC) -> tuple[Group, ...]:
    """Every zone for a <select>: groups of (zone, "London, United Kingdom") by continent, sorted in `locale`.

    `including` is a zone that must be among them, such as the present one; with no city it stands first, by itself.
    """
    groups = _choices(str(locale))
    if canonical(including) in _cities():
        return groups
    return (("", ((including, including.replace("_", " ")),)), *groups)


@lru_cache(maxsize=64)
def _choices(locale: str) -> tuple[Group, ...]:
    """As `choices`, the zones with a city only."""
    names = Locale.parse(locale).territories
    groups: dict[str, list[tuple[str, str]]] = {}
    for zone, (country, _place) in _cities().items():
        region = _ELSEWHERE.get(country) if zone.split("/")[0] != "America" else None
        region = region or _REGIONS[zone.split("/")[0]]
        groups.setdefault(names.get(region, region), []).append((zone, _label(zone, names.get(country, ""), locale)))
    by_label = {name: tuple(sorted(zones, key=lambda zone: sort_key(zone[1]))) for name, zones in groups.items()}
    return tuple(sorted(by_label.items(), key=lambda group: sort_key(group[0])))


def _label(zone: str, country: str, locale: str) -> str:
    name = city(zone, locale)
    return name if country in ("", name) else f"{name}, {country}"


@cache
def _cities() -> dict[str, tuple[str, tuple[float, float]]]:
    """Zone to its country's code and its main city's coordinates, from zone.tab."""
    found = {}
    for line in _read("zone.tab").splitlines():
        if line and not line.startswith("#"):
            country, position, zone = line.split("\t")[:3]
            found[zone] = (country, _degrees(position))
    return found


@cache
def _links() -> dict[str, str]:
    """Old spellings and the zones they stand for, from the "L target name" lines of tzdata.zi."""
    lines = (line.split() for line in _read("tzdata.zi").splitlines() if line.startswith("L "))
    return {name: target for _mark, target, name in lines}


def _degrees(position: str) -> tuple[float, float]:
    """ISO 6709, such as +513030-0000731, as degrees."""
    match = _POSITION.fullmatch(position)
    if match is None:
        raise ValueError(position)
    parts = match.groups(default="0")
    north, east = (int(parts[i]) + int(parts[i + 1]) / 60 + int(parts[i + 2]) / 3600 for i in (1, 5))
    return (-north if parts[0] == "-" else north), (-east if parts[4] == "-" else east)


def _read(name: str) -> str:
    return resources.files("tzdata").joinpath("zoneinfo", name).read_text(encoding="utf-8")
