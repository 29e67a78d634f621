"""Leaving out of a page what its reader would rather not meet. What they were given a link to is there all the same."""

from __future__ import annotations

from collections.abc import Iterable, Set
from dataclasses import fields, replace
from typing import Any

from micronet.activity.timeline import MomentView, Timeline
from micronet.circles.models import Membership
from micronet.circles.quieted import quiet_of


def muted_by(member: Membership) -> frozenset[str]:
    """The memberships whose moments and replies `member` does not want to meet just now; one statement."""
    return quiet_of([member]).muted


def without(found: Timeline, ids: Set[str]) -> Timeline:
    """The same without the moments and replies of these members. Announcements are for everyone."""
    if not ids:
        return found
    every = {field.name: getattr(found, field.name) for field in fields(found)}
    met: dict[str, Any] = {name: _met(there, ids) for name, there in every.items() if isinstance(there, tuple)}
    return replace(found, **met)


def _met(moments: Iterable[MomentView], ids: Set[str]) -> tuple[MomentView, ...]:
    return tuple(_less(one, ids) for one in moments if one.author_id not in ids or one.kind == "announcement")


def _less(moment: MomentView, ids: Set[str]) -> MomentView:
    said = tuple(one for one in moment.replies if one.author_id not in ids)
    return moment if len(said) == len(moment.replies) else replace(moment, replies=said)
