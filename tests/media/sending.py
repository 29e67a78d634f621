"""Sending files as the script of a page does, and what is left of them on the disk."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import select

from micronet.activity.attached import Attachment, Rendition
from micronet.base.db import db, writing
from micronet.base.ids import new_id
from micronet.base.walls import unscoped
from micronet.media.making import make_sizes
from micronet.moments import actions
from tests.world import World
from torture.hostile import box

JSON = {"Accept": "application/json"}
FILM = box(b"ftyp", b"isom\0\0\0\0isommp42") + box(b"mdat", bytes(range(256)) * 200)
OGG = b"OggS" + bytes(range(256)) * 20


def announce(client: FlaskClient, world: World, **more: Any) -> Any:
    """Say that a file will come."""
    form = {"id": new_id(), "what": "photo", "size": 10, "name": "a.jpg"} | more
    return client.post(world.path("/uploads"), data=form, headers=JSON)


def piece(client: FlaskClient, world: World, id: str, data: bytes, at: int) -> Any:
    """One piece of it."""
    kind = "application/octet-stream"
    return client.post(world.path(f"/uploads/{id}?at={at}"), data=data, headers=JSON, content_type=kind)


def send(client: FlaskClient, world: World, data: bytes, what: str = "photo", **more: Any) -> dict[str, Any]:
    """The whole of a file, in one piece; gives where it stands then."""
    told = announce(client, world, what=what, size=len(data), **more)
    assert told.status_code == 200, told.text
    found: dict[str, Any] = piece(client, world, told.json["id"], data, 0).json
    return found


def work() -> None:
    """Let the errand do all that waits."""
    db.session.rollback()
    with unscoped("as the jobs do"):
        while make_sizes():
            pass


def share(world: World, *ids: str, by: Any = None, **more: Any) -> Any:
    """A moment of Ben's with what he sent."""
    from micronet.activity.enclosing import attach

    with writing():
        moment = actions.share(by or world.ben_here, id=new_id(), kind="note", text="Look.")
        attach(by or world.ben_here, ids, moment=moment, **more)
    return moment


def row(id: str) -> Attachment:
    """What is known of a file."""
    db.session.rollback()
    return db.session.scalars(select(Attachment).where(Attachment.id == id)).one()


def files(id: str) -> list[Rendition]:
    """The files of it, from narrow to wide."""
    db.session.rollback()
    return list(db.session.scalars(select(Rendition).where(Rendition.attachment_id == id).order_by(Rendition.width)))


def lying(world: World) -> list[Path]:
    """What lies on the disk of files that are coming, and of those that are kept."""
    instance = world.app.config["SETTINGS"].instance
    found = [*(instance / "incoming").rglob("*"), *(instance / "files").rglob("*")]
    return [path for path in found if path.is_file()]
