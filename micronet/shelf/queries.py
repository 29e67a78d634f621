"""What lies on the shelf, and the files of a picture."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, func, select

from micronet.activity.attached import Attachment, Rendition
from micronet.activity.models import Activity, Moment
from micronet.base.db import db
from micronet.base.errors import NotFound
from micronet.base.storage import Storage
from micronet.base.text import cut
from micronet.circles.access import find, visible
from micronet.circles.models import Membership
from micronet.people.models import Person
from micronet.shelf.models import SHELF_NAME_LENGTH, ShelfPicture
from micronet.shelf.scenes import BY_KEY, HEIGHT, WIDTH, Scene

MOST_WIDE, SMALL = 960, 480
"""Pixels across of what is kept and written on, and of what a page full of them shows."""


@dataclass(frozen=True)
class Blank:
    """A picture to write on: a scene, or one that the circle kept. `key` stands in its address."""

    key: str
    name: str
    alt: str
    drawing: str = ""
    """The static file of a scene."""
    kept_by_id: str = ""
    width: int = WIDTH
    height: int = HEIGHT


def kept(member: Membership, person: Person) -> list[Blank]:
    """The circle's own, the latest first; one statement."""
    rows = visible(ShelfPicture, to=person).where(ShelfPicture.circle_id == member.circle_id)
    rows = rows.join(Attachment, _its_copy()).add_columns(Attachment)
    rows = rows.order_by(ShelfPicture.created_at.desc(), ShelfPicture.id.desc())
    return [_of_kept(one, copy) for one, copy in db.session.execute(rows)]


def blank(member: Membership, person: Person, key: str) -> Blank:
    """The one of this key. Raises NotFound."""
    if key in BY_KEY:
        return of_scene(BY_KEY[key])
    one = find(ShelfPicture, member.circle_id, key, to=person)
    return _of_kept(one, find(Attachment, member.circle_id, one.attachment_id, to=person))


def of_scene(scene: Scene) -> Blank:
    """A scene in the reader's language."""
    return Blank(scene.key, _(scene.name), _(scene.alt), scene.drawing)


def read(member: Membership, key: str, files: Storage, *, small: bool = False) -> Callable[[], bytes]:
    """How to read the picture of this key; what the database knows of it is asked at once. Raises NotFound."""
    if key in BY_KEY:
        return BY_KEY[key].file.read_bytes
    found = renditions(member.circle_id, select(ShelfPicture.attachment_id).where(
        ShelfPicture.circle_id == member.circle_id, ShelfPicture.id == key).scalar_subquery())  # fmt: skip
    if not found:
        raise NotFound
    circle_id, name = member.circle_id, (found[0] if small else found[-1]).id
    return lambda: files.get(circle_id, name)


def renditions(circle_id: str, attachment_id: object) -> list[Rendition]:
    """The sizes of a photo that are not too wide to be kept, the smallest first."""
    sizes = select(Rendition).where(Rendition.circle_id == circle_id, Rendition.attachment_id == attachment_id)
    sizes = sizes.where(Rendition.role == "size", Rendition.width <= MOST_WIDE)
    return list(db.session.scalars(sizes.order_by(Rendition.width)))


def how_many(circle_id: str) -> int:
    """How many pictures of its own lie on the circle's shelf."""
    lying = select(func.count()).where(Attachment.circle_id == circle_id, Attachment.shelved)
    return db.session.scalar(lying) or 0


def even_taken_off(circle_id: str, id: str) -> tuple[ShelfPicture, Attachment] | None:
    """A picture of the circle, on its shelf or just taken off."""
    rows = select(ShelfPicture, Attachment).join(Attachment, _its_copy())
    found = db.session.execute(rows.where(ShelfPicture.circle_id == circle_id, ShelfPicture.id == id)).one_or_none()
    return (found[0], found[1]) if found else None


def taken_off(circle_id: str, id: str) -> Activity | None:
    """The act that took it off last."""
    acts = select(Activity).where(Activity.circle_id == circle_id, Activity.subject_id == id)
    return db.session.scalars(acts.where(Activity.verb == "shelf.removed").order_by(Activity.version.desc())).first()


def even_removed(circle_id: str, id: str) -> tuple[Moment, Attachment | None] | None:
    """A moment of the circle by its id, taken back or not, and what is enclosed with it."""
    rows = select(Moment, Attachment).outerjoin(
        Attachment, (Attachment.circle_id == Moment.circle_id) & (Attachment.moment_id == Moment.id)
    )
    found = db.session.execute(rows.where(Moment.circle_id == circle_id, Moment.id == id)).first()
    return (found[0], found[1]) if found else None


def _of_kept(one: ShelfPicture, copy: Attachment) -> Blank:
    name = cut(one.name or copy.alt, SHELF_NAME_LENGTH) or _("A photo of ours")
    width, height = copy.width or WIDTH, copy.height or HEIGHT
    return Blank(one.id, name, copy.alt, kept_by_id=one.kept_by_id, width=width, height=height)


def _its_copy() -> ColumnElement[bool]:
    return (Attachment.circle_id == ShelfPicture.circle_id) & (Attachment.id == ShelfPicture.attachment_id)
