"""The sentence: what one would say on the phone. "Good morning, Hana. Tom has good news, and Ada is asleep."

A pure function of facts. It says at most three things, each of somebody else, and nothing that is not a fact.
A room adds what it knows with `register`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from markupsafe import Markup, escape

from micronet.base.text import N_, cut, sort_key
from micronet.base.zones import local

MOST = 3
"""A sentence holds no more clauses than this."""

_ENDS = re.compile(r"(?<=[.!?…؟])\s|(?<=[。！？])")
"""Where a sentence ends."""

_TWO_STOPS = re.compile(r"([?!？！](?:</bdi>)?[”“»«」』’]?)\.$")
"""A quotation at the very end that has a stop of its own, and ours after it."""

QUOTE = 40
"""So many characters of what someone said are quoted."""


@dataclass(frozen=True)
class Fact:
    """Something true of somebody: `who` tells people apart, `name` is how this circle calls them.

    `link` leads to it, `at` says since when (UTC; None: always), `detail` holds their own words, if any.
    """

    kind: str
    who: str
    name: str
    link: str
    at: datetime | None = None
    detail: str = ""


@dataclass(frozen=True)
class Reader:
    """Whom the sentence is for. `alone`: there is nobody else in the circle yet."""

    who: str
    name: str
    zone: str
    alone: bool = False


@dataclass(frozen=True)
class Clause:
    """One thing said of one person, as it stands inside the sentence. Its name is a link."""

    kind: str
    who: str
    html: Markup
    opening: Markup
    """The same at the beginning of the sentence."""


@dataclass(frozen=True)
class Sentence:
    """The greeting, the clauses in their order, and all of it as one piece: `<b>greeting</b> clauses`."""

    greeting: str
    clauses: tuple[Clause, ...]
    html: Markup


@dataclass(frozen=True)
class Saying:
    """How facts of one kind are said. The lowest `rank` comes first. `quoting` is used when there are words to quote,
    `plain` when there are none; a kind without `plain` is then not said at all."""

    rank: int
    plain: str = ""
    quoting: str = ""


SAYINGS = {
    "announced": Saying(5, N_("%(who)s has something to tell everyone"), N_("%(who)s tells everyone “%(words)s”")),
    "setback": Saying(10, N_("%(who)s has had a setback")),
    "win": Saying(20, N_("%(who)s has good news"), N_("%(who)s has good news: “%(words)s”")),
    "question": Saying(30, N_("%(who)s has a question"), N_("%(who)s asks “%(words)s”")),
    "waved_to_me": Saying(40, N_("%(who)s waved to you")),
    "joined": Saying(50, N_("%(who)s has a window here now")),
    "shared": Saying(60, N_("%(who)s has shared a moment"), N_("%(who)s wrote “%(words)s”")),
    "new_words": Saying(70, quoting=N_("%(who)s says “%(words)s”")),
    "dawn": Saying(80, N_("the sun is coming up where %(who)s is")),
    "asleep": Saying(90, N_("%(who)s has drawn the curtains")),
}


def register(kind: str, saying: Saying) -> None:
    """Teach the sentence a kind of fact, when a room is put in. Its messages are marked for the catalogue there."""
    SAYINGS[kind] = saying


def greeting(now_local: datetime, name: str) -> str:
    """Good morning, afternoon, evening or night, by the hour it is for the reader."""
    return _greeting(now_local.hour) % {"name": name}


def say(facts: Iterable[Fact], reader: Reader, now: datetime) -> Sentence:
    """The sentence for this reader at this instant (UTC). The order the facts come in makes no difference."""
    hello = local(now, reader.zone)
    clauses = tuple(_clause(fact) for fact in _chosen(facts, reader.who))
    isolated = escape(_greeting(hello.hour)) % {"name": Markup("<bdi>%s</bdi>") % reader.name}
    html = Markup("<b>%s</b> %s") % (isolated, _joined(clauses) if clauses else _calm(reader))
    return Sentence(greeting(hello, reader.name), clauses, html)


def _chosen(facts: Iterable[Fact], me: str) -> list[Fact]:
    """What is worth saying: by rank, then the latest, then by name; one thing of each person, never of the reader."""
    chosen: dict[str, Fact] = {}
    for fact in sorted((fact for fact in facts if fact.who != me and _saying(fact)), key=_weight):
        if len(chosen) < MOST:
            chosen.setdefault(fact.who, fact)
    return list(chosen.values())


def _weight(fact: Fact) -> tuple[object, ...]:
    latest = -fact.at.timestamp() if fact.at else 0.0
    return SAYINGS[fact.kind].rank, latest, sort_key(fact.name), fact.who, fact.kind, fact.link, fact.detail


def _saying(fact: Fact) -> str:
    """The message for a fact; empty when there is nothing to be said of it."""
    saying = SAYINGS.get(fact.kind, Saying(0))
    return saying.quoting if saying.quoting and _words(fact) else saying.plain


def _words(fact: Fact) -> str:
    """The first sentence of what they said, short, and without the full stop that would end ours."""
    first = _ENDS.split(" ".join(fact.detail.split()), maxsplit=1)[0]
    return cut(first, QUOTE).rstrip(".。 ")


def _clause(fact: Fact) -> Clause:
    link = Markup('<a href="%s"><bdi>%s</bdi></a>') % (fact.link, fact.name)
    words = Markup("<bdi>%s</bdi>") % _words(fact)
    inside = _(_saying(fact))
    html, opening = (escape(message) % {"who": link, "words": words} for message in (inside, _capital(inside)))
    return Clause(fact.kind, fact.who, html, opening)


def _capital(message: str) -> str:
    return message if message.startswith("%(") else message[:1].upper() + message[1:]


def _joined(clauses: tuple[Clause, ...]) -> Markup:
    """One, two or three clauses as the language joins them."""
    parts = dict(zip("abc", (clauses[0].opening, *(clause.html for clause in clauses[1:])), strict=False))
    patterns = (_("%(a)s."), _("%(a)s, and %(b)s."), _("%(a)s, %(b)s, and %(c)s."))
    said = str(escape(patterns[len(clauses) - 1]) % parts)
    return Markup(_TWO_STOPS.sub(r"\1", said))  # noqa: S704 - escaped above


def _calm(reader: Reader) -> str:
    """What is true when there is nothing to tell."""
    if reader.alone:
        return _("Your window’s lit. The others are waiting for the people you miss.")
    return _("It’s quiet everywhere.")


def _greeting(hour: int) -> str:
    """The greeting with a place for the name: night is from eleven to five."""
    if 5 <= hour < 12:
        return _("Good morning, %(name)s.")
    if 12 <= hour < 18:
        return _("Good afternoon, %(name)s.")
    if 18 <= hour < 23:
        return _("Good evening, %(name)s.")
    return _("Good night, %(name)s.")
