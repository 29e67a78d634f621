"""How letters are put into words: when they came, how they begin, what makes two pages of them differ."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from babel import Locale
from flask_babel import gettext as _

from micronet.activity.letters import Letter
from micronet.base.dates import clock_time, day_and_month, local_day, month
from micronet.base.shared import Span, group, when_shared
from micronet.base.text import cut
from micronet.base.zones import local

FIRST_WORDS = 90
"""Letters of a letter that the list shows."""


@dataclass(frozen=True)
class Reader:
    """Who reads, as far as the words of a time depend on it. `first` is the day their week begins with, 0 Monday."""

    zone: str
    locale: Locale | str
    hours: int
    first: int


def came(at: datetime, now: datetime, reader: Reader) -> str:
    """When a letter came: \"This morning, 10:40\", \"On Tuesday, 10:40\", \"14 March, 10:40\"."""
    time = clock_time(local(at, reader.zone), reader.locale, reader.hours)
    if group(at, now, reader.zone, reader.first).span in (Span.TODAY, Span.YESTERDAY, Span.WEEKDAY):
        day = when_shared(at, now, reader.zone, reader.locale, reader.first)
    else:
        day = day_and_month(local_day(at, reader.zone), reader.locale, local_day(now, reader.zone))
    return _("%(day)s, %(time)s", day=day, time=time)


def by_month(letters: Iterable[Letter], now: datetime, reader: Reader) -> list[tuple[str, list[Letter]]]:
    """Letters in their order under the months they came in; no heading where all came in one."""
    found: list[tuple[str, list[Letter]]] = []
    for letter in letters:
        first = local_day(letter.created_at, reader.zone).replace(day=1)
        name = month(first, reader.locale, local_day(now, reader.zone))
        heading = name[:1].upper() + name[1:]
        if not found or found[-1][0] != heading:
            found.append((heading, []))
        found[-1][1].append(letter)
    return found if len(found) > 1 else [("", held) for _heading, held in found]


def first_words(text: str) -> str:
    """How a letter begins, on one line."""
    return cut(" ".join(text[: 8 * FIRST_WORDS].split()), FIRST_WORDS)


def mark(letters: Iterable[Letter]) -> str:
    """The same for two pages that show the same letters in the same words."""
    told = "".join(f"{one.id} {one.edited_at}\n" for one in letters)
    return hashlib.sha256(told.encode()).hexdigest()[:16]
