"""A letter taken back is deleted for good once it can't be brought back any more, and an empty thread with it."""

from __future__ import annotations

from sqlalchemy import delete, exists, select

from micronet.activity.letters import Letter, Thread
from micronet.activity.undo import GRACE
from micronet.base import clock
from micronet.base.db import db
from micronet.circles.access import settle


def purge() -> None:
    """Each minute: delete letters that were taken back, and threads that hold none any more.

    A circle is settled before its empty threads go, so that nobody is just writing into one.
    """
    db.session.execute(delete(Letter).where(Letter.removed_at < clock.now() - GRACE))
    empty = ~exists().where(Letter.circle_id == Thread.circle_id, Letter.thread_id == Thread.id)
    for circle_id in list(db.session.scalars(select(Thread.circle_id).where(empty).distinct())):
        settle(circle_id)
        db.session.execute(delete(Thread).where(Thread.circle_id == circle_id, empty))
