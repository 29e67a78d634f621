"""Days and clock times: as a person's language writes them, and where one day ends and the next begins.

Wherever a `locale` is asked for, a babel Locale or its name does; plain "en" means British English.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

from babel import Locale
from babel.core import get_global
from babel.dates import format_date, format_time, get_day_names
from flask_babel import gettext as _

from micronet.base.errors import Invalid
from micronet.base.zones import info, local

DAY_ENDS = time(3)
"""A day ends at three in the morning, by the clocks where the person is."""

A_WHILE = timedelta(hours=4)
LONGEST = timedelta(days=366)

_YEAR_FIRST = re.compile(r"^y+(?:\s*'[^']*'|[^\sA-Za-z'])*[.,]?\s*")
_YEAR_LAST = re.compile(r"\s*[,،]?\s*(?:'[^']*'\s*)?y+.*$")


@lru_cache(maxsize=64)
def locale_of(name: Locale | str) -> Locale:
    """The locale that days and times are written in."""
    return Locale.parse("en_GB" if str(name) == "en" else str(name).replace("-", "_"))


def clock_time(at: datetime | time, locale: Locale | str, hours: int = 0) -> str:
    """A local time of day: "10:40", "6:40 pm". `hours` is 12, 24, or 0 for what the language is used to."""
    return _clock(at.hour, at.minute, str(locale), hours)


@lru_cache(maxsize=2048)
def _clock(hour: int, minute: int, locale: str, hours: int) -> str:
    return str(format_time(time(hour, minute), _pattern(locale, _hours(locale, hours)), locale=locale_of(locale)))


def clock_range(first: time, last: time, locale: Locale | str, hours: int = 0) -> str:
    """From one time of day to another: "10:40–11:40", "9:40–11:40 am". The same minute twice is said once."""
    start, end = clock_time(first, locale, hours), clock_time(last, locale, hours)
    if start == end:
        return start
    if _hours(locale, hours) == 12 and (first.hour < 12) == (last.hour < 12):
        if "a" in _pattern(locale, 12).split("h")[0].split("K")[0]:
            end = _bare(last, locale)
        else:
            start = _bare(first, locale)
    return f"{start}–{end}"


def day_heading(on: date, locale: Locale | str, today: date | None = None) -> str:
    """A day with its weekday: "Saturday 14 March"; with the year when `today` is given and lies in another."""
    wanted = locale_of(locale)
    full = wanted.date_formats["full"].pattern
    if today is not None and on.year != today.year:
        return str(format_date(on, full, locale=wanted))
    known = wanted.datetime_skeletons.get("MMMMEEEEd")
    short = known.pattern if known else _YEAR_LAST.sub("", _YEAR_FIRST.sub("", full))
    return str(format_date(on, short if "d" in short else full, locale=wanted))


def day_and_month(on: date, locale: Locale | str, today: date | None = None) -> str:
    """A day without its weekday: "14 March"; with the year when `today` is given and lies in another."""
    wanted = locale_of(locale)
    if today is not None and on.year != today.year:
        return str(format_date(on, "long", locale=wanted))
    return str(format_date(on, wanted.datetime_skeletons["MMMMd"].pattern, locale=wanted))


def month(on: date, locale: Locale | str, today: date | None = None) -> str:
    """The name of a month, standing alone: "March"; "March 2025" when `today` is given and lies in another year."""
    wanted = locale_of(locale)
    if today is not None and on.year != today.year:
        return str(format_date(on, wanted.datetime_skeletons["yMMMM"].pattern, locale=wanted))
    name = str(format_date(on, "LLLL", locale=wanted))
    return str(format_date(on, "MMMM", locale=wanted)) if name[0].isdigit() else name


def weekday(on: date, locale: Locale | str) -> str:
    """The name of the day of the week, as it stands in a sentence."""
    return str(get_day_names("wide", "format", locale_of(locale))[on.weekday()])


@lru_cache(maxsize=256)
def first_weekday(locale: Locale | str, chosen: int = -1) -> int:
    """The day a week begins with, 0 Monday to 6 Sunday: the person's choice, or -1 for the language's own."""
    if 0 <= chosen <= 6:
        return chosen
    wanted = locale_of(locale)
    likely = get_global("likely_subtags").get(wanted.language) if wanted.territory is None else None
    return int(Locale.parse(likely or str(wanted)).first_week_day)


@lru_cache(maxsize=4096)
def local_day(now: datetime, zone: str) -> date:
    """The day it is for someone in `zone`; until three in the morning it is still yesterday."""
    wall = local(now, zone).replace(tzinfo=None)
    return (wall - timedelta(hours=DAY_ENDS.hour)).date()


def day_end(on: date, zone: str) -> datetime:
    """The instant (UTC) at which that day ends in `zone`, be the clocks changed that night or not."""
    return datetime.combine(on + timedelta(days=1), DAY_ENDS, info(zone)).astimezone(UTC)


def clears_at(choice: str | date, now: datetime, zone: str, *, field: str | None = None) -> datetime:
    """When a status clears (UTC): after "4h", "tonight", or at the end of a date (also as "2026-03-20").

    Raises Invalid for a day gone by, one more than a year away, and anything else.
    """
    if choice == "4h":
        return (now + A_WHILE).astimezone(UTC)
    today = local_day(now, zone)
    last = today if choice == "tonight" else _date(choice, field)
    if last < today:
        raise Invalid(_("That day has gone by. Choose today or a later one."), field)
    if last > today + LONGEST:
        raise Invalid(_("That’s more than a year away. Choose an earlier day."), field)
    return day_end(last, zone)


def _date(choice: str | date, field: str | None) -> date:
    if isinstance(choice, date):
        return choice
    try:
        return date.fromisoformat(choice)
    except (TypeError, ValueError):
        raise Invalid(_("That isn’t a day on the calendar. Try 20 March like this: 2026-03-20."), field) from None


def _hours(locale: Locale | str, hours: int) -> int:
    """12 or 24, as asked for or as the locale writes times."""
    if hours in (12, 24):
        return hours
    return 12 if re.search("[hK]", locale_of(locale).time_formats["short"].pattern) else 24


def _pattern(locale: Locale | str, hours: int) -> str:
    """How the locale writes hour and minute, with no nought before the hour."""
    pattern = str(locale_of(locale).datetime_skeletons["Hm" if hours == 24 else "hm"].pattern)
    return pattern.replace("HH", "H").replace("\u202f", " ")


def _bare(at: time, locale: Locale | str) -> str:
    """A 12-hour time without its am or pm."""
    pattern = re.sub(r"\s*[aBb]+\s*", "", _pattern(locale, 12))
    return str(format_time(at, pattern, locale=locale_of(locale)))
