"""The statements behind the timeline: moments, what is under them, and whom they are for."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, exists, literal, not_, or_, select

from micronet.activity.models import Moment, Onlooker, Pin, Reaction, Reply
from micronet.base.db import Utc, db
from micronet.base.prepared import at_most, prepared, rows
from micronet.base.walls import unscoped
from micronet.circles.access import Asker, visible
from micronet.circles.models import Membership
from micronet.circles.quiet import Block
from micronet.people.models import Person

MOST = 50
"""Moments on one page."""
PINS = 3
"""Moments that a circle keeps on top."""
COLUMNS = (
    Moment.id, Moment.author_id, Moment.kind, Moment.text, Moment.advice, Moment.created_at, Moment.edited_at,
    Moment.seen_by, Moment.hidden_until, Moment.ends_at,
)  # fmt: skip


def latest(member: Membership, person: Person) -> list[Any]:
    """The newest moments, one more than a page holds."""
    return rows(_latest(), circle=member.circle_id, asker=person.id)


def kept_on_top(member: Membership, person: Person) -> list[Any]:
    """The moments that are kept on top, the one put there last first."""
    return rows(_kept_on_top(), circle=member.circle_id, asker=person.id)


def chosen(mine: Select[Any]) -> list[Any]:
    """The newest of the moments that `mine` selects, one more than a page holds."""
    return list(db.session.execute(newest(mine)))


def newest(mine: Select[Any]) -> Select[*tuple[Any, ...]]:
    """One more than a page holds, so that it shows whether there are older ones."""
    latest = mine.with_only_columns(*COLUMNS).order_by(Moment.created_at.desc(), Moment.id.desc())
    return latest.limit(at_most(MOST + 1))


def said_under(member: Membership, person: Person, ids: Iterable[str]) -> list[Any]:
    """The replies under these moments, in the order they were said."""
    return rows(_said_under(), circle=member.circle_id, asker=person.id, ids=list(ids))


def felt_under(member: Membership, person: Person, ids: list[str], own: list[str]) -> list[Any]:
    """The feelings the reader may know of, in the order they came: those sent to them, and those they sent."""
    values = {"circle": member.circle_id, "asker": person.id, "me": member.id}
    return rows(_felt_under(), ids=ids, own=own, **values)


def named_on(member: Membership, person: Person, ids: list[str]) -> list[Any]:
    """Who is named on these moments: those each is for, or hidden from."""
    return rows(_named_on(), circle=member.circle_id, asker=person.id, ids=ids)


def is_for_all(row: Any, now: datetime) -> bool:
    """Whether a moment is for everyone in its circle, as far as its own row says."""
    past = row.seen_by == "all_but" and row.hidden_until is not None and row.hidden_until <= now
    return row.seen_by == "circle" or past


def is_alike(circle_id: str, now: datetime) -> bool:
    """Whether all members of a circle find the same among its newest moments: none is for some, and nobody is blocked.

    Who asks must not learn more than that: it is never shown.
    """
    with unscoped("what is hidden from whoever asks must be known, so that nobody gets what they have read"):
        return not rows(_differing(), circle=circle_id, now=now)[0].differs


@prepared
def _latest() -> Select[*tuple[Any, ...]]:
    return newest(visible(Moment, to=Asker()).where(Moment.circle_id == bindparam("circle")))


@prepared
def _kept_on_top() -> Select[*tuple[Any, ...]]:
    over = (Pin.circle_id == Moment.circle_id) & (Pin.moment_id == Moment.id)
    mine = visible(Moment, to=Asker()).join(Pin, over).where(Pin.circle_id == bindparam("circle"))
    return mine.with_only_columns(*COLUMNS).order_by(Pin.created_at.desc(), Pin.id.desc()).limit(at_most(PINS))


@prepared
def _differing() -> Select[*tuple[Any, ...]]:
    now: Any = bindparam("now", type_=Utc())
    circle: Any = bindparam("circle")
    there = Moment.removed_at.is_(None), or_(Moment.ends_at.is_(None), Moment.ends_at > now)
    last = select(Moment.seen_by, Moment.hidden_until).where(Moment.circle_id == circle, *there)
    newest = last.order_by(Moment.created_at.desc(), Moment.id.desc()).limit(at_most(MOST + 1)).subquery()
    over = (newest.c.seen_by == "all_but") & newest.c.hidden_until.is_not(None) & (newest.c.hidden_until <= now)
    hidden = exists(literal(1)).select_from(newest).where(newest.c.seen_by != "circle", not_(over))
    return select(or_(hidden, exists().where(Block.circle_id == circle)).label("differs"))


@prepared
def _said_under() -> Select[*tuple[Any, ...]]:
    columns = Reply.id, Reply.moment_id, Reply.author_id, Reply.text, Reply.created_at, Reply.edited_at
    under = Reply.moment_id.in_(bindparam("ids", expanding=True))
    mine = visible(Reply, to=Asker()).where(Reply.circle_id == bindparam("circle"), under)
    return mine.with_only_columns(*columns).order_by(Reply.created_at, Reply.id)


@prepared
def _felt_under() -> Select[*tuple[Any, ...]]:
    own = Reaction.moment_id.in_(bindparam("own", expanding=True))
    told = or_(Reaction.author_id == bindparam("me"), own)
    under = Reaction.moment_id.in_(bindparam("ids", expanding=True))
    mine = visible(Reaction, to=Asker()).where(Reaction.circle_id == bindparam("circle"), under, told)
    columns = Reaction.moment_id, Reaction.author_id, Reaction.feeling
    return mine.with_only_columns(*columns).order_by(Reaction.created_at, Reaction.id)


@prepared
def _named_on() -> Select[*tuple[Any, ...]]:
    on = Onlooker.moment_id.in_(bindparam("ids", expanding=True))
    mine = visible(Onlooker, to=Asker()).where(Onlooker.circle_id == bindparam("circle"), on)
    return mine.with_only_columns(Onlooker.moment_id, Onlooker.member_id).order_by(Onlooker.id)
