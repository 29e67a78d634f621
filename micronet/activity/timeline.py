"""What was shared in a circle, as one member may read it: moments, newest first, with replies and feelings.

Each page takes three statements, however many members and moments there are. Names are not read here:
whoever shows a page knows the circle's people anyway.
"""

from __future__ import annotations

import calendar
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any, ClassVar

from sqlalchemy import Select, bindparam, extract, func, or_, tuple_

from micronet.activity.models import Moment, Reaction, Reply
from micronet.base.dates import day_end, local_day
from micronet.base.db import db
from micronet.base.prepared import prepared
from micronet.base.prepared import rows as db_rows
from micronet.circles.access import Asker, visible
from micronet.circles.alike import alike
from micronet.circles.models import Membership
from micronet.people.models import Person

MOST = 50
"""Moments on one page."""
AT_LEAST = 20
"""So many of the latest are shown, however old they are."""
RECENT = timedelta(days=30)


@dataclass(frozen=True)
class ReactionView:
    """One feeling, and whose it is."""

    author_id: str
    feeling: str


@dataclass(frozen=True)
class ReplyView:
    """Words under a moment."""

    dom_name: ClassVar[str] = "reply"

    id: str
    moment_id: str
    author_id: str
    text: str
    created_at: datetime
    edited: bool


@dataclass(frozen=True)
class MomentView:
    """One moment. `feelings` holds what the reader may know: everyone's for its author, else only their own."""

    dom_name: ClassVar[str] = "moment"

    id: str
    author_id: str
    kind: str
    text: str
    advice: bool
    created_at: datetime
    edited: bool
    replies: tuple[ReplyView, ...] = ()
    feelings: tuple[ReactionView, ...] = ()


@dataclass(frozen=True)
class Timeline:
    """Moments, newest first. `older` is when the first one that is not among them was shared, if there is one."""

    moments: tuple[MomentView, ...]
    older: datetime | None = None

    def __iter__(self) -> Iterator[MomentView]:
        return iter(self.moments)

    def __len__(self) -> int:
        return len(self.moments)


def recent(member: Membership, person: Person, *, now: datetime) -> Timeline:
    """What `member` (who is `person`) finds on the board: the last 30 days or the last 20 moments, at most 50."""
    rows, said = alike("timeline", member, partial(_read_latest, member, person), _size)
    kept = [row for place, row in enumerate(rows) if place < AT_LEAST or now - row.created_at <= RECENT]
    return _timeline(member, person, rows, kept[:MOST], said)


Said = dict[str, list[ReplyView]]


def _read_latest(member: Membership, person: Person) -> tuple[list[Any], Said]:
    rows = db_rows(_latest(), circle=member.circle_id, asker=person.id)
    return rows, _replies(member, person, [row.id for row in rows])


def _size(latest: tuple[list[Any], Said]) -> int:
    rows, said = latest
    texts = [one.text for one in rows] + [one.text for under in said.values() for one in under]
    return sum(len(text) + 600 for text in texts)


def month(member: Membership, person: Person, first: date, *, before: str | None = None) -> Timeline:
    """A page of the month that begins on `first`, as days go where `person` is; `before` is the id it goes on after."""
    start, end = bounds(first, person.zone)
    chosen = _moments(member, person).where(Moment.created_at >= start, Moment.created_at < end)
    if before:
        last = visible(Moment, to=person).where(Moment.circle_id == member.circle_id, Moment.id == before)
        place = last.with_only_columns(Moment.created_at).scalar_subquery()
        chosen = chosen.where(tuple_(Moment.created_at, Moment.id) < tuple_(place, before))
    rows = _rows(chosen)
    return _timeline(member, person, rows, rows[:MOST])


def one(member: Membership, person: Person, moment_id: str) -> MomentView | None:
    """One moment with what is under it, or None where there is none to see."""
    rows = _rows(_moments(member, person).where(Moment.id == moment_id))
    return next(iter(_timeline(member, person, rows, rows)), None)


def months(member: Membership, person: Person) -> list[date]:
    """The first day of every month in which something was shared, newest first, as days go where `person` is.

    One statement. A UTC month touches at most two local ones, so its first and its last moment tell which.
    """
    ends = func.min(Moment.created_at), func.max(Moment.created_at)
    mine = visible(Moment, to=person).where(Moment.circle_id == member.circle_id)
    grouped = mine.with_only_columns(*ends).group_by(
        extract("year", Moment.created_at), extract("month", Moment.created_at)
    )
    return sorted({month_of(at, person.zone) for row in db.session.execute(grouped) for at in row}, reverse=True)


def month_of(at: datetime, zone: str) -> date:
    """The first day of the month that holds the instant `at` in `zone`."""
    return local_day(at, zone).replace(day=1)


def bounds(first: date, zone: str) -> tuple[datetime, datetime]:
    """When (UTC) the month that begins on `first` begins and ends in `zone`."""
    days = calendar.monthrange(first.year, first.month)[1]
    return day_end(first - timedelta(days=1), zone), day_end(first.replace(day=days), zone)


def _moments(member: Membership, person: Person) -> Select[*tuple[Any, ...]]:
    """The newest moments, one more than a page holds, so that it shows whether there are older ones."""
    return _newest(visible(Moment, to=person).where(Moment.circle_id == member.circle_id))


def _newest(mine: Select[Any]) -> Select[*tuple[Any, ...]]:
    columns = Moment.id, Moment.author_id, Moment.kind, Moment.text, Moment.advice, Moment.created_at, Moment.edited_at
    return mine.with_only_columns(*columns).order_by(Moment.created_at.desc(), Moment.id.desc()).limit(MOST + 1)


@prepared
def _latest() -> Select[*tuple[Any, ...]]:
    return _newest(visible(Moment, to=Asker()).where(Moment.circle_id == bindparam("circle")))


def _rows(chosen: Select[*tuple[Any, ...]]) -> list[Any]:
    return list(db.session.execute(chosen))


def _timeline(
    member: Membership, person: Person, rows: list[Any], kept: list[Any], said: Said | None = None
) -> Timeline:
    ids = [row.id for row in kept]
    said = _replies(member, person, ids) if said is None else said
    felt = _feelings(member, person, ids, [row.id for row in kept if row.author_id == member.id])
    older = rows[len(kept)].created_at if len(rows) > len(kept) else None
    return Timeline(tuple(_view(row, said.get(row.id, ()), felt[row.id]) for row in kept), older)


def _view(row: Any, said: Iterable[ReplyView], felt: list[ReactionView]) -> MomentView:
    return MomentView(
        row.id,
        row.author_id,
        row.kind,
        row.text,
        row.advice,
        row.created_at,
        bool(row.edited_at),
        tuple(said),
        tuple(felt),
    )


def _replies(member: Membership, person: Person, ids: Iterable[str]) -> dict[str, list[ReplyView]]:
    """The replies under each of these moments, in the order they were said."""
    found: dict[str, list[ReplyView]] = defaultdict(list)
    for row in db_rows(_said_under(), circle=member.circle_id, asker=person.id, ids=list(ids)):
        said = ReplyView(row.id, row.moment_id, row.author_id, row.text, row.created_at, bool(row.edited_at))
        found[row.moment_id].append(said)
    return found


@prepared
def _said_under() -> Select[*tuple[Any, ...]]:
    columns = Reply.id, Reply.moment_id, Reply.author_id, Reply.text, Reply.created_at, Reply.edited_at
    under = Reply.moment_id.in_(bindparam("ids", expanding=True))
    chosen = visible(Reply, to=Asker()).where(Reply.circle_id == bindparam("circle"), under)
    return chosen.with_only_columns(*columns).order_by(Reply.created_at, Reply.id)


def _feelings(member: Membership, person: Person, ids: list[str], own: list[str]) -> dict[str, list[ReactionView]]:
    """The feelings the reader may know of, in the order they came: those sent to them, and those they sent."""
    found: dict[str, list[ReactionView]] = defaultdict(list)
    values = {"circle": member.circle_id, "asker": person.id, "me": member.id}
    for row in db_rows(_felt_under(), ids=ids, own=own, **values):
        found[row.moment_id].append(ReactionView(row.author_id, row.feeling))
    return found


@prepared
def _felt_under() -> Select[*tuple[Any, ...]]:
    own = Reaction.moment_id.in_(bindparam("own", expanding=True))
    told = or_(Reaction.author_id == bindparam("me"), own)
    under = Reaction.moment_id.in_(bindparam("ids", expanding=True))
    chosen = visible(Reaction, to=Asker()).where(Reaction.circle_id == bindparam("circle"), under, told)
    columns = Reaction.moment_id, Reaction.author_id, Reaction.feeling
    return chosen.with_only_columns(*columns).order_by(Reaction.created_at, Reaction.id)
