"""Letters between members of one circle, which nobody else reads. What is new is known to its reader alone."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Index, Text, UniqueConstraint, exists, select
from sqlalchemy.orm import Mapped, aliased, mapped_column

from micronet.activity.models import REMOVED, under
from micronet.base import clock
from micronet.base.db import Id, Model, Utc
from micronet.base.prepared import at_most
from micronet.circles.models import InCircle, Membership, in_circle, of_member
from micronet.people.models import Person

LETTER_LENGTH = 4000


class Thread(InCircle, Model):
    """Letters between the same few members, in the order they were written."""

    __tablename__ = "thread"
    __table_args__ = in_circle()

    created_at: Mapped[datetime] = mapped_column(Utc, default=clock.now)
    news_at: Mapped[datetime] = mapped_column(Utc, default=clock.now)
    """When the last letter came."""

    @classmethod
    def audience(cls, person: Person) -> ColumnElement[bool]:
        """For those who write to each other in it."""
        return writes_in(cls, cls.id, person)


class Correspondent(InCircle, Model):
    """A member who writes and reads in a thread. `looked_at` is theirs alone to know."""

    __tablename__ = "correspondent"
    __table_args__ = in_circle(
        of_member("member_id"),
        under("thread"),
        UniqueConstraint("circle_id", "thread_id", "member_id"),
        Index("ix_correspondent_circle_id_member_id", "circle_id", "member_id"),
    )

    thread_id: Mapped[str] = mapped_column(Id)
    member_id: Mapped[str] = mapped_column(Id)
    looked_at: Mapped[datetime | None] = mapped_column(Utc)

    @classmethod
    def audience(cls, person: Person) -> ColumnElement[bool]:
        """Who writes in a thread is known to those who do."""
        return writes_in(cls, cls.thread_id, person)


class Letter(InCircle, Model):
    """One letter. A removed one waits out its undo, unseen by all, and is then deleted for good."""

    __tablename__ = "letter"
    __table_args__ = in_circle(
        of_member("author_id"),
        under("thread"),
        Index("ix_letter_circle_id_thread_id", "circle_id", "thread_id", "created_at"),
        Index("ix_letter_removed_at", "removed_at", sqlite_where=REMOVED, postgresql_where=REMOVED),
    )

    thread_id: Mapped[str] = mapped_column(Id)
    author_id: Mapped[str] = mapped_column(Id)
    text: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(Utc, default=clock.now)
    edited_at: Mapped[datetime | None] = mapped_column(Utc)
    removed_at: Mapped[datetime | None] = mapped_column(Utc)

    @classmethod
    def audience(cls, person: Person) -> ColumnElement[bool]:
        """For those who write in the thread; a removed one is nobody's to see."""
        return cls.removed_at.is_(None) & in_thread_of(cls, person)


def in_thread_of(letter: Any, person: Any) -> ColumnElement[bool]:
    """The condition that this person writes in the thread of a letter."""
    return writes_in(letter, letter.thread_id, person)


def writes_in(model: Any, thread_id: Any, person: Any) -> ColumnElement[bool]:
    """The condition that this person writes in the thread that a column of `model` names."""
    one, me = aliased(Correspondent), aliased(Membership)
    here = one.circle_id == model.circle_id, one.thread_id == thread_id
    return exists().where(*here, me.circle_id == one.circle_id, me.id == one.member_id, me.person_id == person.id)


def last_letter() -> Any:
    """The id of a thread's last letter that was not taken back, for a statement that reads threads."""
    one = aliased(Letter)
    there = one.circle_id == Thread.circle_id, one.thread_id == Thread.id, one.removed_at.is_(None)
    last = select(one.id).where(*there).order_by(one.created_at.desc(), one.id.desc()).limit(at_most(1))
    return last.correlate(Thread).scalar_subquery()
