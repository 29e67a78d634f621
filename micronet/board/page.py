"""Puts the board together: a fixed number of statements in, one context for the template out."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Any

from flask import g
from flask_babel import get_locale
from flask_babel import gettext as _
from markupsafe import Markup

from micronet.activity import timeline
from micronet.activity.muted import without
from micronet.activity.on_this_day import on_this_day
from micronet.activity.waiting import waiting
from micronet.base import clock
from micronet.base.dates import day_heading, local_day
from micronet.base.errors import NotFound
from micronet.base.shared import all_since, since_words
from micronet.base.zones import local
from micronet.board import queries, sentence
from micronet.board.day import the_day
from micronet.board.facts import facts
from micronet.board.windows import Reader, Window, windows
from micronet.circles.access import memberships
from micronet.circles.alike import alike
from micronet.circles.faces import Face, picture_url
from micronet.circles.models import Membership
from micronet.circles.quieted import Quiet, quiet_of
from micronet.people.models import Person
from micronet.web.addresses import url_for
from micronet.web.kept import piece


def come_in(circle_id: str, person: Person) -> Membership:
    """My membership of this circle out of all of mine, which the frame of the page needs anyway. Raises NotFound."""
    g.memberships = memberships(person)
    for member in g.memberships:
        if member.circle_id == circle_id:
            return member
    raise NotFound


def reader_of(member: Membership, person: Person) -> Reader:
    """Who looks: the words and hours of the page are theirs."""
    return Reader(member.id, person.zone, str(get_locale()), person.clock_hours, person.shows_here)


def board(member: Membership, person: Person) -> dict[str, Any]:
    """Everything the board shows `member` now. `everything` holds also whom they would rather not meet, for links."""
    now = clock.now()
    reader = reader_of(member, person)
    quiet = quiet_of([member])
    people = _people(member.circle_id, quiet, now)
    waves = queries.waves(member, now=now).without(quiet.apart)
    known = {one.id: _face(one, member.circle_id) for one in people}
    hung = windows(people, known, reader, waves, now, quiet.apart)
    said = without(timeline.recent(member, person, now=now), quiet.apart)
    shown = without(said, quiet.muted)
    to_person, to_moment = partial(_person, circle_id=member.circle_id), partial(_moment, circle_id=member.circle_id)
    met, lit = [one for one in people if one.id not in quiet.all], [one for one in hung if one.id not in quiet.all]
    told = facts(met, lit, waves, shown, now, to_person, to_moment)
    return {
        "circle": member.circle,
        "member": member,
        "paint": member.circle.paint,
        "here": "board",
        "my_face": known[member.id],
        "people": known,
        "windows": hung,
        "letter": waiting([member]).get(member.circle_id),
        "waves": [known[who] for who, _at in waves.to_me if who in known],
        "day": _day(clusters(hung, known, reader, now)),
        "sentence": sentence.say(told, _listener(member, person, len(hung)), now),
        "moments": shown,
        "everything": said,
        "now": now,
        "today": day_heading(local_day(now, person.zone), reader.locale),
        "ask": ask(local(now, person.zone)),
    }


def shared(member: Membership, person: Person) -> dict[str, Any]:
    """What the block of moments needs of the board, which is what is asked for most."""
    now = clock.now()
    return {
        "circle": member.circle,
        "member": member,
        "people": alike("faces", member, partial(_faces, member.circle_id, now), lambda found: 800 * len(found)),
        "moments": without(timeline.recent(member, person, now=now), quiet_of([member]).all),
        "now": now,
    }


def _people(circle_id: str, quiet: Quiet, now: datetime) -> list[queries.Resident]:
    """Everyone, with whomever a block keeps apart in silence."""
    found = queries.residents(circle_id, now=now)
    return [queries.hushed(one) if one.id in quiet.apart else one for one in found]


def ending(member: Membership, person: Person, since: datetime | None) -> dict[str, Any]:
    """The words at the end of the page: everything since the visit before has been seen."""
    reader = reader_of(member, person)
    now = clock.now()
    return {
        "all_since": all_since(since, now, person.zone, reader.locale, person.clock_hours),
        "since_words": since_words(since, now, person.zone, reader.locale),
        "remembered": on_this_day(member, person, now),
    }


def clusters(hung: list[Window], known: dict[str, Face], reader: Reader, now: datetime) -> list[dict[str, Any]]:
    """The day: faces gathered by the hour where they are."""
    return [
        {
            "at": one.slot,
            "people": [known[key] for key in one.keys],
            "label": one.label(reader.locale, reader.clock_hours),
        }
        for one in the_day((tile.id, local(now, tile.zone)) for tile in hung)
    ]


def _day(gathered: list[dict[str, Any]]) -> Markup:
    """The sky with its faces, as the page shows it."""
    made_of = [(one["at"], one["label"], *one["people"]) for one in gathered]
    return piece("board/_day.html", *made_of, clusters=gathered)


def ask(there: datetime) -> str:
    """What the bar over the windows asks, by the reader's hour."""
    if 5 <= there.hour < 12:
        return _("What’s your morning like?")
    return _("What’s your afternoon like?") if 12 <= there.hour < 18 else _("What’s your evening like?")


def _listener(member: Membership, person: Person, there: int) -> sentence.Reader:
    return sentence.Reader(member.id, member.nickname, person.zone, alone=there < 2)


def _faces(circle_id: str, now: datetime) -> dict[str, Face]:
    return {one.id: _face(one, circle_id) for one in queries.residents(circle_id, now=now)}


def _face(one: queries.Resident, circle_id: str) -> Face:
    return Face(one.id, one.name, one.paint, picture_url(circle_id, one.photo_id) if one.photo_id else "")


def _person(member_id: str, circle_id: str) -> str:
    return url_for("board.person", circle_id=circle_id, member_id=member_id)


def _moment(moment_id: str, circle_id: str) -> str:
    return f"{url_for('board.show', circle_id=circle_id)}#moment-{moment_id[-12:]}"
