"""One small world: circle *Family* with Ada (host) and Ben (member), and Cleo, who hosts *Elsewhere*.

People come in through a real signed-in device each, so guards, cookies and origin checks are the real ones.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from micronet.base.db import db, engine, writing
from micronet.circles.models import Circle, Membership
from micronet.people import sessions
from micronet.people.models import Person

SAME_SITE = {"Sec-Fetch-Site": "same-origin"}
PARTIAL = {"HX-Request": "true", "HX-Request-Type": "partial"}


class Visit(FlaskClient):
    """A browser whose requests each have an application context (session, `g`) of their own, as on a server."""

    def open(self, *args: Any, **more: Any) -> Any:
        with self.application.app_context():
            return super().open(*args, **more)


class World:
    """The cast, and how to act as each of them."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        with writing():
            self.ada, self.ben, self.cleo = self.person("Ada", keeper=True), self.person("Ben"), self.person("Cleo")
            self.family, self.elsewhere = self.circle("Family"), self.circle("Elsewhere", kind="friends", cap=20)
            self.ada_here = self.join(self.ada, self.family, "host")
            self.ben_here = self.join(self.ben, self.family, "member")
            self.cleo_there = self.join(self.cleo, self.elsewhere, "host")

    def person(self, name: str, **traits: Any) -> Person:
        """A new person, without keys yet. Flushes."""
        made = Person(name=name, handle=os.urandom(32), zone=traits.pop("zone", "Europe/London"), **traits)
        db.session.add(made)
        db.session.flush()
        return made

    def circle(self, name: str, kind: str = "family", cap: int = 12, **traits: Any) -> Circle:
        """A new circle, empty. Flushes."""
        made = Circle(name=name, kind=kind, cap=cap, **traits)
        db.session.add(made)
        db.session.flush()
        return made

    def join(self, person: Person, circle: Circle, role: str = "member", **traits: Any) -> Membership:
        """A membership without the ceremony of an invite. Flushes."""
        made = Membership(circle_id=circle.id, person_id=person.id, role=role, nickname=person.name, **traits)
        made.circle = circle
        db.session.add(made)
        db.session.flush()
        return made

    def as_(self, person: Person | None, **headers: str) -> FlaskClient:
        """A browser in which `person` is signed in (None: nobody), sending what our own pages send."""
        client = Visit(self.app, self.app.response_class, use_cookies=True)
        client.environ_base.update({"HTTP_SEC_FETCH_SITE": "same-origin", "HTTP_USER_AGENT": "Firefox/140 (Linux)"})
        client.environ_base.update({f"HTTP_{name.upper()}": value for name, value in headers.items()})
        if person is not None:
            with writing():
                device, secret = sessions.start(person, "Test browser", shared=False)
            client.set_cookie("sid", secret)
            client.device_id = device.id  # type: ignore[attr-defined]
        return client

    def path(self, rest: str = "", circle: Circle | None = None) -> str:
        """An address within *Family* (or another circle)."""
        return f"/circles/{(circle or self.family).id}{rest}"


@contextmanager
def statements() -> Iterator[list[str]]:
    """Every statement that the block sends to the database, pragmas and transactions left out."""
    sent: list[str] = []

    def note(_conn: Any, _cursor: Any, text: str, *_rest: Any) -> None:
        if not text.lstrip().upper().startswith(("PRAGMA", "BEGIN", "COMMIT", "ROLLBACK")):
            sent.append(text)

    both = engine(writing=True), engine(writing=False)
    for one in both:
        event.listen(one, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        for one in both:
            event.remove(one, "before_cursor_execute", note)
