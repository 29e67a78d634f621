"""The people of a circle as its pages list them."""

from __future__ import annotations

from dataclasses import dataclass

from micronet.base.text import sort_key
from micronet.circles.faces import Face, face
from micronet.circles.inside import ever_inside, is_inside
from micronet.circles.invites import may_revoke, pending
from micronet.circles.models import Invite, Membership
from micronet.circles.roles import HOST, can, outranks
from micronet.circles.seats import Seats, seats
from micronet.members import wording
from micronet.people.models import Person


@dataclass(frozen=True)
class Row:
    """One person inside. `invited_by` is a nickname, or empty; `answer` is what they said to the circle's question;
    `opens` says whether the reader may change something.
    """

    face: Face
    role: str
    since: str
    invited_by: str
    answer: str
    mine: bool
    opens: bool


@dataclass(frozen=True)
class Waiting:
    """One invite on its way."""

    id: str
    for_name: str
    by: str
    until: str
    role: str
    may_revoke: bool


@dataclass(frozen=True)
class Household:
    """Who is inside, who is expected, and how many more would fit."""

    rows: list[Row]
    waiting: list[Waiting]
    seats: Seats

    @property
    def room(self) -> str:
        """The free seats in words."""
        return " ".join(filter(None, (wording.room_left(self.seats), wording.promised(self.seats))))


def household(member: Membership, reader: Person) -> Household:
    """Everyone in `member`'s circle, the host first, then by name; three statements."""
    known = ever_inside(member.circle_id)
    now_inside = [one for one in known.values() if is_inside(one)]
    ordered = sorted(now_inside, key=lambda one: (one.role != HOST, sort_key(one.nickname)))
    rows = [_row(one, known, member, reader) for one in ordered]
    waiting = [_waiting(one, known, member, reader) for one in pending(member.circle_id)]
    return Household(rows, waiting, seats(member.circle))


def _row(one: Membership, known: dict[str, Membership], member: Membership, reader: Person) -> Row:
    by = known.get(one.invited_by or "")
    return Row(
        face=face(one),
        role=wording.roles()[one.role],
        since=wording.since(one.joined_at, reader),
        invited_by=by.nickname if by else "",
        answer=one.answer if member.circle.question else "",
        mine=one.id == member.id,
        opens=may_change(member, one),
    )


def may_change(member: Membership, other: Membership) -> bool:
    """Whether `member` finds anything to do on `other`'s page of this room."""
    if member.id == other.id:
        return False
    return can(member, "member.role") or (can(member, "member.remove") and outranks(member, other))


def _waiting(one: Invite, known: dict[str, Membership], member: Membership, reader: Person) -> Waiting:
    return Waiting(
        id=one.id,
        for_name=one.for_name,
        by=known[one.by_id].nickname,
        until=wording.day(one.ends_at, reader),
        role=wording.roles()[one.role],
        may_revoke=may_revoke(member, one),
    )
