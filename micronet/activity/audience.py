"""Who may see what was shared: the conditions behind `audience()` of moments and of all that hangs under them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, exists, or_
from sqlalchemy.orm import aliased

from micronet.base import clock
from micronet.base.db import Utc
from micronet.circles.models import Membership
from micronet.circles.quiet import Block


def present(person: Any) -> Any:
    """The present, as a parameter that is asked for each time the statement runs; a wall has its own (`walls.Sees`)."""
    at = getattr(person, "now", None)
    return bindparam("now_in_audience", callable_=clock.now, type_=Utc(), unique=True) if at is None else at


def is_walled(person: Any) -> bool:
    """Whether this is a wall's condition, for which other tables hold only what may be seen (`walls.Sees`)."""
    return bool(getattr(person, "apart", False))


def is_mine(model: Any, member_id: Any, person: Any) -> ColumnElement[bool]:
    """The condition that `member_id`, a column of a row of `model`, is a membership of this person's."""
    me = aliased(Membership)
    return exists().where(me.circle_id == model.circle_id, me.id == member_id, me.person_id == person.id)


def is_apart(model: Any, author_id: Any, person: Any) -> ColumnElement[bool]:
    """The condition that a block stands between this person and whoever wrote a row of `model`."""
    me = aliased(Membership)
    theirs = and_(Block.by_id == me.id, Block.of_id == author_id)
    mine = and_(Block.of_id == me.id, Block.by_id == author_id)
    here = Block.circle_id == model.circle_id, me.circle_id == model.circle_id, me.person_id == person.id
    return exists().where(*here, or_(theirs, mine))


def may_see(moment: Any, onlooker: Any, person: Any) -> ColumnElement[bool]:
    """The condition that a moment is there for this person: not taken back, not run out, and meant for them."""
    me = aliased(Membership)
    named = exists().where(
        onlooker.circle_id == moment.circle_id,
        onlooker.moment_id == moment.id,
        me.circle_id == moment.circle_id,
        me.id == onlooker.member_id,
        me.person_id == person.id,
    )
    meant = or_(
        moment.seen_by == "circle",
        is_mine(moment, moment.author_id, person),
        and_(moment.seen_by == "some", named),
        and_(moment.seen_by == "all_but", or_(moment.hidden_until <= present(person), ~named)),
    )
    lasts = or_(moment.ends_at.is_(None), moment.ends_at > present(person))
    heard = or_(moment.kind == "announcement", ~is_apart(moment, moment.author_id, person))
    return and_(moment.removed_at.is_(None), lasts, meant, heard)
