"""What this room asks the database."""

from __future__ import annotations

from sqlalchemy import select

from micronet.activity.models import Activity
from micronet.activity.record import CIRCLE
from micronet.base.db import db


def acts_before(circle_id: str, before: str | None, *, many: int) -> list[Activity]:
    """At most `many` acts in a circle, newest first, older than the one with the id `before`.

    Only what changes the circle itself: nobody keeps a book on who said, felt or waved what. The caller may look
    at the log.
    """
    rows = select(Activity).where(
        Activity.circle_id == circle_id, (Activity.signal == CIRCLE) | Activity.verb.startswith("member.")
    )
    if before is not None:
        rows = rows.where(Activity.id < before)
    return list(db.session.scalars(rows.order_by(Activity.id.desc()).limit(many)))
