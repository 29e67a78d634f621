"""What the board needs from the database: one function per block, each a bounded number of statements."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, and_, bindparam, or_, select, update

from micronet.base import clock
from micronet.base.db import side_write
from micronet.base.disk import if_it_can_be
from micronet.base.prepared import prepared, rows
from micronet.board.models import Status, Wave
from micronet.circles.models import Membership
from micronet.people.models import Person

VISIT_ENDS = timedelta(minutes=30)
"""Away for longer than this, and the next look is a new visit."""
LOOK_EVERY = timedelta(minutes=1)
WAVE_SHOWS = timedelta(hours=24)


@dataclass(frozen=True)
class Resident:
    """A member as the board reads them: their name here, their clock, their line. No person's id is in it."""

    id: str
    name: str
    paint: str
    photo_id: str | None
    town: str
    zone: str
    quiet_from: int
    quiet_until: int
    here_at: datetime | None
    """None for someone who would rather not say."""
    joined_at: datetime
    gone: bool
    """Whether they have left: no window then, but what they said keeps their name."""
    emoji: str
    text: str
    said_at: datetime | None
    clears_at: datetime | None


def residents(circle_id: str, *, now: datetime) -> list[Resident]:
    """Everyone in a circle, and everyone who was, with what their window says; one statement.

    The caller has entered the circle.
    """
    return [_resident(row, now) for row in rows(_residents(), circle=circle_id, now=now)]


@prepared
def _residents() -> Select[*tuple[Any, ...]]:
    line = and_(
        Status.circle_id == Membership.circle_id,
        Status.author_id == Membership.id,
        Status.clears_at > bindparam("now", type_=Status.clears_at.type),
    )
    return (
        select(
            Membership.id,
            Membership.nickname,
            Membership.paint,
            Membership.photo_id,
            Membership.town,
            Membership.joined_at,
            Membership.left_at,
            Membership.ends_at,
            Person.zone,
            Person.quiet_from,
            Person.quiet_until,
            Person.shows_here,
            Person.here_at,
            Status.emoji,
            Status.text,
            Status.created_at.label("said_at"),
            Status.clears_at,
        )
        .outerjoin(Person, Person.id == Membership.person_id)
        .outerjoin(Status, line)
        .where(Membership.circle_id == bindparam("circle"))
    )


def _resident(row: Any, now: datetime) -> Resident:
    return Resident(
        id=row.id,
        name=row.nickname,
        paint=row.paint,
        photo_id=row.photo_id,
        town=row.town,
        zone=row.zone or "UTC",
        quiet_from=row.quiet_from or 0,
        quiet_until=row.quiet_until or 0,
        here_at=row.here_at if row.shows_here else None,
        joined_at=row.joined_at,
        gone=row.left_at is not None or (row.ends_at is not None and row.ends_at <= now),
        emoji=row.emoji or "",
        text=row.text or "",
        said_at=row.said_at,
        clears_at=row.clears_at,
    )


def hushed(one: Resident) -> Resident:
    """The same for someone whom a block keeps apart: their name and their clock, and nothing they say."""
    quiet = replace(one, quiet_from=0, quiet_until=0, here_at=None, town="")
    return replace(quiet, emoji="", text="", said_at=None, clears_at=None)


@dataclass(frozen=True)
class Waves:
    """Today's waves from and to one member: who waved to them (newest first), and whom they waved to."""

    to_me: tuple[tuple[str, datetime], ...]
    from_me: frozenset[str]

    def without(self, ids: frozenset[str]) -> Waves:
        """The same but for what passed between these members and me."""
        return Waves(tuple(one for one in self.to_me if one[0] not in ids), self.from_me - ids) if ids else self


def waves(member: Membership, *, now: datetime) -> Waves:
    """The waves of a day between `member` and others of the circle; one statement."""
    found = rows(_waves(), circle=member.circle_id, me=member.id, since=now - WAVE_SHOWS)
    return Waves(
        tuple((row.from_id, row.created_at) for row in found if row.to_id == member.id),
        frozenset(row.to_id for row in found if row.from_id == member.id),
    )


@prepared
def _waves() -> Select[*tuple[Any, ...]]:
    mine = or_(Wave.to_id == bindparam("me"), Wave.from_id == bindparam("me"))
    since = bindparam("since", type_=Wave.created_at.type)
    recent = select(Wave.from_id, Wave.to_id, Wave.created_at).where(
        Wave.circle_id == bindparam("circle"), mine, Wave.created_at > since
    )
    return recent.order_by(Wave.created_at.desc())


def look(member: Membership) -> datetime | None:
    """Note that `member` looks at the board now; gives when their visit before this one ended, if ever.

    A side write, at most once a minute, so that opening a page is all it takes.
    """
    now, last = clock.now(), member.looked_at
    before = last if last is not None and now - last > VISIT_ENDS else member.looked_before_at
    if last is None or abs(now - last) >= LOOK_EVERY:
        mine = (Membership.circle_id == member.circle_id) & (Membership.id == member.id)
        with if_it_can_be(), side_write() as connection:
            connection.execute(update(Membership).where(mine).values(looked_at=now, looked_before_at=before))
    return before
