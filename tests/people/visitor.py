"""A browser with an authenticator in it, going through the door as pages and their scripts would."""

from __future__ import annotations

import json
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from micronet.base.db import db
from micronet.people.models import Device, DoorNote, Person
from tests.authenticator import Authenticator, Json
from tests.world import World

AS_SCRIPT = {"Accept": "application/json"}
IPAD = "Mozilla/5.0 (iPad; CPU OS 17_0) AppleWebKit/605 Safari/605"


class Visitor:
    """Someone at the door. `client` is their browser, `keys` the authenticator in it."""

    def __init__(self, app: Flask, client: FlaskClient, keys: Authenticator | None = None) -> None:
        self.app, self.client, self.keys = app, client, keys or Authenticator()

    def ask(self, path: str, **fields: str) -> Json:
        """The options that a page's script is given."""
        answer = self.client.post(path, data=fields, headers=AS_SCRIPT)
        assert answer.status_code == 200, answer.text
        return answer.json

    def send(self, path: str, credential: Any, **fields: str) -> TestResponse:
        """What the page's script sends with what the authenticator gave."""
        held = credential if isinstance(credential, str) else json.dumps(credential)
        return self.client.post(path, data={**fields, "credential": held}, headers=AS_SCRIPT)

    def make_key(self, **bent: Any) -> TestResponse:
        """Make another key for whoever is signed in here."""
        return self.send("/me/keys", self.keys.create(self.ask("/me/keys/options"), **bent))

    def sign_in(self, **bent: Any) -> TestResponse:
        """Open the door with the newest key."""
        return self.send("/welcome", self.keys.get(self.ask("/welcome/options"), **bent))

    def prove(self, **bent: Any) -> TestResponse:
        """Use the key again before something grave."""
        return self.send("/me/proof", self.keys.get(self.ask("/me/proof/options"), **bent))

    def secret(self) -> str | None:
        """The token in the cookie, if there is one."""
        cookie = self.client.get_cookie("sid")
        return cookie.value if cookie else None

    def is_in(self) -> bool:
        """Whether a page of one's own opens here."""
        return self.client.get("/me").status_code == 200


def visitor(world: World, person: Person | None = None, keys: Authenticator | None = None, **headers: str) -> Visitor:
    """A browser in which `person`, or nobody, is signed in."""
    return Visitor(world.app, world.as_(person, **headers), keys)


def with_key(world: World, person: Person, **traits: Any) -> Authenticator:
    """An authenticator that holds a key of `person`, made through the real pages."""
    made = visitor(world, person, Authenticator(**traits))
    assert made.make_key().status_code == 200
    return made.keys


def devices(person: Person) -> int:
    """How many devices the person is signed in on, whoever changed that."""
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(Device).where(Device.person_id == person.id)) or 0


def told(person: Person) -> list[str]:
    """The kinds of notes about the person's door, oldest first."""
    db.session.rollback()
    rows = select(DoorNote.kind).where(DoorNote.person_id == person.id).order_by(DoorNote.created_at, DoorNote.id)
    return list(db.session.scalars(rows))


def bring(there: Visitor, code: str) -> int:
    """The answer to a code typed at the door."""
    return there.client.post("/recover", data={"code": code}).status_code
