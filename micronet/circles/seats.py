"""How many a circle holds, and how many of its seats are taken or kept for someone."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, func, select

from micronet.base import clock
from micronet.base.db import db
from micronet.base.errors import Invalid, NotFound
from micronet.circles.access import in_force
from micronet.circles.models import Circle, Invite, Membership

FEWEST = 2
"""A circle has room for two, or it is none."""


@dataclass(frozen=True)
class Seats:
    """`people` are inside; `pending` invites each keep a seat until they are used or run out."""

    cap: int
    people: int
    pending: int

    @property
    def left(self) -> int:
        """Seats that nobody has and nobody was promised."""
        return max(0, self.cap - self.people - self.pending)

    @property
    def fewest(self) -> int:
        """The lowest cap that still seats everyone."""
        return max(FEWEST, self.people + self.pending)


def is_open() -> ColumnElement[bool]:
    """The condition that an invite can still be used."""
    return Invite.used_at.is_(None) & Invite.revoked_at.is_(None) & (Invite.ends_at > clock.now())


def hold(circle_id: str) -> Circle:
    """The circle, its row held until this unit of work ends, so that two cannot count the same free seat.

    On SQLite there is one writer at a time anyway. Raises NotFound when the circle has been closed.
    """
    rows = select(Circle).where(Circle.id == circle_id).with_for_update()
    circle = db.session.scalars(rows, execution_options={"populate_existing": True}).one_or_none()
    if circle is None:
        raise NotFound
    return circle


def seats(circle: Circle) -> Seats:
    """The circle's seats, in one statement."""
    people = select(func.count()).select_from(Membership).where(Membership.circle_id == circle.id, in_force())
    pending = select(func.count()).select_from(Invite).where(Invite.circle_id == circle.id, is_open())
    row = db.session.execute(select(people.scalar_subquery(), pending.scalar_subquery())).one()
    return Seats(circle.cap, row[0], row[1])


def keep_seat(circle: Circle) -> None:
    """Make sure one more can be promised a seat. Raises Invalid, with what to do, when every seat is spoken for."""
    taken = seats(circle)
    if taken.left:
        return
    if not taken.pending:
        raise Invalid(
            _("Every seat in %(circle)s is taken. It holds %(cap)s people.", circle=circle.name, cap=taken.cap)
        )
    told = _(
        "Every seat in %(circle)s is spoken for: it holds %(cap)s people, and some are kept for invitations on their "
        "way. Take one of those back, or wait until one runs out.",
        circle=circle.name,
        cap=taken.cap,
    )
    raise Invalid(told)
