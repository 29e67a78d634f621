"""Keys and devices, for show: the pages that list them have something to list, and none of them opens anything."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from demo.told import Someone
from micronet.base import clock
from micronet.base.db import db
from micronet.people import keyring, sessions
from micronet.people.models import Passkey, Person


def hang_up(person: Person, one: Someone, now: datetime) -> None:
    """Give `person` the keys and devices that `one` is told to have. Flushes."""
    for name, days in one.keys:
        nothing = hashlib.sha256(f"{one.key} {name}".encode()).digest()
        key = Passkey(person_id=person.id, name=name, rp_id=keyring.here(), credential_id=nothing, public_key=nothing)
        key.created_at, key.used_at = person.created_at, now - timedelta(days=days, minutes=one.here)
        db.session.add(key)
    for name, days in one.devices:
        with clock.frozen(now - timedelta(days=days, minutes=one.here)):
            sessions.start(person, name, shared=False)
    db.session.flush()
