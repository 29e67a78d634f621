"""What home tells of each circle: the last thing somebody else said there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import aliased

from micronet.activity.models import Activity, Moment, Reply
from micronet.base.db import db
from micronet.circles.models import Circle, Membership
from micronet.circles.quieted import quiet_of
from micronet.people.models import Person

OF_ALL = ("status.set", "member.joined")
"""The verbs that home puts into words, and that are for everyone. The others are as far as what they tell of is."""


@dataclass(frozen=True)
class News:
    """Somebody did something in a circle."""

    circle_id: str
    verb: str
    name: str
    at: datetime
    detail: str = ""
    """How many, for photos that were added."""

    @property
    def is_said(self) -> bool:
        """Whether it was said, and so is as far known as whoever said it wanted. That photos were added was told of
        when they were shared."""
        return self.verb not in (*OF_ALL, "photos.added")


def news(mine: list[Membership], person: Person) -> dict[str, News]:
    """The latest act of somebody else that is mine to know, in each of my circles, by circle; two statements.

    Whom I would rather not meet says nothing there.
    """
    ids, act = [*(member.id for member in mine), *quiet_of(mine).all], aliased(Activity)
    others = act.actor_id.is_not(None) & act.actor_id.not_in(ids)
    last = select(act.version).where(act.circle_id == Circle.id, others, _is_mine_to_know(act, person))
    newest = last.order_by(act.version.desc()).limit(1).scalar_subquery()
    rows = (
        select(Activity.circle_id, Activity.verb, Activity.at, Activity.detail, Membership.nickname)
        .select_from(Circle)
        .join(Activity, (Activity.circle_id == Circle.id) & (Activity.version == newest))
        .join(Membership, (Membership.circle_id == Activity.circle_id) & (Membership.id == Activity.actor_id))
        .where(Circle.id.in_([member.circle_id for member in mine]))
    )
    return {
        row.circle_id: News(row.circle_id, row.verb, row.nickname, row.at, row.detail)
        for row in db.session.execute(rows)
    }


def _is_mine_to_know(act: Any, person: Person) -> ColumnElement[bool]:
    """The condition that what an act tells of is there for this person: not hidden from them, nor taken back."""
    of = {model: (model.circle_id == act.circle_id) & (model.id == act.subject_id) for model in (Moment, Reply)}
    moment, reply = (exists().where(here, model.audience(person)) for model, here in of.items())
    said = or_(
        act.verb.in_(("moment.shared", "poll.asked", "photos.added")) & moment, (act.verb == "reply.written") & reply
    )
    return or_(act.verb.in_(OF_ALL), said)
