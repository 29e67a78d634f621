"""What stands on top of the board: up to three moments that members keep there, and the one announcement of a day."""

from __future__ import annotations

from datetime import timedelta

from flask_babel import gettext as _
from sqlalchemy import delete, func, select

from micronet.activity.finding import PINS, is_for_all
from micronet.activity.models import Moment, Pin
from micronet.activity.record import MOMENTS, record
from micronet.base import clock
from micronet.base.dates import day_end, local_day
from micronet.base.db import db
from micronet.base.errors import Invalid
from micronet.circles.inside import person_of
from micronet.circles.models import Membership
from micronet.circles.roles import must


def pin(moment: Moment, by: Membership) -> None:
    """Keep a moment on top; one that is there already stays. Raises Forbidden, and Invalid for a fourth."""
    must(by, "moment.pin")
    if not is_for_all(moment, clock.now()):
        raise Invalid(_("Only what the whole circle sees can be kept on top."))
    pinned = set(db.session.scalars(select(Pin.moment_id).where(Pin.circle_id == by.circle_id)))
    if moment.id in pinned:
        return
    if len(pinned) >= PINS:
        raise Invalid(_("Three moments are kept on top already. Take one of them down first."))
    db.session.add(Pin(circle_id=by.circle_id, moment_id=moment.id, by_id=by.id))
    record("moment.pinned", by=by, circle_id=by.circle_id, signal=MOMENTS, subject_id=moment.id)


def unpin(moment: Moment, by: Membership) -> None:
    """Take a moment down from the top; one that is not there stays where it is. Raises Forbidden."""
    must(by, "moment.pin")
    gone = delete(Pin).where(Pin.circle_id == by.circle_id, Pin.moment_id == moment.id).returning(Pin.id)
    if db.session.scalars(gone).first() is not None:
        record("moment.unpinned", by=by, circle_id=by.circle_id, signal=MOMENTS, subject_id=moment.id)


def announce(by: Membership) -> None:
    """Make sure that `by` may make an announcement today. Raises Forbidden, and Invalid when there has been one.

    A day is the host's own and ends at three in the morning.
    """
    must(by, "moment.announce")
    zone = person_of(by).zone
    since = day_end(local_day(clock.now(), zone) - timedelta(days=1), zone)
    there = Moment.kind == "announcement", Moment.removed_at.is_(None), Moment.created_at >= since
    if db.session.scalar(select(func.count()).where(Moment.circle_id == by.circle_id, *there)):
        raise Invalid(_("There’s been an announcement today. Share it as a moment, or announce it tomorrow."), "kind")
