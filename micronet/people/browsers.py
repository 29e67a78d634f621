"""The browser at the door: its cookies, and what to call it."""

from __future__ import annotations

from flask import Response, current_app, g, request, session

from micronet.base.secrets import fingerprint, token
from micronet.people import sessions
from micronet.people.models import Device

BROWSERS = (("Edg/", "Edge"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
SYSTEMS = (
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"),
    ("Mac OS", "Mac"), ("CrOS", "Chromebook"), ("Linux", "Linux"),
)  # fmt: skip
"""What a browser and a system betray themselves by in User-Agent, the more particular first."""


def cookie_name() -> str:
    """`__Host-` binds the cookie to this very host; browsers allow it only over HTTPS."""
    return "__Host-sid" if current_app.config["SETTINGS"].secure else "sid"


def browser() -> str:
    """What ties challenges and codes to this browser before anyone is signed in: the hash of a secret in its cookie."""
    if "browser" not in session:
        session["browser"] = token()
    return fingerprint(session["browser"])


def sign_in(answer: Response, device: Device, secret: str) -> Response:
    """Sign this browser in as a freshly started device; what its page session carried before is forgotten."""
    g.me, g.device = device.person, device
    kept = {name: session[name] for name in ("strip", "after_sign_in", "offer_spare", "invite") if name in session}
    session.clear()
    session.update(kept)
    return hand_cookie(answer, device, secret)


def hand_cookie(answer: Response, device: Device, secret: str) -> Response:
    """Give this browser the device's present token: at sign-in, and whenever it is renewed.

    The cookie outlives the browser's closing only on a device known to be the person's own.
    """
    secure = current_app.config["SETTINGS"].secure
    lasts = int(sessions.OWN_ENDS.total_seconds()) if device.shared is False else None
    answer.set_cookie(cookie_name(), secret, max_age=lasts, secure=secure, httponly=True, samesite="Lax", path="/")
    return answer


def sign_out(answer: Response) -> Response:
    """Take the cookie back and have the browser forget what it kept of this site."""
    session.clear()
    secure = current_app.config["SETTINGS"].secure
    answer.delete_cookie(cookie_name(), path="/", secure=secure, httponly=True, samesite="Lax")
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer


def device_name() -> str:
    """A plain name for the browser that asks, from its User-Agent: "Chrome (Android)"."""
    agent = request.headers.get("User-Agent", "")
    kind = next((name for mark, name in BROWSERS if mark in agent), "Browser")
    system = next((name for mark, name in SYSTEMS if mark in agent), "")
    return f"{kind} ({system})" if system else kind
