"""The verbs of the shelf: send a picture, keep a photo to write on, take it off, put it back."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import timedelta

from flask_babel import gettext as _

from micronet.activity.attached import Attachment, Rendition
from micronet.activity.models import Moment
from micronet.activity.record import CIRCLE, MOMENTS, record
from micronet.base import clock
from micronet.base.db import db
from micronet.base.errors import Forbidden, Invalid, NotFound
from micronet.base.ids import offspring
from micronet.base.lettering import Size
from micronet.base.storage import Storage
from micronet.circles.access import settle
from micronet.circles.models import Membership
from micronet.circles.roles import can, must
from micronet.shelf import queries
from micronet.shelf.captions import TINY
from micronet.shelf.models import ShelfPicture

MOST = 60
"""Pictures of its own on a circle's shelf."""
UNDO = 10
"""Seconds in which a page offers to undo."""
GRACE = timedelta(seconds=UNDO + 5)
"""How long an undo is taken: five seconds more than the page says, for slow fingers and slow networks."""
WEBP = "image/webp"


@dataclass(frozen=True)
class Finished:
    """A picture to send: which one it is, what is in it, and its sizes, the widest last."""

    key: str
    alt: str
    sizes: list[Size]


def send(by: Membership, picture: Finished, files: Storage, *, id: str) -> Moment:
    """Share it under the `id` that the page brought. The same sent twice is there once. Flushes. Raises Forbidden."""
    must(by, "moment.share")
    settle(by.circle_id)
    there = queries.even_removed(by.circle_id, id)
    if there is not None and not _is_same(there, by, picture):
        id = offspring(id, by.id + picture.key + picture.alt)
        there = queries.even_removed(by.circle_id, id)
    if there is not None:
        return _bring_back(there[0], by)
    moment = Moment(circle_id=by.circle_id, id=id, author_id=by.id, kind="picture", text="")
    db.session.add(moment)
    db.session.flush()
    _enclose(moment, picture, files)
    record("moment.shared", by=by, circle_id=by.circle_id, signal=MOMENTS, subject_id=id, news=True)
    return moment


def keep(photo: Attachment, moment: Moment | None, by: Membership, files: Storage) -> ShelfPicture:
    """Put a copy of a photo on the shelf. Kept twice it is there once. Flushes. Raises Forbidden, Invalid."""
    must(by, "shelf.keep")
    sizes = queries.renditions(by.circle_id, photo.id)
    _must_be_everyones(photo, moment, bool(sizes))
    copy_id = offspring(photo.id, "shelf")
    there = queries.even_taken_off(by.circle_id, offspring(copy_id, "picture"))
    if there is not None and there[1].shelved:
        return there[0]
    if queries.how_many(by.circle_id) >= MOST:
        raise Invalid(_("The shelf is full. Take something off it that nobody laughs at any more."))
    kept = _put_back(there) if there else _copy(photo, sizes, by, files, copy_id)
    record("shelf.kept", by=by, circle_id=by.circle_id, signal=CIRCLE, subject_id=kept.id)
    return kept


def may_take_off(kept_by_id: str, by: Membership) -> bool:
    """Whether `by` may take off what this member kept."""
    return kept_by_id == by.id or can(by, "shelf.remove_any")


def take_off(kept: ShelfPicture, copy: Attachment, by: Membership) -> None:
    """Take it off the shelf; soon it is gone for good. Raises Forbidden."""
    if not may_take_off(kept.kept_by_id, by):
        raise Forbidden
    copy.shelved = False
    record("shelf.removed", by=by, circle_id=by.circle_id, signal=CIRCLE, subject_id=kept.id)


def restore(by: Membership, id: str) -> None:
    """Put back what `by` took off a moment ago. Raises NotFound, with a sentence, when it is too late."""
    there, act = queries.even_taken_off(by.circle_id, id), queries.taken_off(by.circle_id, id)
    if there is not None and there[1].shelved and may_take_off(there[0].kept_by_id, by):
        return
    late = act is None or act.actor_id != by.id or clock.now() - act.at > GRACE
    if there is None or late:
        raise NotFound(_("It’s too late to put that back. You can keep the photo again."))
    record("shelf.kept", by=by, circle_id=by.circle_id, signal=CIRCLE, subject_id=_put_back(there).id)


def _is_same(there: tuple[Moment, Attachment | None], by: Membership, picture: Finished) -> bool:
    """Whether what is there is this very picture, or another that took its id: someone went back in the browser."""
    moment, enclosed = there
    mine = moment.author_id == by.id and enclosed is not None
    return mine and (enclosed.name, enclosed.alt) == (f"{picture.key}.webp", picture.alt)  # type: ignore[union-attr]


def _bring_back(moment: Moment, by: Membership) -> Moment:
    if moment.removed_at is not None:
        moment.removed_at = None
        record("moment.restored", by=by, circle_id=by.circle_id, signal=MOMENTS, subject_id=moment.id)
    return moment


def _enclose(moment: Moment, picture: Finished, files: Storage) -> None:
    """The picture's row, and a file and a row for each size. The files are on disk before their rows."""
    widest = picture.sizes[-1]
    enclosed = Attachment(
        circle_id=moment.circle_id,
        id=offspring(moment.id, "picture"),
        author_id=moment.author_id,
        moment_id=moment.id,
        what="photo",
        state="ready",
        name=f"{picture.key}.webp",
        alt=picture.alt,
        media_type=WEBP,
        size=len(widest.data),
        received=len(widest.data),
        width=widest.width,
        height=widest.height,
    )
    db.session.add(enclosed)
    db.session.flush()
    for size in picture.sizes:
        if size.width == TINY:
            enclosed.placeholder = base64.b64encode(size.data).decode()
        else:
            _file(enclosed, size, files)
    db.session.flush()


def _file(of: Attachment, size: Size, files: Storage) -> None:
    name = offspring(of.id, str(size.width))
    files.put(of.circle_id, name, size.data)
    held = Rendition(circle_id=of.circle_id, id=name, attachment_id=of.id, role="size", media_type=WEBP)
    held.width, held.height, held.size = size.width, size.height, len(size.data)
    db.session.add(held)


def _must_be_everyones(photo: Attachment, moment: Moment | None, has_sizes: bool) -> None:
    """Nothing that is meant for some, or for a while, lies where everyone finds it."""
    if (photo.what, photo.state) != ("photo", "ready") or not has_sizes:
        raise Invalid(_("Only a photo can go on the shelf."))
    if moment is None or moment.seen_by != "circle":
        raise Invalid(_("That photo isn’t for everyone in the circle, so it can’t go on the shelf."))
    if moment.ends_at is not None:
        raise Invalid(_("That photo goes away by itself after a while, so it can’t go on the shelf."))


def _copy(photo: Attachment, sizes: list[Rendition], by: Membership, files: Storage, id: str) -> ShelfPicture:
    shape = {"width": sizes[-1].width, "height": sizes[-1].height, "size": sizes[-1].size, "received": sizes[-1].size}
    like = {"media_type": sizes[-1].media_type, "alt": photo.alt, "placeholder": photo.placeholder}
    copy = Attachment(circle_id=by.circle_id, id=id, author_id=by.id, what="photo", state="ready", shelved=True)
    for name, value in (shape | like).items():
        setattr(copy, name, value)
    db.session.add(copy)
    db.session.flush()
    for one in sizes:
        _file(copy, Size(one.width, one.height, files.get(one.circle_id, one.id)), files)
    kept = ShelfPicture(circle_id=by.circle_id, id=offspring(id, "picture"), attachment_id=id, kept_by_id=by.id)
    db.session.add(kept)
    db.session.flush()
    return kept


def _put_back(there: tuple[ShelfPicture, Attachment]) -> ShelfPicture:
    there[1].shelved = True
    return there[0]
