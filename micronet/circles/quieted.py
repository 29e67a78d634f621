"""Who would rather not meet whom just now, as the pages ask it before they show anything."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, case, literal, or_, select, union_all

from micronet.base import clock
from micronet.base.db import db
from micronet.base.prepared import prepared, rows
from micronet.circles.models import Membership
from micronet.circles.quiet import Block, Mute


@dataclass(frozen=True)
class Quiet:
    """Whom memberships of one person do not meet, by membership id: for a while, and while a block stands.

    A block counts from both its sides; who made it is not told.
    """

    muted: frozenset[str] = frozenset()
    apart: frozenset[str] = frozenset()

    @property
    def all(self) -> frozenset[str]:
        """Everyone whose words are left out."""
        return self.muted | self.apart


@dataclass(frozen=True)
class Standing:
    """What one member has asked for about another: until when they are muted (UTC), since when blocked."""

    muted_until: datetime | None = None
    blocked_at: datetime | None = None


def quiet_of(mine: Sequence[Membership]) -> Quiet:
    """Whom these memberships, all of one person, do not meet now; one statement, however many they are."""
    values = {"circles": [one.circle_id for one in mine], "mine": [one.id for one in mine], "now": clock.now()}
    found = rows(_quiet(), **values)
    muted = frozenset(row.whom for row in found if row.how == "mute")
    return Quiet(muted, frozenset(row.whom for row in found if row.how == "block"))


def standing(member: Membership, other: Membership) -> Standing:
    """What `member` has asked for about `other`; two statements."""
    pair = {"circle_id": member.circle_id, "by_id": member.id, "of_id": other.id}
    until = db.session.scalar(select(Mute.ends_at).filter_by(**pair).where(Mute.ends_at > clock.now()))
    return Standing(until, db.session.scalar(select(Block.created_at).filter_by(**pair)))


def are_apart(member: Membership, other: Membership) -> bool:
    """Whether a block stands between two members of a circle, whoever of them made it."""
    pair = (member.id, other.id)
    between = select(Block.id).where(Block.circle_id == member.circle_id, Block.by_id.in_(pair), Block.of_id.in_(pair))
    return db.session.scalar(between.limit(1)) is not None


@prepared
def _quiet() -> Any:
    """Mutes of mine that last, and blocks on either side of me, as rows of a word and whom it is about."""
    mine: Any = bindparam("mine", expanding=True)
    here: Any = bindparam("circles", expanding=True)
    lasts = Mute.ends_at > bindparam("now", type_=Mute.ends_at.type)
    muted = select(literal("mute").label("how"), Mute.of_id.label("whom"))
    whom = case((Block.by_id.in_(mine), Block.of_id), else_=Block.by_id)
    between = or_(Block.by_id.in_(mine), Block.of_id.in_(mine))
    apart = select(literal("block").label("how"), whom.label("whom")).where(Block.circle_id.in_(here), between)
    return union_all(muted.where(Mute.circle_id.in_(here), Mute.by_id.in_(mine), lasts), apart)
