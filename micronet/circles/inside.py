"""Who is inside a circle. Callers have entered it, or hold an open invite to it."""

from __future__ import annotations

from sqlalchemy import select

from micronet.base import clock
from micronet.base.db import db
from micronet.base.errors import NotFound
from micronet.base.text import sort_key
from micronet.circles.access import in_force
from micronet.circles.models import Circle, Membership
from micronet.circles.roles import HOST
from micronet.people.models import Person


def inside(circle_id: str) -> list[Membership]:
    """Everyone who is in the circle now, by nickname; one statement."""
    rows = select(Membership).where(Membership.circle_id == circle_id, in_force())
    return sorted(db.session.scalars(rows), key=lambda one: sort_key(one.nickname))


def ever_inside(circle_id: str) -> dict[str, Membership]:
    """Everyone who is or was in the circle, by membership id, so that what they did keeps its name; one statement."""
    rows = select(Membership).where(Membership.circle_id == circle_id)
    return {one.id: one for one in db.session.scalars(rows)}


def is_inside(member: Membership) -> bool:
    """The same condition as `access.in_force`, for a membership at hand."""
    return member.left_at is None and (member.ends_at is None or member.ends_at > clock.now())


def host_of(circle_id: str) -> Membership | None:
    """The circle's host."""
    rows = select(Membership).where(Membership.circle_id == circle_id, Membership.role == HOST, in_force())
    return db.session.scalars(rows).first()


def person_of(member: Membership) -> Person:
    """Who the member is. Raises NotFound when the person is gone and only their name in the circle is left."""
    person = db.session.scalars(select(Person).where(Person.id == member.person_id)).one_or_none()
    if person is None:
        raise NotFound
    return person


def standing(circle: Circle, person_id: str) -> Membership | None:
    """The person's membership of a circle, in force or not: they have at most one."""
    rows = select(Membership).where(Membership.circle_id == circle.id, Membership.person_id == person_id)
    return db.session.scalars(rows).one_or_none()
