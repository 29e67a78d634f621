"""The circle's own pictures to laugh at. The scenes that everyone has are files of the program, and no rows."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from micronet.activity.models import under
from micronet.base import clock
from micronet.base.db import Id, Model, Utc
from micronet.circles.models import InCircle, in_circle, of_member

SHELF_NAME_LENGTH = 60


class ShelfPicture(InCircle, Model):
    """A photo that was kept as something to write on: a copy of its own, which outlives the moment it came from."""

    __tablename__ = "shelf_picture"
    __table_args__ = in_circle(of_member("kept_by_id"), under("attachment"))

    attachment_id: Mapped[str] = mapped_column(Id)
    name: Mapped[str] = mapped_column(String(4 * SHELF_NAME_LENGTH), default="")
    kept_by_id: Mapped[str] = mapped_column(Id)
    created_at: Mapped[datetime] = mapped_column(Utc, default=clock.now)
