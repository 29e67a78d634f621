"""The photos of a circle that one member may see, by when they were taken."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, literal, or_, tuple_

from micronet.activity.attached import Attachment, Rendition
from micronet.activity.models import Moment
from micronet.activity.months import bounds
from micronet.base.db import Utc, db
from micronet.circles.access import visible
from micronet.circles.models import Membership
from micronet.memories.days import span
from micronet.memories.models import Album, AlbumPhoto
from micronet.people.models import Person

MOST = 60
"""Photos on one page."""
shot_at: ColumnElement[datetime] = func.coalesce(Attachment.taken_at, Attachment.created_at)
"""When a photo was taken; for one whose camera did not say, when it was sent."""
COLUMNS = (
    Attachment.id, Attachment.moment_id, Attachment.author_id, Attachment.alt, Attachment.place, Attachment.width,
    Attachment.height, Attachment.placeholder, shot_at.label("at"),
)  # fmt: skip


@dataclass(frozen=True)
class Photo:
    """One photo. `at` is when it was taken (UTC); `sizes` are widths and heights in pixels, from narrow to wide."""

    id: str
    moment_id: str
    author_id: str
    alt: str
    place: str
    width: int
    height: int
    placeholder: str
    at: datetime
    sizes: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class Shelf:
    """A page of photos, newest first; `onward` says that there are older ones."""

    photos: tuple[Photo, ...]
    onward: bool = False


@dataclass(frozen=True)
class Within:
    """Where photos are looked at: in an album, or in the month that begins on `first`."""

    album: Album | None = None
    first: date | None = None


def page(member: Membership, person: Person, within: Within, before: str | None = None) -> Shelf:
    """A page of the photos there, which goes on after the photo `before`. Two statements."""
    rows = _within(member, person, within)
    if before:
        place = _mine(member, person).where(Attachment.id == before).with_only_columns(shot_at).scalar_subquery()
        rows = rows.where(tuple_(shot_at, Attachment.id) < tuple_(place, before))
    found = _read(member, person, _newest(rows).limit(MOST + 1))
    return Shelf(tuple(found[:MOST]), len(found) > MOST)


def one(member: Membership, person: Person, id: str) -> Photo | None:
    """One photo, if it is there for this person. Two statements."""
    return next(iter(of(member, person, [id]).values()), None)


def of(member: Membership, person: Person, ids: Iterable[str]) -> dict[str, Photo]:
    """These photos by id, as far as they are there for this person. Two statements."""
    rows = _mine(member, person).where(Attachment.id.in_(list(ids))).with_only_columns(*COLUMNS)
    return {photo.id: photo for photo in _read(member, person, rows)}


def beside(member: Membership, person: Person, photo: Photo, within: Within) -> tuple[str | None, str | None]:
    """The ids of the next newer and the next older photo there. Two statements."""
    place, mine = tuple_(shot_at, Attachment.id), _within(member, person, within).with_only_columns(Attachment.id)
    key = tuple_(literal(photo.at, Utc()), literal(photo.id))
    newer = mine.where(place > key).order_by(shot_at, Attachment.id).limit(1)
    older = mine.where(place < key).order_by(shot_at.desc(), Attachment.id.desc()).limit(1)
    return db.session.scalar(newer), db.session.scalar(older)


def times(member: Membership, person: Person) -> list[tuple[str, datetime]]:
    """The id of every photo and when it was taken, newest first; one statement, of nothing else."""
    rows = _mine(member, person).with_only_columns(Attachment.id, shot_at.label("at"))
    return [(row.id, row.at) for row in db.session.execute(rows.order_by(shot_at.desc(), Attachment.id.desc()))]


def _mine(member: Membership, person: Person) -> Select[Any]:
    """The photos of the circle that this person may see. A picture with words on it is no photo of anything."""
    over = and_(Moment.circle_id == Attachment.circle_id, Moment.id == Attachment.moment_id, Moment.kind != "picture")
    mine = visible(Attachment, to=person).join(Moment, over)
    return mine.where(Attachment.circle_id == member.circle_id, Attachment.what == "photo", Attachment.state == "ready")


def _within(member: Membership, person: Person, within: Within) -> Select[Any]:
    rows = _mine(member, person)
    if within.first is not None:
        start, end = bounds(within.first, person.zone)
        rows = rows.where(shot_at >= start, shot_at < end)
    return rows.where(_lies_in(within.album, person)) if within.album is not None else rows


def _lies_in(album: Album, person: Person) -> ColumnElement[bool]:
    """The condition that a photo is in an album: put there, or taken on the days of its event and not left out."""
    here = AlbumPhoto.circle_id == album.circle_id, AlbumPhoto.album_id == album.id
    row = (*here, AlbumPhoto.attachment_id == Attachment.id)
    put = exists().where(*row, AlbumPhoto.left_out.is_(False))
    if album.sort != "event" or album.begins_on is None:
        return put
    start, end = span(album.begins_on, album.ends_on or album.begins_on, person.zone)
    out = exists().where(*row, AlbumPhoto.left_out.is_(True))
    return or_(put, and_(shot_at >= start, shot_at < end, ~out))


def _newest(rows: Select[Any]) -> Select[*tuple[Any, ...]]:
    return rows.with_only_columns(*COLUMNS).order_by(shot_at.desc(), Attachment.id.desc())


def _read(member: Membership, person: Person, rows: Select[*tuple[Any, ...]]) -> list[Photo]:
    found = db.session.execute(rows).all()
    sizes = _sizes(member, person, [row.id for row in found]) if found else {}
    return [Photo(**row._mapping, sizes=tuple(sizes.get(row.id, ()))) for row in found]


def _sizes(member: Membership, person: Person, ids: list[str]) -> dict[str, list[tuple[int, int]]]:
    """Width and height of every size of these photos."""
    rows = visible(Rendition, to=person).where(Rendition.circle_id == member.circle_id, Rendition.role == "size")
    rows = rows.where(Rendition.attachment_id.in_(ids)).order_by(Rendition.width)
    sizes: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for row in db.session.execute(rows.with_only_columns(Rendition.attachment_id, Rendition.width, Rendition.height)):
        sizes[row.attachment_id].append((row.width, row.height))
    return sizes
