"""What is true of the people of a board just now: the facts the sentence may choose from."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from micronet.activity.timeline import MomentView
from micronet.board.queries import Resident, Waves
from micronet.board.sentence import Fact
from micronet.board.windows import Window

RECENT = timedelta(hours=36)
"""What is older than this is no news for a greeting."""
NEW_HERE = timedelta(days=3)
KINDS = {"note": "shared", "win": "win", "setback": "setback", "question": "question", "poll": "question"}


Link = Callable[[str], str]
"""Gives an address by an id."""


def facts(
    people: list[Resident],
    windows: list[Window],
    waves: Waves,
    moments: Iterable[MomentView],
    now: datetime,
    person: Link,
    moment: Link,
) -> list[Fact]:
    """Every fact of the day. `person` and `moment` give the addresses the clauses lead to."""
    here = {one.id: one for one in people if not one.gone}
    found = [
        Fact("waved_to_me", who, here[who].name, person(who), at)
        for who, at in waves.to_me
        if who in here and now - at < RECENT
    ]
    for said in moments:
        author = here.get(said.author_id)
        if author and now - said.created_at < RECENT:
            found.append(
                Fact(
                    KINDS.get(said.kind, "shared"), author.id, author.name, moment(said.id), said.created_at, said.text
                )
            )
    for one in here.values():
        found += _standing(one, person(one.id), now)
    found += [Fact("asleep", one.id, one.name, person(one.id)) for one in windows if one.asleep]
    found += [Fact("dawn", one.id, one.name, person(one.id)) for one in windows if one.part == "dawn"]
    return found


def _standing(one: Resident, link: str, now: datetime) -> list[Fact]:
    """What one member's own row says: new here, new words."""
    found = []
    if now - one.joined_at < NEW_HERE:
        found.append(Fact("joined", one.id, one.name, link, one.joined_at))
    if one.said_at and one.text and now - one.said_at < RECENT:
        found.append(Fact("new_words", one.id, one.name, link, one.said_at, one.text))
    return found
