"""How the tests of this room keep and send pictures: through the pages, with photos as uploading leaves them."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

from PIL import Image
from sqlalchemy import select
from werkzeug.test import TestResponse

from micronet.activity.attached import Attachment, Rendition
from micronet.activity.models import Moment
from micronet.base.db import db, writing
from micronet.base.ids import new_id
from micronet.people.models import Person
from tests.world import World


def webp(width: int = 960, height: int = 720, colour: str = "#336699") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(out, "WEBP")
    return out.getvalue()


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data)).convert("RGB")


def photo(world: World, who: Any = None, *, colour: str = "#336699", ends_at: datetime | None = None,
          seen_by: str = "circle", what: str = "photo", alt: str = "The pond") -> str:  # fmt: skip
    """A moment with a photo in two sizes, as the media room leaves it; gives the attachment's id."""
    by = who or world.ben_here
    with world.app.app_context(), writing():
        moment = Moment(circle_id=by.circle_id, id=new_id(), author_id=by.id, kind="photos", text="Look.")
        moment.ends_at, moment.seen_by = ends_at, seen_by
        db.session.add(moment)
        db.session.flush()
        enclosed = Attachment(circle_id=by.circle_id, id=new_id(), author_id=by.id, moment_id=moment.id)
        enclosed.what, enclosed.state, enclosed.alt = what, "ready", alt
        db.session.add(enclosed)
        db.session.flush()
        for width in (480, 960, 1920):
            size(world, enclosed, width, colour)
        return enclosed.id


def size(world: World, of: Attachment, width: int, colour: str) -> None:
    data = webp(width, width * 3 // 4, colour)
    one = Rendition(circle_id=of.circle_id, id=new_id(), attachment_id=of.id, role="size", media_type="image/webp")
    one.width, one.height, one.size = width, width * 3 // 4, len(data)
    world.app.extensions["storage"].put(of.circle_id, one.id, data)
    db.session.add(one)
    db.session.flush()


def keep(world: World, who: Person, attachment: str) -> TestResponse:
    return world.as_(who).post(world.path(f"/keep/{attachment}"))


def send(world: World, who: Person, key: str = "kettle", id: str = "", **words: str) -> TestResponse:
    return world.as_(who).post(world.path(f"/shelf/{key}"), data={"fresh": id or new_id(), **words})


def rows(model: Any) -> list[Any]:
    """Every row of a table."""
    db.session.rollback()
    db.session.expire_all()
    return list(db.session.scalars(select(model)))
