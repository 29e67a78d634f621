"""The verbs of albums: make one, change it, fill it, take out of it, remove it, bring it back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from flask_babel import gettext as _

from micronet.activity.record import CIRCLE, record
from micronet.base import clock
from micronet.base.db import db
from micronet.base.errors import Forbidden, Invalid, NotFound
from micronet.base.ids import offspring
from micronet.circles.access import settle
from micronet.circles.models import Membership
from micronet.circles.roles import can, must
from micronet.memories import queries
from micronet.memories.models import Album, AlbumPhoto

MOST = 200
"""Albums of one circle."""
UNDO = 10
"""Seconds in which a page offers to undo."""
GRACE = timedelta(seconds=UNDO + 5)
"""How long an undo is taken: five seconds more than the page says, for slow fingers and slow networks."""


@dataclass(frozen=True)
class Cover:
    """What stands on an album: its name, of which sort it is, and the days of its event or the child's birthday."""

    name: str
    sort: str = "named"
    begins_on: date | None = None
    ends_on: date | None = None
    born_on: date | None = None


def make(by: Membership, cover: Cover, *, id: str) -> Album:
    """Make an album under the `id` that the page brought; twice is once. Raises Forbidden, Invalid."""
    must(by, "album.make")
    settle(by.circle_id)
    there = queries.even_removed(by.circle_id, id)
    if there is not None and there.by_id == by.id and cover_of(there) == cover and there.removed_at is None:
        return there
    if there is not None:
        id = offspring(id, f"{by.id}{cover}")
        if (again := queries.even_removed(by.circle_id, id)) is not None and again.removed_at is None:
            return again
    if queries.how_many(by.circle_id) >= MOST:
        raise Invalid(_("There are a great many albums here already. Remove one that nobody opens."), "name")
    album = Album(circle_id=by.circle_id, id=id, by_id=by.id)
    _put_on(album, cover)
    db.session.add(album)
    record("album.made", by=by, circle_id=by.circle_id, signal=CIRCLE, subject_id=album.id)
    return album


def change(album: Album, by: Membership, cover: Cover) -> None:
    """Give it another name or other days. Raises Forbidden."""
    _must_be_theirs(album, by)
    if cover_of(album) != cover:
        _put_on(album, cover)
        record("album.changed", by=by, circle_id=by.circle_id, signal=CIRCLE, subject_id=album.id)


def may_change(album: Album, by: Membership) -> bool:
    """Whether `by` may rename or remove it: whoever made it, and hosts."""
    return (album.by_id == by.id and can(by, "album.make")) or can(by, "album.change_any")


def remove(album: Album, by: Membership) -> None:
    """Remove an album; its photos stay where they were shared. Raises Forbidden."""
    _must_be_theirs(album, by)
    album.removed_at = clock.now()
    record("album.removed", by=by, circle_id=by.circle_id, signal=CIRCLE, subject_id=album.id)


def restore(by: Membership, id: str) -> Album:
    """Bring back what `by` removed a moment ago. Raises NotFound, with a sentence, when it is too late."""
    album = queries.even_removed(by.circle_id, id)
    if album is not None and album.removed_at is None and may_change(album, by):
        return album
    act = queries.removal(album) if album is not None and album.removed_at is not None else None
    if album is None or act is None or act.actor_id != by.id or clock.now() - act.at > GRACE:
        raise NotFound(_("It’s too late to bring that album back. Its photos are all still in their months."))
    album.removed_at = None
    record("album.restored", by=by, circle_id=by.circle_id, signal=CIRCLE, subject_id=album.id)
    return album


def add(album: Album, by: Membership, ids: Iterable[str]) -> None:
    """Put photos, which `by` may see, into an album. One that is there stays there. Flushes. Raises Forbidden."""
    must(by, "album.make")
    wanted = list(dict.fromkeys(ids))
    there = queries.lying(album, wanted)
    for id in wanted:
        if id in there:
            there[id].left_out = False
        else:
            row = AlbumPhoto(circle_id=album.circle_id, id=offspring(album.id, id), album_id=album.id)
            row.attachment_id, row.by_id = id, by.id
            db.session.add(row)
    record("album.filled", by=by, circle_id=by.circle_id, signal=CIRCLE, subject_id=album.id)


def take_out(album: Album, by: Membership, id: str) -> None:
    """Take a photo out of an album; it stays in its month. Flushes. Raises Forbidden."""
    must(by, "album.make")
    there = queries.lying(album, [id]).get(id)
    if there is None:
        there = AlbumPhoto(circle_id=album.circle_id, id=offspring(album.id, id), album_id=album.id)
        there.attachment_id, there.by_id = id, by.id
        db.session.add(there)
    there.left_out = True
    record("album.filled", by=by, circle_id=by.circle_id, signal=CIRCLE, subject_id=album.id)


def cover_of(album: Album) -> Cover:
    """What stands on it now."""
    return Cover(album.name, album.sort, album.begins_on, album.ends_on, album.born_on)


def _put_on(album: Album, cover: Cover) -> None:
    album.name, album.sort = cover.name, cover.sort
    album.begins_on, album.ends_on, album.born_on = cover.begins_on, cover.ends_on, cover.born_on


def _must_be_theirs(album: Album, by: Membership) -> None:
    if not may_change(album, by):
        raise Forbidden
