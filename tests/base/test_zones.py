"""Time zones: which there are, where they lie, how to choose one."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from micronet.base import zones
from micronet.base.text import sort_key

ALL = sorted(zones.known())


@pytest.mark.parametrize("name", ["Europe/London", "Asia/Calcutta", "UTC", "America/Argentina/Ushuaia", "Etc/GMT+5"])
def test_a_zone_is_known_by_name(name: str) -> None:
    assert zones.is_zone(name)


@pytest.mark.parametrize(
    "name", ["", "London", "Factory", "localtime", "../../etc/passwd", "europe/london", "Europe/London\0", None, 5]
)
def test_anything_else_is_no_zone(name: object) -> None:
    assert not zones.is_zone(name)


@given(st.sampled_from(ALL), st.datetimes(datetime(1971, 1, 1), datetime(2199, 1, 1)))
def test_every_zone_tells_the_same_instant(name: str, at: datetime) -> None:
    now = at.replace(tzinfo=UTC)
    there = zones.local(now, name)
    assert there == now
    assert abs(there.utcoffset() or timedelta()) <= timedelta(hours=15)


def test_an_unknown_zone_is_told_in_utc_and_a_time_without_a_zone_is_refused() -> None:
    now = datetime(2026, 3, 14, 10, 40, tzinfo=UTC)
    assert zones.local(now, "Moon/Tranquility").hour == 10
    with pytest.raises(ValueError, match="without a zone"):
        zones.local(now.replace(tzinfo=None), "Europe/London")


@pytest.mark.parametrize(
    ("zone", "lat", "lon"),
    [
        ("Europe/London", 51.51, -0.13),
        ("Europe/Oslo", 59.92, 10.75),
        ("America/Guayaquil", -2.17, -79.83),
        ("Australia/Sydney", -33.87, 151.22),
        ("Antarctica/Troll", -72.01, 2.53),
        ("Asia/Calcutta", 22.53, 88.37),
        ("US/Pacific", 34.05, -118.24),
        ("GB", 51.51, -0.13),
    ],
)
def test_a_zone_has_the_coordinates_of_its_city(zone: str, lat: float, lon: float) -> None:
    assert zones.coordinates(zone) == pytest.approx((lat, lon), abs=0.01)


@pytest.mark.parametrize("zone", ["UTC", "Etc/GMT-14", "PST8PDT", "nowhere", ""])
def test_a_bare_offset_lies_nowhere(zone: str) -> None:
    assert zones.coordinates(zone) is None


@given(st.sampled_from(ALL))
def test_every_old_spelling_leads_to_a_zone_on_the_same_clock(name: str) -> None:
    now = datetime(2026, 3, 14, 10, 40, tzinfo=UTC)
    assert zones.local(now, zones.canonical(name)).utcoffset() == zones.local(now, name).utcoffset()
    place = zones.coordinates(name)
    assert place is None or (abs(place[0]) <= 90 and abs(place[1]) <= 180)


def test_zones_are_offered_by_continent_in_the_readers_language() -> None:
    english, german = dict(zones.choices("en", "Europe/London")), dict(zones.choices("de", "Europe/London"))
    assert list(english) == ["Africa", "Americas", "Antarctica", "Asia", "Europe", "Oceania"]
    assert ("Europe/London", "London, United Kingdom") in english["Europe"]
    assert ("Europe/Vienna", "Wien, Österreich") in german["Europa"]
    assert ("Asia/Singapore", "Singapore") in english["Asia"]


@pytest.mark.parametrize("locale", ["en", "de", "fr", "ar"])
def test_choices_are_sorted_and_each_stands_once(locale: str) -> None:
    groups = zones.choices(locale)
    names = [name for _group, offered in groups for name, _label in offered]
    assert len(names) == len(set(names))
    assert all(map(zones.is_zone, names))
    for _group, offered in groups:
        assert [label for _name, label in offered] == sorted((label for _name, label in offered), key=sort_key)


def test_the_present_zone_is_always_among_the_choices() -> None:
    assert zones.choices("en", "Etc/GMT+5")[0] == ("", (("Etc/GMT+5", "Etc/GMT+5"),))
    offered = [name for _group, offers in zones.choices("en", "Asia/Calcutta") for name, _label in offers]
    assert zones.canonical("Asia/Calcutta") in offered


def test_a_city_is_called_as_the_reader_calls_it() -> None:
    assert zones.city("Europe/Vienna", "de") == "Wien"
    assert zones.city("Asia/Calcutta", "en") == "Kolkata"
    assert zones.city("America/Argentina/Ushuaia", "en") == "Ushuaia"
    assert zones.city("Etc/UTC", "en") == "UTC"
