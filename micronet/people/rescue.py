"""Whom the machine's owner means by a name."""

from __future__ import annotations

from sqlalchemy import select

from micronet.base.db import db
from micronet.base.text import sort_key
from micronet.people.models import Person


def named(name: str) -> list[Person]:
    """Everyone of that name, whatever its capitals and accents, the longest here first."""
    wanted = sort_key(name)[0]
    everyone = db.session.scalars(select(Person).order_by(Person.created_at, Person.id))
    return [person for person in everyone if sort_key(person.name)[0] == wanted]
