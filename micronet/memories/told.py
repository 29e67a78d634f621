"""The notice that someone added photos: once they have been quiet for a while, and together."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import Any

from sqlalchemy import or_, select, update

from micronet.activity.attached import Attachment
from micronet.activity.models import Moment
from micronet.activity.record import CIRCLE, record
from micronet.base import clock
from micronet.base.db import alone, db
from micronet.circles.inside import is_inside
from micronet.circles.models import Membership

QUIET = timedelta(minutes=10)
"""How long someone adds nothing before the others are told."""
LATE = timedelta(days=1)
"""What was shared longer ago than this is told of no more."""
MOST = 5000
"""Photos that are looked at in one sweep; what is over that waits for the next."""


def tell() -> None:
    """Each minute: tell of what whoever is quiet now has added, one act for each of them, in the caller's transaction.

    Only of what the whole circle may see. The photos themselves have been there since they were shared.
    """
    alone("photos told")
    added: dict[tuple[str, str], list[Any]] = defaultdict(list)
    for row in db.session.execute(_untold()):
        added[row.circle_id, row.author_id].append(row)
    for (circle_id, author_id), found in added.items():
        if max(max(row.sent_at, row.shared_at) for row in found) <= clock.now() - QUIET:
            _mark(circle_id, [row.id for row in found])
            _tell_of(circle_id, author_id, [row for row in found if row.shared_at > clock.now() - LATE])


def _untold() -> Any:
    now = clock.now()
    over = (Moment.circle_id == Attachment.circle_id) & (Moment.id == Attachment.moment_id)
    rows = select(
        Attachment.circle_id, Attachment.id, Attachment.author_id, Attachment.moment_id,
        Attachment.created_at.label("sent_at"), Moment.created_at.label("shared_at"),
    )  # fmt: skip
    rows = rows.join(Moment, over).where(
        Attachment.told_at.is_(None), Attachment.what == "photo", Attachment.state == "ready",
        Attachment.reply_id.is_(None), Moment.kind != "picture", Moment.removed_at.is_(None),
        Moment.seen_by == "circle", or_(Moment.ends_at.is_(None), Moment.ends_at > now),
    )  # fmt: skip
    return rows.order_by(Attachment.created_at, Attachment.id).limit(MOST)


def _mark(circle_id: str, ids: list[str]) -> None:
    for start in range(0, len(ids), 500):
        some = Attachment.circle_id == circle_id, Attachment.id.in_(ids[start : start + 500])
        db.session.execute(update(Attachment).where(*some).values(told_at=clock.now()))


def _tell_of(circle_id: str, author_id: str, found: list[Any]) -> None:
    """One act, about the last moment they are with."""
    who = select(Membership).where(Membership.circle_id == circle_id, Membership.id == author_id)
    by = db.session.scalars(who).one()
    if found and is_inside(by):
        last = max(found, key=lambda row: (row.shared_at, row.moment_id)).moment_id
        record("photos.added", by=by, circle_id=circle_id, signal=CIRCLE, subject_id=last, detail=str(len(found)))
