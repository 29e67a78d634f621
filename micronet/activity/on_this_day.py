"""What was shared on this day in earlier years: one moment, for the end of a page. Nothing ever rings for it.

It brings up gladly what was glad: never a setback, nothing of people who have left, and nothing of people the reader
has muted. Nothing either of what the reader would rather not be reminded of (see `spared`). All of it stays where it
was, for whoever goes and looks.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, exists, func, or_

from micronet.activity import enclosing
from micronet.activity.attached import Attachment
from micronet.activity.enclosing import Enclosed
from micronet.activity.models import Moment
from micronet.activity.spared import DAY, MOMENT, PERSON, PLACE, NotThis
from micronet.base.dates import day_end, local_day
from micronet.base.db import Utc
from micronet.base.prepared import at_most, prepared
from micronet.base.prepared import rows as db_rows
from micronet.circles.access import Asker, in_force, visible
from micronet.circles.models import Membership
from micronet.circles.quiet import Mute
from micronet.people.models import Person

YEARS = 30
"""How far back it looks."""
GLAD = ("note", "photos", "place", "win", "picture", "voice")
"""The kinds of moments that are brought up."""


@dataclass(frozen=True)
class Memory:
    """A moment of an earlier year; `on` is its day for the reader, `photos` those that are shown with it."""

    id: str
    author_id: str
    text: str
    created_at: datetime
    on: date
    photos: tuple[Enclosed, ...] = ()

    @property
    def places(self) -> tuple[str, ...]:
        """Where its photos were taken, each once."""
        return tuple(dict.fromkeys(photo.place for photo in self.photos if photo.place))


def on_this_day(member: Membership, person: Person, now: datetime) -> Memory | None:
    """What `member` (who is `person`) may be reminded of today, if anything. At most two statements, none in the first
    year of a circle."""
    today = local_day(now, person.zone)
    days = same_days(today, local_day(member.circle.created_at, person.zone))
    if not days:
        return None
    spans = [(day_end(day - timedelta(days=1), person.zone), day_end(day, person.zone)) for day in days]
    known: dict[str, Any] = {"circle": member.circle_id, "asker": person.id, "me": member.id, "now": now}
    known |= {f"from_{n}": start for n, (start, _end) in enumerate(spans)}
    known |= {f"until_{n}": end for n, (_start, end) in enumerate(spans)}
    row = next(iter(db_rows(_latest(len(spans)), **known, day=day_name(today))), None)
    if row is None:
        return None
    held = enclosing.of_moments(member.circle_id, [row.id], to=person) if row.has_photo else {}
    photos = tuple(it for it in held.get(row.id, ()) if (it.what, it.state, it.reply_id) == ("photo", "ready", None))
    on = local_day(row.created_at, person.zone)
    return Memory(row.id, row.author_id, row.text, row.created_at, on, photos)


def same_days(today: date, since: date) -> list[date]:
    """The days of earlier years, from `since` on, that are remembered on `today`: the same of the calendar.

    29 February is remembered on the 28th in years that have none.
    """
    found = []
    for year in range(max(since.year, today.year - YEARS), today.year):
        if (today.month, today.day) == (2, 29):
            found += [date(year, 2, 29)] if _leaps(year) else []
            continue
        found.append(today.replace(year=year))
        if (today.month, today.day) == (2, 28) and _leaps(year) and not _leaps(today.year):
            found.append(date(year, 2, 29))
    return [day for day in found if day >= since]


def day_name(on: date) -> str:
    """A day of the calendar, as it is noted in `NotThis`."""
    return f"{on:%m-%d}"


def _leaps(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


@prepared
def _latest(spans: int) -> Select[*tuple[Any, ...]]:
    """One moment out of so many days, `from_0` to `until_0` and so on: one with a photo before one without."""
    has_photo = exists().where(
        Attachment.circle_id == Moment.circle_id, Attachment.moment_id == Moment.id, Attachment.reply_id.is_(None),
        Attachment.what == "photo", Attachment.state == "ready",
    )  # fmt: skip
    mine = visible(Moment, to=Asker()).where(Moment.circle_id == bindparam("circle"), Moment.kind.in_(GLAD))
    mine = mine.where(_on(spans), ~_is_spared(), ~_is_away())
    first = mine.order_by(has_photo.desc(), Moment.created_at.desc(), Moment.id.desc()).limit(at_most(1))
    columns = Moment.id, Moment.author_id, Moment.text, Moment.created_at, has_photo.label("has_photo")
    return first.with_only_columns(*columns)


def _on(spans: int) -> ColumnElement[bool]:
    """The condition that a moment was shared on one of these days."""
    ends = [(bindparam(f"from_{n}", type_=Utc()), bindparam(f"until_{n}", type_=Utc())) for n in range(spans)]
    return or_(*(and_(Moment.created_at >= start, Moment.created_at < end) for start, end in ends))


def _is_spared() -> ColumnElement[bool]:
    """The condition that a moment, whoever shared it, where its photos are from, or the day is what I would rather not
    be reminded of."""
    there = Attachment.circle_id == Moment.circle_id, Attachment.moment_id == Moment.id
    place = exists().where(*there, func.lower(Attachment.place) == func.lower(NotThis.what))
    noted: Any = or_(
        and_(NotThis.sort == MOMENT, NotThis.what == Moment.id),
        and_(NotThis.sort == PERSON, NotThis.what == Moment.author_id),
        and_(NotThis.sort == DAY, NotThis.what == bindparam("day")),
        and_(NotThis.sort == PLACE, place),
    )
    return exists().where(NotThis.circle_id == Moment.circle_id, NotThis.member_id == bindparam("me"), noted)


def _is_away() -> ColumnElement[bool]:
    """The condition that whoever shared a moment has left, or is muted by me for now."""
    inside = exists().where(
        Membership.circle_id == Moment.circle_id, Membership.id == Moment.author_id, in_force()
    )  # fmt: skip
    muted = exists().where(
        Mute.circle_id == Moment.circle_id, Mute.by_id == bindparam("me"), Mute.of_id == Moment.author_id,
        Mute.ends_at > bindparam("now"),
    )  # fmt: skip
    return or_(~inside, muted)
