"""The board's verbs: say how one is, clear it, wave."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import delete, select

from micronet.activity.record import WINDOWS, record
from micronet.base import clock
from micronet.base.dates import local_day
from micronet.base.db import db
from micronet.base.errors import Invalid
from micronet.board.models import Status, Wave
from micronet.circles.access import settle
from micronet.circles.models import Membership
from micronet.circles.quieted import are_apart
from micronet.circles.roles import must


def say(member: Membership, *, emoji: str, text: str, clears_at: datetime) -> Status:
    """Put `member`'s line in their window, in place of the one before. Raises Forbidden."""
    must(member, "status.set")
    settle(member.circle_id)
    _forget(member)
    status = Status(circle_id=member.circle_id, author_id=member.id, emoji=emoji, text=text, clears_at=clears_at)
    db.session.add(status)
    record("status.set", by=member, circle_id=member.circle_id, signal=WINDOWS, subject_id=status.id, news=True)
    return status


def hush(member: Membership) -> None:
    """Take `member`'s line out of their window; nothing to do when there is none."""
    if _forget(member):
        record("status.cleared", by=member, circle_id=member.circle_id, signal=WINDOWS)


def _forget(member: Membership) -> bool:
    mine = (Status.circle_id == member.circle_id) & (Status.author_id == member.id)
    return db.session.execute(delete(Status).where(mine).returning(Status.id)).first() is not None


def wave(member: Membership, to: Membership, *, zone: str) -> bool:
    """Let `to` know that `member` thinks of them: once a day (the sender's, in `zone`). False when done already.

    Raises Forbidden, and Invalid for a wave to oneself or to someone whom a block keeps apart.
    """
    must(member, "wave.send")
    if to.id == member.id:
        raise Invalid(_("That’s your own window. Wave to someone else."))
    if are_apart(member, to):
        raise Invalid(_("You can’t wave to each other here."))
    on = local_day(clock.now(), zone)
    same = (Wave.circle_id == member.circle_id) & (Wave.from_id == member.id) & (Wave.to_id == to.id) & (Wave.on == on)
    if db.session.execute(select(Wave.id).where(same)).first() is not None:
        return False
    db.session.add(Wave(circle_id=member.circle_id, from_id=member.id, to_id=to.id, on=on))
    record("wave.sent", by=member, circle_id=member.circle_id, signal=WINDOWS, subject_id=to.id)
    return True


def withdraw(member: Membership) -> None:
    """Someone leaves and takes their things along: their line and their waves."""
    _forget(member)
    here = Wave.circle_id == member.circle_id
    db.session.execute(delete(Wave).where(here, (Wave.from_id == member.id) | (Wave.to_id == member.id)))


def sweep() -> None:
    """Each minute: let statuses clear that have had their time, so that open boards hear of it."""
    now = clock.now()
    gone = delete(Status).where(Status.clears_at <= now).returning(Status.circle_id)
    for circle_id in {row.circle_id for row in db.session.execute(gone)}:
        record("status.cleared", by=None, circle_id=circle_id, signal=WINDOWS)
