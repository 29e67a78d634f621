"""What was taken back, and what has run out, is deleted for good; what was hidden until a day shows on that day."""

from __future__ import annotations

from sqlalchemy import delete, or_, select, tuple_

from micronet.activity import parts
from micronet.activity.enclosing import throw_away_with
from micronet.activity.models import Activity, Moment, Reply
from micronet.activity.record import MOMENTS, record
from micronet.base import clock
from micronet.base.db import db
from micronet.moments.actions import GRACE
from micronet.moments.meant import mean_everyone


def purge() -> None:
    """Each minute: delete moments that have run out, and moments and replies taken back too long ago to be undone.

    What hangs under them goes too, and every act that tells of them. Open pages hear of what ran out; nobody needs to
    tell them of what was taken back.
    """
    before, now = clock.now() - GRACE, clock.now()
    for circle_id, id in db.session.execute(select(Moment.circle_id, Moment.id).where(Moment.ends_at <= now)).all():
        record("moment.ended", by=None, circle_id=circle_id, signal=MOMENTS, subject_id=id)
    gone = or_(Moment.removed_at < before, Moment.ends_at <= now)
    moments = select(Moment.circle_id, Moment.id).where(gone)
    under = tuple_(Reply.circle_id, Reply.moment_id).in_(moments)
    replies = select(Reply.circle_id, Reply.id).where(or_(Reply.removed_at < before, under))
    parts.forget(moments, replies)
    throw_away_with(moments, replies)
    subject = tuple_(Activity.circle_id, Activity.subject_id)
    db.session.execute(delete(Activity).where(or_(subject.in_(moments), subject.in_(replies))))
    db.session.execute(delete(Reply).where(Reply.removed_at < before))
    db.session.execute(delete(Moment).where(gone))


def unveil() -> None:
    """Each minute: what was hidden from someone until now is for the whole circle, and its news."""
    now = clock.now()
    due = select(Moment).where(Moment.seen_by == "all_but", Moment.hidden_until <= now, Moment.removed_at.is_(None))
    for moment in db.session.scalars(due).all():
        mean_everyone(moment)
        record("moment.opened", by=None, circle_id=moment.circle_id, signal=MOMENTS, subject_id=moment.id, news=True)
