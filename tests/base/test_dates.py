"""Days and clock times, and where one day ends."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from micronet.base import dates, zones
from micronet.base.errors import Invalid

ALL = sorted(zones.known())
instants = st.datetimes(datetime(2026, 1, 1), datetime(2045, 1, 1)).map(lambda at: at.replace(tzinfo=UTC))
PI_DAY = date(2026, 3, 14)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("locale", "hours", "morning", "evening"),
    [
        ("en", 0, "6:40", "18:05"), ("en", 12, "6:40 am", "6:05 pm"), ("en", 24, "6:40", "18:05"),
        ("en_US", 0, "6:40 AM", "6:05 PM"), ("en_US", 24, "6:40", "18:05"), ("de", 0, "6:40", "18:05"),
        ("fi", 0, "6.40", "18.05"), ("ja", 12, "午前6:40", "午後6:05"),
    ],
)  # fmt: skip
def test_a_clock_time_is_written_as_its_reader_does(locale: str, hours: int, morning: str, evening: str) -> None:
    assert dates.clock_time(time(6, 40), locale, hours) == morning
    assert dates.clock_time(time(18, 5), locale, hours) == evening


@pytest.mark.parametrize(
    ("locale", "hours", "first", "last", "shown"),
    [
        ("en", 0, time(10, 40), time(11, 40), "10:40–11:40"),
        ("en", 12, time(10, 40), time(11, 40), "10:40–11:40 am"),
        ("en", 12, time(11, 40), time(13, 40), "11:40 am–1:40 pm"),
        ("en", 0, time(6, 40), time(6, 40), "6:40"),
        ("ja", 12, time(10, 40), time(11, 40), "午前10:40–11:40"),
    ],
)
def test_a_range_says_morning_or_afternoon_once(locale: str, hours: int, first: time, last: time, shown: str) -> None:
    assert dates.clock_range(first, last, locale, hours) == shown


@pytest.mark.parametrize(
    ("locale", "heading"),
    [
        ("en", "Saturday 14 March"),
        ("en_US", "Saturday, March 14"),
        ("de", "Samstag, 14. März"),
        ("fr", "samedi 14 mars"),
        ("es", "sábado, 14 de marzo"),
        ("ja", "3月14日土曜日"),
        ("hu", "március 14., szombat"),
        ("lt", "kovo 14 d., šeštadienis"),
    ],
)
def test_a_day_has_its_weekday_and_no_year(locale: str, heading: str) -> None:
    assert dates.day_heading(PI_DAY, locale) == heading
    assert "2026" in dates.day_heading(PI_DAY, locale, today=date(2027, 1, 1))


def test_other_pieces_of_a_date() -> None:
    assert dates.day_and_month(PI_DAY, "en") == "14 March"
    assert dates.day_and_month(PI_DAY, "en", today=date(2027, 3, 1)) == "14 March 2026"
    assert dates.month(PI_DAY, "en", today=PI_DAY) == "March"
    assert dates.month(PI_DAY, "en", today=date(2027, 3, 1)) == "March 2026"
    assert dates.month(date(2026, 2, 1), "hu") == "február"
    assert dates.weekday(PI_DAY, "de") == "Samstag"


@pytest.mark.parametrize(
    ("locale", "chosen", "first"),
    [("en", -1, 0), ("de", -1, 0), ("en_US", -1, 6), ("ar", -1, 5), ("fa", -1, 5), ("en", 6, 6), ("en_US", 0, 0)],
)
def test_a_week_begins_where_the_language_or_the_person_says(locale: str, chosen: int, first: int) -> None:
    assert dates.first_weekday(locale, chosen) == first


@pytest.mark.parametrize(
    ("now", "zone", "day"),
    [
        ("2026-03-14T10:40", "Europe/London", PI_DAY),
        ("2026-03-15T02:59:59", "Europe/London", PI_DAY),
        ("2026-03-15T03:00", "Europe/London", date(2026, 3, 15)),
        ("2026-03-14T10:40", "Pacific/Kiritimati", date(2026, 3, 14)),
        ("2026-03-14T13:00", "Pacific/Kiritimati", date(2026, 3, 15)),
        ("2026-03-14T13:59", "Pacific/Niue", date(2026, 3, 13)),
        ("2028-02-29T12:00", "Asia/Tokyo", date(2028, 2, 29)),
    ],
)
def test_a_day_ends_at_three_in_the_morning_there(now: str, zone: str, day: date) -> None:
    assert dates.local_day(at(now), zone) == day


@pytest.mark.parametrize(
    ("choice", "now", "zone", "clears"),
    [
        ("4h", "2026-03-14T22:00", "Europe/London", "2026-03-15T02:00"),
        ("4h", "2026-03-28T23:30", "Europe/London", "2026-03-29T03:30"),
        ("tonight", "2026-03-14T22:00", "Europe/London", "2026-03-15T03:00"),
        ("tonight", "2026-03-15T01:00", "Europe/London", "2026-03-15T03:00"),
        ("tonight", "2026-03-15T03:00", "Europe/London", "2026-03-16T03:00"),
        ("tonight", "2026-03-28T20:00", "Europe/London", "2026-03-29T02:00"),
        ("tonight", "2026-10-24T20:00", "Europe/London", "2026-10-25T03:00"),
        ("tonight", "2026-03-28T20:00", "Europe/Helsinki", "2026-03-29T01:00"),
        ("tonight", "2026-10-24T20:00", "Europe/Helsinki", "2026-10-25T00:00"),
        ("tonight", "2026-03-14T20:00", "Pacific/Kiritimati", "2026-03-15T13:00"),
        ("2026-03-20", "2026-03-14T22:00", "Asia/Tokyo", "2026-03-20T18:00"),
        ("2026-03-14", "2026-03-15T02:00", "Europe/London", "2026-03-15T03:00"),
        (date(2028, 2, 29), "2028-02-01T00:00", "Europe/London", "2028-03-01T03:00"),
    ],
)
def test_a_status_clears_when_it_was_told_to(choice: str | date, now: str, zone: str, clears: str) -> None:
    assert dates.clears_at(choice, at(now), zone) == at(clears)


@pytest.mark.parametrize("choice", ["2026-03-13", "2027-03-16", "9999-12-31", "soon", "", "2026-02-30", None, 5, "4H"])
def test_a_day_gone_by_or_no_day_at_all_is_refused(choice: str) -> None:
    with pytest.raises(Invalid) as caught:
        dates.clears_at(choice, at("2026-03-14T10:40"), "Europe/London", field="clears")
    assert caught.value.field == "clears"


@given(instants, st.sampled_from(ALL))
def test_tonight_is_where_the_day_changes_be_the_clocks_changed_or_not(now: datetime, zone: str) -> None:
    clears = dates.clears_at("tonight", now, zone)
    today = dates.local_day(now, zone)
    assert now < clears <= now + timedelta(hours=28)
    assert dates.local_day(clears, zone) > today
    assert dates.local_day(clears - timedelta(seconds=1), zone) == today


@given(st.dates(date(2026, 1, 1), date(2045, 1, 1)), st.sampled_from(ALL))
def test_days_follow_one_another(day: date, zone: str) -> None:
    length = dates.day_end(day, zone) - dates.day_end(day - timedelta(days=1), zone)
    assert timedelta(hours=21) <= length <= timedelta(hours=27)


@given(st.times(), st.times(), st.sampled_from(["en", "de", "en_US", "ar", "ja"]), st.sampled_from([0, 12, 24]))
def test_every_time_can_be_written(first: time, last: time, locale: str, hours: int) -> None:
    assert f"{first.minute:02}" in dates.clock_time(first, locale, hours)
    assert dates.clock_range(first, last, locale, hours)
