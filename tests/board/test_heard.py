"""How long ago, in words: a reader in London on Saturday 14 March 2026, at twenty to eleven."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from micronet.base import zones
from micronet.base.dates import local_day
from micronet.board.heard import Ago, Here, heard, here, here_words, when_heard

LONDON = "Europe/London"
ALL = sorted(zones.known())
instants = st.datetimes(datetime(2020, 1, 1), datetime(2045, 1, 1)).map(lambda at: at.replace(tzinfo=UTC))
STEPS = list(Ago)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


NOW = at("2026-03-14 10:40")


@pytest.mark.parametrize(
    ("last", "now", "words"),
    [
        ("2026-03-14 10:40", NOW, "Heard just now"),
        ("2026-03-14 10:30", NOW, "Heard just now"),
        ("2026-03-14 10:29:59", NOW, "Heard this morning"),
        ("2026-03-14 03:00", NOW, "Heard this morning"),
        ("2026-03-14 10:00", at("2026-03-14 19:00"), "Heard this morning"),
        ("2026-03-14 12:00", at("2026-03-14 19:00"), "Heard today"),
        ("2026-03-14 23:30", at("2026-03-15 00:30"), "Heard today"),
        ("2026-03-14 09:00", at("2026-03-15 00:30"), "Heard today"),
        ("2026-03-14 02:59", NOW, "Heard yesterday"),
        ("2026-03-13 03:00", NOW, "Heard yesterday"),
        ("2026-03-12 23:00", NOW, "Heard on Thursday"),
        ("2026-03-08 09:00", NOW, "Heard on Sunday"),
        ("2026-03-07 23:00", NOW, "Heard earlier this month"),
        ("2026-03-01 09:00", NOW, "Heard earlier this month"),
        ("2026-02-28 09:00", NOW, "Heard in February"),
        ("2026-02-28 02:00", NOW, "Not heard for a while."),
        ("2025-03-14 10:00", NOW, "Not heard for a while."),
        ("2025-12-27 10:00", at("2026-01-04 10:00"), "Heard in December"),
        ("2026-03-14 11:00", NOW, "Heard just now"),
    ],
)
def test_last_heard_is_always_words(last: str, now: datetime, words: str) -> None:
    assert heard(at(last), now, LONDON, "en") == words


def test_somebody_never_heard_from_is_not_said_to_be_away() -> None:
    assert heard(None, NOW, LONDON, "en") == "Not heard from yet."


def test_the_days_are_the_readers_own() -> None:
    last = at("2026-03-14 09:00")
    assert heard(last, NOW, "Asia/Tokyo", "en") == "Heard today"
    assert heard(last, NOW, "Pacific/Auckland", "en") == "Heard today"
    assert heard(last, at("2026-03-14 14:30"), "Pacific/Auckland", "en") == "Heard yesterday"


@given(
    instants,
    st.timedeltas(timedelta(0), timedelta(days=40)),
    st.timedeltas(timedelta(0), timedelta(days=40)),
    st.sampled_from(ALL),
)
def test_longer_ago_never_sounds_more_recent(now: datetime, one: timedelta, more: timedelta, zone: str) -> None:
    late, early = when_heard(now - one, now, zone), when_heard(now - one - more, now, zone)
    step = [STEPS.index(found.ago) for found in (late, early)]
    same_day = late.on == early.on
    assert step[0] <= step[1] or (same_day and {late.ago, early.ago} == {Ago.TODAY, Ago.MORNING})


@given(instants, st.timedeltas(timedelta(days=-1), timedelta(days=4000)), st.sampled_from(ALL))
def test_there_are_words_for_every_length_of_time(now: datetime, ago: timedelta, zone: str) -> None:
    assert heard(now - ago, now, zone, "en")
    assert when_heard(now - ago, now, zone).ago is not Ago.NEVER


@pytest.mark.parametrize(
    ("last", "step", "words"),
    [
        ("2026-03-14 10:40", Here.NOW, "Here now"),
        ("2026-03-14 10:38", Here.NOW, "Here now"),
        ("2026-03-14 10:37:59", Here.TODAY, "Here today"),
        ("2026-03-14 03:00", Here.TODAY, "Here today"),
        ("2026-03-14 02:59", Here.WEEK, "Here this week"),
        ("2026-03-08 03:00", Here.WEEK, "Here this week"),
        ("2026-03-08 02:59", None, None),
        ("2026-03-14 10:41", Here.NOW, "Here now"),
    ],
)
def test_presence_has_three_steps(last: str, step: Here | None, words: str | None) -> None:
    assert here(at(last), NOW, LONDON) is step
    assert here_words(at(last), NOW, LONDON) == words


def test_who_would_rather_not_say_is_not_here() -> None:
    assert here(None, NOW, LONDON) is None
    assert here_words(None, NOW, LONDON) is None


@given(instants, st.timedeltas(timedelta(0), timedelta(days=30)), st.sampled_from(ALL))
def test_presence_is_never_finer_than_it_says(now: datetime, ago: timedelta, zone: str) -> None:
    days = (local_day(now, zone) - local_day(now - ago, zone)).days
    step = here(now - ago, now, zone)
    assert (step is Here.NOW) == (ago <= timedelta(minutes=2))
    assert (step is None) == (days >= 7)
