"""The albums of the sample family, and what they kept to write on. The months make themselves."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select

from demo import told
from micronet.activity.attached import Attachment
from micronet.activity.models import Moment
from micronet.base import clock
from micronet.base.db import db
from micronet.base.ids import new_id
from micronet.circles.models import Membership
from micronet.circles.serving import storage
from micronet.memories import actions
from micronet.memories.actions import Cover
from micronet.shelf.actions import keep


def make(here: dict[str, Membership], circle: str) -> None:
    """Put the albums of a circle together now. Whoever never came makes none."""
    for row in told.albums():
        if row["circle"] == circle and row["by"] in here:
            album = actions.make(here[row["by"]], _cover(row), id=new_id())
            actions.add(album, here[row["by"]], [_photo(here[row["by"]], alt)[0].id for alt in row["photos"]])
    for row in told.kept():
        if row["circle"] == circle and row["by"] in here:
            keep(*_photo(here[row["by"]], row["photo"]), here[row["by"]], storage())


def _cover(row: told.Row) -> Cover:
    first, last, born = (_day(row.get(name)) for name in ("begins", "ends", "born"))
    return Cover(row["name"], row["sort"], first, last, born)


def _day(ago: int | None) -> date | None:
    return None if ago is None else clock.now().date() - timedelta(days=ago)


def _photo(by: Membership, alt: str) -> tuple[Attachment, Moment]:
    """The latest photo in which this is, and its moment."""
    here = Attachment.circle_id == by.circle_id, Attachment.alt.startswith(alt, autoescape=True)
    photo = db.session.scalars(select(Attachment).where(*here).order_by(Attachment.id.desc())).first()
    if photo is None:
        raise LookupError(alt)
    of_it = Moment.circle_id == by.circle_id, Moment.id == photo.moment_id
    return photo, db.session.scalars(select(Moment).where(*of_it)).one()
