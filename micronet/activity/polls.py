"""A poll under a moment of that kind: its options, and who chose what."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from micronet.activity.models import on_a_visible_moment, under
from micronet.base import clock
from micronet.base.db import Id, Model, Utc
from micronet.circles.models import InCircle, in_circle, of_member
from micronet.people.models import Person

OPTION_LENGTH = 80
LEAST, MOST = 2, 8
"""Options of a poll."""


class Poll(InCircle, Model):
    """How a moment's question is answered: one option or `many`, by name or `secret`, until `ends_at`."""

    __tablename__ = "poll"
    __table_args__ = in_circle(under("moment"), UniqueConstraint("circle_id", "moment_id"))

    moment_id: Mapped[str] = mapped_column(Id)
    many: Mapped[bool] = mapped_column(default=False)
    secret: Mapped[bool] = mapped_column(default=False)
    ends_at: Mapped[datetime] = mapped_column(Utc)
    told_at: Mapped[datetime | None] = mapped_column(Utc)
    """When the result was posted, once."""

    @classmethod
    def audience(cls, person: Person) -> ColumnElement[bool]:
        """For those who may see the moment."""
        return on_a_visible_moment(cls, person)


class PollOption(InCircle, Model):
    """One of the answers to choose from."""

    __tablename__ = "poll_option"
    __table_args__ = in_circle(under("moment"), UniqueConstraint("circle_id", "moment_id", "place_in_order"))

    moment_id: Mapped[str] = mapped_column(Id)
    place_in_order: Mapped[int] = mapped_column()
    text: Mapped[str] = mapped_column(String(4 * OPTION_LENGTH))

    @classmethod
    def audience(cls, person: Person) -> ColumnElement[bool]:
        """For those who may see the moment."""
        return on_a_visible_moment(cls, person)


class Vote(InCircle, Model):
    """A member chose an option. Of a secret poll only the totals are ever shown."""

    __tablename__ = "vote"
    __table_args__ = in_circle(
        of_member("voter_id"),
        under("moment"),
        under("poll_option", "option_id"),
        UniqueConstraint("circle_id", "moment_id", "option_id", "voter_id"),
    )

    moment_id: Mapped[str] = mapped_column(Id)
    option_id: Mapped[str] = mapped_column(Id)
    voter_id: Mapped[str] = mapped_column(Id)
    created_at: Mapped[datetime] = mapped_column(Utc, default=clock.now)

    @classmethod
    def audience(cls, person: Person) -> ColumnElement[bool]:
        """For those who may see the moment."""
        return on_a_visible_moment(cls, person)
