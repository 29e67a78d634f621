"""Portraits and circle pictures: a row, and a file of the same id on the circle's shelf."""

from __future__ import annotations

from sqlalchemy import delete, select

from micronet.base.db import db
from micronet.base.ids import new_id
from micronet.base.storage import Storage
from micronet.circles.access import in_force
from micronet.circles.models import Circle, Membership, Picture

SIDE = 512
"""Pixels of a side of a kept portrait."""
MEDIA_TYPE = "image/webp"


def hang(storage: Storage, circle_id: str, data: bytes) -> Picture:
    """Keep a picture that `base.pictures.square` has made. The file is on disk before its row. Flushes."""
    picture = Picture(circle_id=circle_id, id=new_id(), media_type=MEDIA_TYPE, size=len(data))
    storage.put(circle_id, picture.id, data)
    db.session.add(picture)
    db.session.flush()
    return picture


def take_down(circle_id: str, picture_id: str | None) -> None:
    """Forget the row of a picture that nothing shows any more. Its file goes after the commit: see `Storage.remove`."""
    db.session.flush()
    if picture_id is not None:
        db.session.execute(delete(Picture).where(Picture.circle_id == circle_id, Picture.id == picture_id))


def at_the_door(circle_id: str, picture_id: str) -> Picture | None:
    """A picture that whoever holds an invite may see: the circle's own, or of someone inside."""
    faces = select(Membership.photo_id).where(Membership.circle_id == circle_id, in_force())
    own = select(Circle.picture_id).where(Circle.id == circle_id)
    rows = select(Picture).where(Picture.circle_id == circle_id, Picture.id == picture_id)
    return db.session.scalars(rows.where(Picture.id.in_(faces) | Picture.id.in_(own))).one_or_none()


def all_of(circle_id: str) -> list[str]:
    """The ids of every picture of a circle."""
    return list(db.session.scalars(select(Picture.id).where(Picture.circle_id == circle_id)))
