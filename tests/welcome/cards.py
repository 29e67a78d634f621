"""Invitation cards for tests: made, brought to the door, used."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import select

from micronet.base.db import db
from micronet.circles.models import Invite
from micronet.people.models import Person
from tests.authenticator import Authenticator
from tests.world import World


@dataclass
class Card:
    """A card as somebody holds it."""

    path: str
    token: str
    words: str


def make(world: World, name: str = "Nana Ruth", role: str = "member", by: Person | None = None) -> Card:
    client = world.as_(by or world.ada)
    made = client.post(world.path("/invites"), data={"for_name": name, "role": role})
    assert made.status_code == 303, made.text
    page = client.get(made.location).text
    token = re.search(r"/join#([\w-]+)", page)[1]
    return Card(made.location, token, re.search(r'class="words"[^>]*>([^<]+)', page)[1].replace("\xa0", " "))


def take(client: FlaskClient, card: Card) -> FlaskClient:
    assert client.post("/join", data={"token": card.token}).location == "/join/card"
    return client


def used(card: Card) -> bool:
    db.session.rollback()
    invite = select(Invite.used_at).where(Invite.id == card.path.rsplit("/", 1)[1])
    return db.session.scalar(invite) is not None


def arrive(client: FlaskClient, name: str = "Ruth", **form: str) -> Any:
    """A newcomer makes their first key and sends it."""
    sent = {"name": name, "zone": "Europe/Paris"} | form
    options = client.post("/join/options", data=sent, headers={"Accept": "application/json"})
    if options.status_code != 200:
        return options
    credential = json.dumps(Authenticator().create(options.json))
    return client.post("/join/key", data=sent | {"credential": credential}, headers={"Accept": "application/json"})
