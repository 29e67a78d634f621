"""How the tests of this room put photos into moments, as the media room leaves them."""

from __future__ import annotations

import base64
from datetime import UTC, datetime
from typing import Any

from flask import current_app
from sqlalchemy import select, update

from micronet.activity.attached import Attachment, Rendition
from micronet.activity.models import Moment, Onlooker
from micronet.base import clock
from micronet.base.db import db, writing
from micronet.base.ids import new_id
from tests.web.things import DOT
from tests.world import World

MARCH = datetime(2026, 3, 14, 12, tzinfo=UTC)
TINY = base64.b64encode(DOT).decode()


def photo(world: World, by: Any = None, *, taken: datetime | None = MARCH, alt: str = "The pond", text: str = "Look.",
          kind: str = "photos", hidden_from: Any = None, **traits: Any) -> str:  # fmt: skip
    """A moment with a photo; gives the photo's id. `hidden_from` is a membership that is not to see it yet."""
    by = by or world.ada_here
    with world.app.app_context(), writing():
        moment = Moment(circle_id=by.circle_id, id=new_id(), author_id=by.id, kind=kind, text=text, **traits)
        if hidden_from is not None:
            moment.seen_by, moment.hidden_until = "all_but", clock.ahead(days=3)
        db.session.add(moment)
        db.session.flush()
        if hidden_from is not None:
            db.session.add(Onlooker(circle_id=by.circle_id, moment_id=moment.id, member_id=hidden_from.id))
        return add(by, moment.id, taken, alt)


def add(by: Any, moment_id: str, taken: datetime | None, alt: str) -> str:
    """One more photo with a moment, in two sizes. Flushes."""
    one = Attachment(circle_id=by.circle_id, id=new_id(), author_id=by.id, moment_id=moment_id, what="photo")
    one.state, one.alt, one.taken_at, one.width, one.height, one.placeholder = "ready", alt, taken, 960, 720, TINY
    if taken is not None:
        one.created_at = taken
    db.session.add(one)
    db.session.flush()
    for width in (480, 960):
        size = Rendition(circle_id=by.circle_id, id=new_id(), attachment_id=one.id, role="size", width=width)
        size.height, size.media_type, size.size = width * 3 // 4, "image/webp", len(DOT)
        current_app.extensions["storage"].put(by.circle_id, size.id, DOT)
        db.session.add(size)
    db.session.flush()
    return one.id


def album(world: World, who: Any, name: str = "Whitby", sort: str = "named", **days: str) -> str:
    """An album that `who` made on the page; gives its id."""
    made = world.as_(who).post(world.path("/albums"), data={"fresh": new_id(), "name": name, "sort": sort, **days})
    assert made.status_code == 303, made.text
    return str(made.location).rsplit("/", 1)[1]


def put(world: World, who: Any, album_id: str, *photos: str) -> Any:
    """Tick these photos and put them into an album."""
    return world.as_(who).post(world.path("/albums/photos"), data={"album": album_id, "photo": list(photos)})


def gone(photo_id: str, **values: Any) -> None:
    """Change the moment of a photo, as when it was taken back."""
    with writing() as session:
        its = select(Attachment.moment_id).where(Attachment.id == photo_id).scalar_subquery()
        session.execute(update(Moment).where(Moment.id == its).values(**values))


def shows(world: World, who: object, path: str) -> str:
    answer = world.as_(who).get(world.path(path))  # type: ignore[arg-type]
    assert answer.status_code == 200, answer.status_code
    return str(answer.text)


def rows(model: type) -> list[object]:
    db.session.rollback()
    db.session.expire_all()
    return list(db.session.scalars(select(model)))
