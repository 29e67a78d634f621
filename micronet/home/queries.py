"""What home tells of each circle: the last thing somebody else said there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, tuple_

from micronet.activity.models import Activity
from micronet.base.db import db
from micronet.circles.models import Membership

TOLD = ("moment.shared", "poll.asked", "reply.written", "status.set", "member.joined")
"""The verbs that home puts into words."""


@dataclass(frozen=True)
class News:
    """Somebody did something in a circle."""

    circle_id: str
    verb: str
    name: str
    at: datetime


def news(mine: list[Membership]) -> dict[str, News]:
    """The latest told act of somebody else in each of my circles, by circle; one statement."""
    ids = [member.id for member in mine]
    others = Activity.actor_id.is_not(None) & Activity.actor_id.not_in(ids) & Activity.verb.in_(TOLD)
    here = Activity.circle_id.in_([member.circle_id for member in mine])
    last = select(Activity.circle_id, func.max(Activity.version)).where(here, others).group_by(Activity.circle_id)
    rows = (
        select(Activity.circle_id, Activity.verb, Activity.at, Membership.nickname)
        .join(Membership, (Membership.circle_id == Activity.circle_id) & (Membership.id == Activity.actor_id))
        .where(tuple_(Activity.circle_id, Activity.version).in_(last))
    )
    return {row.circle_id: News(row.circle_id, row.verb, row.nickname, row.at) for row in db.session.execute(rows)}
