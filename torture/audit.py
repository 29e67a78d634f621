"""Looking through a house that has stopped: is everything that was acknowledged there, once and whole?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from micronet.base.sqlite import sqlite3
from torture.acks import Acks
from torture.household import Household

SAID = {"moment": "moment.shared", "reply": "reply.written"}
FIRST = 1
"""The version of a circle in which nothing was done yet."""


def audit(house: Household, acks: Acks, photos: Mapping[str, bytes] | None = None) -> list[str]:
    """Every breach in words. `photos` holds the squares that a photograph must have become, by its name."""
    with closing(sqlite3.connect(house.database)) as connection:
        return [
            *sound(connection),
            *_texts(connection, acks),
            *_feelings(connection, acks),
            *_waves(connection, acks),
            *_lines(connection, acks),
            *_versions(connection),
            *_photos(connection, house.folder / "files", acks, photos or {}),
        ]


def sound(connection: Any) -> Iterator[str]:
    """What SQLite itself finds wrong."""
    for (line,) in connection.execute("pragma integrity_check"):
        if line != "ok":
            yield f"integrity_check: {line}"
    for row in connection.execute("pragma foreign_key_check"):
        yield f"foreign_key_check: {row}"


def _texts(connection: Any, acks: Acks) -> Iterator[str]:
    """Moments and replies: those acknowledged are there with their words, none twice, none that nobody sent."""
    for kind, verb in SAID.items():
        there = dict(connection.execute(f"select id, text from {kind}"))
        yield from _same(kind, there, acks)
        for words, times in Counter(there.values()).items():
            if times > 1:
                yield f"doubled: {words!r} is there {times} times"
        told = Counter(row[0] for row in connection.execute("select subject_id from activity where verb = ?", [verb]))
        for id in there.keys() | told.keys():
            if told[id] != 1 or id not in there:
                yield f"half-done: {kind} {id} is there {int(id in there)} times and told {told[id]} times"


def _same(kind: str, there: Mapping[Any, str], acks: Acks) -> Iterator[str]:
    taken, sent = acks.of(kind), acks.doubted(kind)
    for key, what in taken.items():
        if there.get(key) != what:
            yield f"lost: {kind} {key} was acknowledged as {what!r} and is {there.get(key)!r}"
    for key, what in there.items():
        if key not in taken and sent.get(key) != what:
            yield f"invented: {kind} {key} {what!r}"


def _feelings(connection: Any, acks: Acks) -> Iterator[str]:
    rows = connection.execute("select moment_id, author_id, feeling from reaction")
    there = {(moment, author): feeling for moment, author, feeling in rows}
    yield from _same("feeling", there, acks)
    yield from _told_once(connection, "reaction.given", "feeling", {(moment, author) for moment, author in there})


def _waves(connection: Any, acks: Acks) -> Iterator[str]:
    there = dict.fromkeys(connection.execute("select from_id, to_id from wave"), "")
    yield from _same("wave", there, acks)
    yield from _told_once(connection, "wave.sent", "wave", {(to, sender) for sender, to in there})


def _told_once(connection: Any, verb: str, kind: str, there: set[tuple[str, str]]) -> Iterator[str]:
    """Each thing is told of by one act of whoever did it."""
    acts = connection.execute("select subject_id, actor_id from activity where verb = ?", [verb])
    told = Counter((subject, actor) for subject, actor in acts)
    for pair in there | told.keys():
        if told[pair] != 1 or pair not in there:
            yield f"half-done: {kind} {pair} is there {int(pair in there)} times and told {told[pair]} times"


def _lines(connection: Any, acks: Acks) -> Iterator[str]:
    """The line in each window is the last that was acknowledged, or one sent after it."""
    there = dict(connection.execute("select author_id, text from status"))
    for author, line in acks.of("line").items():
        if there.get(author) not in (line, acks.doubted("line").get(author)):
            yield f"lost: the line of {author} is {there.get(author)!r}, not {line!r}"


def _versions(connection: Any) -> Iterator[str]:
    """Each step of a circle's version has its act: nothing was done by halves."""
    for circle, version in connection.execute("select id, version from circle").fetchall():
        acts = connection.execute("select version from activity where circle_id = ?", [circle])
        told = Counter(row[0] for row in acts)
        steps = set(range(FIRST + 1, version + 1))
        if odd := sorted(step for step in told.keys() | steps if told[step] != 1 or step not in steps):
            yield f"half-done: circle {circle} is at version {version}; these steps have not one act each: {odd[:20]}"


def _photos(connection: Any, files: Path, acks: Acks, photos: Mapping[str, bytes]) -> Iterator[str]:
    """Every picture has its file, every face the photograph that was acknowledged, or one sent after it."""
    kept = {}
    for circle, id, size in connection.execute("select circle_id, id, size from picture"):
        path = files / circle[-2:] / circle / id
        kept[id] = path.read_bytes() if path.exists() else b""
        if len(kept[id]) != size:
            yield f"half-done: picture {id} has {size} bytes in its row and {len(kept[id])} on disk"
    faces = dict(connection.execute("select id, photo_id from membership"))
    for member, name in acks.of("photo").items():
        may_be = {photos[one] for one in (name, acks.doubted("photo").get(member, name))}
        if kept.get(faces.get(member) or "") not in may_be:
            yield f"lost: the photograph {name} of {member}"


def strays(house: Household) -> list[Path]:
    """Files that no row names: what was never finished, or has been taken down."""
    with closing(sqlite3.connect(house.database)) as connection:
        named: set[Hashable] = {row[0] for row in connection.execute("select id from picture")}
    return [path for path in (house.folder / "files").rglob("*") if path.is_file() and path.name not in named]
