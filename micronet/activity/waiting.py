"""The letter that waits for somebody: one word for them alone, on the pages where a circle greets them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, or_, select, tuple_

from micronet.activity.letters import Correspondent, Letter, Thread, last_letter
from micronet.base.db import db
from micronet.circles.models import Membership


@dataclass(frozen=True)
class Waiting:
    """A letter that came since its reader looked into the thread. `name` is who wrote it."""

    circle_id: str
    thread_id: str
    letter_id: str
    name: str
    at: datetime


def waiting(mine: list[Membership]) -> dict[str, Waiting]:
    """The newest such letter in each circle of these memberships of one person, by circle; one statement."""
    me = [(member.circle_id, member.id) for member in mine]
    in_thread = and_(Thread.circle_id == Correspondent.circle_id, Thread.id == Correspondent.thread_id)
    last = and_(Letter.circle_id == Thread.circle_id, Letter.id == last_letter())
    author = and_(Membership.circle_id == Letter.circle_id, Membership.id == Letter.author_id)
    rows = (
        select(Letter.circle_id, Letter.thread_id, Letter.id, Membership.nickname, Letter.created_at)
        .select_from(Correspondent)
        .join(Thread, in_thread)
        .join(Letter, last)
        .join(Membership, author)
        .where(tuple_(Correspondent.circle_id, Correspondent.member_id).in_(me))
        .where(or_(Correspondent.looked_at.is_(None), Thread.news_at > Correspondent.looked_at))
        .where(Letter.author_id != Correspondent.member_id)
        .order_by(Letter.created_at)
    )
    return {row[0]: Waiting(*row) for row in db.session.execute(rows)}
