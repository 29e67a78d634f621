"""A house to try things on: one circle, everyone in it signed in on a device. Made in process, served afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from flask import Flask

from micronet import create_app
from micronet.base.db import db, hang_up, writing
from micronet.base.sqlite import sqlite3
from micronet.base.walls import unscoped
from micronet.circles.models import Circle
from micronet.config import Settings
from micronet.instance import prepare
from micronet.people import sessions
from tests.world import World


@dataclass(frozen=True)
class Resident:
    """Someone in the circle. `secret` is the cookie of their browser."""

    name: str
    person_id: str
    member_id: str
    secret: str


@dataclass
class Household:
    """Where it lies, and who lives there."""

    folder: Path
    circle_id: str
    people: list[Resident] = field(default_factory=list)

    @property
    def database(self) -> Path:
        return self.folder / "micronet.db"

    def path(self, rest: str = "") -> str:
        return f"/circles/{self.circle_id}{rest}"


def furnish(folder: Path, many: int = 8) -> Household:
    """A circle with a purpose and `many` people in it."""
    settings = Settings(instance=folder)
    prepare(settings)
    with within(folder) as app:
        world = World(app)
        with writing():
            circle = world.circle("Allotment", kind="purpose", cap=48)
            made = Household(folder, circle.id)
            made.people = [_resident(world, circle, number) for number in range(many)]
    _let_write_much(made)
    return made


def _let_write_much(house: Household) -> None:
    """A trial writes more in a minute than people in a day, so no try is remembered here."""
    forget = "create trigger forget after insert on attempt begin delete from attempt where id = new.id; end"
    with closing(sqlite3.connect(house.database)) as connection:
        connection.execute(forget)


def _resident(world: World, circle: Circle, number: int) -> Resident:
    person = world.person(f"Writer {number}")
    member = world.join(person, circle, "host" if number == 0 else "member")
    _device, secret = sessions.start(person, "Torture", shared=False)
    return Resident(person.name, person.id, member.id, secret)


@contextmanager
def within(folder: Path) -> Iterator[Flask]:
    """The application over this folder in our own process, looking everywhere; nothing of it stays open."""
    app = create_app(Settings(instance=folder))
    with app.app_context(), unscoped("the trials look everywhere"):
        try:
            yield app
        finally:
            db.session.remove()
            hang_up()
