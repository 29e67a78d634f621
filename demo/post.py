"""The letters of the sample family, as `data/letters.toml` tells them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial

from sqlalchemy import select

from demo import told
from demo.days import at
from micronet.activity.letters import Thread
from micronet.base import clock
from micronet.base.db import db
from micronet.base.ids import new_id
from micronet.circles.models import Membership
from micronet.letters import actions, queries

Members = dict[str, dict[str, Membership]]
Has = Callable[[str, str], bool]


def letters(members: Members, has: Has, now: datetime) -> list[tuple[datetime, Callable[[], object]]]:
    """A deed for each letter whose writer and readers all live in its circle (`has`), at its time."""
    return [
        (at(one, told.people()[one.by], now), partial(_write, members, one))
        for one in told.letters()
        if all(has(one.circle, who) for who in (one.by, *one.to))
    ]


def _write(members: Members, one: told.Letter) -> None:
    """Written, and read at once by those it is for, unless it is to wait for them."""
    here = members[one.circle]
    id = new_id(int(clock.now().timestamp() * 1000))
    letter = actions.begin(here[one.by], [here[who] for who in one.to], id=id, text=one.text)
    thread = db.session.scalars(select(Thread).where(Thread.id == letter.thread_id)).one()
    for who in () if one.unread else one.to:
        queries.seen(here[who], thread)
