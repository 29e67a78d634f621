"""What is enclosed with words: photos, videos, voice notes, files; the sizes of each; and previews of links.

Bytes lie in the storage, under the circle's id and the id of a `Rendition`. A row is only there once its bytes are.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ColumnElement,
    Index,
    String,
    Text,
    UniqueConstraint,
    exists,
    or_,
    select,
)
from sqlalchemy.orm import Mapped, aliased, mapped_column

from micronet.activity.audience import is_apart, is_mine, is_walled
from micronet.activity.letters import Letter, in_thread_of
from micronet.activity.models import Reply, on_a_visible_moment, under
from micronet.base import clock
from micronet.base.db import Id, Model, Utc
from micronet.circles import strays
from micronet.circles.models import InCircle, in_circle, of_member
from micronet.people.models import Person

WHATS = ("photo", "video", "voice", "file")
STATES = ("arriving", "waiting", "ready", "refused")
ROLES = ("size", "original", "poster", "whole")
NAME_LENGTH = 120
ALT_LENGTH = 500
PLACE_LENGTH = 80
URL_LENGTH = 2048


class Attachment(InCircle, Model):
    """One thing enclosed with a moment, a reply or a letter; nowhere yet while its author is composing.

    `arriving` while its bytes come in, `waiting` for the job that makes its sizes, `ready`, or `refused` with the
    reason in `problem`, a word.
    """

    __tablename__ = "attachment"
    __table_args__ = in_circle(
        of_member("author_id"),
        under("moment"),
        under("reply"),
        under("letter"),
        CheckConstraint(f"what in {WHATS}", name="what"),
        CheckConstraint(f"state in {STATES}", name="state"),
        Index("ix_attachment_circle_id_moment_id", "circle_id", "moment_id", "place_in_order"),
        Index("ix_attachment_circle_id_letter_id", "circle_id", "letter_id"),
        Index("ix_attachment_state", "state", "next_at"),
    )

    author_id: Mapped[str] = mapped_column(Id)
    moment_id: Mapped[str | None] = mapped_column(Id)
    """The moment it is with, or the one above the reply it is with."""
    reply_id: Mapped[str | None] = mapped_column(Id)
    letter_id: Mapped[str | None] = mapped_column(Id)
    shelved: Mapped[bool] = mapped_column(default=False)
    """A copy that lies on the circle's shelf, with no moment."""
    place_in_order: Mapped[int] = mapped_column(default=0)
    what: Mapped[str] = mapped_column(String(8))
    state: Mapped[str] = mapped_column(String(8), default="arriving")
    problem: Mapped[str] = mapped_column(String(16), default="")
    tries: Mapped[int] = mapped_column(default=0)
    next_at: Mapped[datetime | None] = mapped_column(Utc)
    """When the job looks at it again after it went wrong."""
    name: Mapped[str] = mapped_column(String(4 * NAME_LENGTH), default="")
    """What the file was called, only for what is downloaded."""
    alt: Mapped[str] = mapped_column(String(4 * ALT_LENGTH), default="")
    """What is in the picture, for those who hear it."""
    media_type: Mapped[str] = mapped_column(String(80), default="")
    size: Mapped[int] = mapped_column(BigInteger, default=0)
    """Bytes of the file as it is sent to us."""
    received: Mapped[int] = mapped_column(BigInteger, default=0)
    """Bytes of it that are here."""
    width: Mapped[int] = mapped_column(default=0)
    height: Mapped[int] = mapped_column(default=0)
    seconds: Mapped[float] = mapped_column(default=0.0)
    placeholder: Mapped[str] = mapped_column(String(1200), default="")
    """A tiny picture as base64 WebP, shown until the real one is there."""
    place: Mapped[str] = mapped_column(String(4 * PLACE_LENGTH), default="")
    """Where it was taken, in words, if its author kept that."""
    taken_at: Mapped[datetime | None] = mapped_column(Utc)
    created_at: Mapped[datetime] = mapped_column(Utc, default=clock.now)
    told_at: Mapped[datetime | None] = mapped_column(Utc)
    """When the others were told of it, together with those that came just before and after."""

    @classmethod
    def audience(cls, person: Person) -> ColumnElement[bool]:
        """For those who may see the moment or read the letter it is with; while it is nowhere, for its author."""
        nowhere = cls.moment_id.is_(None) & cls.letter_id.is_(None)
        mine = nowhere & is_mine(cls, cls.author_id, person)
        said = or_(cls.reply_id.is_(None), with_a_visible_reply(cls, person))
        shared = cls.moment_id.is_not(None) & on_a_visible_moment(cls, person) & said
        letter = aliased(Letter)
        over = letter.circle_id == cls.circle_id, letter.id == cls.letter_id, letter.removed_at.is_(None)
        written = exists().where(*over, in_thread_of(letter, person))
        return or_(mine, shared, written, cls.shelved)


def with_a_visible_reply(model: Any, person: Any) -> ColumnElement[bool]:
    """The condition that the reply which a row of `model` is with was not taken back, and is by someone they meet."""
    reply = aliased(Reply)
    over = reply.circle_id == model.circle_id, reply.id == model.reply_id, reply.removed_at.is_(None)
    return exists().where(*over, ~is_apart(reply, reply.author_id, person))


class Rendition(InCircle, Model):
    """One file of an attachment: a size of a photo, its original, a poster, or the whole of anything else."""

    __tablename__ = "rendition"
    __table_args__ = in_circle(
        under("attachment"),
        UniqueConstraint("circle_id", "attachment_id", "role", "width"),
        CheckConstraint(f"role in {ROLES}", name="role"),
    )

    attachment_id: Mapped[str] = mapped_column(Id)
    role: Mapped[str] = mapped_column(String(8))
    width: Mapped[int] = mapped_column(default=0)
    height: Mapped[int] = mapped_column(default=0)
    media_type: Mapped[str] = mapped_column(String(80))
    size: Mapped[int] = mapped_column(BigInteger)

    @classmethod
    def audience(cls, person: Person) -> ColumnElement[bool]:
        """For those who may see what it is a rendition of."""
        return of_a_visible_attachment(cls, person)


class LinkPreview(InCircle, Model):
    """What is behind an address in a moment, as far as a job could read it. The picture is a file of ours."""

    __tablename__ = "link_preview"
    __table_args__ = in_circle(
        under("moment"),
        UniqueConstraint("circle_id", "moment_id"),
        CheckConstraint("state in ('waiting', 'ready', 'none')", name="state"),
        Index("ix_link_preview_state", "state", "next_at"),
    )

    moment_id: Mapped[str] = mapped_column(Id)
    url: Mapped[str] = mapped_column(String(URL_LENGTH))
    state: Mapped[str] = mapped_column(String(8), default="waiting")
    tries: Mapped[int] = mapped_column(default=0)
    next_at: Mapped[datetime | None] = mapped_column(Utc)
    title: Mapped[str] = mapped_column(String(800), default="")
    text: Mapped[str] = mapped_column(Text, default="")
    picture_id: Mapped[str | None] = mapped_column(Id)
    """The file of its picture in the storage."""
    picture_width: Mapped[int] = mapped_column(default=0)
    picture_height: Mapped[int] = mapped_column(default=0)
    picture_size: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(Utc, default=clock.now)

    @classmethod
    def audience(cls, person: Person) -> ColumnElement[bool]:
        """For those who may see the moment."""
        return on_a_visible_moment(cls, person)


def of_a_visible_attachment(model: Any, person: Any) -> ColumnElement[bool]:
    """The condition that the attachment which a row of `model` names is there for this person."""
    of = aliased(Attachment)
    over = of.circle_id == model.circle_id, of.id == model.attachment_id
    audience = Attachment.audience.__func__  # type: ignore[attr-defined]
    return exists().where(*over, *(() if is_walled(person) else (audience(of, person),)))


strays.NAMED.append(select(Rendition.circle_id, Rendition.id))
strays.NAMED.append(select(LinkPreview.circle_id, LinkPreview.picture_id).where(LinkPreview.picture_id.is_not(None)))
