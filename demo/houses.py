"""Houses to look at, for pictures and tests: furnished, served in this process, gone when the block ends."""

from __future__ import annotations

import socket
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import update
from werkzeug.serving import WSGIRequestHandler, make_server

from demo import door
from demo.app import create_app
from demo.family import build
from micronet.base import clock
from micronet.base.db import db, writing
from micronet.base.walls import unscoped
from micronet.circles import invites
from micronet.circles.models import Membership
from micronet.config import Settings
from micronet.instance import prepare
from micronet.members import actions as members
from micronet.people.models import Person


class Silent(WSGIRequestHandler):
    """Says nothing."""

    def log(self, type: str, message: str, *args: Any) -> None:
        """Not even this."""


@dataclass
class House:
    """A house that is being served, and whoever its first picture is of."""

    app: Flask
    url: str
    member: Membership

    @property
    def circle(self) -> str:
        """The path of the circle that is looked at."""
        return f"/circles/{self.member.circle_id}"

    def forget_looks(self, hours: int = 14) -> None:
        """The member has not opened this board for so long."""
        with inside(self.app), writing():
            mine = (Membership.circle_id == self.member.circle_id) & (Membership.id == self.member.id)
            looked = {"looked_at": clock.ago(hours=hours), "looked_before_at": None}
            db.session.execute(update(Membership).where(mine).values(looked))

    def take_back_cards(self) -> None:
        """The member's invitations open nothing any more, and their seats are free."""
        with inside(self.app), writing():
            invites.revoke_all_of(self.member)

    def key(self, member: Membership | None = None) -> str:
        """An address that lets someone in, once."""
        with inside(self.app), writing():
            return self.url + door.link(member or self.member)


@contextmanager
def inside(app: Flask) -> Iterator[None]:
    """The application's house, seen by whoever furnishes it."""
    with app.app_context(), unscoped("the sample family is looked after from outside"):
        yield


def _free_port(wanted: int = 8000) -> int:
    """The wanted port, or the next that nobody has at present."""
    try:
        socket.create_server(("127.0.0.1", wanted)).close()
    except OSError:
        return _free_port(wanted + 1)
    return wanted


@contextmanager
def served(furnish: Callable[[], Membership]) -> Iterator[House]:
    """A throw-away house, furnished and served until the block ends."""
    with tempfile.TemporaryDirectory(prefix="micronet-screens-") as folder:
        settings = Settings(instance=Path(folder) / "instance", port=_free_port())
        prepare(settings)
        app = create_app(settings)
        with inside(app):
            member = furnish()
        server = make_server("127.0.0.1", settings.port, app, threaded=True, request_handler=Silent)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield House(app, settings.url, member)
        server.shutdown()


def family() -> Membership:
    """The whole family; Hana looks."""
    return build().members["finches"]["hana"]


def awaiting() -> Membership:
    """The family on the day before Ruth joins."""
    return build(away=frozenset({"ruth"})).members["finches"]["hana"]


def first_day() -> Membership:
    """A circle with only its host in it."""
    with writing():
        hana = Person(name="Hana", handle=b"h" * 32, keeper=True, zone="Europe/London", here_at=clock.now())
        db.session.add(hana)
        db.session.flush()
        told = {"kind": "family", "name": "The Finches", "paint": "plaster", "rules": "", "question": ""}
        member = members.start(hana, cap=12, **told)
        members.present_oneself(member, nickname="Hana", town="Bristol", paint="plaster")
    return member
