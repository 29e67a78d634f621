"""A person, and what opens their door: passkeys, devices, codes. None of this belongs to a circle."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from micronet.base import clock
from micronet.base.db import Id, Model, Utc
from micronet.base.ids import new_id
from micronet.base.text import CODES

NAME_LENGTH = 60


class Person(Model):
    """Someone with a door of their own. How they are called in a circle stands on the membership."""

    __tablename__ = "person"
    data_class = "personal"
    __table_args__ = (CheckConstraint("text_size between 1 and 5", name="text_size"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    handle: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    """What passkeys call this person: 32 random bytes, never shown."""
    name: Mapped[str] = mapped_column(String(CODES * NAME_LENGTH))
    keeper: Mapped[bool] = mapped_column(default=False)
    """Whether this person keeps the machine: the one who opened the set-up link."""
    created_at: Mapped[datetime] = mapped_column(Utc, default=clock.now)

    zone: Mapped[str] = mapped_column(String(64), default="UTC")
    locale: Mapped[str] = mapped_column(String(16), default="en")
    units: Mapped[str] = mapped_column(String(8), default="")
    """`metric`, `imperial`, or empty for what the language is used to."""
    clock_hours: Mapped[int] = mapped_column(default=0)
    """12, 24, or 0 for what the language is used to."""
    first_weekday: Mapped[int] = mapped_column(default=-1)
    """0 Monday to 6 Sunday, or -1 for what the language is used to."""
    theme: Mapped[str] = mapped_column(String(8), default="")
    """`light`, `dark`, or empty to follow the device."""
    text_size: Mapped[int] = mapped_column(default=1)
    quiet_from: Mapped[int] = mapped_column(default=21 * 60)
    """Curtains drawn, minutes after local midnight."""
    quiet_until: Mapped[int] = mapped_column(default=8 * 60)
    shows_here: Mapped[bool] = mapped_column(default=True)
    """Whether circles may see when this person was last here."""
    here_at: Mapped[datetime | None] = mapped_column(Utc)


class Passkey(Model):
    """A credential a device keeps for its person. `rp_id` is the host name it was made for."""

    __tablename__ = "passkey"
    data_class = "personal"

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    credential_id: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    sign_count: Mapped[int] = mapped_column(default=0)
    rp_id: Mapped[str] = mapped_column(String(255))
    name: Mapped[str] = mapped_column(String(CODES * NAME_LENGTH))
    transports: Mapped[str] = mapped_column(String(80), default="")
    may_sync: Mapped[bool] = mapped_column(default=False)
    """Backup eligible: the authenticator can copy this key to other devices. It never changes."""
    synced: Mapped[bool] = mapped_column(default=False)
    """Backed up: there are copies of this key by now."""
    created_at: Mapped[datetime] = mapped_column(Utc, default=clock.now)
    used_at: Mapped[datetime | None] = mapped_column(Utc)

    person: Mapped[Person] = relationship(lazy="raise")


class Device(Model):
    """A signed-in session. The token is in the browser's cookie; only its hash is here."""

    __tablename__ = "device"
    data_class = "personal"

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    passkey_id: Mapped[str | None] = mapped_column(ForeignKey("passkey.id", ondelete="SET NULL"))
    shared: Mapped[bool | None] = mapped_column()
    """None until the person has said whether the device is their own."""
    only_enrols: Mapped[bool] = mapped_column(default=False)
    """Signed in by a code: may do nothing but make a passkey."""
    proved_at: Mapped[datetime] = mapped_column(Utc, default=clock.now)
    """When the person last used a key here; grave acts want that to be recent."""
    created_at: Mapped[datetime] = mapped_column(Utc, default=clock.now)
    seen_at: Mapped[datetime] = mapped_column(Utc, default=clock.now)
    ends_at: Mapped[datetime] = mapped_column(Utc)

    person: Mapped[Person] = relationship(lazy="raise")


class Challenge(Model):
    """A question put to an authenticator, answered at most once. `browser` ties it to who asked."""

    __tablename__ = "challenge"
    data_class = "global"
    __table_args__ = (Index("ix_challenge_ends_at", "ends_at"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    value: Mapped[bytes] = mapped_column(LargeBinary(32))
    purpose: Mapped[str] = mapped_column(String(16))
    browser: Mapped[str] = mapped_column(String(64))
    person_id: Mapped[str | None] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    ends_at: Mapped[datetime] = mapped_column(Utc)


class RecoveryCode(Model):
    """One line of the printed sheet. A used one stays, burned."""

    __tablename__ = "recovery_code"
    data_class = "personal"

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(Utc, default=clock.now)
    used_at: Mapped[datetime | None] = mapped_column(Utc)


class SpokenCode(Model):
    """A six-character code read aloud to someone who lost everything; it only lets them make a new key."""

    __tablename__ = "spoken_code"
    data_class = "personal"

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(Utc, default=clock.now)
    ends_at: Mapped[datetime] = mapped_column(Utc)
    used_at: Mapped[datetime | None] = mapped_column(Utc)


class DeviceLink(Model):
    """A way in for a new device, offered by a signed-in one: scanned, compared by number, confirmed, used once."""

    __tablename__ = "device_link"
    data_class = "personal"

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    number: Mapped[str] = mapped_column(String(2))
    """Two digits that both screens show once the new device has knocked."""
    browser: Mapped[str | None] = mapped_column(String(64))
    device_name: Mapped[str] = mapped_column(String(NAME_LENGTH), default="")
    created_at: Mapped[datetime] = mapped_column(Utc, default=clock.now)
    ends_at: Mapped[datetime] = mapped_column(Utc)
    claimed_at: Mapped[datetime | None] = mapped_column(Utc)
    confirmed_at: Mapped[datetime | None] = mapped_column(Utc)
    used_at: Mapped[datetime | None] = mapped_column(Utc)


class DoorNote(Model):
    """Something the house tells one person about their own door: a new device, a key, a code."""

    __tablename__ = "door_note"
    data_class = "personal"

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(32))
    detail: Mapped[str] = mapped_column(String(CODES * NAME_LENGTH), default="")
    device_id: Mapped[str | None] = mapped_column(ForeignKey("device.id", ondelete="SET NULL"))
    """The device it is about: not told there, and signed out when the person says it was not them."""
    created_at: Mapped[datetime] = mapped_column(Utc, default=clock.now)
    read_at: Mapped[datetime | None] = mapped_column(Utc)
