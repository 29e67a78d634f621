"""Who is at the door. Every route is guarded unless its view says otherwise by name.

A view may be marked `@public` (anyone), `@enrolling` (also a device that may only make a key),
`@fresh` (a key must have been used here within five minutes), `@limited` (so often and no more),
`@late` (begins writing itself, after slow work), `@takes` (more bytes than a page usually sends), `@repeatable` (sent
twice it is there once) and `@essential` (works on a full disk).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import unquote_to_bytes

from flask import Flask, Response, abort, current_app, g, make_response, redirect, request, session, url_for
from flask_login import LoginManager, UserMixin, current_user

from micronet.base import limits
from micronet.base.db import begin_write, rollback
from micronet.base.walls import act_as
from micronet.people import sessions
from micronet.people.browsers import browser, cookie_name, device_name, hand_cookie, sign_in, sign_out
from micronet.people.models import Device, Person
from micronet.web import origin
from micronet.web.render import own_path

__all__ = [
    "browser", "device_name", "enrolling", "essential", "fresh", "hand_cookie", "init", "late", "limited", "me",
    "prove_first", "public", "sign_in", "sign_out", "this_device",
]  # fmt: skip

View = TypeVar("View", bound=Callable[..., Any])
manager = LoginManager()


class AtTheDoor(UserMixin):
    """What Flask-Login carries: the device and its person."""

    def __init__(self, device: Device) -> None:
        self.device, self.person, self.id = device, device.person, device.id


def init(app: Flask) -> None:
    """Put the guard in front of every route of `app`."""
    manager.session_protection = None
    manager.init_app(app)
    manager.request_loader(load)
    app.before_request(origin.check)
    app.before_request(guard)
    app.teardown_appcontext(lambda _error: rollback())


def _mark(**marks: Any) -> Callable[[View], View]:
    def decorate(view: View) -> View:
        vars(view).update(marks)
        return view

    return decorate


public = _mark(is_public=True)
enrolling = _mark(is_enrolling=True)
fresh = _mark(is_fresh=True)
late = _mark(is_late=True)
repeatable = _mark(is_repeatable=True)
essential = _mark(is_essential=True)


def takes(most: int) -> Callable[[View], View]:
    """A view that takes so many bytes, instead of what an ordinary page may send."""
    return _mark(most_bytes=most)


def limited(what: str, *, most: int, seconds: int, everyone: int = 0) -> Callable[[View], View]:
    """At most `most` tries in `seconds` from one address, and `everyone` from all together."""
    return _mark(limit=(what, most, seconds, everyone))


def load(asked: Any) -> AtTheDoor | None:
    """For Flask-Login: the signed-in device of a request, in one statement."""
    secret = asked.cookies.get(cookie_name())
    device = sessions.load(secret) if secret else None
    return AtTheDoor(device) if device else None


def guard() -> Response | None:
    """Runs before every view: limits, then one writer at a time, then who is there, then whether they may."""
    view = current_app.view_functions.get(request.endpoint or "")
    if request.endpoint == "static":
        return None
    if view is None:
        _look_up()
        return None
    if request.method not in origin.SAFE:
        request.max_content_length = getattr(view, "most_bytes", request.max_content_length)
        _read_body()
        _count(getattr(view, "limit", None))
        if not getattr(view, "is_late", False):
            begin_write()
    _look_up()
    return _stop(view)


def _look_up() -> None:
    """Who is there, for the view and for the page that says there is none."""
    g.me = g.device = None
    if current_user.is_authenticated:
        g.device, g.me = current_user.device, current_user.person
        if not g.device.only_enrols:
            act_as(g.me.id)


def _read_body() -> None:
    """Before the writer's lock is taken, so that a slow sender holds up nobody. Refuses what is too long or broken."""
    if request.mimetype == "application/x-www-form-urlencoded":
        if (request.content_length or 0) > current_app.config["MAX_FORM_MEMORY_SIZE"]:
            abort(413)
        if not _is_text(request.get_data(cache=True)):
            abort(400)
    if any("\ufffd" in text or "\0" in text for _name, text in request.form.items(multi=True)):
        abort(400)


def _is_text(body: bytes) -> bool:
    """Whether a form's body is UTF-8 once its percent signs are undone."""
    try:
        unquote_to_bytes(body).decode()
    except UnicodeDecodeError:
        return False
    return True


def _count(limit: tuple[str, int, int, int] | None) -> None:
    if limit is None:
        return
    what, most, seconds, everyone = limit
    limits.spend(what, request.remote_addr or "", most=most, seconds=seconds)
    if everyone:
        limits.spend(what, "", most=everyone, seconds=seconds)


def _stop(view: Any) -> Response | None:
    """The answer that turns someone away, or None to let them in."""
    if getattr(view, "is_public", False):
        return None
    if g.device is None:
        return to_welcome()
    if g.device.only_enrols and not getattr(view, "is_enrolling", False):
        return _send("people.new_key")
    if request.method in origin.SAFE:
        sessions.seen(g.device)
    if getattr(view, "is_fresh", False) and not sessions.is_fresh(g.device):
        return prove_first()
    return None


def prove_first() -> Response:
    """Ask for the key, then come back to this page."""
    session["after_proof"] = own_path(request.url if request.method == "GET" else request.referrer)
    return _send("people.prove")


def to_welcome() -> Response:
    """Show the door, and remember (as a path of ours) where they were going."""
    if request.method == "GET" and not request.headers.get("HX-Request"):
        session["after_sign_in"] = own_path(request.url)
    if request.headers.get("Accept", "").startswith("application/json"):
        abort(401)
    return _send("welcome.show")


def _send(endpoint: str) -> Response:
    rollback()
    if request.headers.get("HX-Request"):
        answer = make_response("", 401)
        answer.headers["HX-Redirect"] = url_for(endpoint)
        return answer
    return make_response(redirect(url_for(endpoint), 303))


def me() -> Person:
    """The signed-in person. Aborts with 401 where nobody is, so a slip in marking a view leaks nothing."""
    if g.get("me") is None:
        abort(401)
    person: Person = g.me
    return person


def this_device() -> Device:
    """The signed-in device."""
    if g.get("device") is None:
        abort(401)
    device: Device = g.device
    return device
