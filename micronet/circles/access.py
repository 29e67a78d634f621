"""The only road to what belongs to a circle: everything is reached through the person who asks."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, bindparam, select
from sqlalchemy.orm import contains_eager

from micronet.base import clock
from micronet.base.db import Id, db, is_writing, on_postgres
from micronet.base.errors import NotFound
from micronet.base.ids import is_id
from micronet.base.prepared import prepared
from micronet.base.text import sort_key
from micronet.circles.models import Circle, InCircle, Membership
from micronet.people.models import Person

Row = TypeVar("Row", bound=InCircle)


def in_force() -> ColumnElement[bool]:
    """The condition that a membership holds: its person has not left, and a guest's stay has not ended."""
    now = bindparam("now_in_force", callable_=clock.now, type_=Membership.ends_at.type, unique=True)
    in_time = Membership.ends_at.is_(None) | (Membership.ends_at > now)
    return Membership.left_at.is_(None) & in_time


def belongs(person_id: Any) -> ColumnElement[bool]:
    """The condition that a membership is this person's and in force."""
    return (Membership.person_id == person_id) & in_force()


@dataclass(frozen=True)
class Asker:
    """Stands for the person who asks in a prepared statement, which is given `asker`, their id."""

    id: Any = field(default_factory=lambda: bindparam("asker", type_=Id))


def visible(model: type[Row], *, to: Person | Asker) -> Select[Any]:
    """A select of the rows of `model` that `to` may see: those of their circles, less what the model itself hides.

    A model hides rows by a class method `audience(person)` that returns a condition.
    """
    theirs = select(Membership.circle_id).where(belongs(to.id))
    rows: Select[Any] = select(model).where(model.circle_id.in_(theirs))
    audience = getattr(model, "audience", None)
    return rows.where(audience(to)) if audience else rows


def find(model: type[Row], circle_id: str, id: str, *, to: Person) -> Row:
    """The one row, if `to` may see it. Raises NotFound, and never says why."""
    if not (is_id(circle_id) and is_id(id)):
        raise NotFound
    row: Row | None = db.session.scalars(
        visible(model, to=to).where(model.circle_id == circle_id, model.id == id)
    ).one_or_none()
    if row is None:
        raise NotFound
    return row


def settle(circle_id: str) -> None:
    """While this unit of work writes, nobody else changes the circle: what it reads there stays true till it is done.

    On SQLite there is one writer anyway; on PostgreSQL the circle's row is held.
    """
    if is_writing() and on_postgres():
        db.session.execute(select(Circle.id).where(Circle.id == circle_id).with_for_update(key_share=True))


def enter(circle_id: str, person: Person) -> Membership:
    """The person's membership of a circle, its `circle` loaded; the circle is settled. Raises NotFound."""
    if not is_id(circle_id):
        raise NotFound
    settle(circle_id)
    rows = select(Membership).join(Membership.circle).options(contains_eager(Membership.circle))
    found = db.session.scalars(rows.where(Membership.circle_id == circle_id, belongs(person.id))).one_or_none()
    if found is None:
        raise NotFound
    return found


@prepared
def _memberships() -> Select[Any]:
    rows = select(Membership).join(Membership.circle).options(contains_eager(Membership.circle))
    return rows.where(belongs(Asker().id))


def memberships(person: Person) -> list[Membership]:
    """Every membership of the person, circles loaded, by name of the circle; one statement."""
    found = db.session.scalars(_memberships(), {"asker": person.id})
    return sorted(found, key=lambda one: (sort_key(one.circle.name), one.circle_id))
