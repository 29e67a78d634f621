"""The circle's own pictures to laugh at. The scenes that everyone has are files of the program, and no rows."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, String, exists
from sqlalchemy.orm import Mapped, aliased, mapped_column

from micronet.activity.attached import Attachment
from micronet.activity.models import under
from micronet.base import clock
from micronet.base.db import Id, Model, Utc
from micronet.circles.models import InCircle, in_circle, of_member
from micronet.people.models import Person

SHELF_NAME_LENGTH = 60


class ShelfPicture(InCircle, Model):
    """A photo that was kept as something to write on: a copy of its own, which outlives the moment it came from.

    One that was taken off waits out its undo with its attachment not `shelved`, and is then deleted for good.
    """

    __tablename__ = "shelf_picture"
    __table_args__ = in_circle(of_member("kept_by_id"), under("attachment"))

    attachment_id: Mapped[str] = mapped_column(Id)
    name: Mapped[str] = mapped_column(String(4 * SHELF_NAME_LENGTH), default="")
    kept_by_id: Mapped[str] = mapped_column(Id)
    created_at: Mapped[datetime] = mapped_column(Utc, default=clock.now)

    @classmethod
    def audience(cls, person: Person) -> ColumnElement[bool]:
        """Everyone's in the circle, as long as it lies there."""
        copy = aliased(Attachment)
        return exists().where(copy.circle_id == cls.circle_id, copy.id == cls.attachment_id, copy.shelved)
