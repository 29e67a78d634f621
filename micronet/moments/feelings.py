"""The six feelings: a picture each, the word under it, and how it is told. There are faces, never totals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from flask_babel import gettext as _

from micronet.activity.models import FEELINGS
from micronet.activity.timeline import MomentView
from micronet.moments.talk import fitting

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
    labels = _labels()
    return [Choice(value, EMOJI[value], labels[value], value in mine) for value in fitting(moment.kind)]


def felt(moment: MomentView, me: str, people: Mapping[str, Named]) -> list[Felt]:
    """The feelings under `moment` that `me` may know of, as faces."""
    return [
        Felt(who, EMOJI[feeling], _yours(feeling) if who == me else _theirs(feeling, people[who].name))
        for who, feeling in ((one.author_id, one.feeling) for one in moment.feelings)
        if who in people
    ]


def _labels() -> dict[str, str]:
    return {
        "love": _("Love"),
        "hug": _("A hug"),
        "laugh": _("Made me laugh"),
        "well_done": _("Well done"),
        "lovely": _("Lovely"),
        "thinking": _("Thinking of you"),
    }


def _theirs(feeling: str, name: str) -> str:
    said = {
        "love": _("%(name)s sent love", name=name),
        "hug": _("%(name)s sent a hug", name=name),
        "laugh": _("%(name)s laughed", name=name),
        "well_done": _("%(name)s said well done", name=name),
        "lovely": _("%(name)s finds this lovely", name=name),
        "thinking": _("%(name)s is thinking of you", name=name),
    }
    return said[feeling]


def _yours(feeling: str) -> str:
    said = {
        "love": _("You sent love"),
        "hug": _("You sent a hug"),
        "laugh": _("You laughed"),
        "well_done": _("You said well done"),
        "lovely": _("You find this lovely"),
        "thinking": _("You’re thinking of them"),
    }
    return said[feeling]
