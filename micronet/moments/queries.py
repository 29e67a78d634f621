"""What the room looks up of its own: things even when taken back, for sending twice and for undo."""

from __future__ import annotations

from typing import TypeVar

from sqlalchemy import select

from micronet.activity.models import Activity, Moment, Reaction, Reply
from micronet.base.db import db
from micronet.circles.models import Membership

Thing = TypeVar("Thing", Moment, Reply)


def even_removed(model: type[Thing], by: Membership, id: str) -> Thing | None:
    """A moment or reply of the circle by its id, taken back or not. For its author and whoever took it away only."""
    rows = select(model).where(model.circle_id == by.circle_id, model.id == id)
    return db.session.scalars(rows).one_or_none()


def who_removed(thing: Moment | Reply) -> str | None:
    """The membership that took `thing` away last."""
    verbs = "moment.removed", "reply.removed"
    acts = select(Activity.actor_id).where(Activity.circle_id == thing.circle_id, Activity.subject_id == thing.id)
    return db.session.scalars(acts.where(Activity.verb.in_(verbs)).order_by(Activity.version.desc()).limit(1)).first()


def feeling_of(by: Membership, moment: Moment) -> Reaction | None:
    """What `by` has sent under `moment`."""
    mine = select(Reaction).where(Reaction.circle_id == by.circle_id, Reaction.moment_id == moment.id)
    return db.session.scalars(mine.where(Reaction.author_id == by.id)).one_or_none()
