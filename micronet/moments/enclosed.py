"""What is enclosed with a moment and its replies, as it is shown under them, and the words that go with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from babel.lists import format_list
from babel.numbers import format_decimal
from babel.units import format_unit
from flask_babel import gettext as _
from sqlalchemy import tuple_

from micronet.activity import enclosing, parts
from micronet.activity.attached import PLACE_LENGTH, Attachment
from micronet.activity.enclosing import Enclosed
from micronet.activity.models import Moment, Reply
from micronet.activity.refusals import sentence
from micronet.base.db import db
from micronet.base.errors import Invalid
from micronet.base.text import clean
from micronet.circles.models import Membership
from micronet.people.models import Person
from micronet.web.i18n import tongue

PART = "enclosed"
OWN_KIND = {"photo": "photos", "voice": "voice"}
"""The kind of a moment without words that holds nothing else."""


@dataclass(frozen=True)
class Enclosures:
    """What is with a moment (`own`), and what is with the replies under it."""

    own: tuple[Enclosed, ...]
    said: tuple[Enclosed, ...] = ()

    @property
    def photos(self) -> tuple[Enclosed, ...]:
        """The photos of the moment that are there to be seen, in order."""
        return tuple(one for one in self.own if one.what == "photo" and one.sizes)

    def under(self, reply_id: str) -> tuple[Enclosed, ...]:
        """What is with one reply."""
        return tuple(one for one in self.said if one.reply_id == reply_id)


NOTHING = Enclosures(())


@dataclass(frozen=True)
class Chosen:
    """What a form encloses: ids in order, and what was said of each."""

    ids: Sequence[str]
    alts: dict[str, str]
    places: dict[str, str]


def gather(member: Membership, person: Person, moment_ids: list[str]) -> dict[str, Enclosures]:
    """What is with these moments: see `activity.parts`."""
    found = enclosing.of_moments(member.circle_id, moment_ids, to=person)
    return {id: _sorted(things) for id, things in found.items()}


def of_moment(member: Membership, person: Person, moment_id: str) -> Enclosures:
    """What is with one moment."""
    return gather(member, person, [moment_id]).get(moment_id, NOTHING)


def enclose(moment: Moment, by: Membership, chosen: Chosen) -> None:
    """Put what was chosen with a moment, and name its kind by it when it has no words. Flushes.

    Raises Invalid when one is still on its way, and when neither words nor anything else are left to share.
    """
    found = enclosing.attach(by, chosen.ids, moment=moment, alts=chosen.alts)
    for one in found:
        if one.id in chosen.places:
            one.place = clean(chosen.places[one.id], PLACE_LENGTH, field="files")
    if not moment.text and not found:
        raise Invalid(_("Say something first. A word will do."), "words")
    whats = {one.what for one in found}
    if not moment.text and moment.kind == "note" and len(whats) == 1:
        moment.kind = OWN_KIND.get(whats.pop(), "note")
    db.session.flush()


def enclose_with_reply(said: Reply, by: Membership, chosen: Chosen) -> None:
    """Put the one photo that was chosen with a reply. Flushes. Raises Invalid as `enclose` does."""
    if chosen.ids:
        enclosing.attach(by, chosen.ids[:1], reply=said, alts=chosen.alts)


def in_words(size: int) -> str:
    """How large a file is, for people: \"2.4 MB\"."""
    if size < 1_000_000:
        return _("%(size)s KB", size=format_decimal(max(1, round(size / 1000)), locale=tongue()))
    return _("%(size)s MB", size=format_decimal(round(size / 1_000_000, 1), locale=tongue()))


def lasting(seconds: float) -> str:
    """How long a recording lasts: \"1 minute, 20 seconds\"."""
    minutes, rest = divmod(max(1, round(seconds)), 60)
    spelt = [(minutes, "duration-minute"), (rest, "duration-second")]
    said = [format_unit(count, unit, locale=tongue()) for count, unit in spelt if count]
    return format_list(said, style="unit", locale=tongue())


def refusal(one: Enclosed) -> str:
    """What its author reads of a photo that could not be used."""
    return sentence(one.problem)


def _sorted(things: list[Enclosed]) -> Enclosures:
    own = tuple(one for one in things if one.reply_id is None)
    return Enclosures(own, tuple(one for one in things if one.reply_id is not None))


def forget(moments: parts.Ids, replies: parts.Ids) -> None:
    """The files of what is deleted for good go with it, once that is on disk."""
    for column, which in ((Attachment.moment_id, moments), (Attachment.reply_id, replies)):
        enclosing.throw_away(column.is_not(None), tuple_(Attachment.circle_id, column).in_(which))


parts.register(parts.Part(PART, "moments/_enclosed_with.html", gather, place=20, forget=forget))
