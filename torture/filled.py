"""A house in which every text that people can write is a payload, and the pages on which it shows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import cycle
from typing import Any

from micronet.activity.models import Moment, Reply
from micronet.activity.record import CIRCLE, record
from micronet.base import clock
from micronet.base.db import db, writing
from micronet.base.ids import new_id
from micronet.base.text import clean
from micronet.board.models import Status
from micronet.circles.models import Invite, Membership
from micronet.people import keyring
from micronet.people.models import DoorNote, Passkey
from tests.world import World

MANY = dict.fromkeys(("moment", "reply"), 14) | dict.fromkeys(("nickname", "town", "status", "answer"), 7)
MANY |= {"name": 6, "circle": 2, "rules": 3, "question": 1, "invite": 4, "key": 3, "log": 6, "note": 3}
"""How many of each a house shows."""
FIELDS = tuple(MANY)
A_HOUSE = sum(MANY.values())


class Filling:
    """Hands out payloads field by field, as a form would have kept them; remembers what went where."""

    def __init__(self, texts: list[str], turn: int) -> None:
        order = FIELDS[turn % len(FIELDS) :] + FIELDS[: turn % len(FIELDS)]
        supply = cycle(texts)
        self.waiting = {field: [next(supply) for _ in range(MANY[field])] for field in order}
        self.typed = [next(supply) for _ in ECHOES]
        self.placed = 0

    def take(self, field: str) -> str:
        """The next payload for this field."""
        self.placed += 1
        held = self.waiting[field]
        text, lines = held.pop(0) if held else "Nothing more", 1000 if field in ("moment", "reply") else 1
        return clean(text, 100_000, lines) or "Blank"


def fill(cast: World, filling: Filling) -> None:
    """Everything that people write, written; on SQLite no column cuts it."""
    take = filling.take
    with writing() as session:
        cast.join(cast.ada, cast.elsewhere)
        cast.family.kind, cast.family.cap = "purpose", 48
        cast.elsewhere.name = take("circle")
        cast.ada.name, cast.family.name, cast.family.question = take("name"), take("circle"), take("question")
        cast.family.rules = "\n".join(take("rules") for _ in range(MANY["rules"]))
        people = [cast.ada_here, cast.ben_here]
        people += [cast.join(cast.person(take("name")), cast.family) for _ in range(MANY["nickname"] - 2)]
        for one in people:
            one.nickname, one.town, one.answer = take("nickname"), take("town"), take("answer")
            ends = clock.ahead(hours=4)
            session.add(
                Status(circle_id=cast.family.id, author_id=one.id, text=take("status"), emoji="", clears_at=ends)
            )
        for number in range(MANY["moment"]):
            _talk(cast, people[number % len(people)], take, clock.ago(minutes=number))
        for _ in range(MANY["invite"]):
            _invite(cast, take("invite"))
        for number in range(MANY["key"]):
            key = {
                "person_id": cast.ada.id,
                "credential_id": new_id().encode(),
                "public_key": b"x",
                "rp_id": keyring.here(),
            }
            session.add(Passkey(**key, name=take("key"), created_at=clock.ago(minutes=number)))
            session.add(DoorNote(person_id=cast.ada.id, kind="key.new", detail=take("note")))
        for _ in range(MANY["log"]):
            record("invite.made", by=cast.ben_here, circle_id=cast.family.id, signal=CIRCLE, detail=take("log"))


def _talk(cast: World, by: Membership, take: Any, at: Any) -> None:
    made = Moment(circle_id=cast.family.id, author_id=by.id, text=take("moment"), created_at=at)
    db.session.add(made)
    db.session.flush()
    later = at + timedelta(seconds=5)
    db.session.add(
        Reply(circle_id=cast.family.id, moment_id=made.id, author_id=by.id, text=take("reply"), created_at=later)
    )
    record("moment.shared", by=by, circle_id=cast.family.id, signal="moments", subject_id=made.id)


def _invite(cast: World, name: str) -> None:
    held = {"token_hash": new_id(), "words_hash": new_id(), "ends_at": clock.ahead(days=7), "by_id": cast.ada_here.id}
    db.session.add(Invite(circle_id=cast.family.id, for_name=name, **held))


def addresses(cast: World) -> Iterator[str]:
    """Every page of Ada's on which such text shows."""
    here, ben = cast.path(), cast.path(f"/members/{cast.ben_here.id}")
    yield from (
        here,
        cast.path("/about"),
        cast.path("/log"),
        cast.path("/status"),
        cast.path("/moments/new"),
        "/",
        "/share",
    )
    yield from (
        ben,
        f"{ben}/place",
        f"{ben}/host",
        f"{ben}/removal",
        cast.path("/me"),
        cast.path("/leave"),
        cast.path("/invites"),
    )
    yield from (cast.path(f"/settings/{part}") for part in ("name", "rules", "question"))
    yield from ("/me", "/me/keys", "/me/devices", "/me/device", "/me/codes")
    today = clock.now()
    yield cast.path(f"/{today.year}/{today.month}")


ECHOES = (
    ("/join", {"words": ""}),
    ("{here}/status", {"text": "", "clears": "never"}),
    ("{here}/moments", {"words": "", "kind": "none"}),
    ("{here}/invites", {"for_name": "", "role": "none"}),
    ("/circles/new", {"name": "", "kind": "none", "cap": "x"}),
    ("{here}/me", {"nickname": "", "town": "", "paint": "none"}),
    ("/recover", {"code": ""}),
    ("/me/place", {"zone": ""}),
)
"""Forms that come back with what was typed: each empty field is filled with a payload."""
