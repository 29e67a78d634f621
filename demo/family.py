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

from demo import albums, pictures, polls, sharing, told
from demo.days import at, part
from demo.keys import hang_up
from demo.post import letters
from demo.told import PORTRAITS, Someone, Told
from micronet.activity.models import Moment
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

    def has(self, circle: str, who: str) -> bool:
        """Whether this person comes to live in that circle."""
        return who not in self.away and any(one["who"] == who for one in told.circles()[circle]["members"])


Deed = tuple[datetime, Callable[[], object]]
"""Something to do, and when it was done."""


def build(away: frozenset[str] = frozenset()) -> Family:
    """Fill the current application's empty house, as if the last sixty days had happened in it. One transaction.

    `away` leaves people out, with what they said and what was said to them; nobody who started a circle can be away.
    """
    now = clock.now()
    with writing():
        family = Family({key: _person(one, now) for key, one in told.people().items()}, {}, away)
        deeds: list[Deed] = []
        for circle in told.circles():
            deeds += _founding(family, circle, now) + _lately(family, circle, now)
            for story in told.moments(circle):
                deeds += _story(family, circle, story, now)
        deeds += letters(family.members, family.has, now)
        _do([deed for deed in deeds if deed[0] < now])
        for circle, here in family.members.items():
            albums.make(here, circle)
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
        created_at=now - timedelta(days=62),
        here_at=now - timedelta(minutes=one.here),
    )
    db.session.add(made)
    db.session.flush()
    hang_up(made, one, now)
    return made


def _founding(family: Family, circle: str, now: datetime) -> list[Deed]:
    """The first of its members starts a circle, the others are invited: on the day before anyone could say a thing."""
    row = told.circles()[circle]
    first, *others = row["members"]
    deeds: list[Deed] = [(now - timedelta(days=row["day"] + 1, hours=3), partial(_start, family, circle, first))]
    for place, one in enumerate(others):
        when = now - timedelta(days=one["day"] + 1, hours=2, minutes=-2 * place)
        deeds += [(when, partial(_join, family, circle, one))] if family.has(circle, one["who"]) else []
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
    """A moment with what came after it."""
    if not family.has(circle, story.by):
        return []
    when = at(story, told.people()[story.by], now)
    kept: list[Moment] = []
    deeds: list[Deed] = [(when, partial(_share, kept, family, circle, story))]
    for who, minutes, words in story.said:
        if family.has(circle, who):
            deeds += [(when + timedelta(minutes=minutes), partial(_reply, kept, family, circle, who, words))]
    deeds += _answers(kept, family, circle, story, when)
    dice = random.Random(story.text)  # noqa: S311 - the same sample every time
    for who, feeling in story.feel.items():
        later = timedelta(minutes=dice.randint(2, 40))
        if family.has(circle, who):
            deeds += [(when + later, partial(_feel, kept, family, circle, who, feeling))]
    return deeds


def _answers(kept: list[Moment], family: Family, circle: str, story: Told, when: datetime) -> list[Deed]:
    """What was chosen where the moment is a poll, and its end."""
    if story.poll is None:
        return []
    there = [one for one in story.poll.votes if family.has(circle, one[0])]
    return [
        polls.ending(story, story.poll, when),
        *((when + timedelta(minutes=one[1]), partial(_vote, kept, family, circle, one[0], one[2])) for one in there),
    ]


def _share(kept: list[Moment], family: Family, circle: str, story: Told) -> None:
    by = family.members[circle][story.by]
    kept.append(sharing.share(by, story))


def _vote(kept: list[Moment], family: Family, circle: str, who: str, place: int) -> None:
    polls.vote(kept[0], family.members[circle][who], place)


def _reply(kept: list[Moment], family: Family, circle: str, who: str, words: str) -> None:
    talk.reply(kept[0], family.members[circle][who], id=_id_of_now(), text=words)


def _feel(kept: list[Moment], family: Family, circle: str, who: str, feeling: str) -> None:
    talk.react(kept[0], family.members[circle][who], feeling)


def _id_of_now() -> str:
    return new_id(int(clock.now().timestamp() * 1000))


def _lately(family: Family, circle: str, now: datetime) -> list[Deed]:
    """What stands in the windows, and who waved."""
    row = told.circles()[circle]
    deeds: list[Deed] = []
    for key in (one["who"] for one in row["members"]):
        line = told.people()[key].lines.get(part(told.people()[key], now))
        if line and family.has(circle, key):
            deeds.append((now - timedelta(minutes=line[2]), partial(_say, family, circle, key, line)))
    for who, to, ago in row.get("waves", ()):
        if family.has(circle, who) and family.has(circle, to):
            deeds.append((now - timedelta(minutes=ago), partial(_wave, family, circle, who, to)))
    return deeds


def _say(family: Family, circle: str, who: str, line: tuple[str, str, int]) -> None:
    until = clears_at("tonight", clock.now(), told.people()[who].zone)
    board.say(family.members[circle][who], emoji=line[0], text=line[1], clears_at=until)


def _wave(family: Family, circle: str, who: str, to: str) -> None:
    here = family.members[circle]
    board.wave(here[who], here[to], zone=told.people()[who].zone)


def _looks(family: Family, now: datetime) -> None:
    """The Finches have something new to see; all else is read."""
    for circle, here in family.members.items():
        for member in here.values():
            member.looked_at = now - AWAY if circle == "finches" else now
    db.session.flush()
