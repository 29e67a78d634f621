"""What members tell their hosts of."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ColumnElement, Index, String, exists, or_
from sqlalchemy.orm import Mapped, aliased, mapped_column

from micronet.activity.audience import is_mine
from micronet.base import clock
from micronet.base.db import Id, Model, Utc
from micronet.circles.models import InCircle, Membership, in_circle, of_member
from micronet.circles.roles import HOSTS
from micronet.people.models import Person

REPORT_LENGTH = 500


class Report(InCircle, Model):
    """A member asks the hosts to look at something: a moment, a reply, a letter, or how someone behaves."""

    __tablename__ = "report"
    __table_args__ = in_circle(
        of_member("by_id"),
        of_member("about_id"),
        of_member("settled_by_id"),
        CheckConstraint("sort in ('moment', 'reply', 'letter', 'person')", name="sort"),
        Index("ix_report_circle_id_settled_at", "circle_id", "settled_at"),
    )

    by_id: Mapped[str] = mapped_column(Id)
    about_id: Mapped[str] = mapped_column(Id)
    """The member it is about."""
    sort: Mapped[str] = mapped_column(String(8))
    subject_id: Mapped[str | None] = mapped_column(Id)
    """What it is about; it may be gone by now."""
    words: Mapped[str] = mapped_column(String(4 * REPORT_LENGTH), default="")
    created_at: Mapped[datetime] = mapped_column(Utc, default=clock.now)
    settled_at: Mapped[datetime | None] = mapped_column(Utc)
    settled_by_id: Mapped[str | None] = mapped_column(Id)

    @classmethod
    def audience(cls, person: Person) -> ColumnElement[bool]:
        """For whoever made it, and for the hosts it is not about."""
        me = aliased(Membership)
        here = me.circle_id == cls.circle_id, me.person_id == person.id, me.id != cls.about_id
        return or_(is_mine(cls, cls.by_id, person), exists().where(*here, me.role.in_(sorted(HOSTS))))
