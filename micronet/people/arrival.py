"""The way in once the door is open: spare keys for a newcomer, whose device this is, then where they were going."""

from __future__ import annotations

from flask import Response, current_app, g, request, session, url_for

from micronet.people import door, sessions
from micronet.people.guards import device_name
from micronet.people.models import Device, Passkey, Person

OWN = "own"
"""The cookie by which a browser remembers that it is someone's own, so that it is asked once."""
SPARE, AFTER = "offer_spare", "after_sign_in"


def let_in(person: Person, passkey: Passkey | None = None, *, only_enrols: bool = False) -> tuple[Device, str]:
    """Start a device for `person` in this browser, in place of the one it held; their others are told. Flushes.

    Gives the secret for its cookie too; `guards.sign_in` hands that over once all is committed.
    """
    if g.get("device") is not None:
        sessions.end(g.me, g.device.id)
    whose = known_as_own()
    device, secret = sessions.start(person, device_name(), passkey=passkey, shared=whose, only_enrols=only_enrols)
    door.tell_of_device(device)
    return device, secret


def newcomer(path: str) -> str:
    """The first page for someone who has just made their first key; what they are led through ends at `path`."""
    session[SPARE], session[AFTER] = True, path
    return url_for("people.codes")


def onward(device: Device) -> str:
    """The address of what comes next for who has signed in on this device."""
    if session.get(SPARE):
        return url_for("people.codes")
    if device.shared is None:
        return url_for("people.whose")
    return session.pop(AFTER, None) or "/"


def spare_keys_done() -> None:
    """The newcomer has seen the spare keys, or wants them later."""
    session.pop(SPARE, None)


def known_as_own() -> bool | None:
    """What a device that signs in here is: False (not shared) where that was said before, else None: ask."""
    return False if request.cookies.get(OWN) == "1" else None


def remember_own(answer: Response) -> None:
    """Have this browser remember that it is someone's own. It says nothing about whose."""
    lasts, secure = int(sessions.OWN_ENDS.total_seconds()), current_app.config["SETTINGS"].secure
    answer.set_cookie(OWN, "1", max_age=lasts, secure=secure, httponly=True, samesite="Lax", path="/")
