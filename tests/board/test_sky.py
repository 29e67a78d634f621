"""The sky behind a window: sunrise, sunset, and the part of the day between them."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from micronet.base import zones
from micronet.board.sky import Polar, Sun, part_of_day, sun_times

ALL = sorted(zones.known())
PARTS = ["dawn", "morning", "day", "dusk", "evening", "night"]
instants = st.datetimes(datetime(1971, 1, 1), datetime(2199, 1, 1)).map(lambda at: at.replace(tzinfo=UTC))


def there(text: str, zone: str) -> datetime:
    """That time on the clocks of `zone`, in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=zones.info(zone)).astimezone(UTC)


@pytest.mark.parametrize(
    ("zone", "lat", "lon", "rise", "sets"),
    [  # as almanacs print them, to the minute
        ("Europe/London", 51.51, -0.13, "2024-06-21 04:43", "2024-06-21 21:21"),
        ("Europe/London", 51.51, -0.13, "2024-12-21 08:04", "2024-12-21 15:53"),
        ("America/Guayaquil", -0.22, -78.51, "2024-03-20 06:17", "2024-03-20 18:24"),
        ("Australia/Sydney", -33.87, 151.21, "2024-12-21 05:41", "2024-12-21 20:05"),
        ("Australia/Sydney", -33.87, 151.21, "2024-06-21 07:00", "2024-06-21 16:54"),
        ("Asia/Tokyo", 35.69, 139.69, "2024-06-21 04:26", "2024-06-21 19:00"),
        ("Asia/Tokyo", 35.69, 139.69, "2024-12-21 06:47", "2024-12-21 16:32"),
        ("America/New_York", 40.71, -74.01, "2024-06-20 05:25", "2024-06-20 20:31"),
        ("America/New_York", 40.71, -74.01, "2024-12-21 07:17", "2024-12-21 16:32"),
        ("Atlantic/Reykjavik", 64.15, -21.94, "2024-06-21 02:55", "2024-06-22 00:04"),
        ("America/Anchorage", 61.22, -149.90, "2024-06-20 04:20", "2024-06-20 23:42"),
        ("Asia/Singapore", 1.29, 103.85, "2024-03-20 07:09", "2024-03-20 19:15"),
        ("Pacific/Kiritimati", 1.87, -157.4, "2024-06-20 06:24", "2024-06-20 18:38"),
        ("Africa/Johannesburg", -33.92, 18.42, "2024-12-21 05:32", "2024-12-21 19:57"),
    ],
)
def test_the_sun_rises_and_sets_as_the_almanac_says(zone: str, lat: float, lon: float, rise: str, sets: str) -> None:
    sun = sun_times(date.fromisoformat(rise[:10]), lat, lon, zone)
    assert isinstance(sun, Sun)
    assert abs(sun.rise - there(rise, zone)) <= timedelta(minutes=1.5)
    assert abs(sun.set - there(sets, zone)) <= timedelta(minutes=1.5)


@pytest.mark.parametrize(
    ("on", "lat", "lon", "polar"),
    [
        (date(2024, 6, 21), 69.65, 18.96, Polar.DAY),
        (date(2024, 12, 21), 69.65, 18.96, Polar.NIGHT),
        (date(2024, 6, 21), 90.0, 0.0, Polar.DAY),
        (date(2024, 6, 21), -90.0, 0.0, Polar.NIGHT),
    ],
)
def test_in_tromso_it_stays_up_in_june_and_down_in_december(on: date, lat: float, lon: float, polar: Polar) -> None:
    assert sun_times(on, lat, lon, "Europe/Oslo") is polar


@pytest.mark.parametrize(("lat", "first", "last"), [(69.65, date(2024, 5, 18), date(2024, 7, 26))])
def test_the_midnight_sun_begins_and_ends_within_two_days_of_the_almanac(lat: float, first: date, last: date) -> None:
    days = [date(2024, 1, 1) + timedelta(days=day) for day in range(366)]
    light = [on for on in days if sun_times(on, lat, 18.96, "Europe/Oslo") is Polar.DAY]
    assert abs((light[0] - first).days) <= 2
    assert abs((light[-1] - last).days) <= 2
    assert len(light) == (light[-1] - light[0]).days + 1


@given(st.dates(date(1971, 1, 2), date(2199, 1, 1)), st.floats(-90, 90), st.floats(-180, 180), st.sampled_from(ALL))
def test_sunrise_comes_before_sunset_whatever_the_place(on: date, lat: float, lon: float, zone: str) -> None:
    sun = sun_times(on, lat, lon, zone)
    if isinstance(sun, Sun):
        assert sun.rise <= sun.set <= sun.rise + timedelta(hours=24, minutes=1)


@given(st.dates(date(1971, 1, 2), date(2199, 1, 1)), st.sampled_from(ALL))
def test_the_sun_of_a_day_is_that_days(on: date, zone: str) -> None:
    place = zones.coordinates(zone)
    sun = sun_times(on, *place, zone) if place else Polar.DAY
    if isinstance(sun, Sun):
        middle = sun.rise + (sun.set - sun.rise) / 2
        assert middle.astimezone(zones.info(zone)).date() == on


@pytest.mark.parametrize(
    ("zone", "at", "part"),
    [  # London, 14 March 2026: the sun rises at 6:17 and sets at 18:02
        ("Europe/London", "2026-03-14 05:26", "night"),
        ("Europe/London", "2026-03-14 05:29", "dawn"),
        ("Europe/London", "2026-03-14 06:55", "dawn"),
        ("Europe/London", "2026-03-14 06:59", "morning"),
        ("Europe/London", "2026-03-14 11:29", "morning"),
        ("Europe/London", "2026-03-14 11:30", "day"),
        ("Europe/London", "2026-03-14 17:00", "day"),
        ("Europe/London", "2026-03-14 17:05", "dusk"),
        ("Europe/London", "2026-03-14 18:40", "dusk"),
        ("Europe/London", "2026-03-14 18:45", "evening"),
        ("Europe/London", "2026-03-14 20:59", "evening"),
        ("Europe/London", "2026-03-14 21:00", "night"),
        ("Europe/London", "2026-03-15 00:00", "night"),
        # a long day leaves no evening, a short one a long one
        ("Europe/London", "2026-06-21 21:30", "dusk"),
        ("Europe/London", "2026-06-21 22:10", "night"),
        ("Europe/London", "2026-12-21 16:40", "evening"),
        # the clocks change
        ("Europe/London", "2026-03-29 11:29", "morning"),
        ("Europe/London", "2026-03-29 11:30", "day"),
        ("Europe/London", "2026-10-25 11:29", "morning"),
        ("Europe/London", "2026-10-25 20:59", "evening"),
        # the sun sets after midnight
        ("Atlantic/Reykjavik", "2026-06-21 23:30", "dusk"),
        ("Atlantic/Reykjavik", "2026-06-22 00:30", "dusk"),
        ("Atlantic/Reykjavik", "2026-06-22 02:30", "dawn"),
        ("America/Nome", "2026-06-22 00:30", "day"),
        # midnight sun, and polar night
        ("Arctic/Longyearbyen", "2026-06-21 03:00", "morning"),
        ("Arctic/Longyearbyen", "2026-06-21 15:00", "day"),
        ("Arctic/Longyearbyen", "2026-06-22 00:30", "dusk"),
        ("Arctic/Longyearbyen", "2026-12-21 11:30", "dawn"),
        ("Arctic/Longyearbyen", "2026-12-21 12:20", "dusk"),
        ("Arctic/Longyearbyen", "2026-12-21 15:00", "evening"),
        ("Arctic/Longyearbyen", "2026-12-21 09:00", "night"),
        # both sides of the date line
        ("Pacific/Kiritimati", "2026-06-21 09:00", "morning"),
        ("Pacific/Niue", "2026-06-21 09:00", "morning"),
        ("Pacific/Apia", "2026-06-21 15:00", "day"),
        # no city, no zone: from six to six
        ("UTC", "2026-06-21 05:09", "night"),
        ("UTC", "2026-06-21 05:10", "dawn"),
        ("Etc/GMT-14", "2026-06-21 17:00", "dusk"),
    ],
)  # fmt: skip
def test_the_sky_follows_the_table_of_the_design(zone: str, at: str, part: str) -> None:
    assert part_of_day(there(at, zone), zone) == part


def test_an_unknown_zone_has_a_sky_too() -> None:
    assert part_of_day(datetime(2026, 6, 21, 9, tzinfo=UTC), "Moon/Tranquility") == "morning"


@given(instants, st.sampled_from(ALL))
def test_there_is_a_sky_everywhere_and_always(now: datetime, zone: str) -> None:
    assert part_of_day(now, zone) in PARTS


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.sampled_from(ALL))
def test_the_parts_of_a_day_come_in_their_order(on: date, zone: str) -> None:
    start = datetime.combine(on, datetime.min.time(), UTC)
    parts = [part_of_day(start + timedelta(minutes=10 * step), zone) for step in range(145)]
    changes = [(before, after) for before, after in pairwise(parts) if before != after]
    for before, after in changes:
        ahead = (PARTS.index(after) - PARTS.index(before)) % 6
        skipped = [PARTS[(PARTS.index(before) + step) % 6] for step in range(1, ahead)]
        assert set(skipped) <= {"morning", "day", "evening", "night"}, (before, after)


@pytest.mark.parametrize("zone", ["Europe/London", "Asia/Tokyo", "America/Guayaquil", "Australia/Sydney"])
@given(instants)
def test_noon_is_light_and_midnight_dark_between_the_polar_circles(zone: str, now: datetime) -> None:
    at = zones.local(now, zone)
    assert part_of_day(at.replace(hour=12, minute=30), zone) == "day"
    assert part_of_day(at.replace(hour=0, minute=30), zone) == "night"
