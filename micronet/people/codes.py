"""Spare keys on paper: ten codes of a hundred bits. Only their keyed hashes are kept; each opens the door once."""

from __future__ import annotations

from flask import current_app
from sqlalchemy import delete, func, insert, select, update

from micronet.base import clock
from micronet.base.db import db
from micronet.base.ids import new_id
from micronet.base.secrets import keyed
from micronet.people import crockford
from micronet.people.models import Person, RecoveryCode

COUNT = 10
SIZE = 20
"""Letters of one code: 100 bits."""


def hashed(code: str) -> str:
    """What is kept of a short code, however it was typed."""
    pepper: str = current_app.config["SECRETS"].pepper
    return keyed(crockford.normal(code), pepper)


def make(person: Person) -> list[str]:
    """Ten fresh codes, in groups, to be shown once. Those unused before open nothing now; used ones stay on record."""
    unused = (RecoveryCode.person_id == person.id) & RecoveryCode.used_at.is_(None)
    db.session.execute(delete(RecoveryCode).where(unused))
    fresh = [crockford.fresh(SIZE) for _ in range(COUNT)]
    now = clock.now()
    rows = [{"id": new_id(), "person_id": person.id, "code_hash": hashed(one), "created_at": now} for one in fresh]
    db.session.execute(insert(RecoveryCode), rows)
    return [crockford.grouped(one) for one in fresh]


def redeem(code: str) -> Person | None:
    """Whose code this is; it is burned in the same statement. None when it is wrong or was used."""
    match = (RecoveryCode.code_hash == hashed(code)) & RecoveryCode.used_at.is_(None)
    burn = update(RecoveryCode).where(match).values(used_at=clock.now()).returning(RecoveryCode.person_id)
    return _person(db.session.execute(burn).scalar())


def unused(person: Person) -> int:
    """How many codes of the sheet still open the door."""
    mine = (RecoveryCode.person_id == person.id) & RecoveryCode.used_at.is_(None)
    return db.session.scalar(select(func.count()).select_from(RecoveryCode).where(mine)) or 0


def _person(person_id: str | None) -> Person | None:
    return db.session.scalar(select(Person).where(Person.id == person_id)) if person_id else None
