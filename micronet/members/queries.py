"""What this room asks the database."""

from __future__ import annotations

from sqlalchemy import or_, select

from micronet.activity.models import Activity
from micronet.activity.record import CIRCLE
from micronet.base.db import db
from micronet.circles.models import Membership

BETWEEN_TWO = ("block.", "report.")
"""Verbs that a host does not read of themselves: whoever asked to be helped or kept apart is safe from them too."""


def acts_before(member: Membership, before: str | None, *, many: int) -> list[Activity]:
    """At most `many` acts that `member` may read, newest first, older than the one with the id `before`.

    Only what changes the circle itself: nobody keeps a book on who said, felt or waved what. The caller may look
    at the log.
    """
    about_me = or_(*map(Activity.verb.startswith, BETWEEN_TWO)) & (Activity.subject_id == member.id)
    rows = select(Activity).where(
        Activity.circle_id == member.circle_id,
        (Activity.signal == CIRCLE) | Activity.verb.startswith("member."),
        ~about_me | Activity.subject_id.is_(None),
    )
    if before is not None:
        rows = rows.where(Activity.id < before)
    return list(db.session.scalars(rows.order_by(Activity.id.desc()).limit(many)))
