"""What `data/` tells, read: people, circles, and the moments of each circle."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
DATA, PORTRAITS, PHOTOS, FILES = (HERE / name for name in ("data", "portraits", "photos", "files"))
CIRCLES = ("finches", "door", "supper", "choir")
Row = dict[str, Any]


@dataclass(frozen=True)
class Someone:
    """A person of the sample. `quiet` is their night in minutes after midnight, `here` minutes since they looked in.

    Keys and devices have a name, and how many days ago they were used.
    """

    key: str
    name: str
    zone: str
    town: str
    quiet: tuple[int, int]
    here: int
    text_size: int
    keeper: bool
    lines: dict[str, tuple[str, str, int]]
    keys: tuple[tuple[str, int], ...]
    devices: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Asked:
    """A poll, open for so many `days`. Each vote is who, minutes later, and the place of what they chose, from 1."""

    options: tuple[str, ...]
    votes: tuple[tuple[str, int, int], ...]
    days: int
    many: bool = False
    secret: bool = False


@dataclass(frozen=True)
class Told:
    """A moment as it is told: `day` days ago at `at` (minutes after midnight) by the clocks of its author."""

    by: str
    day: int
    at: int
    text: str
    kind: str = "note"
    advice: bool = False
    feel: dict[str, str] = field(default_factory=dict)
    said: tuple[tuple[str, int, str], ...] = ()
    poll: Asked | None = None
    photos: tuple[tuple[str, str], ...] = ()
    """Names of files in `photos/`, each with what is in it."""
    file: tuple[str, str, float] | None = None
    """A voice note or a document: which of them, its name in `files/`, and how many seconds it lasts."""
    drawing: tuple[str, str, str] | None = None
    """A picture of the shelf, and what is written above and below."""
    pinned: bool = False


@dataclass(frozen=True)
class Letter(Told):
    """A letter as it is told. What is `unread` has come since its readers looked."""

    circle: str = "finches"
    to: tuple[str, ...] = ()
    unread: bool = False


@cache
def people() -> dict[str, Someone]:
    """Everyone, by key."""
    return {key: _someone(key, row) for key, row in _read("people").items()}


@cache
def circles() -> dict[str, dict[str, Any]]:
    """The circles as they are told, by key, in the order they were made."""
    found = _read("circles")
    return {key: found[key] for key in CIRCLES}


@cache
def moments(circle: str) -> tuple[Told, ...]:
    """What was shared in a circle."""
    return tuple(_told(row) for row in _read(circle)["moment"])


@cache
def letters() -> tuple[Letter, ...]:
    """What they wrote to each other."""
    return tuple(
        Letter(
            row["by"],
            row["day"],
            _minutes(row["at"]),
            row["text"].strip(),
            circle=row["circle"],
            to=tuple(row["to"]),
            unread=row.get("unread", False),
        )
        for row in _read("letters")["letter"]
    )


def albums() -> list[Row]:
    """The albums that members put together."""
    return list(_read("albums")["album"])


def kept() -> list[Row]:
    """The photos that they keep to write on."""
    return list(_read("albums")["kept"])


def _read(name: str) -> dict[str, Any]:
    with (DATA / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)


def _someone(key: str, row: dict[str, Any]) -> Someone:
    first, last = (_minutes(clock) for clock in row["quiet"])
    return Someone(
        key=key,
        name=row["name"],
        zone=row["zone"],
        town=row["town"],
        quiet=(first, last),
        here=row["here"],
        text_size=row.get("text_size", 1),
        keeper=row.get("keeper", False),
        lines={part: (emoji, text, ago) for part, (emoji, text, ago) in row["lines"].items()},
        keys=tuple((name, days) for name, days in row.get("keys", ())),
        devices=tuple((name, days) for name, days in row.get("devices", ())),
    )


def _told(row: dict[str, Any]) -> Told:
    said = tuple(_reply(line) for line in row.get("said", ()))
    rest = {name: row[name] for name in ("kind", "advice", "feel") if name in row}
    poll = _asked(row["poll"]) if "poll" in row else None
    rest["photos"] = tuple((name, alt) for name, alt in row.get("photos", ()))
    rest |= {name: tuple(row[name]) for name in ("file", "drawing") if name in row}
    rest["pinned"] = row.get("pinned", False)
    return Told(row["by"], row["day"], _minutes(row["at"]), row["text"], said=said, poll=poll, **rest)


def _asked(row: dict[str, Any]) -> Asked:
    votes = tuple((who, later, int(place)) for who, later, place in map(_reply, row["votes"]))
    rest = {name: row[name] for name in ("many", "secret") if name in row}
    return Asked(tuple(row["options"]), votes, row["days"], **rest)


def _reply(line: str) -> tuple[str, int, str]:
    """ "theo +14 Save me the end piece." is who, minutes later, and the words."""
    who, later, words = line.split(" ", 2)
    return who, int(later), words


def _minutes(clock: str) -> int:
    hours, minutes = clock.split(":")
    return 60 * int(hours) + int(minutes)
