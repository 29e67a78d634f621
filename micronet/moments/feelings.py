"""The six feelings: a picture each, the word under it, and how it is told. There are faces, never totals."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Protocol

from flask_babel import gettext as _

from micronet.activity.models import FEELINGS
from micronet.activity.timeline import MomentView
from micronet.moments.talk import fitting
from micronet.web.i18n import tongue

EMOJI = dict(zip(FEELINGS, ("❤️", "🤗", "😄", "👏", "✨", "🕯️"), strict=True))


class Named(Protocol):
    """A member as far as a feeling needs to know."""

    @property
    def name(self) -> str:
        """How they are called here."""


@dataclass(frozen=True)
class Choice:
    """One feeling that may be sent. `mine` says whether it is the one I have sent."""

    value: str
    emoji: str
    label: str
    mine: bool


@dataclass(frozen=True)
class Felt:
    """A face with a feeling, and what is heard of it."""

    who: str
    emoji: str
    said: str


def choices(moment: MomentView, me: str) -> list[Choice]:
    """What the member `me` may send under `moment`; nothing under their own."""
    if moment.author_id == me:
        return []
    mine = {one.feeling for one in moment.feelings if one.author_id == me}
    spoken = tongue()
    return [_choice(value, value in mine, spoken) for value in fitting(moment.kind)]


@cache
def _choice(value: str, mine: bool, _tongue: str) -> Choice:
    return Choice(value, EMOJI[value], LABELS[value](), mine)


def felt(moment: MomentView, me: str, people: Mapping[str, Named]) -> list[Felt]:
    """The feelings under `moment` that `me` may know of, as faces."""
    return [
        Felt(who, EMOJI[feeling], YOURS[feeling]() if who == me else THEIRS[feeling](people[who].name))
        for who, feeling in ((one.author_id, one.feeling) for one in moment.feelings)
        if who in people
    ]


LABELS: dict[str, Callable[[], str]] = {
    "love": lambda: _("Love"),
    "hug": lambda: _("A hug"),
    "laugh": lambda: _("Made me laugh"),
    "well_done": lambda: _("Well done"),
    "lovely": lambda: _("Lovely"),
    "thinking": lambda: _("Thinking of you"),
}
THEIRS: dict[str, Callable[[str], str]] = {
    "love": lambda name: _("%(name)s sent love", name=name),
    "hug": lambda name: _("%(name)s sent a hug", name=name),
    "laugh": lambda name: _("%(name)s laughed", name=name),
    "well_done": lambda name: _("%(name)s said well done", name=name),
    "lovely": lambda name: _("%(name)s finds this lovely", name=name),
    "thinking": lambda name: _("%(name)s is thinking of you", name=name),
}
YOURS: dict[str, Callable[[], str]] = {
    "love": lambda: _("You sent love"),
    "hug": lambda: _("You sent a hug"),
    "laugh": lambda: _("You laughed"),
    "well_done": lambda: _("You said well done"),
    "lovely": lambda: _("You find this lovely"),
    "thinking": lambda: _("You’re thinking of them"),
}
