"""A way back in for someone who lost everything: a short code that a host reads to them, or that the machine prints.

It stands for ten minutes, opens once, and lets its person do nothing but make a new key.
"""

from __future__ import annotations

from sqlalchemy import delete, select, update

from micronet.base import clock
from micronet.base.db import alone, db
from micronet.people import crockford, door
from micronet.people.codes import hashed
from micronet.people.models import Person, SpokenCode

SIZE = 8
"""Letters of a code that is spoken: 40 bits, so that a hundred tries an hour are in vain for a million years."""
LONG = 20
"""Letters of a code that is scanned, not spoken."""
MINUTES = 10


def make(person: Person, by: str = "") -> str:
    """A code to read aloud to `person`; any before it stops working. Their devices are told that `by` made it. Flushes.

    The caller makes sure that whoever asks may, and writes it into the circle's log.
    """
    door.tell(person, "spoken.made", by)
    return crockford.grouped(_make(person, SIZE))


def make_rescue(person: Person) -> str:
    """A long code for the machine's owner to hand over as an address. Flushes; the person's devices are told."""
    door.tell(person, "rescue.made")
    return _make(person, LONG)


def redeem(code: str) -> Person | None:
    """Whose code this is; it is used up in the same statement. None when it is wrong, used or too old."""
    match = (SpokenCode.code_hash == hashed(code)) & SpokenCode.used_at.is_(None) & (SpokenCode.ends_at > clock.now())
    used = update(SpokenCode).where(match).values(used_at=clock.now()).returning(SpokenCode.person_id)
    person_id = db.session.execute(used).scalar()
    return db.session.scalar(select(Person).where(Person.id == person_id)) if person_id else None


def sweep() -> None:
    """Forget codes whose time is over."""
    db.session.execute(delete(SpokenCode).where(SpokenCode.ends_at <= clock.now()))


def _make(person: Person, size: int) -> str:
    alone(f"spoken code {person.id}")
    db.session.execute(delete(SpokenCode).where(SpokenCode.person_id == person.id))
    code = crockford.fresh(size)
    db.session.add(SpokenCode(person_id=person.id, code_hash=hashed(code), ends_at=clock.ahead(minutes=MINUTES)))
    db.session.flush()
    return code
