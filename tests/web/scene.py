"""A house in which every kind of person asks for every kind of thing, and can be put back as it was."""

from __future__ import annotations

import os
from datetime import timedelta
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import delete, insert, select, update
from werkzeug.routing import Rule

from micronet.base import clock
from micronet.base.db import db, writing
from micronet.base.ids import new_id
from micronet.people import links, sessions
from micronet.people.models import Device, DeviceLink, DoorNote, Passkey, Person
from micronet.web.assets import asset
from tests.web.things import Things

ACTORS = (
    "nobody", "enrolling", "other", "keeper", "removed", "ended", "guest", "supported", "member", "co_host", "host"
)  # fmt: skip
"""Without a device; with one that may only make a key; in another circle; keeping the machine; out again; a guest whose
time is over; and those inside."""
INSIDE = ("guest", "supported", "member", "co_host", "host")
SEEN: dict[str, set[str] | None] = {
    "device": {"seen_at"},
    "person": {"here_at"},
    "membership": {"looked_at", "looked_before_at"},
    "attempt": None,
    "correspondent": {"looked_at"},
}
"""What reading may write: see `side_write`."""

OWN = (DoorNote, DeviceLink, Device, Passkey)
"""What the scene makes for whoever asks about a thing of their own."""


class Scene(Things):
    """Family, with someone of every role; Tess lives there too. `things` are ids by argument and state."""

    def furnish(self) -> Scene:
        with writing():
            self.ada.keeper = False
            self.actors: dict[str, Person | None] = {"nobody": None, "other": self.cleo, "host": self.ada}
            self.actors |= {"member": self.ben, "keeper": self.person("Kim", keeper=True)}
            for name in ("enrolling", "removed", "ended", "guest", "supported", "co_host"):
                self.actors[name] = self.person(name.title())
            self._move_in()
            self.things = self._things()
        self.ids = {name: person.id for name, person in self.actors.items() if person}
        self.ids |= {"nobody": self.cleo.id, "Tess": self.tess.person_id or "", "tess": self.tess.id}
        self.ids |= {"mixed": self.elsewhere.id, "closed": self.shut_id}
        self.clients = {name: self.as_(self.actors[name]) for name in ACTORS}
        for client in self.clients.values():
            cookie = client.get_cookie("sid")
            client.secret = cookie.value if cookie else ""  # type: ignore[attr-defined]
        with writing() as session:
            rows = update(Device).where(Device.person_id == self.actors["enrolling"].id)
            session.execute(rows.values(only_enrols=True))
            self.began = clock.now()
            session.execute(update(Device).values(proved_at=self.began))
        self.rows = self.kept()
        return self

    def _move_in(self) -> None:
        hour = timedelta(hours=1)
        for role in ("guest", "supported", "co_host"):
            self.join(self.actors[role], self.family, role, ends_at=clock.now() + hour if role == "guest" else None)
        self.join(self.actors["enrolling"], self.family)
        self.out = self.join(self.actors["removed"], self.family, left_at=clock.now())
        self.join(self.actors["ended"], self.family, "guest", ends_at=clock.now() - hour)
        self.tess = self.join(self.person("Tess"), self.family)
        shut = self.circle("Shut")
        self.shut_id = shut.id
        db.session.delete(shut)
        db.session.flush()

    def address(self, rule: Rule, state: str, actor: str) -> str:
        """Where this rule finds the thing in that state."""
        values: dict[str, Any] = {"year": 2026, "month": 3, "part": "name", "variant": "whole", "number": 1}
        with self.app.test_request_context():
            values["name"] = asset("img/icons.svg").removeprefix("/static/")
        near = state if state in ("gone", "foreign") else "there"
        for name in rule.arguments - values.keys():
            values[name] = self.things[name][near] if name in self.things else self._own(name, near, actor)
        if rule.endpoint in ("moments.edit_reply", "moments.remove_reply", "moments.restore_reply") and near == "gone":
            values["moment_id"] = self.things["moment_id"]["there"]
        if rule.endpoint in ("letters.edit", "letters.remove", "letters.restore") and near == "gone":
            values["thread_id"] = self.things["thread_id"]["there"]
        if rule.endpoint == "shelf.keep":
            values["attachment_id"] = self.things["photo_id"][near]
        if state in ("mixed", "closed"):
            values["circle_id"] = self.ids[state]
        if state == "garbage":
            things = rule.arguments & values.keys() - {"circle_id", "year", "month", "number"} or {"circle_id"}
            values |= {name: "none.svg" if name == "name" else new_id() for name in things if name != "part"}
            values["part"] = "roof"
        with self.app.test_request_context():
            asked = {name: values[name] for name in rule.arguments}
            address: str = self.app.url_map.bind("localhost").build(rule.endpoint, asked)
            return address

    def _own(self, name: str, state: str, actor: str) -> str:
        """A thing of the actor's own, or of Tess where another's is wanted."""
        with writing() as session:
            wanted = self.ids["Tess"] if state == "foreign" else self.ids[actor]
            person = session.scalars(select(Person).where(Person.id == wanted)).one()
            device, _secret = sessions.start(person, "Old tablet", shared=False)
            if name == "key_id":
                session.add_all([key := self._key(person), self._key(person)])
                session.flush()
                return str(key.id)
            if name == "note_id":
                session.add(note := DoorNote(person_id=person.id, kind="codes.new"))
                session.flush()
                return str(note.id)
            return str(links.offer(person).id if name == "link_id" else device.id)

    def _key(self, person: Person) -> Passkey:
        return Passkey(person_id=person.id, credential_id=os.urandom(9), public_key=b"-", rp_id="localhost", name="-")

    def client(self, actor: str, rule: Rule, state: str) -> FlaskClient:
        """Their browser, as it is in this state: the key used or not, a card in hand or not."""
        client = self.clients[actor]
        client.delete_cookie("page")
        if state == "unproved" and actor != "nobody":
            self.prove(client, hours=1)
        if rule.endpoint.startswith("invited.") and state != "gone":
            client.post("/join", data={"token": self.token})
        return client

    def prove(self, client: FlaskClient, hours: int = 0) -> None:
        """They have used their key, now or so many hours ago."""
        device = getattr(client, "device_id", "")
        at = clock.ago(hours=hours) if hours else self.began
        with writing() as session:
            session.execute(update(Device).where(Device.id == device).values(proved_at=at))

    def kept(self) -> dict[str, list[dict[str, Any]]]:
        """Every row of the house."""
        db.session.rollback()
        tables = db.Model.metadata.sorted_tables
        return {one.name: [dict(row) for row in db.session.execute(select(one)).mappings()] for one in tables}

    def put_back(self) -> None:
        """The house as it was."""
        tables = db.Model.metadata.sorted_tables
        db.session.rollback()
        db.session.expunge_all()
        with writing() as session:
            for table in reversed(tables):
                session.execute(table.delete())
            for table in tables:
                if self.rows[table.name]:
                    session.execute(insert(table), self.rows[table.name])

    def forget_own(self) -> None:
        """What `_own` made, so that nothing but what was answered can have changed a row."""
        known = {model: {row["id"] for row in self.rows[model.__tablename__]} for model in OWN}
        with writing() as session:
            for model, ids in known.items():
                session.execute(delete(model).where(model.id.not_in(ids)))


def without_side_writes(rows: dict[str, list[dict[str, Any]]]) -> dict[str, Any]:
    """The rows without what reading may write."""
    return {
        name: sorted(
            repr({key: value for key, value in row.items() if key not in (SEEN.get(name) or ())}) for row in held
        )
        for name, held in rows.items()
        if SEEN.get(name, ()) is not None
    }
