"""What the board keeps of its own: each member's current status, and waves."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from micronet.base import clock
from micronet.base.db import Id, Model, Utc
from micronet.circles.models import InCircle, in_circle, of_member

STATUS_LENGTH = 80


class Status(InCircle, Model):
    """A member's current line. There is one at a time, and it clears by itself."""

    __tablename__ = "status"
    __table_args__ = in_circle(of_member("author_id"), UniqueConstraint("circle_id", "author_id"))

    author_id: Mapped[str] = mapped_column(Id)
    emoji: Mapped[str] = mapped_column(String(32), default="")
    text: Mapped[str] = mapped_column(String(4 * STATUS_LENGTH), default="")
    created_at: Mapped[datetime] = mapped_column(Utc, default=clock.now)
    clears_at: Mapped[datetime] = mapped_column(Utc)


class Wave(InCircle, Model):
    """Thinking of you: at most one a day from one member to another. `on` is the sender's local day."""

    __tablename__ = "wave"
    __table_args__ = in_circle(
        of_member("from_id"),
        of_member("to_id"),
        UniqueConstraint("circle_id", "to_id", "from_id", "on"),
    )

    from_id: Mapped[str] = mapped_column(Id)
    to_id: Mapped[str] = mapped_column(Id)
    on: Mapped[date] = mapped_column()
    created_at: Mapped[datetime] = mapped_column(Utc, default=clock.now)
