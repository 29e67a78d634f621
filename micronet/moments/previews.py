"""Looking behind the links in moments, in the jobs process: what the page says of itself, and its picture.

Nobody's browser asks anyone else for anything: the picture is rebuilt here and served by us.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urljoin

from flask import current_app
from sqlalchemy import ColumnElement, and_, exists, or_, select, update

from micronet.activity.attached import LinkPreview
from micronet.activity.models import Moment
from micronet.activity.record import MOMENTS, record
from micronet.base import clock, pictures
from micronet.base.db import alone, db, writing
from micronet.base.errors import Invalid
from micronet.base.fetch import NotFetched, Purpose, Unreached, fetch
from micronet.base.glance import glance
from micronet.base.ids import new_id
from micronet.circles.access import settle
from micronet.circles.serving import storage

TRIES = timedelta(minutes=1), timedelta(minutes=15), timedelta(hours=2)
"""How long after each try the next one comes, if it came to nothing or the process died over it."""
SECONDS = 5.0
"""For the page and its picture together."""
WIDTH = 640
"""Pixels of the longer side of a picture that is kept."""
BOTH = frozenset({"http", "https"})
PAGE = Purpose(
    "page", frozenset({"text/html", "application/xhtml+xml"}), BOTH, redirects=3, most_bytes=512 * 1024,
    seconds=SECONDS, may_be_cut=True,
)  # fmt: skip
PICTURE = Purpose(
    "picture", frozenset({"image/jpeg", "image/png", "image/webp", "image/gif"}), BOTH, redirects=3,
    most_bytes=512 * 1024, seconds=SECONDS,
)  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """A link that is being looked at."""

    circle_id: str
    id: str
    url: str
    last: bool
    """Whether this is the last try."""


@dataclass(frozen=True)
class Found:
    """What is behind it."""

    title: str
    text: str
    picture: tuple[bytes, int, int] | None


def look() -> bool:
    """Look behind one link that waits. Gives whether one did."""
    if not current_app.config["SETTINGS"].previews:
        _give_up()
        return False
    asked = _claim()
    if asked is None:
        return False
    try:
        found = _behind(asked.url)
    except NotFetched as problem:
        if asked.last or not isinstance(problem, Unreached):
            _keep(asked, None)
        return True
    _keep(asked, found)
    return True


def _give_up() -> None:
    """While the host wants no previews, what waits for one does without, for good."""
    if db.session.scalar(select(LinkPreview.id).where(LinkPreview.state == "waiting").limit(1)):
        with writing():
            db.session.execute(update(LinkPreview).where(LinkPreview.state == "waiting").values(state="none"))


def _due() -> ColumnElement[bool]:
    """The condition that a link waits to be looked at now, in a moment that is still there."""
    there = exists().where(Moment.circle_id == LinkPreview.circle_id, Moment.id == LinkPreview.moment_id,
                           Moment.removed_at.is_(None))  # fmt: skip
    at_once_or_due = or_(LinkPreview.next_at.is_(None), LinkPreview.next_at <= clock.now())
    return and_(LinkPreview.state == "waiting", at_once_or_due, there)


def _claim() -> Asked | None:
    """Take the next link in hand. It is noted before anything is asked, so a page that kills us does so three times."""
    if not db.session.scalar(select(LinkPreview.id).where(_due()).limit(1)):
        return None
    with writing():
        alone("previews")
        rows = select(LinkPreview).where(_due(), LinkPreview.tries < len(TRIES))
        row = db.session.scalars(rows.order_by(LinkPreview.created_at, LinkPreview.id).limit(1)).first()
        db.session.execute(update(LinkPreview).where(_due(), LinkPreview.tries >= len(TRIES)).values(state="none"))
        if row is None:
            return None
        row.next_at = clock.now() + TRIES[row.tries]
        row.tries += 1
        return Asked(row.circle_id, row.id, row.url, row.tries == len(TRIES))


def _behind(url: str) -> Found | None:
    """What is behind an address, or None for a page that says nothing of itself. Raises Refused and Unreached."""
    until = time.monotonic() + SECONDS
    page = fetch(PAGE, url)
    left = until - time.monotonic()
    said = glance(page.body, page.charset)
    if not said.title:
        return None
    return Found(said.title, said.text, _picture(page.url, said.picture, left) if said.picture else None)


def _picture(url: str, at: str, seconds: float) -> tuple[bytes, int, int] | None:
    """Its picture, rebuilt by us. Without one a preview is a preview still."""
    try:
        return pictures.fit(fetch(PICTURE, urljoin(url, at), seconds=seconds).body, WIDTH)
    except (NotFetched, Invalid, ValueError):
        return None


def _keep(asked: Asked, found: Found | None) -> None:
    """Keep what was found, unless the link has gone meanwhile. The picture's file is on disk before its row."""
    name = new_id()
    if found and found.picture:
        storage().put(asked.circle_id, name, found.picture[0])
    with writing():
        settle(asked.circle_id)
        here = LinkPreview.circle_id == asked.circle_id, LinkPreview.id == asked.id, LinkPreview.state == "waiting"
        row = db.session.scalars(select(LinkPreview).where(*here).with_for_update()).one_or_none()
        if row is not None:
            _fill(row, found, name)
    if row is None and found and found.picture:
        storage().remove(asked.circle_id, name)


def _fill(row: LinkPreview, found: Found | None, name: str) -> None:
    row.state, row.next_at = "ready" if found else "none", None
    if found is None:
        return
    row.title, row.text = found.title, found.text
    if found.picture:
        data, row.picture_width, row.picture_height = found.picture
        row.picture_id, row.picture_size = name, len(data)
    record("moment.previewed", by=None, circle_id=row.circle_id, signal=MOMENTS, subject_id=row.moment_id)
