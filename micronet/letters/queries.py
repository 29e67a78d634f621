"""What the room asks the database: threads and letters of whoever looks, and what its verbs must know."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, or_, select, tuple_, update

from micronet.activity.letters import Correspondent, Letter, Thread, last_letter
from micronet.base.db import db, side_write
from micronet.base.disk import if_it_can_be
from micronet.circles.access import in_force, visible
from micronet.circles.models import Membership
from micronet.circles.quiet import Block
from micronet.circles.roles import FAMILIAR
from micronet.people.models import Person

MOST_THREADS = 200
MOST_LETTERS = 50
"""How many a page shows."""


@dataclass(frozen=True)
class Line:
    """A thread as the list shows it: who else writes in it, and its last letter."""

    id: str
    others: tuple[str, ...]
    letter_id: str
    author_id: str
    text: str
    at: datetime
    is_new: bool


def lines(member: Membership, to: Person) -> list[Line]:
    """The member's threads that hold a letter, the newest first; two statements."""
    mine = and_(
        Correspondent.circle_id == Thread.circle_id,
        Correspondent.thread_id == Thread.id,
        Correspondent.member_id == member.id,
    )
    last = and_(Letter.circle_id == Thread.circle_id, Letter.id == last_letter())
    rows = visible(Thread, to=to).join(Correspondent, mine).join(Letter, last)
    rows = rows.where(Thread.circle_id == member.circle_id).order_by(Letter.created_at.desc(), Letter.id.desc())
    found = db.session.execute(rows.with_only_columns(Thread, Letter, Correspondent.looked_at).limit(MOST_THREADS))
    held = [(thread, letter, looked) for thread, letter, looked in found]
    who = _who(member, to) if held else {}
    return [_line(thread, letter, looked, who[thread.id] - {member.id}) for thread, letter, looked in held]


def _line(thread: Thread, letter: Letter, looked_at: datetime | None, others: set[str]) -> Line:
    is_new = looked_at is None or thread.news_at > looked_at
    return Line(thread.id, tuple(others), letter.id, letter.author_id, letter.text, letter.created_at, is_new)


def _who(member: Membership, to: Person) -> dict[str, set[str]]:
    rows = visible(Correspondent, to=to).where(Correspondent.circle_id == member.circle_id)
    found: dict[str, set[str]] = defaultdict(set)
    for thread_id, member_id in db.session.execute(
        rows.with_only_columns(Correspondent.thread_id, Correspondent.member_id)
    ):
        found[thread_id].add(member_id)
    return found


@dataclass(frozen=True)
class Letters:
    """Letters of a thread, the oldest first. `older` says whether there are more before them."""

    letters: list[Letter]
    older: bool


def letters(thread: Thread, to: Person, before: Letter | None = None) -> Letters:
    """The last letters of a thread, or the last before one of them; one statement."""
    rows = visible(Letter, to=to).where(Letter.circle_id == thread.circle_id, Letter.thread_id == thread.id)
    if before is not None:
        rows = rows.where(tuple_(Letter.created_at, Letter.id) < (before.created_at, before.id))
    rows = rows.order_by(Letter.created_at.desc(), Letter.id.desc()).limit(MOST_LETTERS + 1)
    found = list(db.session.scalars(rows))
    return Letters(
        found[MOST_LETTERS - 1 :: -1] if len(found) > MOST_LETTERS else found[::-1], len(found) > MOST_LETTERS
    )


def correspondents(thread: Thread) -> dict[str, datetime | None]:
    """Who writes in a thread, by membership id, and when they looked last. The caller has found the thread."""
    here = Correspondent.circle_id == thread.circle_id, Correspondent.thread_id == thread.id
    found = db.session.execute(select(Correspondent.member_id, Correspondent.looked_at).where(*here))
    return {row.member_id: row.looked_at for row in found}


def between(circle_id: str, members: Collection[str]) -> Thread | None:
    """The thread in which exactly these write. For one of them."""
    among = func.count().filter(Correspondent.member_id.in_(members))
    exactly = (
        select(Correspondent.thread_id)
        .where(Correspondent.circle_id == circle_id)
        .group_by(Correspondent.thread_id)
        .having(func.count() == len(members), among == len(members))
    )
    rows = select(Thread).where(Thread.circle_id == circle_id, Thread.id.in_(exactly))
    return db.session.scalars(rows.order_by(Thread.id).limit(1)).first()


def still_here(circle_id: str, members: Collection[str]) -> set[str]:
    """Those of them who are inside and may read letters."""
    here = Membership.circle_id == circle_id, Membership.id.in_(members), Membership.role.in_(FAMILIAR)
    return set(db.session.scalars(select(Membership.id).where(*here, in_force())))


def is_apart(member: Membership, others: Collection[str]) -> bool:
    """Whether a block stands between the member and one of them, whoever set it."""
    theirs = and_(Block.of_id == member.id, Block.by_id.in_(others))
    mine = and_(Block.by_id == member.id, Block.of_id.in_(others))
    rows = select(Block.id).where(Block.circle_id == member.circle_id, or_(theirs, mine))
    return db.session.scalars(rows.limit(1)).first() is not None


def even_removed(circle_id: str, id: str) -> Letter | None:
    """A letter by its id, taken back or not. For its author only."""
    return db.session.scalars(select(Letter).where(Letter.circle_id == circle_id, Letter.id == id)).one_or_none()


def last_at(thread: Thread) -> datetime | None:
    """When the last letter that is there came."""
    there = Letter.circle_id == thread.circle_id, Letter.thread_id == thread.id, Letter.removed_at.is_(None)
    return db.session.scalars(select(func.max(Letter.created_at)).where(*there)).one()


def seen(member: Membership, thread: Thread) -> None:
    """Note, in this unit of work, that the member knows what the thread holds."""
    db.session.execute(_looked(member, thread))


def look(member: Membership, thread: Thread) -> None:
    """Note that the member looks at what the thread holds. A side write, so that opening a page is all it takes."""
    with if_it_can_be(), side_write() as connection:
        connection.execute(_looked(member, thread))


def _looked(member: Membership, thread: Thread) -> Any:
    mine = Correspondent.circle_id == thread.circle_id, Correspondent.thread_id == thread.id
    return (
        update(Correspondent)
        .where(*mine, Correspondent.member_id == member.id)
        .values(looked_at=thread.news_at)
        .execution_options(synchronize_session=False)
    )
