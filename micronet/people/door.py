"""What the house tells someone about their own door: a new device, a key made or taken back, a code used."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import gettext as _
from sqlalchemy import delete, select, update

from micronet.base import clock
from micronet.base.db import db
from micronet.base.errors import NotFound
from micronet.base.ids import is_id
from micronet.people import when
from micronet.people.models import Device, DoorNote, Person

KEPT = timedelta(days=90)


@dataclass(frozen=True)
class Told:
    """A note in words. `refusable` when the device it is about can still be signed out from here."""

    id: str
    text: str
    at: datetime
    when: str
    """Day and time by the person's own clock."""
    refusable: bool
    is_read: bool


def tell(person: Person, kind: str, detail: str = "", device: Device | None = None) -> None:
    """Leave a note for all of the person's devices but `device`, which it is about. Flushes."""
    db.session.add(DoorNote(person_id=person.id, kind=kind, detail=detail, device_id=device.id if device else None))
    db.session.flush()


def tell_of_device(device: Device) -> None:
    """Tell the person's other devices, if there are any, that this one has come in. Flushes."""
    others = select(Device.id).where(Device.person_id == device.person_id, Device.id != device.id).limit(1)
    if db.session.scalar(others):
        tell(device.person, "device.new", device.name, device)


def unread(person: Person, on: Device) -> list[Told]:
    """What this device has not yet shown its person, newest first."""
    return [told for told in recent(person, on) if not told.is_read]


def recent(person: Person, on: Device) -> list[Told]:
    """All notes of the last ninety days that are not about the device at hand, newest first. One statement."""
    rows = select(DoorNote).where(DoorNote.person_id == person.id, DoorNote.created_at > clock.now() - KEPT)
    elsewhere = DoorNote.device_id.is_(None) | (DoorNote.device_id != on.id)
    notes = db.session.scalars(rows.where(elsewhere).order_by(DoorNote.created_at.desc(), DoorNote.id.desc()))
    return [_told(note, person) for note in notes]


def _told(note: DoorNote, to: Person) -> Told:
    refusable, is_read = note.device_id is not None, note.read_at is not None
    told_when = when.moment(note.created_at, to)
    return Told(note.id, words(note), note.created_at, told_when[:1].upper() + told_when[1:], refusable, is_read)


def words(note: DoorNote) -> str:
    """The note as a sentence."""
    said = {
        "device.new": _("A new device opened your door: %(what)s."),
        "key.new": _("A new key was made for your door: %(what)s."),
        "key.gone": _("A key was taken back: %(what)s."),
        "key.copied": _("Your key “%(what)s” was refused: there may be a copy of it. Take it back if that wasn’t you."),
        "codes.new": _("New spare keys were made for paper. The ones before them open nothing now."),
        "codes.used": _("A spare key from your paper was used. Still unused: %(what)s."),
        "spoken.made": _("%(what)s made you a code to read aloud. If you didn’t ask for one, ring them."),
        "spoken.used": _("The code that was made for you has been used."),
        "rescue.made": _("Whoever keeps this machine made a way in for you. If you didn’t ask for it, ring them."),
    }
    what = note.detail or _("Someone who hosts your circle")
    return said.get(note.kind, note.kind) % {"what": what}


def read(person: Person, note_id: str) -> DoorNote:
    """The person has seen the note. Raises NotFound. Flushes."""
    mine = (DoorNote.id == note_id) & (DoorNote.person_id == person.id)
    note = db.session.scalars(select(DoorNote).where(mine)).one_or_none() if is_id(note_id) else None
    if note is None:
        raise NotFound
    note.read_at = note.read_at or clock.now()
    db.session.flush()
    return note


def refuse(person: Person, note_id: str) -> bool:
    """That was not them: sign out, at once, the device the note is about. False when it had gone already. Flushes."""
    note = read(person, note_id)
    mine = (Device.id == note.device_id) & (Device.person_id == person.id)
    return db.session.execute(delete(Device).where(mine).returning(Device.id)).first() is not None


def read_all(person: Person, on: Device) -> None:
    """The person has seen all that this device would show. Flushes."""
    elsewhere = DoorNote.device_id.is_(None) | (DoorNote.device_id != on.id)
    mine = (DoorNote.person_id == person.id) & DoorNote.read_at.is_(None)
    db.session.execute(update(DoorNote).where(mine, elsewhere).values(read_at=clock.now()))


def sweep() -> None:
    """Forget what was told more than ninety days ago."""
    db.session.execute(delete(DoorNote).where(DoorNote.created_at < clock.now() - KEPT))
