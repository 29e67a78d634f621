"""How old a child was."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from micronet.memories.ages import Age, age

DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))


@given(DAYS, DAYS)
def test_nobody_grows_younger(born: date, on: date) -> None:
    assert age(born, on) <= age(born, on + timedelta(days=1))


@given(DAYS, st.integers(1, 90))
def test_years_are_full_on_the_birthday_and_not_the_day_before(born: date, years: int) -> None:
    year = born.year + years
    day = min(born.day, calendar.monthrange(year, born.month)[1])
    birthday = date(year, born.month, day)
    assert age(born, birthday) == Age(years)
    assert age(born, birthday - timedelta(days=1)).years == years - 1


@given(DAYS, st.integers(0, 364))
def test_months_are_told_in_the_first_year_alone(born: date, days: int) -> None:
    old = age(born, born + timedelta(days=days))
    assert old.years == 0
    assert 0 <= old.months <= 11
    assert abs(days / 30.44 - old.months) < 1.2


@pytest.mark.parametrize(
    ("on", "old"),
    [
        (date(2024, 2, 28), Age(-1)),
        (date(2024, 2, 29), Age(0)),
        (date(2024, 3, 28), Age(0)),
        (date(2024, 3, 29), Age(0, 1)),
        (date(2025, 2, 27), Age(0, 11)),
        (date(2025, 2, 28), Age(1)),
        (date(2028, 2, 28), Age(3)),
        (date(2028, 2, 29), Age(4)),
    ],
)
def test_who_was_born_on_29_february(on: date, old: Age) -> None:
    assert age(date(2024, 2, 29), on) == old
