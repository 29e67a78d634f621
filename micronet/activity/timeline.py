"""What was shared in a circle, as one member may read it: moments, newest first, with replies and feelings.

Each page takes a few statements, however many members and moments there are (see `finding`). Names are not read here:
whoever shows a page knows the circle's people anyway.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any, ClassVar

from sqlalchemy import tuple_

from micronet.activity import finding
from micronet.activity.finding import MOST, is_alike, is_for_all
from micronet.activity.models import Moment
from micronet.activity.months import bounds
from micronet.activity.parts import Held, gathered
from micronet.base.dates import local_day
from micronet.circles.access import visible
from micronet.circles.alike import alike
from micronet.circles.models import Membership
from micronet.people.models import Person

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
    """One moment. `feelings` holds what the reader may know: everyone's for its author, else only their own.

    `named` are those it is for (`seen_by` is "some") or hidden from ("all_but"); for a moment that is for everyone by
    now it is empty. `parts` is what else is under it: see `parts.Part`.
    """

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
    seen_by: str = "circle"
    named: tuple[str, ...] = ()
    hidden_until: datetime | None = None
    ends_at: datetime | None = None
    pinned: bool = False
    parts: tuple[Held, ...] = ()


@dataclass(frozen=True)
class Timeline:
    """Moments, newest first. `older` is when the first one that is not among them was shared, if there is one.

    `on_top` are those that stand above the others: today's announcement, and what is kept there.
    """

    moments: tuple[MomentView, ...]
    older: datetime | None = None
    on_top: tuple[MomentView, ...] = ()

    def __iter__(self) -> Iterator[MomentView]:
        return iter(self.moments)

    def __len__(self) -> int:
        return len(self.moments)

    @property
    def below(self) -> tuple[MomentView, ...]:
        """What is left when those on top are taken out."""
        above = {one.id for one in self.on_top}
        return tuple(one for one in self.moments if one.id not in above)


@dataclass(frozen=True)
class Latest:
    """What the board is made of, as far as it may read alike for all: rows of moments, pinned ones, and replies."""

    rows: list[Any]
    pins: list[Any]
    said: dict[str, list[ReplyView]]


def recent(member: Membership, person: Person, *, now: datetime) -> Timeline:
    """What `member` (who is `person`) finds on the board: the last 30 days or the last 20 moments, at most 50."""
    read = partial(_read_latest, member, person)
    found = alike("timeline", member, read, _size, may_share=partial(_may_share, member.circle_id, now))
    rows, pins = _lasting(found.rows, now), _lasting(found.pins, now)
    kept = [row for place, row in enumerate(rows) if place < AT_LEAST or now - row.created_at <= RECENT][:MOST]
    today = local_day(now, person.zone)
    told = [row for row in kept if row.kind == "announcement" and local_day(row.created_at, person.zone) == today]
    older = rows[len(kept)].created_at if len(rows) > len(kept) else None
    top = {row.id: row for row in (*told, *pins)}
    shown = _views(member, person, {row.id: row for row in kept} | top, found.said, {row.id for row in pins}, now)
    return Timeline(tuple(shown[row.id] for row in kept), older, tuple(shown[id] for id in top))


def _read_latest(member: Membership, person: Person) -> Latest:
    rows, pins = finding.latest(member, person), finding.kept_on_top(member, person)
    return Latest(rows, pins, _replies(member, person, {row.id for row in (*rows, *pins)}))


def _may_share(circle_id: str, now: datetime, found: Latest) -> bool:
    """Whether what one member has read is what every other would read: nothing in it, and nothing left out of it, is
    only for some."""
    return all(is_for_all(row, now) for row in (*found.rows, *found.pins)) and is_alike(circle_id, now)


def _lasting(rows: list[Any], now: datetime) -> list[Any]:
    """Without what has run out since it was read."""
    return [row for row in rows if row.ends_at is None or row.ends_at > now]


def _size(found: Latest) -> int:
    texts = [one.text for one in (*found.rows, *found.pins)]
    texts += [one.text for under in found.said.values() for one in under]
    return sum(len(text) + 700 for text in texts)


def month(member: Membership, person: Person, first: date, *, now: datetime, before: str | None = None) -> Timeline:
    """A page of the month that begins on `first`, as days go where `person` is; `before` is the id it goes on after."""
    start, end = bounds(first, person.zone)
    mine = _mine(member, person).where(Moment.created_at >= start, Moment.created_at < end)
    if before:
        place = _mine(member, person).where(Moment.id == before).with_only_columns(Moment.created_at).scalar_subquery()
        mine = mine.where(tuple_(Moment.created_at, Moment.id) < tuple_(place, before))
    rows = finding.chosen(mine)
    shown = _alone(member, person, rows[:MOST], now)
    return Timeline(shown, rows[MOST].created_at if len(rows) > MOST else None)


def one(member: Membership, person: Person, moment_id: str, *, now: datetime) -> MomentView | None:
    """One moment with what is under it, or None where there is none to see."""
    rows = finding.chosen(_mine(member, person).where(Moment.id == moment_id))
    return next(iter(_alone(member, person, rows, now)), None)


def _mine(member: Membership, person: Person) -> Any:
    """The moments of the circle that this person may see."""
    return visible(Moment, to=person).where(Moment.circle_id == member.circle_id)


def _alone(member: Membership, person: Person, rows: list[Any], now: datetime) -> tuple[MomentView, ...]:
    """Views of what was read for this one member."""
    by_id = {row.id: row for row in rows}
    pins = {row.id for row in finding.kept_on_top(member, person)} if rows else set()
    return tuple(_views(member, person, by_id, _replies(member, person, by_id), pins, now).values())


def _views(
    member: Membership, person: Person, rows: dict[str, Any], said: dict[str, list[ReplyView]], pins: set[str],
    now: datetime,
) -> dict[str, MomentView]:  # fmt: skip
    """Every view by its id, with what only this member reads: feelings, whom moments are for, further parts."""
    ids = list(rows)
    felt: dict[str, list[ReactionView]] = defaultdict(list)
    for it in finding.felt_under(member, person, ids, [row.id for row in rows.values() if row.author_id == member.id]):
        felt[it.moment_id].append(ReactionView(it.author_id, it.feeling))
    named: dict[str, list[str]] = defaultdict(list)
    some = [row.id for row in rows.values() if not is_for_all(row, now)]
    for it in finding.named_on(member, person, some) if some else ():
        named[it.moment_id].append(it.member_id)
    parts = gathered(member, person, {id: row.kind for id, row in rows.items()})
    return {
        id: _view(row, said.get(id, ()), felt[id], named[id], id in pins, parts.get(id, ()), now)
        for id, row in rows.items()
    }


def _view(
    row: Any, said: Iterable[ReplyView], felt: list[ReactionView], named: list[str], pinned: bool,
    parts: tuple[Held, ...], now: datetime,
) -> MomentView:  # fmt: skip
    for_all = is_for_all(row, now)
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
        "circle" if for_all else row.seen_by,
        tuple(named),
        None if for_all else row.hidden_until,
        row.ends_at,
        pinned,
        parts,
    )


def _replies(member: Membership, person: Person, ids: Iterable[str]) -> dict[str, list[ReplyView]]:
    """The replies under each of these moments, in the order they were said."""
    found: dict[str, list[ReplyView]] = defaultdict(list)
    for row in finding.said_under(member, person, ids):
        said = ReplyView(row.id, row.moment_id, row.author_id, row.text, row.created_at, bool(row.edited_at))
        found[row.moment_id].append(said)
    return found
