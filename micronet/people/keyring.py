"""A person's keys: which open the door here, how one's use is noted, and how one is taken back."""

from __future__ import annotations

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.orm import contains_eager

from micronet.base import clock
from micronet.base.db import begin_write, db, rollback, side_write
from micronet.base.errors import Invalid, NotFound
from micronet.base.ids import is_id, new_id
from micronet.people.models import Device, DoorNote, Passkey, Person, RecoveryCode


def here() -> str:
    """The host name that keys are made for."""
    name: str = current_app.config["SETTINGS"].hostname
    return name


def keys(person: Person) -> list[Passkey]:
    """All keys of the person, those made for another address too, the oldest first."""
    rows = select(Passkey).where(Passkey.person_id == person.id)
    return list(db.session.scalars(rows.order_by(Passkey.created_at, Passkey.id)))


def usable(person: Person) -> list[Passkey]:
    """The person's keys that open the door at this address."""
    return [key for key in keys(person) if key.rp_id == here()]


def by_credential(credential_id: bytes) -> Passkey | None:
    """The key of that credential id made for this address, its person loaded."""
    rows = select(Passkey).join(Passkey.person).options(contains_eager(Passkey.person))
    rows = rows.where(Passkey.credential_id == credential_id, Passkey.rp_id == here())
    return db.session.scalars(rows.execution_options(populate_existing=True)).one_or_none()


def is_known(credential_id: bytes) -> bool:
    """Whether some key has this credential id already."""
    return db.session.scalar(select(Passkey.id).where(Passkey.credential_id == credential_id)) is not None


def note_use(key: Passkey, count: int, synced: bool) -> bool:
    """Keep the new sign count of a verified answer; begins to write. Flushes.

    False when the count does not grow, which may mean a copied key: then the person has been told, in a
    transaction of its own, and their other keys stay as they are.
    """
    key_id, person_id, name = key.id, key.person_id, key.name
    begin_write()
    grows = (Passkey.sign_count < count) | ((Passkey.sign_count == 0) & (count == 0))
    used = {"sign_count": count, "synced": synced, "used_at": clock.now()}
    kept = update(Passkey).where(Passkey.id == key_id, grows).values(**used).returning(Passkey.id)
    if db.session.execute(kept).all():
        return True
    rollback()
    with side_write() as connection:
        told = {"id": new_id(), "person_id": person_id, "kind": "key.copied", "detail": name, "created_at": clock.now()}
        connection.execute(insert(DoorNote).values(**told))
    return False


def find(person: Person, key_id: str) -> Passkey:
    """One of the person's own keys. Raises NotFound."""
    rows = select(Passkey).where(Passkey.id == key_id, Passkey.person_id == person.id)
    key = db.session.scalars(rows).one_or_none() if is_id(key_id) else None
    if key is None:
        raise NotFound
    return key


def add(key: Passkey, person: Person) -> None:
    """Make a checked new key the person's. Flushes."""
    key.person_id = person.id
    db.session.add(key)
    db.session.flush()


def is_last_way_in(person: Person, key: Passkey) -> bool:
    """Whether without this key neither another key nor a code on paper would open the person's door."""
    if any(other.id != key.id for other in usable(person)):
        return False
    unused = (RecoveryCode.person_id == person.id) & RecoveryCode.used_at.is_(None)
    return not db.session.scalar(select(func.count()).select_from(RecoveryCode).where(unused))


def take_back(key: Passkey, *, by: Person, on: Device) -> None:
    """Remove a key and sign out the devices it opened, but for the one at hand. Flushes.

    Raises Invalid for the last way in.
    """
    if is_last_way_in(by, key):
        raise Invalid(_("That’s your only way in. Make another key or print your spare keys first, then take it back."))
    mine = (Device.person_id == by.id) & (Device.passkey_id == key.id)
    db.session.execute(delete(Device).where(mine, Device.id != on.id))
    db.session.delete(key)
    db.session.flush()
