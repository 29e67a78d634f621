"""The spine (Activity) and what is shared on it: a Moment, with the replies and reactions under it.

Moments live on this floor, not in the room that composes them, so that every room can share one and
replies and reactions can hold on to it by composite foreign key.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKeyConstraint,
    Index,
    String,
    Text,
    UniqueConstraint,
    column,
    exists,
)
from sqlalchemy.orm import Mapped, aliased, mapped_column

from micronet.activity.audience import is_apart, is_walled, may_see
from micronet.base import clock
from micronet.base.db import Id, Model, Utc
from micronet.base.search import Searched
from micronet.circles.models import InCircle, in_circle, of_member
from micronet.people.models import Person

MOMENT_LENGTH = 4000
REPLY_LENGTH = 2000
KINDS = (
    "note", "photos", "place", "flight", "win", "setback", "question", "poll", "picture", "voice", "announcement",
)  # fmt: skip
RUNS_OUT: Any = column("ends_at").is_not(None)
REMOVED: Any = column("removed_at").is_not(None)
"""For partial indexes, that only sweeps use: SQLite would take a whole one for everything that is still there."""
SEEN_BY = ("circle", "some", "all_but")
FEELINGS = ("love", "hug", "laugh", "well_done", "lovely", "thinking")


def under(table: str, column: str = "") -> ForeignKeyConstraint:
    """A reference to a row of this table in the same circle; what hangs under it goes with it."""
    column = column or f"{table}_id"
    return ForeignKeyConstraint(["circle_id", column], [f"{table}.circle_id", f"{table}.id"], ondelete="CASCADE")


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


class Moment(InCircle, Searched, Model):
    """Something shared. A removed one waits out its undo, unseen by all, and is then deleted for good."""

    __tablename__ = "moment"
    __table_args__ = in_circle(
        of_member("author_id"),
        CheckConstraint(f"kind in {KINDS}", name="kind"),
        Index("ix_moment_removed_at", "removed_at", sqlite_where=REMOVED, postgresql_where=REMOVED),
        Index("ix_moment_ends_at", "ends_at", sqlite_where=RUNS_OUT, postgresql_where=RUNS_OUT),
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
    seen_by: Mapped[str] = mapped_column(String(8), default="circle")
    """`circle`; `some`, the onlookers and nobody else; `all_but`, hidden from the onlookers until `hidden_until`."""
    hidden_until: Mapped[datetime | None] = mapped_column(Utc)
    ends_at: Mapped[datetime | None] = mapped_column(Utc)
    """When it goes by itself, with all that hangs under it."""

    @classmethod
    def audience(cls, person: Person) -> ColumnElement[bool]:
        """Nobody sees what was taken back or has run out; a moment may be meant for some, or hidden from some."""
        return may_see(cls, Onlooker, person)

    def search_text(self) -> str:
        """Its words, until it is taken back."""
        return "" if self.removed_at else self.text

    def search_labels(self) -> tuple[str, ...]:
        """Whose it is, and of what kind."""
        return self.author_id, self.kind


class Onlooker(InCircle, Model):
    """A member whom a moment names: one of those it is for, or one it is hidden from. See `Moment.seen_by`."""

    __tablename__ = "onlooker"
    __table_args__ = in_circle(
        of_member("member_id"), under("moment"), UniqueConstraint("circle_id", "moment_id", "member_id")
    )

    moment_id: Mapped[str] = mapped_column(Id)
    member_id: Mapped[str] = mapped_column(Id)

    @classmethod
    def audience(cls, person: Person) -> ColumnElement[bool]:
        """Who else is named is known to those who may see the moment."""
        return on_a_visible_moment(cls, person)


class Pin(InCircle, Model):
    """A moment that is kept on top of the board."""

    __tablename__ = "pin"
    __table_args__ = in_circle(of_member("by_id"), under("moment"), UniqueConstraint("circle_id", "moment_id"))

    moment_id: Mapped[str] = mapped_column(Id)
    by_id: Mapped[str] = mapped_column(Id)
    created_at: Mapped[datetime] = mapped_column(Utc, default=clock.now)

    @classmethod
    def audience(cls, person: Person) -> ColumnElement[bool]:
        """Pinned or not, a moment is only for those it is meant for."""
        return on_a_visible_moment(cls, person)


class Reply(InCircle, Searched, Model):
    """Words under a moment, in the order they were said."""

    __tablename__ = "reply"
    __table_args__ = in_circle(
        of_member("author_id"),
        under("moment"),
        Index("ix_reply_circle_id_moment_id", "circle_id", "moment_id", "id"),
        Index("ix_reply_removed_at", "removed_at", sqlite_where=REMOVED, postgresql_where=REMOVED),
    )

    moment_id: Mapped[str] = mapped_column(Id)
    author_id: Mapped[str] = mapped_column(Id)
    text: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(Utc, default=clock.now)
    edited_at: Mapped[datetime | None] = mapped_column(Utc)
    removed_at: Mapped[datetime | None] = mapped_column(Utc)

    @classmethod
    def audience(cls, person: Person) -> ColumnElement[bool]:
        """A removed reply is nobody's to see; the others are for those who may see the moment and meet the author."""
        there = cls.removed_at.is_(None) & on_a_visible_moment(cls, person)
        return there & ~is_apart(cls, cls.author_id, person)

    def search_text(self) -> str:
        """Its words, until it is taken back."""
        return "" if self.removed_at else self.text

    def search_labels(self) -> tuple[str, ...]:
        """Whose it is, and that it is one."""
        return self.author_id, "reply"


class Reaction(InCircle, Model):
    """One feeling of one member under one moment."""

    __tablename__ = "reaction"
    __table_args__ = in_circle(
        of_member("author_id"),
        under("moment"),
        UniqueConstraint("circle_id", "moment_id", "author_id"),
    )

    moment_id: Mapped[str] = mapped_column(Id)
    author_id: Mapped[str] = mapped_column(Id)
    feeling: Mapped[str] = mapped_column(String(12))
    created_at: Mapped[datetime] = mapped_column(Utc, default=clock.now)

    @classmethod
    def audience(cls, person: Person) -> ColumnElement[bool]:
        """For those who may see the moment and meet whose feeling it is. Whom it may be shown to is less still."""
        return on_a_visible_moment(cls, person) & ~is_apart(cls, cls.author_id, person)


def on_a_visible_moment(model: Any, person: Any) -> ColumnElement[bool]:
    """The condition that the moment under which a row of `model` hangs is there for this person."""
    moment = aliased(Moment)
    over = moment.circle_id == model.circle_id, moment.id == model.moment_id
    return exists().where(*over, *(() if is_walled(person) else (may_see(moment, Onlooker, person),)))
