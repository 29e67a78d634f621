"""Albums that members put together."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ColumnElement, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from micronet.activity.attached import of_a_visible_attachment
from micronet.activity.models import under
from micronet.activity.spared import NotThis
from micronet.base import clock
from micronet.base.db import Id, Model, Utc
from micronet.circles.models import InCircle, in_circle, of_member
from micronet.people.models import Person

__all__ = ["ALBUM_NAME_LENGTH", "Album", "AlbumPhoto", "NotThis"]

ALBUM_NAME_LENGTH = 60


class Album(InCircle, Model):
    """Photos under a name, of an event, or of a child as it grows. The months make themselves and are no rows."""

    __tablename__ = "album"
    __table_args__ = in_circle(of_member("by_id"), CheckConstraint("sort in ('named', 'event', 'child')", name="sort"))

    sort: Mapped[str] = mapped_column(String(8), default="named")
    name: Mapped[str] = mapped_column(String(4 * ALBUM_NAME_LENGTH))
    by_id: Mapped[str] = mapped_column(Id)
    begins_on: Mapped[date | None] = mapped_column()
    ends_on: Mapped[date | None] = mapped_column()
    """The days of an event."""
    born_on: Mapped[date | None] = mapped_column()
    """The birthday of a child, by which its album tells the age."""
    created_at: Mapped[datetime] = mapped_column(Utc, default=clock.now)
    removed_at: Mapped[datetime | None] = mapped_column(Utc)

    @classmethod
    def audience(cls, person: Person) -> ColumnElement[bool]:
        """A removed album is nobody's to see."""
        return cls.removed_at.is_(None)


class AlbumPhoto(InCircle, Model):
    """A photo lies in an album. It stays with its moment, too, and goes with it."""

    __tablename__ = "album_photo"
    __table_args__ = in_circle(
        of_member("by_id"),
        under("album"),
        under("attachment"),
        UniqueConstraint("circle_id", "album_id", "attachment_id"),
        Index("ix_album_photo_circle_id_attachment_id", "circle_id", "attachment_id"),
    )

    album_id: Mapped[str] = mapped_column(Id)
    attachment_id: Mapped[str] = mapped_column(Id)
    by_id: Mapped[str] = mapped_column(Id)
    left_out: Mapped[bool] = mapped_column(default=False)
    """Taken out by hand of an album that gathers by itself, so that it is not gathered again."""
    created_at: Mapped[datetime] = mapped_column(Utc, default=clock.now)

    @classmethod
    def audience(cls, person: Person) -> ColumnElement[bool]:
        """For those who may see the photo."""
        return of_a_visible_attachment(cls, person)
