"""What reads the same for everyone in a circle: after a change all who have it open ask at once, and it is read once.

The circle's version is part of the key, so nothing is kept beyond the next change; and nothing beyond the minute, like
a whole page that is kept (see `home.swift`). Only who was found inside, in this very unit of work, gets what another
has read; for anyone else it is read, as they may see it. What is not for everyone is read by each for themselves.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from flask import current_app

from micronet.base import clock
from micronet.base.db import db, is_writing, may_be_done
from micronet.base.walls import viewer
from micronet.circles.inside import is_inside
from micronet.circles.models import Membership
from micronet.web.kept import Kept

Thing = TypeVar("Thing")

MOST_BYTES = 2 * 1024 * 1024
"""Room for what some fifty circles have in common, which is more than change at once."""


APART = object()
"""Kept in the place of what differs from one member to another."""


def alike(
    what: str,
    member: Membership,
    read: Callable[[], Thing],
    size: Callable[[Thing], int],
    may_share: Callable[[Thing], bool] = lambda _found: True,
) -> Thing:
    """What `read` reads, or has read for another member. `what` names it, `size` tells its bytes about.

    `may_share` is asked once, of what the first one has read, whether it is the same for everyone in the circle. Who
    has written in this unit of work reads for themselves: their version may not be the one on disk.
    """
    if is_writing() or may_be_done() or not _is_known(member):
        return read()
    kept: Kept = current_app.extensions["alike"]
    key = (what, member.circle_id, member.circle.version, int(clock.now().timestamp() // 60))
    there = kept.get(key)
    if there is not None and there is not APART:
        found: Thing = there
        return found
    found = read()
    if there is None:
        shared = may_share(found)
        kept.put(key, found if shared else APART, size(found) if shared else 0)
    return found


def _is_known(member: Membership) -> bool:
    """Whether this membership was found in the database, in force, with its circle, and by whom the walls let in."""
    found = member in db.session and {"circle", "person_id"} <= member.__dict__.keys()
    return found and member.person_id == viewer().person_id and is_inside(member)
