"""What was taken back is deleted for good once it cannot be brought back any more."""

from __future__ import annotations

from sqlalchemy import delete, or_, select, tuple_

from micronet.activity.models import Activity, Moment, Reply
from micronet.base import clock
from micronet.base.db import db
from micronet.moments.actions import GRACE


def purge() -> None:
    """Each minute: delete removed moments and replies, what hangs under them, and every act that tells of them."""
    before = clock.now() - GRACE
    moments = select(Moment.circle_id, Moment.id).where(Moment.removed_at < before)
    under = tuple_(Reply.circle_id, Reply.moment_id).in_(moments)
    replies = select(Reply.circle_id, Reply.id).where(or_(Reply.removed_at < before, under))
    subject = tuple_(Activity.circle_id, Activity.subject_id)
    db.session.execute(delete(Activity).where(or_(subject.in_(moments), subject.in_(replies))))
    db.session.execute(delete(Reply).where(Reply.removed_at < before))
    db.session.execute(delete(Moment).where(Moment.removed_at < before))
