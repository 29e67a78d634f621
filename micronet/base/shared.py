"""The headings moments stand under, and the line at the end of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache

from babel import Locale
from flask_babel import gettext as _

from micronet.base import dates
from micronet.base.dates import local_day
from micronet.base.zones import local


class Span(StrEnum):
    """Which stretch of time a moment belongs to. They follow one another without a gap."""

    TODAY = "today"
    YESTERDAY = "yesterday"
    WEEKDAY = "weekday"
    LAST_WEEK = "last week"
    THIS_MONTH = "this month"
    MONTH = "month"


class Part(StrEnum):
    """A third of a day that ends at three in the morning."""

    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"


@dataclass(frozen=True)
class Group:
    """What moments under one heading have in common; equal for equal headings. `on` is a day, or a month's first."""

    span: Span
    part: Part | None = None
    on: date | None = None


def group(at: datetime, now: datetime, zone: str, first_weekday: int = 0) -> Group:
    """The group of a moment shared at `at`, for a reader in `zone` whose week begins on `first_weekday` (0 Monday)."""
    return _group(at, local_day(now, zone), zone, first_weekday)


@lru_cache(maxsize=4096)
def _group(at: datetime, today: date, zone: str, first_weekday: int) -> Group:
    on = local_day(at, zone)
    days = (today - on).days
    if days <= 1:
        return Group(Span.TODAY if days <= 0 else Span.YESTERDAY, _part(at, zone))
    if days < 7:
        return Group(Span.WEEKDAY, on=on)
    week = today - timedelta(days=(today.weekday() - first_weekday) % 7)
    if on >= week - timedelta(days=7):
        return Group(Span.LAST_WEEK)
    month = on.replace(day=1)
    return Group(Span.THIS_MONTH) if month == today.replace(day=1) else Group(Span.MONTH, on=month)


def when_shared(at: datetime, now: datetime, zone: str, locale: Locale | str, first_weekday: int = 0) -> str:
    """The heading: "This morning", "Yesterday evening", "On Thursday", "Last week", "February", "May 2025"."""
    found = group(at, now, zone, first_weekday)
    match found.span:
        case Span.TODAY:
            return _this(found.part)
        case Span.YESTERDAY:
            return _yesterday(found.part)
        case Span.LAST_WEEK:
            return _("Last week")
        case Span.WEEKDAY if found.on:
            return _("On %(weekday)s", weekday=dates.weekday(found.on, locale))
        case Span.MONTH if found.on:
            name = dates.month(found.on, locale, today=local_day(now, zone))
            return name[:1].upper() + name[1:]
    return _("Earlier this month")


def since_words(at: datetime | None, now: datetime, zone: str, locale: Locale | str) -> str:
    """The end, as a neighbour says it: "That’s everyone, since yesterday evening." With None there is no before."""
    if at is None:
        return _("That’s everyone.")
    found, today = group(at, now, zone), local_day(now, zone)
    on = local_day(at, zone)
    if found.span is Span.TODAY:
        return _since_today(found.part)
    if found.span is Span.YESTERDAY:
        return _since_yesterday(found.part)
    if found.span is Span.WEEKDAY:
        return _("That’s everyone, since %(weekday)s.", weekday=dates.weekday(on, locale))
    return _("That’s everyone, since %(day)s.", day=dates.day_and_month(on, locale, today))


def all_since(at: datetime | None, now: datetime, zone: str, locale: Locale | str, hours: int = 0) -> str:
    """The end, to the minute: "That is all since Tuesday 19:10." `hours` as in `dates.clock_time`.

    Beside a clock time the days are the calendar's: half past one on Wednesday is not still Tuesday.
    """
    if at is None:
        return _("That is all.")
    there, today = local(at, zone), local(now, zone).date()
    on, clock = there.date(), dates.clock_time(there, locale, hours)
    days = (today - on).days
    if days <= 0:
        return _("That is all since %(time)s.", time=clock)
    if days == 1:
        return _("That is all since yesterday %(time)s.", time=clock)
    if days < 7:
        return _("That is all since %(weekday)s %(time)s.", weekday=dates.weekday(on, locale), time=clock)
    return _("That is all since %(day)s.", day=dates.day_and_month(on, locale, today))


def _part(at: datetime, zone: str) -> Part:
    hour = local(at, zone).hour
    if hour < dates.DAY_ENDS.hour or hour >= 18:
        return Part.EVENING
    return Part.MORNING if hour < 12 else Part.AFTERNOON


def _this(part: Part | None) -> str:
    words = {Part.MORNING: _("This morning"), Part.AFTERNOON: _("This afternoon")}
    return words.get(part, _("This evening")) if part else _("Today")


def _yesterday(part: Part | None) -> str:
    words = {Part.MORNING: _("Yesterday morning"), Part.AFTERNOON: _("Yesterday afternoon")}
    return words.get(part, _("Yesterday evening")) if part else _("Yesterday")


def _since_today(part: Part | None) -> str:
    if part is Part.MORNING:
        return _("That’s everyone, since this morning.")
    if part is Part.AFTERNOON:
        return _("That’s everyone, since this afternoon.")
    return _("That’s everyone, since this evening.")


def _since_yesterday(part: Part | None) -> str:
    if part is Part.MORNING:
        return _("That’s everyone, since yesterday morning.")
    if part is Part.AFTERNOON:
        return _("That’s everyone, since yesterday afternoon.")
    return _("That’s everyone, since yesterday evening.")
