"""What a member does not want to be reminded of."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ColumnElement, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from micronet.activity.audience import is_mine
from micronet.base import clock
from micronet.base.db import Id, Model, Utc
from micronet.circles.models import InCircle, in_circle, of_member
from micronet.people.models import Person

SORTS = MOMENT, PERSON, PLACE, DAY = ("moment", "person", "place", "day")


class NotThis(InCircle, Model):
    """What a member does not want to be reminded of: a moment, a person, a place or a day. Theirs alone to know."""

    __tablename__ = "not_this"
    __table_args__ = in_circle(
        of_member("member_id"),
        CheckConstraint("sort in ('moment', 'person', 'place', 'day')", name="sort"),
        UniqueConstraint("circle_id", "member_id", "sort", "what"),
    )

    member_id: Mapped[str] = mapped_column(Id)
    sort: Mapped[str] = mapped_column(String(8))
    what: Mapped[str] = mapped_column(String(320))
    """The id of a moment or member, the words of a place, or a day as MM-DD."""
    created_at: Mapped[datetime] = mapped_column(Utc, default=clock.now)

    @classmethod
    def audience(cls, person: Person) -> ColumnElement[bool]:
        """For nobody but whoever said so."""
        return is_mine(cls, cls.member_id, person)
