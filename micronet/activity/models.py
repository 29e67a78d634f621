"""The spine (Activity) and what is shared on it: a Moment, with the replies and reactions under it.

Moments live on this floor, not in the room that composes them, so that every room can share one and
replies and reactions can hold on to it by composite foreign key.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKeyConstraint, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from micronet.base import clock
from micronet.base.db import Id, Model, Utc
from micronet.circles.models import InCircle, in_circle, of_member
from micronet.people.models import Person

MOMENT_LENGTH = 4000
REPLY_LENGTH = 2000
KINDS = ("note", "win", "setback", "question")
FEELINGS = ("love", "hug", "laugh", "well_done", "lovely", "thinking")


def of_moment() -> ForeignKeyConstraint:
    """A reference to a moment of the same circle; what hangs under a moment goes with it."""
    return ForeignKeyConstraint(["circle_id", "moment_id"], ["moment.circle_id", "moment.id"], ondelete="CASCADE")


class Activity(InCircle, Model):
    """Who did what to which thing. `signal` names the block of a page that shows it, never its content."""

    __tablename__ = "activity"
    __table_args__ = in_circle(of_member("actor_id"), Index("ix_activity_circle_id_version", "circle_id", "version"))

    actor_id: Mapped[str | None] = mapped_column(Id)
    verb: Mapped[str] = mapped_column(String(32))
    signal: Mapped[str] = mapped_column(String(16))
    subject_id: Mapped[str | None] = mapped_column(Id)
    detail: Mapped[str] = mapped_column(String(120), default="")
    version: Mapped[int] = mapped_column()
    """The circle's version that this act made."""
    at: Mapped[datetime] = mapped_column(Utc, default=clock.now)


class Moment(InCircle, Model):
    """Something shared. A removed one waits out its undo, unseen by all, and is then deleted for good."""

    __tablename__ = "moment"
    __table_args__ = in_circle(
        of_member("author_id"),
        CheckConstraint("kind in ('note', 'win', 'setback', 'question')", name="kind"),
        Index("ix_moment_removed_at", "removed_at"),
        Index("ix_moment_circle_id_created_at", "circle_id", "created_at", "id"),
    )

    author_id: Mapped[str] = mapped_column(Id)
    kind: Mapped[str] = mapped_column(String(12), default="note")
    text: Mapped[str] = mapped_column(Text)
    advice: Mapped[bool] = mapped_column(default=False)
    """A setback says whether advice is welcome."""
    created_at: Mapped[datetime] = mapped_column(Utc, default=clock.now)
    edited_at: Mapped[datetime | None] = mapped_column(Utc)
    removed_at: Mapped[datetime | None] = mapped_column(Utc)

    @classmethod
    def audience(cls, person: Person) -> ColumnElement[bool]:
        """Removed moments are nobody's to see."""
        return cls.removed_at.is_(None)


class Reply(InCircle, Model):
    """Words under a moment, in the order they were said."""

    __tablename__ = "reply"
    __table_args__ = in_circle(
        of_member("author_id"),
        of_moment(),
        Index("ix_reply_circle_id_moment_id", "circle_id", "moment_id", "id"),
        Index("ix_reply_removed_at", "removed_at"),
    )

    moment_id: Mapped[str] = mapped_column(Id)
    author_id: Mapped[str] = mapped_column(Id)
    text: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(Utc, default=clock.now)
    edited_at: Mapped[datetime | None] = mapped_column(Utc)
    removed_at: Mapped[datetime | None] = mapped_column(Utc)

    @classmethod
    def audience(cls, person: Person) -> ColumnElement[bool]:
        """Removed replies are nobody's to see."""
        return cls.removed_at.is_(None)


class Reaction(InCircle, Model):
    """One feeling of one member under one moment."""

    __tablename__ = "reaction"
    __table_args__ = in_circle(
        of_member("author_id"),
        of_moment(),
        UniqueConstraint("circle_id", "moment_id", "author_id"),
    )

    moment_id: Mapped[str] = mapped_column(Id)
    author_id: Mapped[str] = mapped_column(Id)
    feeling: Mapped[str] = mapped_column(String(12))
    created_at: Mapped[datetime] = mapped_column(Utc, default=clock.now)
