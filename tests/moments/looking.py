"""How the tests of this room look behind links: as the jobs do, in a net that has only their own servers."""

from __future__ import annotations

import io
from typing import Any

from PIL import Image
from sqlalchemy import select

from micronet.activity.attached import LinkPreview
from micronet.base.db import db
from micronet.moments.links import PreviewView, previews
from micronet.moments.previews import look
from tests.base.servers import Server, page
from tests.world import World


def jpeg(width: int = 900, height: int = 600) -> bytes:
    """A photograph that says where it was taken."""
    out, notes = io.BytesIO(), Image.Exif()
    notes[0x010E] = "taken in our kitchen"
    Image.new("RGB", (width, height), (200, 120, 40)).save(out, "JPEG", exif=notes)
    return out.getvalue()


def bread(picture: str = "/loaf.jpg", title: str = "Sourdough, slowly", text: str = "Three days.") -> bytes:
    """A page about bread that says so."""
    return page(
        f'<!doctype html><html><head><meta property="og:title" content="{title}"><meta property="og:image"'
        f' content="{picture}"><meta name="description" content="{text}"></head><body>Flour.</body></html>'.encode()
    )


LOAF = {"/bread": bread(), "/loaf.jpg": page(jpeg(), type="image/jpeg")}


def within(world: World, there: Server, **more: Any) -> None:
    """The house can reach this server and no other."""
    world.app.config["NET"] = there.net(**more)


def work(most: int = 20) -> int:
    """Let the jobs look behind whatever waits; gives how many links they looked behind."""
    for done in range(most):
        db.session.rollback()
        if not look():
            return done
    raise AssertionError("it never ends")


def rows() -> list[LinkPreview]:
    """Every link there is, as it stands in the database."""
    db.session.rollback()
    db.session.expire_all()
    return list(db.session.scalars(select(LinkPreview).order_by(LinkPreview.created_at, LinkPreview.id)))


def files(world: World) -> list[str]:
    return [path.name for path in world.app.extensions["storage"].root.glob("??/*/*")]


def seen(world: World, *moments: str, to: object = None) -> dict[str, PreviewView]:
    db.session.rollback()
    return previews(world.family.id, moments, to=to or world.ben)  # type: ignore[arg-type]
