"""Fills a house with circles of twelve: a line in each window, 20 moments, 40 replies, 60 feelings each.

Rows go in past the application, but in the order in which people would have written them: the first moment of every
circle, then the second of every circle. Ids are ordered by time like the real ones, and every act has its Activity.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from bench import words
from micronet.activity.models import FEELINGS
from micronet.base.ids import new_id
from micronet.base.secrets import fingerprint
from micronet.base.sqlite import sqlite3
from micronet.circles.models import PAINTS
from micronet.config import Settings
from micronet.instance import prepare

PEOPLE, MOMENTS, REPLIES, FELT = 12, 20, 2, 3
"""Members of a circle, moments in it, replies and feelings under each moment."""
ACTS = 1 + REPLIES + FELT
FIRST, DEVICES = 1_000, 5
"""In so many circles, spread evenly over all, so many members have an open device; in the very first all of them."""
FAST = ("journal_mode=OFF", "synchronous=OFF", "foreign_keys=OFF", "cache_size=-6000000", "locking_mode=EXCLUSIVE")

Row = dict[str, Any]


@dataclass(frozen=True)
class Filled:
    """A circle of the filled house, as far as what follows needs to know it."""

    id: str
    members: tuple[str, ...]
    paint: str


def secret(number: int, place: int = 0) -> str:
    """The token that opens the device of a member, the first one or another, of the circle that is `number`th of those
    with devices."""
    return f"bench-token-{number:024d}-{place:07d}"


def fill(folder: Path, circles: int, *, seed: int = 1) -> Settings:
    """Make a house with so many circles. Gives its settings."""
    settings = Settings(instance=folder)
    prepare(settings)
    random, now = Random(seed), datetime.now(UTC)
    with closing(sqlite3.connect(folder / "micronet.db", isolation_level=None)) as link:
        for pragma in FAST:
            link.execute(f"pragma {pragma}")
        link.execute("begin")
        made = [_circle(link, random, number, max(1, circles // FIRST), now) for number in range(circles)]
        for turn in range(MOMENTS):
            for circle in made:
                _share(link, random, circle, turn, now)
        link.execute("commit")
        link.execute("pragma journal_mode=WAL")
    return settings


def _put(link: Any, table: str, row: Row) -> None:
    link.execute(_insert(table, tuple(row)), tuple(row.values()))


@cache
def _insert(table: str, columns: tuple[str, ...]) -> str:
    return f"insert into {table} ({','.join(columns)}) values ({','.join('?' * len(columns))})"


def _at(when: datetime) -> str:
    return when.isoformat(" ", "microseconds")[:26]


def _ms(when: datetime) -> int:
    return int(when.timestamp() * 1000)


def _circle(link: Any, random: Random, number: int, step: int, now: datetime) -> Filled:
    begun = now - timedelta(days=400) + timedelta(seconds=number)
    circle_id = new_id(_ms(begun))
    row = {"id": circle_id, "kind": "family", "name": f"{random.choice(words.TOWNS)} {number}", "cap": PEOPLE}
    row |= {"paint": random.choice(PAINTS), "rules": "", "question": "", "version": 1 + MOMENTS * ACTS}
    _put(link, "circle", row | {"news_at": _at(now), "created_at": _at(begun)})
    members = []
    for place, name in enumerate(random.sample(words.NAMES, PEOPLE)):
        person_id, member_id = new_id(_ms(begun)), new_id(_ms(begun))
        zone = random.randrange(len(words.ZONES))
        _put(link, "person", _person(random, person_id, name, words.ZONES[zone], begun))
        _put(link, "membership", _member(random, circle_id, member_id, person_id, name, zone, begun, now))
        _put(link, "status", _status(random, circle_id, member_id, now))
        if number % step == 0 and (number == 0 or place < DEVICES):
            _put(link, "device", _device(person_id, number // step, place, now))
        members.append(member_id)
    return Filled(circle_id, tuple(members), row["paint"])


def _person(random: Random, id: str, name: str, zone: str, begun: datetime) -> Row:
    fixed = {"keeper": 0, "locale": "en", "units": "", "clock_hours": 0, "first_weekday": -1, "theme": ""}
    fixed |= {"text_size": 1, "quiet_from": 1260, "quiet_until": 480, "shows_here": 1}
    seen = {"created_at": _at(begun), "here_at": _at(begun + timedelta(days=399, minutes=random.randrange(1400)))}
    return {"id": id, "handle": random.randbytes(32), "name": name, "zone": zone} | fixed | seen


def _member(
    random: Random, circle_id: str, id: str, person_id: str, name: str, zone: int, begun: datetime, now: datetime
) -> Row:
    what = {"person_id": person_id, "role": "member", "nickname": name, "paint": random.choice(PAINTS)}
    what |= {"town": words.TOWNS[zone], "answer": "", "joined_at": _at(begun)}
    return {"circle_id": circle_id, "id": id} | what | {"looked_at": _at(now), "looked_before_at": _at(begun)}


def _status(random: Random, circle_id: str, member_id: str, now: datetime) -> Row:
    line = random.randrange(len(words.LINES))
    row = {"circle_id": circle_id, "id": new_id(_ms(now)), "author_id": member_id, "text": words.LINES[line]}
    row["emoji"] = words.EMOJI[line]
    return row | {"created_at": _at(now - timedelta(hours=1)), "clears_at": _at(now + timedelta(days=2))}


def _device(person_id: str, number: int, place: int, now: datetime) -> Row:
    row = {
        "id": new_id(_ms(now)),
        "person_id": person_id,
        "token_hash": fingerprint(secret(number, place)),
        "name": "Bench",
    }
    row |= {"name": "Bench", "shared": 0, "only_enrols": 0, "proved_at": _at(now), "created_at": _at(now)}
    return row | {"seen_at": _at(now), "ends_at": _at(now + timedelta(days=400))}


def _share(link: Any, random: Random, circle: Filled, turn: int, now: datetime) -> None:
    """One moment with what is said and felt under it, and the acts that tell of each."""
    at = now - timedelta(days=9) + timedelta(hours=10 * turn, seconds=random.randrange(3600))
    author, *others = random.sample(circle.members, 1 + REPLIES + FELT)
    shared = _row(circle, author, at)
    _put(link, "moment", shared | {"kind": "note", "text": words.moment(random), "advice": 0})
    acts = [("moment.shared", author)]
    for one in others[:REPLIES]:
        at += timedelta(minutes=5)
        _put(link, "reply", _row(circle, one, at) | {"moment_id": shared["id"], "text": words.reply(random)})
        acts.append(("reply.written", one))
    for one in others[REPLIES:]:
        at += timedelta(minutes=1)
        _put(link, "reaction", _row(circle, one, at) | {"moment_id": shared["id"], "feeling": random.choice(FEELINGS)})
        acts.append(("reaction.given", one))
    for row in _activities(circle, turn, shared["id"], acts, at):
        _put(link, "activity", row)


def _row(circle: Filled, author: str, at: datetime) -> Row:
    return {"circle_id": circle.id, "id": new_id(_ms(at)), "author_id": author, "created_at": _at(at)}


def _activities(circle: Filled, turn: int, moment_id: str, acts: list[tuple[str, str]], at: datetime) -> Iterator[Row]:
    for place, (verb, actor) in enumerate(acts):
        version = 2 + turn * ACTS + place
        row = {"circle_id": circle.id, "id": new_id(_ms(at)), "actor_id": actor, "verb": verb, "signal": "moments"}
        yield row | {"subject_id": moment_id, "detail": "", "version": version, "at": _at(at)}
