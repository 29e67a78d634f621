"""The polls of the sample family: asked, answered, and the result told when their time was up."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import select

from demo.told import Asked, Told, people
from micronet.activity.models import Moment
from micronet.activity.polls import Poll, PollOption
from micronet.base import clock
from micronet.base.dates import clears_at, local_day
from micronet.base.db import db
from micronet.circles.models import Membership
from micronet.moments import polling


def ask(by: Membership, id: str, story: Told, asked: Asked) -> Moment:
    """Ask now what the story asks."""
    said = {"many": asked.many, "secret": asked.secret, "ends_at": _ends_at(story, asked, clock.now())}
    return polling.ask(by, id=id, question=story.text, options=asked.options, **said)


def vote(moment: Moment, by: Membership, place: int) -> None:
    """Choose the answer that stands at `place`, the first being 1."""
    under = PollOption.circle_id == moment.circle_id, PollOption.moment_id == moment.id
    options = db.session.scalars(select(PollOption.id).where(*under).order_by(PollOption.place_in_order)).all()
    poll = db.session.scalars(select(Poll).where(Poll.circle_id == moment.circle_id, Poll.moment_id == moment.id)).one()
    polling.vote(poll, by, [options[place - 1]])


def ending(story: Told, asked: Asked, when: datetime) -> tuple[datetime, Callable[[], object]]:
    """What the house does once the poll has ended, and when."""
    return _ends_at(story, asked, when) + timedelta(minutes=1), polling.tell


def _ends_at(story: Told, asked: Asked, when: datetime) -> datetime:
    zone = people()[story.by].zone
    return clears_at(local_day(when, zone) + timedelta(days=asked.days), when, zone)
