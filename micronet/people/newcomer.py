"""Someone who has no key yet: ask for their first one, then let them be a person with a device.

Between the two steps their name and handle wait in the signed page session of their browser.
"""

from __future__ import annotations

import secrets
from base64 import b64decode, b64encode
from typing import Any

from flask import session
from flask_babel import gettext as _

from micronet.base.db import db
from micronet.base.errors import Invalid
from micronet.base.text import clean
from micronet.base.zones import UTC, is_zone
from micronet.people import arrival, keyring, passkeys
from micronet.people.models import NAME_LENGTH, Device, Person
from micronet.web.i18n import NAMES

HELD = "newcomer"


def ask(name: str) -> dict[str, Any]:
    """Options for their first key; the name is kept for `admit`. Flushes. Raises Invalid for field `name`."""
    kept = clean(name, NAME_LENGTH, field="name")
    if not kept:
        raise Invalid(_("Tell us what your people call you."), "name")
    handle = secrets.token_bytes(32)
    session[HELD] = {"name": kept, "handle": b64encode(handle).decode()}
    return passkeys.ask_new(kept, handle)


def admit(credential: Any, name: str, zone: str, locale: str, keeper: bool = False) -> tuple[Person, Device, str]:
    """Check their first key; make the person, the key and the device they hold. Gives the secret for its cookie too.

    Flushes, does not commit; write nothing before it (see `passkeys`). An empty `name` is the one `ask` was given,
    an unknown `zone` becomes UTC, an unknown `locale` English. Raises Invalid, and then nobody was let in.
    """
    held = session.get(HELD)
    if held is None:
        raise Invalid(passkeys.refusal())
    key = passkeys.check_new(credential)
    person = Person(
        name=clean(name, NAME_LENGTH, field="name") or held["name"],
        handle=b64decode(held["handle"]),
        zone=zone if is_zone(zone) else UTC,
        locale=locale if locale in NAMES else "en",
        keeper=keeper,
    )
    db.session.add(person)
    db.session.flush()
    keyring.add(key, person)
    device, secret = arrival.let_in(person, key)
    session.pop(HELD, None)
    return person, device, secret


def pending_name() -> str:
    """The name that was given to `ask`, or nothing."""
    held: dict[str, str] = session.get(HELD) or {}
    return held.get("name", "")
