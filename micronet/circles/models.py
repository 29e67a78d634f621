"""A circle, its memberships and its invites.

Every row of a circle has the key `(circle_id, id)` and refers to others of the circle by composite
foreign keys, so a reference across circles cannot be stored, and a circle lies in one range on disk.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    PrimaryKeyConstraint,
    String,
    UniqueConstraint,
    exists,
)
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from micronet.base import clock
from micronet.base.db import Id, Model, Utc
from micronet.base.ids import new_id
from micronet.base.text import CODES
from micronet.people.models import Person

KINDS = ("family", "friends", "purpose")
PAINTS = ("plaster", "primrose", "duckegg", "sage", "sky", "heather", "oat", "apricot")
NAME_LENGTH = 40
RULE_LENGTH = 120
RULES = 3
"""Lines of rules, and how long each may be."""
ANSWER_LENGTH = 280


def in_circle(*also: Any) -> tuple[Any, ...]:
    """Table arguments of a walled table: the key led by the circle, rows in its order, and what else is needed."""
    return (PrimaryKeyConstraint("circle_id", "id"), *also, {"sqlite_with_rowid": False})


def of_member(column: str, **options: Any) -> ForeignKeyConstraint:
    """A reference to a membership of the same circle."""
    return ForeignKeyConstraint(["circle_id", column], ["membership.circle_id", "membership.id"], **options)


class InCircle:
    """Mixed into every model whose rows belong to a circle."""

    data_class = "walled"

    @declared_attr
    def circle_id(cls) -> Mapped[str]:  # noqa: N805 - SQLAlchemy hands it the class
        return mapped_column(ForeignKey("circle.id", ondelete="CASCADE"), primary_key=True)

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)


class Circle(Model):
    """A few people who share. `version` grows with every visible change."""

    __tablename__ = "circle"
    data_class = "walled"
    __table_args__ = (
        CheckConstraint("kind in ('family', 'friends', 'purpose')", name="kind"),
        {"sqlite_with_rowid": False},
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    kind: Mapped[str] = mapped_column(String(8))
    name: Mapped[str] = mapped_column(String(CODES * NAME_LENGTH))
    paint: Mapped[str] = mapped_column(String(12), default="plaster")
    cap: Mapped[int] = mapped_column()
    rules: Mapped[str] = mapped_column(String(RULES * (CODES * RULE_LENGTH + 1)), default="")
    """Up to three lines."""
    question: Mapped[str] = mapped_column(String(CODES * RULE_LENGTH), default="")
    """What a newcomer to a purpose circle is asked, if anything."""
    picture_id: Mapped[str | None] = mapped_column(Id)
    keeps_originals: Mapped[bool] = mapped_column(default=False)
    """Whether photos are kept as they came as well, without their place and camera in what is shown."""
    file_budget: Mapped[int] = mapped_column(BigInteger, default=0)
    """Bytes that its files may take; 0 for what the house allows."""
    version: Mapped[int] = mapped_column(default=1)
    news_at: Mapped[datetime] = mapped_column(Utc, default=clock.now)
    """When something was last said or shared, for the word \"Something new\"."""
    created_at: Mapped[datetime] = mapped_column(Utc, default=clock.now)


class Membership(InCircle, Model):
    """A person in a circle. It outlives their leaving, so that what they left behind keeps its name."""

    __tablename__ = "membership"
    __table_args__ = in_circle(
        UniqueConstraint("person_id", "circle_id"),
        CheckConstraint("role in ('host', 'co_host', 'member', 'supported', 'guest')", name="role"),
        of_member("invited_by"),
        ForeignKeyConstraint(["circle_id", "photo_id"], ["picture.circle_id", "picture.id"]),
    )

    person_id: Mapped[str | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    role: Mapped[str] = mapped_column(String(10))
    nickname: Mapped[str] = mapped_column(String(CODES * NAME_LENGTH))
    paint: Mapped[str] = mapped_column(String(12), default="plaster")
    photo_id: Mapped[str | None] = mapped_column(Id)
    town: Mapped[str] = mapped_column(String(CODES * NAME_LENGTH), default="")
    """What the window says about where they are, in their own words."""
    answer: Mapped[str] = mapped_column(String(CODES * ANSWER_LENGTH), default="")
    """What they said to the circle's joining question."""
    invited_by: Mapped[str | None] = mapped_column(Id)
    """The membership that invited them, for \"who invited whom\"."""
    joined_at: Mapped[datetime] = mapped_column(Utc, default=clock.now)
    looked_at: Mapped[datetime | None] = mapped_column(Utc)
    """When they last opened the board, for the word \"Something new\"."""
    looked_before_at: Mapped[datetime | None] = mapped_column(Utc)
    """When the visit before this one ended: what has come since then is new."""
    ends_at: Mapped[datetime | None] = mapped_column(Utc)
    """When a guest's stay ends."""
    left_at: Mapped[datetime | None] = mapped_column(Utc)

    circle: Mapped[Circle] = relationship(lazy="raise", primaryjoin="Membership.circle_id == Circle.id")


class Invite(InCircle, Model):
    """A one-use way in. Link and words are kept only as hashes."""

    __tablename__ = "invite"
    __table_args__ = in_circle(
        of_member("by_id"),
        of_member("used_by"),
        Index("ix_invite_circle_id_ends_at", "circle_id", "ends_at"),
    )

    by_id: Mapped[str] = mapped_column(Id)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    words_hash: Mapped[str] = mapped_column(String(64), unique=True)
    for_name: Mapped[str] = mapped_column(String(CODES * NAME_LENGTH), default="")
    role: Mapped[str] = mapped_column(String(10), default="member")
    created_at: Mapped[datetime] = mapped_column(Utc, default=clock.now)
    ends_at: Mapped[datetime] = mapped_column(Utc)
    used_at: Mapped[datetime | None] = mapped_column(Utc)
    used_by: Mapped[str | None] = mapped_column(Id)
    revoked_at: Mapped[datetime | None] = mapped_column(Utc)


class Picture(InCircle, Model):
    """A file of the circle: someone's portrait or the circle's own picture. `media_type` is what it is served as."""

    __tablename__ = "picture"
    __table_args__ = in_circle()

    media_type: Mapped[str] = mapped_column(String(40))
    size: Mapped[int] = mapped_column()
    """Bytes."""
    created_at: Mapped[datetime] = mapped_column(Utc, default=clock.now)

    @classmethod
    def audience(cls, person: Person) -> ColumnElement[bool]:
        """A guest, who may not look around, sees the circle's picture and their own; the others see every one."""
        mine = (Membership.circle_id == cls.circle_id) & (Membership.person_id == person.id)
        theirs = exists().where(mine, (Membership.role != "guest") | (Membership.photo_id == cls.id))
        return theirs | exists().where(Circle.id == cls.circle_id, Circle.picture_id == cls.id)
