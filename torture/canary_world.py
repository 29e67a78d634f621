"""The house of the walk: a real one in a folder, six people, four circles that overlap, and browsers to ask it with."""

from __future__ import annotations

import os
import random
from contextlib import ExitStack
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from flask import g

from micronet import create_app
from micronet.base import clock, walls
from micronet.base.db import db, hang_up, writing
from micronet.circles import pictures
from micronet.circles.models import Circle as CircleRow
from micronet.circles.models import Membership
from micronet.config import Settings
from micronet.instance import prepare
from micronet.jobs import sweep
from micronet.people import sessions
from micronet.people.models import Device, Passkey
from micronet.people.models import Person as PersonRow
from torture.canary_browser import BEGAN, Asked, Browser
from torture.canary_model import Circle, Member, Model, Person, marks

LETTERS = "0123456789abcdefghijklmnopqrstuvwxyz"
ROLES = {
    "one": {"Ada": "host", "Ben": "member", "Dora": "co_host", "Eli": "supported", "Fay": "guest"},
    "two": {"Cleo": "host", "Ben": "member", "Eli": "member"},
    "three": {"Ben": "host", "Ada": "member", "Cleo": "supported", "Fay": "member"},
    "four": {"Dora": "host", "Cleo": "guest", "Eli": "guest"},
}


class House(Asked):
    """The application over a fresh database, a stopped clock, and the model of what is in it."""

    def __init__(self, folder: Path, address: str, seed: int, began: datetime = BEGAN) -> None:
        self.rng = random.Random(seed)
        self.settings = Settings(instance=folder, database_url=address)
        self.model = Model(began)
        self.browsers: list[Browser] = []
        self.clocks = ExitStack()
        folder.mkdir(parents=True, exist_ok=True)
        if not (folder / "secrets.json").exists():
            prepare(self.settings)
        self.tick(0)
        self.app = create_app(self.settings)

    def close(self) -> None:
        with self.app.app_context():
            hang_up()
        self.clocks.close()

    def tick(self, seconds: float) -> None:
        """Move the one clock on."""
        self.model.now += timedelta(seconds=seconds)
        self.clocks.close()
        self.clocks.enter_context(clock.frozen(self.model.now))

    def canary(self, before: str = "") -> str:
        """A fresh text."""
        word = "kz" + "".join(self.rng.choice(LETTERS) for _ in range(10))
        self.model.note(word)
        return f"{before} {word}".strip()

    def scene(self) -> Any:
        """A unit of work of the trial itself, which sees and may write everything."""
        stack = ExitStack()
        stack.enter_context(self.app.app_context())
        g.viewer = walls.Viewer(reason="the trial sets the scene")
        stack.enter_context(writing())
        return stack

    def sweep(self) -> None:
        """The minute's tidying up."""
        sweep(self.app)

    # --- setting the scene

    def furnish(self) -> None:
        """Everyone, their circles, a device or two each, and a picture for some."""
        people = {
            name: self.person(name, keeper=name == "Ada") for name in ("Ada", "Ben", "Cleo", "Dora", "Eli", "Fay")
        }
        for number, roles in enumerate(ROLES.values()):
            circle = self.circle(("family", "purpose", "friends")[number % 3])
            for name, role in roles.items():
                self.join(people[name], circle, role)
        for person in people.values():
            self.browser(person)
        for person in (people["Ben"], people["Eli"]):
            self.browser(person)
        self.browser(people["Cleo"], only_enrols=True)
        self.browsers.append(Browser(None, "10.9.9.9"))

    def person(self, name: str, keeper: bool = False) -> Person:
        text, key = self.canary(name), self.canary("Key")
        with self.scene():
            row = PersonRow(name=text, handle=os.urandom(32), zone="Europe/London", keeper=keeper)
            db.session.add(row)
            db.session.flush()
            made = Passkey(credential_id=os.urandom(16), public_key=b"-", rp_id="localhost", name=key)
            made.person_id = row.id
            db.session.add(made)
            db.session.flush()
            person = Person(row.id, text, keeper, marks(key, made.id))
            self.model.note(row.id, made.id)
        self.model.people.append(person)
        return person

    def circle(self, kind: str) -> Circle:
        told = {name: self.canary(name) for name in ("name", "rules")}
        question = self.canary("why") if kind == "purpose" else ""
        with self.scene():
            row = CircleRow(kind=kind, cap=40, **told, question=question)
            db.session.add(row)
            db.session.flush()
            circle = Circle(row.id, told["name"], kind, told["rules"], question)
        self.model.note(circle.id)
        self.model.circles.append(circle)
        return circle

    def join(self, person: Person, circle: Circle, role: str) -> Member:
        """A membership without the ceremony; a guest's stay ends in a few hours."""
        ends = self.model.now + timedelta(hours=self.rng.randint(1, 9)) if role == "guest" else None
        names = {"nickname": self.canary("Nick"), "town": self.canary("Town"), "answer": self.canary("Because")}
        with self.scene():
            row = Membership(circle_id=circle.id, person_id=person.id, role=role, ends_at=ends, **names)
            db.session.add(row)
            db.session.flush()
            member = Member(row.id, person, circle, role, **names, ends_at=ends)
        self.model.note(member.id)
        circle.members.append(member)
        if self.rng.random() < 0.6:
            self.hang(member)
        return member

    def hang(self, member: Member) -> None:
        """A picture of theirs, as an upload would have made it."""
        seen = self.canary()
        with self.scene():
            made = pictures.hang(self.app.extensions["storage"], member.circle.id, seen.encode())
            row = db.session.query(Membership).filter_by(circle_id=member.circle.id, id=member.id).one()
            before, row.photo_id = row.photo_id, made.id
            pictures.take_down(member.circle.id, before)
            member.photo = made.id
        self.model.pictures[member.photo] = seen
        self.model.note(member.photo)

    def browser(self, person: Person, only_enrols: bool = False) -> Browser:
        """Another device of theirs, signed in."""
        name = self.canary("Phone")
        with self.scene():
            row = db.session.query(PersonRow).filter_by(id=person.id).one()
            device, secret = sessions.start(row, name, shared=False, only_enrols=only_enrols)
            made = Browser(person, f"10.0.0.{len(self.browsers) + 1}", device.id, {"sid": secret}, self.model.now)
        made.only_enrols = only_enrols
        person.private |= marks(name, made.device)
        self.model.note(made.device)
        self.browsers.append(made)
        return made

    def prove(self, browser: Browser) -> None:
        """As if they had used their key just now."""
        with self.scene():
            db.session.query(Device).filter_by(id=browser.device).update({"proved_at": self.model.now})
        browser.proved_at = self.model.now
