"""Peace and quiet between two members: a mute, which ends and nobody hears of, and a block, which goes both ways."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, Index, UniqueConstraint, exists
from sqlalchemy.orm import Mapped, aliased, mapped_column

from micronet.base import clock
from micronet.base.db import Id, Model, Utc
from micronet.circles.models import InCircle, Membership, in_circle, of_member
from micronet.people.models import Person


class Mute(InCircle, Model):
    """`by` would rather not meet what `of` shares on their pages for a while. `of` is never told."""

    __tablename__ = "mute"
    __table_args__ = in_circle(of_member("by_id"), of_member("of_id"), UniqueConstraint("circle_id", "by_id", "of_id"))

    by_id: Mapped[str] = mapped_column(Id)
    of_id: Mapped[str] = mapped_column(Id)
    created_at: Mapped[datetime] = mapped_column(Utc, default=clock.now)
    ends_at: Mapped[datetime] = mapped_column(Utc)

    @classmethod
    def audience(cls, person: Person) -> ColumnElement[bool]:
        """Nobody but who asked for it ever knows."""
        me = aliased(Membership)
        return exists().where(me.circle_id == cls.circle_id, me.id == cls.by_id, me.person_id == person.id)


class Block(InCircle, Model):
    """Neither of the two sees what the other shares, and neither can write to the other. Only the hosts are told."""

    __tablename__ = "block"
    __table_args__ = in_circle(
        of_member("by_id"),
        of_member("of_id"),
        UniqueConstraint("circle_id", "by_id", "of_id"),
        Index("ix_block_circle_id_of_id", "circle_id", "of_id"),
    )

    by_id: Mapped[str] = mapped_column(Id)
    of_id: Mapped[str] = mapped_column(Id)
    created_at: Mapped[datetime] = mapped_column(Utc, default=clock.now)
