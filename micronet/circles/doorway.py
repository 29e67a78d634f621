"""Who is at the door and what may have changed for them, asked below Flask in two short statements.

It asks what `guards` and `access` ask: the device's token and its end, the memberships in force. Whatever it cannot
answer for certain is left to them: it then says that it knows nobody. Nothing it reads is ever shown. For SQLite only;
on PostgreSQL every question goes the whole way.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Engine

from micronet.base import clock, walls
from micronet.base.secrets import fingerprint
from micronet.people.models import Person
from micronet.people.sessions import SEEN_EVERY

UNSEEN = {"id", "handle", "created_at", "here_at"}
"""What of a person changes without any page of theirs looking different."""


MOST = 5_000
"""So many people are remembered at once."""


@dataclass(frozen=True)
class Known:
    """Someone with an open device. `circles` gives the version of each of theirs; `stamp` is all that was read.

    `until` is when a closer look is due in any case: a minute after they were seen last, or when something ends.
    """

    person_id: str
    circles: dict[str, int]
    stamp: list[tuple[Any, ...]]
    until: datetime


class Doorway:
    """Asks over one reading connection of its own, which several threads share.

    While nobody commits anything the answers stay what they are, so they are remembered until `data_version` moves.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._lock = threading.Lock()
        self._link: Any = None
        self._mine = _mine()
        self._at = -1
        self._known: dict[str, Known | None] = {}
        self._told: dict[str, str] = {}

    def look(self, secret: str) -> Known | None:
        """Who this token lets in just now, or None when that takes a closer look."""
        now = clock.now()
        with self._lock:
            self._catch_up()
            if secret not in self._known:
                self._known[secret] = _read(self._ask(self._mine, _said(now), fingerprint(secret)))
            known = self._known[secret]
        return known if known is not None and now < known.until else None

    def clocks(self, circle_id: str) -> str:
        """What the windows of a circle take from their people themselves: zones, quiet hours."""
        with self._lock:
            self._catch_up()
            if circle_id not in self._told:
                self._told[circle_id] = str(self._ask(CLOCKS, circle_id)[0][0])
            return self._told[circle_id]

    def _catch_up(self) -> None:
        version = self._ask("pragma data_version")[0][0]
        if version != self._at or len(self._known) + len(self._told) > MOST:
            self._at = version
            self._known.clear()
            self._told.clear()

    def _ask(self, statement: str, *values: str) -> list[tuple[Any, ...]]:
        if self._link is None:
            self._link = walls.beneath(
                self._engine, "asks for the circles of whoever holds the token, and shows nothing of what it finds"
            )
        found: list[tuple[Any, ...]] = self._link.execute(statement, values).fetchall()
        return found


def _read(found: list[tuple[Any, ...]]) -> Known | None:
    """What the rows say; None for a token that opens nothing, or only lets its holder make a key."""
    if not found or found[0][3]:
        return None
    seen_at, ends = _moment(found[0][1]), [_moment(row[4]) for row in found if row[4]]
    until = min(seen_at + SEEN_EVERY, _moment(found[0][2]), *ends)
    return Known(found[0][0], {row[5]: row[6] for row in found}, [row[5:] for row in found], until)


def _mine() -> str:
    """A row for each circle of whoever holds the token. What a circle shows moves its version on when it changes."""
    person = ", ".join(f"p.{column.key}" for column in Person.__table__.columns if column.key not in UNSEEN)
    return (
        "select d.person_id, d.seen_at, d.ends_at, d.only_enrols, m.ends_at, c.id, c.version, m.looked_at, "
        f"m.looked_before_at, ({LETTERS}), ({QUIET}), {person} from device d join person p on p.id = d.person_id "
        "join membership m on m.person_id = p.id "
        "and m.left_at is null and (m.ends_at is null or m.ends_at > ?) join circle c on c.id = m.circle_id "
        "where d.token_hash = ? order by m.circle_id"
    )


LETTERS = (
    "select group_concat(t.id || t.news_at) from correspondent w "
    "join thread t on t.circle_id = w.circle_id and t.id = w.thread_id "
    "where w.circle_id = m.circle_id and w.member_id = m.id and t.news_at > coalesce(w.looked_at, '')"
)
"""Letters move no version on, since nobody else is to hear of them: what waits for this one member stands here."""

CLOCKS = (
    "select group_concat(p.zone || ' ' || p.quiet_from || ' ' || p.quiet_until || ' ' || p.shows_here) "
    "from membership m join person p on p.id = m.person_id where m.circle_id = ?"
)


QUIET = "select group_concat(u.of_id || u.ends_at) from mute u where u.circle_id = m.circle_id and u.by_id = m.id"
"""Whom they would rather not meet, which moves no version: nobody else is to notice."""


def _said(at: datetime) -> str:
    """A moment as SQLite keeps it."""
    return at.isoformat(" ", "microseconds")[:26]


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
