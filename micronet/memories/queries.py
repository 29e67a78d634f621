"""What the pages of albums are made of: the months, the albums, and whether one is there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select

from micronet.activity.models import Activity
from micronet.activity.months import bounds, month_of
from micronet.base.db import db
from micronet.circles.access import visible
from micronet.circles.models import Membership
from micronet.memories import photos
from micronet.memories.days import span
from micronet.memories.models import Album, AlbumPhoto
from micronet.memories.photos import Photo
from micronet.people.models import Person


@dataclass(frozen=True)
class MonthCard:
    """A month that made itself an album: its first day, how many photos, and the latest of them."""

    first: date
    count: int
    cover: Photo | None


@dataclass(frozen=True)
class AlbumCard:
    """An album in the list."""

    album: Album
    count: int
    cover: Photo | None


def cards(member: Membership, person: Person) -> tuple[list[MonthCard], list[AlbumCard]]:
    """Every month with photos, newest first, and every album, the last made first. Five statements."""
    taken = photos.times(member, person)
    months = _by_month(taken, person.zone)
    held = _held(member, person, taken)
    covers = photos.of(member, person, {ids[0] for ids in (*months.values(), *(ids for _, ids in held)) if ids})
    by_month = [MonthCard(first, len(ids), covers.get(ids[0])) for first, ids in months.items()]
    return by_month, [AlbumCard(one, len(ids), covers.get(ids[0]) if ids else None) for one, ids in held]


def months(member: Membership, person: Person) -> list[date]:
    """The first day of every month that has photos, newest first; one statement."""
    return list(_by_month(photos.times(member, person), person.zone))


def albums(member: Membership, person: Person) -> list[Album]:
    """Every album of the circle, the last made first; one statement."""
    rows = visible(Album, to=person).where(Album.circle_id == member.circle_id)
    return list(db.session.scalars(rows.order_by(Album.created_at.desc(), Album.id.desc())))


def even_removed(circle_id: str, id: str) -> Album | None:
    """An album of the circle, there or just removed."""
    return db.session.scalars(select(Album).where(Album.circle_id == circle_id, Album.id == id)).one_or_none()


def how_many(circle_id: str) -> int:
    """How many albums the circle has."""
    rows = select(func.count()).select_from(Album).where(Album.circle_id == circle_id, Album.removed_at.is_(None))
    return db.session.scalar(rows) or 0


def removal(album: Album) -> Activity | None:
    """The act that removed it last."""
    acts = select(Activity).where(Activity.circle_id == album.circle_id, Activity.subject_id == album.id)
    return db.session.scalars(acts.where(Activity.verb == "album.removed").order_by(Activity.version.desc())).first()


def lying(album: Album, ids: Iterable[str]) -> dict[str, AlbumPhoto]:
    """The rows of these photos in an album, those left out as well, by photo."""
    rows = select(AlbumPhoto).where(AlbumPhoto.circle_id == album.circle_id, AlbumPhoto.album_id == album.id)
    return {one.attachment_id: one for one in db.session.scalars(rows.where(AlbumPhoto.attachment_id.in_(list(ids))))}


def _by_month(taken: list[tuple[str, datetime]], zone: str) -> dict[date, list[str]]:
    """The ids of photos, newest first, by month. The edges of a month are found once, not for each photo."""
    found: dict[date, list[str]] = {}
    start: datetime | None = None
    for id, at in taken:
        if start is None or at < start:
            first = month_of(at, zone)
            start = bounds(first, zone)[0]
        found.setdefault(first, []).append(id)
    return found


def _held(member: Membership, person: Person, taken: list[tuple[str, datetime]]) -> list[tuple[Album, list[str]]]:
    """Every album with the ids of its photos, newest first."""
    rows = visible(AlbumPhoto, to=person).where(AlbumPhoto.circle_id == member.circle_id)
    put: dict[str, set[str]] = defaultdict(set)
    out: dict[str, set[str]] = defaultdict(set)
    columns = AlbumPhoto.album_id, AlbumPhoto.attachment_id, AlbumPhoto.left_out
    for row in db.session.execute(rows.with_only_columns(*columns)):
        (out if row.left_out else put)[row.album_id].add(row.attachment_id)
    found = []
    for album in albums(member, person):
        inside = put[album.id] | _gathered(album, taken, person.zone) - out[album.id]
        found.append((album, [id for id, _at in taken if id in inside] if inside else []))
    return found


def _gathered(album: Album, taken: list[tuple[str, datetime]], zone: str) -> set[str]:
    """The photos that an event gathers by itself."""
    if album.sort != "event" or album.begins_on is None:
        return set()
    start, end = span(album.begins_on, album.ends_on or album.begins_on, zone)
    return {id for id, at in taken if start <= at < end}
