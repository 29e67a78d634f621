"""The headings of moments and the line at their end: a reader in London on Saturday 14 March 2026, at 21:00."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from micronet.base import zones
from micronet.base.shared import all_since, group, since_words, when_shared

LONDON = "Europe/London"
ALL = sorted(zones.known())
instants = st.datetimes(datetime(2020, 1, 1), datetime(2045, 1, 1)).map(lambda at: at.replace(tzinfo=UTC))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


NOW = at("2026-03-14 21:00")


@pytest.mark.parametrize(
    ("shared", "heading"),
    [
        ("2026-03-14 21:05", "This evening"),
        ("2026-03-14 18:00", "This evening"),
        ("2026-03-14 12:00", "This afternoon"),
        ("2026-03-14 03:00", "This morning"),
        ("2026-03-14 02:59", "Yesterday evening"),
        ("2026-03-13 17:59", "Yesterday afternoon"),
        ("2026-03-13 08:00", "Yesterday morning"),
        ("2026-03-12 23:00", "On Thursday"),
        ("2026-03-08 09:00", "On Sunday"),
        ("2026-03-07 09:00", "Last week"),
        ("2026-03-02 09:00", "Last week"),
        ("2026-03-01 09:00", "Earlier this month"),
        ("2026-02-28 09:00", "February"),
        ("2025-05-28 09:00", "May 2025"),
    ],
)
def test_moments_stand_under_the_time_they_were_shared(shared: str, heading: str) -> None:
    assert when_shared(at(shared), NOW, LONDON, "en") == heading


def test_last_week_begins_where_the_readers_week_does() -> None:
    assert when_shared(at("2026-03-01 09:00"), NOW, LONDON, "en", first_weekday=6) == "Last week"
    assert when_shared(at("2026-02-28 09:00"), NOW, LONDON, "en", first_weekday=6) == "February"


@given(instants, st.lists(st.timedeltas(timedelta(0), timedelta(days=800))), st.sampled_from(ALL), st.integers(0, 6))
def test_newest_first_each_heading_comes_once(now: datetime, ago: list[timedelta], zone: str, first: int) -> None:
    groups = [group(now - past, now, zone, first) for past in sorted(ago)]
    headings = [one for one, before in zip(groups, [None, *groups], strict=False) if one != before]
    assert len(headings) == len(set(headings))


@given(instants, st.timedeltas(timedelta(days=-1), timedelta(days=4000)), st.sampled_from(ALL))
def test_two_moments_under_one_heading_read_alike(now: datetime, ago: timedelta, zone: str) -> None:
    one, two = now - ago, now - ago - timedelta(hours=5)
    same = group(one, now, zone) == group(two, now, zone)
    assert same == (when_shared(one, now, zone, "en") == when_shared(two, now, zone, "en"))


@pytest.mark.parametrize(
    ("since", "exact", "spoken"),
    [
        ("2026-03-14 09:12", "That is all since 9:12.", "That’s everyone, since this morning."),
        ("2026-03-14 14:00", "That is all since 14:00.", "That’s everyone, since this afternoon."),
        ("2026-03-14 19:00", "That is all since 19:00.", "That’s everyone, since this evening."),
        ("2026-03-14 01:30", "That is all since 1:30.", "That’s everyone, since yesterday evening."),
        ("2026-03-13 19:10", "That is all since yesterday 19:10.", "That’s everyone, since yesterday evening."),
        ("2026-03-13 08:10", "That is all since yesterday 8:10.", "That’s everyone, since yesterday morning."),
        ("2026-03-13 15:10", "That is all since yesterday 15:10.", "That’s everyone, since yesterday afternoon."),
        ("2026-03-10 19:10", "That is all since Tuesday 19:10.", "That’s everyone, since Tuesday."),
        ("2026-03-07 19:10", "That is all since 7 March.", "That’s everyone, since 7 March."),
        ("2025-03-07 19:10", "That is all since 7 March 2025.", "That’s everyone, since 7 March 2025."),
    ],
)
def test_the_end_says_since_when(since: str, exact: str, spoken: str) -> None:
    assert all_since(at(since), NOW, LONDON, "en") == exact
    assert since_words(at(since), NOW, LONDON, "en") == spoken


def test_the_end_of_everything_has_no_before() -> None:
    assert all_since(None, NOW, LONDON, "en") == "That is all."
    assert since_words(None, NOW, LONDON, "en") == "That’s everyone."


def test_the_end_is_told_in_the_readers_hours() -> None:
    assert all_since(at("2026-03-10 19:10"), NOW, LONDON, "en", hours=12) == "That is all since Tuesday 7:10 pm."
    assert all_since(at("2026-03-10 19:10"), NOW, "Asia/Tokyo", "en") == "That is all since Wednesday 4:10."
