"""Moving in with a new device: a signed-in one shows a code, the new one knocks with it, both show the same number.

Ten minutes in all, one knock, one entry, and each step is one guarded statement.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from sqlalchemy import ColumnElement, delete, select, update

from micronet.base import clock
from micronet.base.db import db
from micronet.base.errors import Gone, NotFound
from micronet.base.ids import is_id
from micronet.people import crockford
from micronet.people.codes import hashed
from micronet.people.models import DeviceLink, Person

SIZE = 8
MINUTES = 10


@dataclass(frozen=True)
class Offer:
    """A code just made: to be scanned or typed, as it is shown, and the row that waits for it."""

    id: str
    code: str
    shown: str


def offer(person: Person) -> Offer:
    """A code for one new device; any before it stops working. Flushes."""
    db.session.execute(delete(DeviceLink).where(DeviceLink.person_id == person.id, DeviceLink.used_at.is_(None)))
    code = crockford.fresh(SIZE)
    number = str(10 + secrets.randbelow(90))
    row = DeviceLink(person_id=person.id, token_hash=hashed(code), number=number, ends_at=clock.ahead(minutes=MINUTES))
    db.session.add(row)
    db.session.flush()
    return Offer(row.id, code, crockford.grouped(code))


def _live() -> ColumnElement[bool]:
    return (DeviceLink.ends_at > clock.now()) & DeviceLink.used_at.is_(None)


def knock(code: str, browser: str, device_name: str) -> str | None:
    """A new device brings the code. Gives the link's id; None when the code is wrong, too old, or taken by another."""
    free = DeviceLink.browser.is_(None) | (DeviceLink.browser == browser)
    mine = (DeviceLink.token_hash == hashed(code)) & free & _live()
    came = {"browser": browser, "device_name": device_name, "claimed_at": clock.now()}
    return db.session.execute(update(DeviceLink).where(mine).values(**came).returning(DeviceLink.id)).scalar()


def waiting(link_id: str, browser: str) -> DeviceLink:
    """The link as the new device sees it. Raises Gone."""
    mine = (DeviceLink.id == link_id) & (DeviceLink.browser == browser)
    link = db.session.scalars(select(DeviceLink).where(mine, _live())).one_or_none() if is_id(link_id) else None
    if link is None:
        raise Gone
    return link


def enter(link_id: str, browser: str) -> Person:
    """Whose door opens for the new device that knocked and was confirmed. Once. Raises Gone. Flushes."""
    mine = (DeviceLink.id == link_id) & (DeviceLink.browser == browser) & DeviceLink.confirmed_at.is_not(None)
    used = update(DeviceLink).where(mine, _live()).values(used_at=clock.now()).returning(DeviceLink.person_id)
    person_id = db.session.execute(used).scalar()
    if person_id is None:
        raise Gone
    return db.session.scalars(select(Person).where(Person.id == person_id)).one()


def find(person: Person, link_id: str) -> DeviceLink:
    """The person's own offer, while it lasts or after it was used. Raises NotFound, Gone when its time is over."""
    mine = (DeviceLink.id == link_id) & (DeviceLink.person_id == person.id)
    link = db.session.scalars(select(DeviceLink).where(mine)).one_or_none() if is_id(link_id) else None
    if link is None:
        raise NotFound
    if link.used_at is None and link.ends_at <= clock.now():
        raise Gone
    return link


def confirm(person: Person, link_id: str) -> None:
    """The numbers are the same: let the device that knocked come in. Raises Gone. Flushes."""
    knocked = DeviceLink.claimed_at.is_not(None) & DeviceLink.confirmed_at.is_(None)
    mine = (DeviceLink.id == link_id) & (DeviceLink.person_id == person.id) & knocked & _live()
    said = update(DeviceLink).where(mine).values(confirmed_at=clock.now()).returning(DeviceLink.id)
    if db.session.execute(said).first() is None:
        raise Gone


def refuse(person: Person, link_id: str) -> None:
    """That is not the person's device: the link is gone, whoever knocked. Flushes."""
    db.session.execute(delete(DeviceLink).where(DeviceLink.id == link_id, DeviceLink.person_id == person.id, _live()))


def sweep() -> None:
    """Forget links whose time is over."""
    db.session.execute(delete(DeviceLink).where(DeviceLink.ends_at <= clock.now()))
