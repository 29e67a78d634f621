"""Who keeps this house: the person to ask when nothing else opens."""

from __future__ import annotations

from sqlalchemy import select

from micronet.base.db import db
from micronet.base.errors import NotFound
from micronet.people.models import Person


def keeper_name() -> str | None:
    """The name of whoever keeps the house, or None while nobody does."""
    return db.session.scalar(select(Person.name).where(Person.keeper).order_by(Person.created_at).limit(1))


def is_kept() -> bool:
    """Whether anybody lives here yet."""
    return db.session.scalar(select(Person.id).limit(1)) is not None


def must_keep(person: Person) -> None:
    """Raises NotFound unless this person keeps the house: others do not learn what there is to keep."""
    if not person.keeper:
        raise NotFound
