"""Signed-in devices: opaque tokens in cookies, their hashes in rows, one statement to tell who is there."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, bindparam, delete, select, update
from sqlalchemy.orm import contains_eager

from micronet.base import clock
from micronet.base.db import db, is_writing, side_write
from micronet.base.disk import if_it_can_be
from micronet.base.prepared import prepared
from micronet.base.secrets import fingerprint, token
from micronet.people.models import Device, Passkey, Person

OWN_IDLE, OWN_ENDS = timedelta(days=90), timedelta(days=400)
SHARED_IDLE, SHARED_ENDS = timedelta(minutes=30), timedelta(hours=12)
UNPROVED_ENDS = timedelta(hours=1)
"""A device let in by a code has an hour to make its key."""
SEEN_EVERY = timedelta(minutes=1)
FRESH = timedelta(minutes=5)


def start(
    person: Person, name: str, *, passkey: Passkey | None = None, shared: bool | None = None, only_enrols: bool = False
) -> tuple[Device, str]:
    """A new signed-in device and the token for its cookie. Flushes.

    Until the person has said that the device is their own (`shared` None), it ends like a shared one.
    """
    secret = token()
    lasts = UNPROVED_ENDS if only_enrols else OWN_ENDS if shared is False else SHARED_ENDS
    device = Device(
        person_id=person.id,
        token_hash=fingerprint(secret),
        name=name,
        passkey_id=passkey.id if passkey else None,
        shared=shared,
        only_enrols=only_enrols,
        ends_at=clock.now() + lasts,
    )
    device.person = person
    db.session.add(device)
    db.session.flush()
    return device, secret


def load(secret: str) -> Device | None:
    """The device this token opens, its person loaded; None when it has ended or never was. One statement.

    One that has ended is forgotten at once: a clock that is set back does not open it again.
    """
    device = db.session.scalars(_by_token(), {"token": fingerprint(secret)}).one_or_none()
    if device is None or is_open(device, clock.now()):
        return device
    if not is_writing():
        with if_it_can_be(), side_write() as connection:
            connection.execute(delete(Device).where(Device.id == device.id))
    return None


@prepared
def _by_token() -> Select[Any]:
    rows = select(Device).join(Device.person).options(contains_eager(Device.person))
    return rows.where(Device.token_hash == bindparam("token"))


def is_open(device: Device, now: datetime) -> bool:
    """Whether a device may still come in: not past its end, and not left alone too long."""
    idle = SHARED_IDLE if device.shared else OWN_IDLE
    return now < device.ends_at and now < device.seen_at + idle


def mark_whose(device: Device, *, shared: bool) -> None:
    """Own or shared: asked once. A shared device ends after twelve hours, one's own after 400 days."""
    device.shared = shared
    device.ends_at = device.created_at + (SHARED_ENDS if shared else OWN_ENDS)


def renew(device: Device) -> str:
    """A new token for the device's cookie; the one before opens nothing any more. Flushes."""
    secret = token()
    device.token_hash = fingerprint(secret)
    db.session.flush()
    return secret


def prove(device: Device, passkey: Passkey) -> str:
    """The person has used a key here just now: the device may do everything, and gets a new token. Flushes."""
    device.proved_at = clock.now()
    device.passkey_id = passkey.id
    if device.only_enrols:
        device.only_enrols = False
        device.ends_at = device.created_at + (OWN_ENDS if device.shared is False else SHARED_ENDS)
    return renew(device)


def seen(device: Device) -> None:
    """Note that device and person are here; at most once a minute, in a transaction of its own.

    When the clock is set back, the person is here as of now, but the device is not seen any earlier: once the clock
    is right again that would be as if nobody had used it for years.
    """
    now, here_at = clock.now(), device.person.here_at
    if now - device.seen_at < SEEN_EVERY and here_at is not None and here_at - now < SEEN_EVERY:
        return
    seen_at = max(now, device.seen_at)
    with if_it_can_be(), side_write() as connection:
        connection.execute(update(Device).where(Device.id == device.id).values(seen_at=seen_at))
        connection.execute(update(Person).where(Person.id == device.person_id).values(here_at=now))


def all_seen(device_ids: set[str]) -> None:
    """Note that these devices and their people are here now, all in one transaction; see `seen`."""
    now = clock.now()
    people = select(Device.person_id).where(Device.id.in_(device_ids))
    with if_it_can_be(), side_write() as connection:
        connection.execute(update(Device).where(Device.id.in_(device_ids), Device.seen_at < now).values(seen_at=now))
        connection.execute(update(Person).where(Person.id.in_(people)).values(here_at=now))


def is_fresh(device: Device) -> bool:
    """Whether a key was used on this device within five minutes; grave acts ask for that."""
    return abs(clock.now() - device.proved_at) < FRESH


def devices(person: Person) -> list[Device]:
    """The person's open devices, the one seen last first."""
    rows = select(Device).where(Device.person_id == person.id).order_by(Device.seen_at.desc())
    return [device for device in db.session.scalars(rows) if is_open(device, clock.now())]


def end(person: Person, device_id: str) -> bool:
    """Sign one of the person's devices out, at once. False when they have no such device."""
    gone = delete(Device).where(Device.id == device_id, Device.person_id == person.id).returning(Device.id)
    return db.session.execute(gone).first() is not None


def end_others(person: Person, keep: Device | None) -> int:
    """Sign out every device of the person but `keep`. Gives their number."""
    rest = Device.id != keep.id if keep else Device.id.is_not(None)
    gone = delete(Device).where(Device.person_id == person.id, rest).returning(Device.id)
    return len(db.session.execute(gone).all())


def sweep() -> None:
    """Forget devices that have ended."""
    now = clock.now()
    db.session.execute(delete(Device).where((Device.ends_at < now) | (Device.seen_at < now - OWN_IDLE)))
