"""Builds the sample family in an empty house, day by day, through the verbs that pages use."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from flask import current_app

from demo import pictures, told
from demo.days import at, part
from demo.keys import hang_up
from demo.told import PORTRAITS, Someone, Told
from micronet.activity.record import CIRCLE, record
from micronet.base import clock
from micronet.base.dates import clears_at
from micronet.base.db import db, writing
from micronet.base.ids import new_id
from micronet.board import actions as board
from micronet.circles import invites
from micronet.circles.models import Membership
from micronet.circles.pictures import hang
from micronet.circles.serving import storage
from micronet.members import actions as members
from micronet.moments import actions as moments
from micronet.moments import talk
from micronet.people.models import Person

AWAY = timedelta(hours=14)
"""For so long nobody has opened the board of the Finches, so that something there is new."""


@dataclass
class Family:
    """Who is in the house: people by key, and their memberships by circle and person. Whoever is `away` never came."""

    people: dict[str, Person]
    members: dict[str, dict[str, Membership]]
    away: frozenset[str] = frozenset()


Deed = tuple[datetime, Callable[[], object]]
"""Something to do, and when it was done."""


def build(away: frozenset[str] = frozenset()) -> Family:
    """Fill the current application's empty house, as if the last sixty days had happened in it. One transaction.

    `away` leaves people out, with what they said and what was said to them; nobody who started a circle can be away.
    """
    now = clock.now()
    with writing():
        family = Family({key: _person(one, now) for key, one in told.people().items()}, {}, away)
        for circle in told.circles():
            _do(_founding(family, circle, now))
        for circle in told.circles():
            _do([deed for story in told.moments(circle) for deed in _story(family, circle, story, now)])
        _do(_lately(family, now))
        _looks(family, now)
    return family


def _do(deeds: list[Deed]) -> None:
    """Each at its own time, in order."""
    for when, deed in sorted(deeds, key=lambda one: one[0]):
        with clock.frozen(when):
            deed()


def _person(one: Someone, now: datetime) -> Person:
    made = Person(
        handle=hashlib.sha256(one.key.encode()).digest(),
        name=one.name,
        keeper=one.keeper,
        zone=one.zone,
        quiet_from=one.quiet[0],
        quiet_until=one.quiet[1],
        text_size=one.text_size,
        created_at=now - timedelta(days=60, hours=1),
        here_at=now - timedelta(minutes=one.here),
    )
    db.session.add(made)
    db.session.flush()
    hang_up(made, one, now)
    return made


def _founding(family: Family, circle: str, now: datetime) -> list[Deed]:
    """The first of its members starts a circle, the others are invited."""
    row = told.circles()[circle]
    first, *others = row["members"]
    deeds: list[Deed] = [(now - timedelta(days=row["day"], hours=2), partial(_start, family, circle, first))]
    for place, one in enumerate(one for one in others if one["who"] not in family.away):
        when = now - timedelta(days=one["day"], hours=1, minutes=50 - 2 * place)
        deeds.append((when, partial(_join, family, circle, one)))
    for one in row.get("invites", ()):
        deeds += [(now - timedelta(days=one["day"], hours=3), partial(_invite, family, circle, one))]
    return deeds


def _start(family: Family, circle: str, first: dict[str, Any]) -> None:
    row = told.circles()[circle]
    cap = current_app.config["SETTINGS"].caps[row["kind"]]
    said = {"kind": row["kind"], "name": row["name"], "paint": row["paint"]}
    said |= {"rules": "\n".join(row["rules"]), "question": row.get("question", "")}
    host = members.start(family.people[first["who"]], cap=cap, **said)
    family.members[circle] = {first["who"]: host}
    host.answer = first.get("answer", "")
    members.show_picture(host, hang(storage(), host.circle_id, pictures.picture(circle)).id)
    _move_in(host, first)


def _join(family: Family, circle: str, one: dict[str, Any]) -> None:
    """Invited by the host, with the role they are to have, and in."""
    host = next(iter(family.members[circle].values()))
    card = invites.make(host, for_name=one["name"], role=one["role"], pepper=current_app.config["SECRETS"].pepper)
    member = invites.redeem(card.invite, family.people[one["who"]], answer=one.get("answer", ""))
    record("member.joined", by=member, circle_id=member.circle_id, signal=CIRCLE, subject_id=member.id, news=True)
    family.members[circle][one["who"]] = member
    _move_in(member, one)


def _move_in(member: Membership, one: dict[str, Any]) -> None:
    """Their name here, their town, their colour, their photograph."""
    town = told.people()[one["who"]].town
    members.present_oneself(member, nickname=one["name"], town=town, paint=one["paint"])
    if one.get("photo"):
        portrait = (PORTRAITS / f"{one['who']}.webp").read_bytes()
        members.show_photo(member, hang(storage(), member.circle_id, portrait).id)


def _invite(family: Family, circle: str, one: dict[str, Any]) -> None:
    """A card that is still on its way."""
    by = family.members[circle][one["by"]]
    card = invites.make(by, for_name=one["name"], role="member", pepper=current_app.config["SECRETS"].pepper)
    told_of = {"circle_id": by.circle_id, "subject_id": card.invite.id, "detail": one["name"]}
    record("invite.made", by=by, signal=CIRCLE, **told_of)


def _story(family: Family, circle: str, story: Told, now: datetime) -> list[Deed]:
    """A moment with what came after it, as far as that has happened by now."""
    here = family.members[circle]
    if story.by in family.away:
        return []
    when = at(story, told.people()[story.by], now)
    id = new_id(int(when.timestamp() * 1000))
    shared = partial(moments.share, here[story.by], id=id, kind=story.kind, text=story.text, advice=story.advice)
    kept: list[Any] = []
    deeds: list[Deed] = [(when, lambda: kept.append(shared()))]
    for who, minutes, words in story.said:
        if who in here:
            deeds.append((when + timedelta(minutes=minutes), partial(_reply, kept, here[who], words)))
    dice = random.Random(story.text)  # noqa: S311 - the same sample every time
    for who, feeling in story.feel.items():
        later = timedelta(minutes=dice.randint(2, 40))
        if who in here:
            deeds.append((when + later, partial(_feel, kept, here[who], feeling)))
    return [(then, deed) for then, deed in deeds if then < now]


def _reply(kept: list[Any], by: Membership, words: str) -> None:
    talk.reply(kept[0], by, id=new_id(int(clock.now().timestamp() * 1000)), text=words)


def _feel(kept: list[Any], by: Membership, feeling: str) -> None:
    talk.react(kept[0], by, feeling)


def _lately(family: Family, now: datetime) -> list[Deed]:
    """What stands in the windows, and who waved."""
    deeds: list[Deed] = []
    for circle, row in told.circles().items():
        here = family.members[circle]
        for key, member in here.items():
            one = told.people()[key]
            if line := one.lines.get(part(one, now)):
                deeds.append((now - timedelta(minutes=line[2]), partial(_say, member, one, line)))
        for who, to, ago in row.get("waves", ()):
            if who in here and to in here:
                waved = partial(board.wave, here[who], here[to], zone=told.people()[who].zone)
                deeds.append((now - timedelta(minutes=ago), waved))
    return deeds


def _say(member: Membership, one: Someone, line: tuple[str, str, int]) -> None:
    until = clears_at("tonight", clock.now(), one.zone)
    board.say(member, emoji=line[0], text=line[1], clears_at=until)


def _looks(family: Family, now: datetime) -> None:
    """The Finches have something new to see; all else is read."""
    for circle, here in family.members.items():
        for member in here.values():
            member.looked_at = now - AWAY if circle == "finches" else now
    db.session.flush()
