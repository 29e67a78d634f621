"""How a moment is put into words: what was said with its links, what kind it is, when it was, what was felt."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from babel import Locale
from babel.lists import format_list
from flask_babel import gettext as _
from markupsafe import Markup, escape

from micronet.activity.timeline import MomentView
from micronet.base.dates import clock_time, day_and_month, local_day, weekday
from micronet.base.shared import Part, Span, group, when_shared
from micronet.base.text import cut
from micronet.base.zones import local
from micronet.moments.addresses import addresses

PATH_SHOWN = 24
"""Letters of an address shown after its host. The host is always shown whole: it says where a link leads."""

_ICONS = {Part.MORNING: "sun-horizon", Part.AFTERNOON: "sun", Part.EVENING: "moon"}


@dataclass(frozen=True)
class Group:
    """Moments under one heading."""

    key: str
    heading: str
    icon: str
    moments: tuple[MomentView, ...]


def groups(moments: Iterable[MomentView], now: datetime, zone: str, locale: Locale | str, first: int) -> list[Group]:
    """Moments, newest first, under headings like \"This morning\". `first` is the day a week begins with, 0 Monday."""
    found: list[Group] = []
    for moment in moments:
        under = group(moment.created_at, now, zone, first)
        key = "-".join(str(part).replace(" ", "-") for part in (under.span, under.part, under.on) if part)
        if found and found[-1].key == key:
            found[-1] = Group(key, found[-1].heading, found[-1].icon, (*found[-1].moments, moment))
        else:
            heading = when_shared(moment.created_at, now, zone, locale, first)
            icon = _ICONS[under.part] if under.part else "calendar-blank"
            found.append(Group(key, heading, icon, (moment,)))
    return found


def when_said(at: datetime, now: datetime, zone: str, locale: Locale | str, hours: int = 0, first: int = 0) -> str:
    """When exactly, as far as the heading leaves it open: \"10:40\", \"Tuesday 10:40\", \"14 March, 10:40\"."""
    under = group(at, now, zone, first)
    clock = clock_time(local(at, zone), locale, hours)
    if under.span in (Span.TODAY, Span.YESTERDAY, Span.WEEKDAY):
        return clock
    on = local_day(at, zone)
    if under.span is Span.LAST_WEEK:
        return _("%(weekday)s %(time)s", weekday=weekday(on, locale), time=clock)
    return _("%(day)s, %(time)s", day=day_and_month(on, locale, local_day(now, zone)), time=clock)


def kind_words(kind: str) -> str:
    """What kind of moment it is; a plain one needs no word."""
    if kind == "win":
        return _("A win")
    if kind == "setback":
        return _("A setback")
    if kind == "announcement":
        return _("An announcement")
    if kind == "poll":
        return _("A poll")
    return _("A question") if kind == "question" else ""


@dataclass(frozen=True)
class Day:
    """The reader's present, by which days to come are named."""

    now: datetime
    zone: str
    locale: Locale | str

    def ahead(self, at: datetime) -> int:
        """How many days from today the instant `at` lies; 0 is later today."""
        return max((local_day(at, self.zone) - local_day(self.now, self.zone)).days, 0)

    def name(self, at: datetime) -> str:
        """That day by its weekday, or by its date when it is a week away or more."""
        on = local_day(at, self.zone)
        if self.ahead(at) < 7:
            return weekday(on, self.locale)
        return day_and_month(on, self.locale, local_day(self.now, self.zone))


def notes(moment: MomentView, me: str, people: Mapping[str, Any], day: Day) -> tuple[str, ...]:
    """Whom a moment is for and until when; nothing for one that is for the whole circle and for good."""
    meant = _for_some(moment, me, people) if moment.seen_by == "some" else _but_for(moment, people, day)
    return tuple(words for words in (meant, _goes(moment.ends_at, day) if moment.ends_at else "") if words)


def _for_some(moment: MomentView, me: str, people: Mapping[str, Any]) -> str:
    """For those who see it, so the reader is always one of them."""
    names = ", ".join(people[who].name for who in moment.named if who != me and who in people)
    if names:
        return _("For %(names)s and you", names=names)
    return _("For you") if moment.author_id != me else _("Only you see this")


def _but_for(moment: MomentView, people: Mapping[str, Any], day: Day) -> str:
    until, named = moment.hidden_until, [people[who].name for who in moment.named if who in people]
    if moment.seen_by != "all_but" or until is None or not named:
        return ""
    names = format_list(named, locale=day.locale)
    if day.ahead(until) == 0:
        return _("Hidden from %(names)s until later today", names=names)
    if day.ahead(until) == 1:
        return _("Hidden from %(names)s until tomorrow", names=names)
    return _("Hidden from %(names)s until %(day)s", names=names, day=day.name(until))


def _goes(at: datetime, day: Day) -> str:
    if day.ahead(at) == 0:
        return _("Goes today")
    return _("Goes tomorrow") if day.ahead(at) == 1 else _("Goes on %(day)s", day=day.name(at))


def spoken(text: str) -> Markup:
    """What someone said, safe to put into a page: nothing in it is markup, and its web addresses are links."""
    parts: list[Markup] = []
    end = 0
    for start, address in addresses(text):
        parts += [escape(text[end:start]), _link(address)]
        end = start + len(address)
    return Markup("").join([*parts, escape(text[end:])])


def _link(address: str) -> Markup:
    parts = urlsplit(address)
    rest = address.split("://", 1)[1][len(parts.netloc) :]
    shown = parts.netloc.removeprefix("www.") + ("" if rest == "/" else cut(rest, PATH_SHOWN))
    return Markup('<a href="{}" rel="noopener nofollow noreferrer" dir="ltr">{}</a>').format(address, shown)
