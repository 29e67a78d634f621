"""How long ago, always in words. Nobody is ever "active 14 minutes ago".

Each question has two halves: a pure one that finds out how things stand, and one that says it in the reader's
language. All days are the reader's own and end at three in the morning.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from babel import Locale
from flask_babel import gettext as _

from micronet.base import dates
from micronet.base.dates import local_day
from micronet.base.text import N_
from micronet.base.zones import local

JUST_NOW = timedelta(minutes=10)
HERE_NOW = timedelta(minutes=2)
A_WHILE = 14
"""Days after which nobody counts any more."""


class Ago(StrEnum):
    """How long ago, as coarsely as a neighbour would tell."""

    NOW = "now"
    MORNING = "this morning"
    TODAY = "today"
    YESTERDAY = "yesterday"
    WEEKDAY = "on that weekday"
    THIS_MONTH = "earlier this month"
    MONTH = "in that month"
    LONG = "long ago"
    NEVER = "never"


_WORDS = {
    Ago.NOW: N_("Heard just now"),
    Ago.MORNING: N_("Heard this morning"),
    Ago.TODAY: N_("Heard today"),
    Ago.YESTERDAY: N_("Heard yesterday"),
    Ago.THIS_MONTH: N_("Heard earlier this month"),
    Ago.LONG: N_("Not heard for a while."),
    Ago.NEVER: N_("Not heard from yet."),
}


class Here(StrEnum):
    """How lately someone looked in."""

    NOW = "now"
    TODAY = "today"
    WEEK = "this week"


_HERE = {Here.NOW: N_("Here now"), Here.TODAY: N_("Here today"), Here.WEEK: N_("Here this week")}


@dataclass(frozen=True)
class Heard:
    """When someone was last heard from: how long ago, and on which of the reader's days."""

    ago: Ago
    on: date | None = None


def when_heard(last: datetime | None, now: datetime, zone: str) -> Heard:
    """How long ago `last` is for a reader in `zone`. A time still to come counts as just now."""
    if last is None:
        return Heard(Ago.NEVER)
    on, today = local_day(last, zone), local_day(now, zone)
    if now - last <= JUST_NOW:
        return Heard(Ago.NOW, on)
    return Heard(_ago(on, today, _morning(last, zone) and _same_light(now, zone)), on)


def heard(last: datetime | None, now: datetime, zone: str, locale: Locale | str) -> str:
    """The line under a window: "Heard this morning", "Heard on Thursday", "Not heard for a while."."""
    found = when_heard(last, now, zone)
    if found.ago is Ago.WEEKDAY and found.on:
        return _("Heard on %(weekday)s", weekday=dates.weekday(found.on, locale))
    if found.ago is Ago.MONTH and found.on:
        return _("Heard in %(month)s", month=dates.month(found.on, locale))
    return _(_WORDS[found.ago])


def here(last: datetime | None, now: datetime, zone: str) -> Here | None:
    """How lately someone was here, in three steps; None past a week, or when they would rather not say."""
    if last is None:
        return None
    if now - last <= HERE_NOW:
        return Here.NOW
    days = (local_day(now, zone) - local_day(last, zone)).days
    if days <= 0:
        return Here.TODAY
    return Here.WEEK if days < 7 else None


def here_words(last: datetime | None, now: datetime, zone: str) -> str | None:
    """The same in words: "Here now", "Here today", "Here this week"."""
    step = here(last, now, zone)
    return _(_HERE[step]) if step else None


def _ago(on: date, today: date, morning: bool) -> Ago:
    days = (today - on).days
    if days <= 0:
        return Ago.MORNING if morning else Ago.TODAY
    if days == 1:
        return Ago.YESTERDAY
    if days < 7:
        return Ago.WEEKDAY
    if days > A_WHILE:
        return Ago.LONG
    return Ago.THIS_MONTH if (on.year, on.month) == (today.year, today.month) else Ago.MONTH


def _morning(at: datetime, zone: str) -> bool:
    """Whether it was between three and twelve there."""
    return dates.DAY_ENDS.hour <= local(at, zone).hour < 12


def _same_light(now: datetime, zone: str) -> bool:
    """Whether "this morning" can only mean the one meant: not after midnight, with the next already near."""
    return local(now, zone).hour >= dates.DAY_ENDS.hour
