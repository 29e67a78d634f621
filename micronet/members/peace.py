"""The verbs of a little quiet: mute someone for a while, block them, and lift either again."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, delete, select

from micronet.activity.record import CIRCLE, record
from micronet.base import clock
from micronet.base.db import db
from micronet.circles.access import settle
from micronet.circles.models import Membership
from micronet.circles.quiet import Block, Mute
from micronet.circles.roles import must

DAYS = (1, 7, 30)


def mute(member: Membership, other: Membership, days: int) -> None:
    """Keep what `other` shares off `member`'s pages for so many days from now. Nobody is told. Raises Forbidden."""
    must(member, "member.quiet")
    settle(member.circle_id)
    db.session.execute(delete(Mute).where(_pair(Mute, member, other)))
    ends_at = clock.now() + timedelta(days=days)
    db.session.add(Mute(circle_id=member.circle_id, by_id=member.id, of_id=other.id, ends_at=ends_at))
    db.session.flush()


def unmute(member: Membership, other: Membership) -> None:
    """Meet `other` again; nothing to do when they are met. Raises Forbidden."""
    must(member, "member.quiet")
    db.session.execute(delete(Mute).where(_pair(Mute, member, other)))


def block(member: Membership, other: Membership) -> None:
    """Keep the two apart until `member` lifts it; the hosts read of it. Asked for twice it is one. Raises Forbidden."""
    must(member, "member.quiet")
    settle(member.circle_id)
    if db.session.scalar(select(Block.id).where(_pair(Block, member, other))) is None:
        db.session.add(Block(circle_id=member.circle_id, by_id=member.id, of_id=other.id))
        record("block.made", by=member, circle_id=member.circle_id, signal=CIRCLE, subject_id=other.id)


def unblock(member: Membership, other: Membership) -> None:
    """Lift `member`'s own block; nothing to do when there is none. Raises Forbidden."""
    must(member, "member.quiet")
    if db.session.execute(delete(Block).where(_pair(Block, member, other)).returning(Block.id)).first():
        record("block.lifted", by=member, circle_id=member.circle_id, signal=CIRCLE, subject_id=other.id)


def forget(member: Membership) -> None:
    """Someone goes: they need no quiet any more. Blocks stay, both ways, as what was shared stays."""
    db.session.execute(delete(Mute).where(Mute.circle_id == member.circle_id, Mute.by_id == member.id))


def sweep() -> None:
    """Each minute: mutes that have ended leave no trace of who they were about."""
    db.session.execute(delete(Mute).where(Mute.ends_at <= clock.now()))


def _pair(model: Any, member: Membership, other: Membership) -> ColumnElement[bool]:
    found: ColumnElement[bool] = (model.by_id == member.id) & (model.of_id == other.id)
    return (model.circle_id == member.circle_id) & found
