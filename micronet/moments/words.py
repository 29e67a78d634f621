"""How a moment is put into words: what was said with its links, what kind it is, when it was, what was felt."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from babel import Locale
from flask_babel import gettext as _
from markupsafe import Markup, escape

from micronet.activity.timeline import MomentView
from micronet.base.dates import clock_time, day_and_month, local_day, weekday
from micronet.base.shared import Part, Span, group, when_shared
from micronet.base.text import cut
from micronet.base.zones import local

PATH_SHOWN = 24
"""Letters of an address shown after its host. The host is always shown whole: it says where a link leads."""

_ADDRESS = re.compile(r"https?://[^\s<>\"`{}|\\^\x00-\x1f\x7f]+", re.IGNORECASE)
_STOPS = ".,;:!?'’”»…。、！？"
_PAIRS = {")": "(", "]": "["}
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
    if kind == "poll":
        return _("A poll")
    return _("A question") if kind == "question" else ""


def spoken(text: str) -> Markup:
    """What someone said, safe to put into a page: nothing in it is markup, and its web addresses are links."""
    parts: list[Markup] = []
    end = 0
    for match in _ADDRESS.finditer(text):
        address = _trimmed(match[0])
        if _is_sound(address):
            parts += [escape(text[end : match.start()]), _link(address)]
            end = match.start() + len(address)
    return Markup("").join([*parts, escape(text[end:])])


def _trimmed(address: str) -> str:
    """The address without the full stop or bracket that belongs to the sentence around it."""
    while address:
        last = address[-1]
        if last in _STOPS or (last in _PAIRS and address.count(last) > address.count(_PAIRS[last])):
            address = address[:-1]
        else:
            break
    return address


def _is_sound(address: str) -> bool:
    """Whether the address leads where it seems to: it has a host, and nothing before the host to pass for one."""
    try:
        parts = urlsplit(address)
        return parts.port != 0 and bool(parts.hostname) and "@" not in parts.netloc
    except ValueError:  # a port that is none, a bracket that does not close
        return False


def _link(address: str) -> Markup:
    parts = urlsplit(address)
    rest = address.split("://", 1)[1][len(parts.netloc) :]
    shown = parts.netloc.removeprefix("www.") + ("" if rest == "/" else cut(rest, PATH_SHOWN))
    return Markup('<a href="{}" rel="noopener nofollow noreferrer" dir="ltr">{}</a>').format(address, shown)
