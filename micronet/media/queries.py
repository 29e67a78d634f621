"""What the room looks up of its own. What runs in the jobs process looks into every circle."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import delete, literal, or_, select, tuple_

from micronet.activity.attached import Attachment, Rendition
from micronet.base import clock
from micronet.base.db import Id, Utc, db
from micronet.base.errors import NotFound
from micronet.circles.access import find, visible
from micronet.circles.models import Circle, Membership
from micronet.people.models import Person


def file_of(found: Attachment, role: str, width: int | None, *, to: Person) -> Rendition:
    """One file of something enclosed. Raises NotFound."""
    rows = visible(Rendition, to=to).where(Rendition.circle_id == found.circle_id)
    rows = rows.where(Rendition.attachment_id == found.id, Rendition.role == role)
    if width is not None:
        rows = rows.where(Rendition.width == width)
    file: Rendition | None = db.session.scalars(rows).one_or_none()
    if file is None:
        raise NotFound
    return file


def files_of(found: Attachment, *, to: Person) -> list[Rendition]:
    """Every file of something enclosed, from narrow to wide."""
    rows = visible(Rendition, to=to).where(Rendition.circle_id == found.circle_id)
    return list(db.session.scalars(rows.where(Rendition.attachment_id == found.id).order_by(Rendition.width)))


def documents(circle_id: str, before: str | None, *, many: int, to: Person) -> list[tuple[Attachment, str]]:
    """Files that were shared, newest first, each with the name of who shared it; those older than `before`, if any."""
    over = (Membership.circle_id == Attachment.circle_id) & (Membership.id == Attachment.author_id)
    key = tuple_(Attachment.created_at, Attachment.id)
    rows = visible(Attachment, to=to).join(Membership, over).add_columns(Membership.nickname)
    rows = rows.where(Attachment.circle_id == circle_id, Attachment.what == "file", Attachment.state == "ready")
    rows = rows.where(Attachment.moment_id.is_not(None))
    if before is not None:
        above = find(Attachment, circle_id, before, to=to)
        rows = rows.where(key < tuple_(literal(above.created_at, Utc()), literal(above.id, Id)))
    rows = rows.order_by(Attachment.created_at.desc(), Attachment.id.desc()).limit(many)
    return [(row[0], row[1]) for row in db.session.execute(rows)]


def has_poster(found: Attachment) -> bool:
    """Whether a video has one already."""
    here = Rendition.circle_id == found.circle_id, Rendition.attachment_id == found.id, Rendition.role == "poster"
    return db.session.execute(select(Rendition.id).where(*here)).first() is not None


def next_waiting() -> Attachment | None:
    """The photo that has waited longest for its sizes, of those whose turn it is."""
    due = or_(Attachment.next_at.is_(None), Attachment.next_at <= clock.now())
    rows = select(Attachment).where(Attachment.state == "waiting", due)
    return db.session.scalars(rows.order_by(Attachment.created_at).limit(1)).first()


def still_waiting(circle_id: str, id: str) -> Attachment | None:
    """The same photo, held until the unit of work ends; None when it was taken away meanwhile."""
    here = Attachment.circle_id == circle_id, Attachment.id == id, Attachment.state == "waiting"
    return db.session.scalars(select(Attachment).where(*here).with_for_update()).one_or_none()


def keeps_originals(circle_id: str) -> bool:
    """Whether a circle keeps photos as they came as well."""
    return bool(db.session.scalar(select(Circle.keeps_originals).where(Circle.id == circle_id)))


def zone_of(found: Attachment) -> str:
    """Where its author lives, as a time zone."""
    theirs = select(Person.zone).join(Membership, Membership.person_id == Person.id)
    here = Membership.circle_id == found.circle_id, Membership.id == found.author_id
    return db.session.scalar(theirs.where(*here)) or "UTC"


def coming(ids: Iterable[str]) -> set[str]:
    """Of these, the ones whose file is still wanted in `incoming`."""
    rows = select(Attachment.id).where(Attachment.id.in_(list(ids)), Attachment.state.in_(("arriving", "waiting")))
    return set(db.session.scalars(rows))


def forget_unused(seconds: float) -> None:
    """Delete what was sent so long ago and is with nothing. Its files are strays then, and swept as such."""
    nowhere = Attachment.moment_id.is_(None), Attachment.letter_id.is_(None), Attachment.shelved.is_(False)
    db.session.execute(delete(Attachment).where(*nowhere, Attachment.created_at < clock.ago(seconds=seconds)))
