"""What takes the room, in bytes: of one circle by sort, of the whole house by circle.

What is hidden from whoever asks takes room as well, so all of it is counted; nothing but sums comes out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Row, Select, case, func, literal, select, union_all

from micronet.activity.attached import Attachment, Rendition
from micronet.base.db import db, engine, on_postgres
from micronet.base.walls import unscoped
from micronet.circles.models import Circle

COMING = "arriving", "waiting"


@dataclass(frozen=True)
class Taken:
    """Bytes by sort. `coming` is what has been announced or waits for its sizes."""

    photo: int = 0
    original: int = 0
    video: int = 0
    voice: int = 0
    file: int = 0
    coming: int = 0

    @property
    def all(self) -> int:
        """Bytes of all sorts together: what counts against the circle's budget."""
        return self.photo + self.original + self.video + self.voice + self.file + self.coming


def of_circle(circle_id: str) -> Taken:
    """What takes the room of a circle. One statement."""
    sort = case((Rendition.role == "original", "original"), else_=Attachment.what).label("sort")
    over = (Attachment.circle_id == Rendition.circle_id) & (Attachment.id == Rendition.attachment_id)
    kept = select(sort, Rendition.size.label("size")).select_from(Rendition).join(Attachment, over)
    kept = kept.where(Rendition.circle_id == circle_id)
    coming = _coming().where(Attachment.circle_id == circle_id)
    both = union_all(kept, coming).subquery()
    summed = select(both.c.sort, func.sum(both.c.size)).group_by(both.c.sort)
    return Taken(**{row[0]: int(row[1]) for row in _counted(summed)})


def _coming() -> Select[*tuple[str, int]]:
    return select(literal("coming").label("sort"), Attachment.size.label("size")).where(Attachment.state.in_(COMING))


@dataclass(frozen=True)
class Holding:
    """Bytes that a circle takes."""

    circle_id: str
    kind: str
    size: int


def of_house() -> list[Holding]:
    """What each circle takes, the largest first: its kind and a sum, never its name. One statement."""
    kept = select(Rendition.circle_id.label("circle_id"), Rendition.size.label("size"))
    coming = select(Attachment.circle_id, Attachment.size).where(Attachment.state.in_(COMING))
    both = union_all(kept, coming).subquery()
    size = func.sum(both.c.size)
    rows = select(Circle.id, Circle.kind, size).select_from(Circle).join(both, both.c.circle_id == Circle.id)
    found = _counted(rows.group_by(Circle.id, Circle.kind).order_by(size.desc(), Circle.id))
    return [Holding(row[0], row[1], int(row[2])) for row in found]


def states() -> dict[str, int]:
    """How many files are in each state, in all circles."""
    return {row[0]: row[1] for row in _counted(select(Attachment.state, func.count()).group_by(Attachment.state))}


def database() -> int:
    """Bytes that the database takes."""
    if on_postgres():
        return int(db.session.scalar(select(func.pg_database_size(func.current_database()))) or 0)
    path = engine(writing=False).url.database or ""
    return sum(Path(path + end).stat().st_size for end in ("", "-wal") if Path(path + end).is_file())


def _counted(rows: Select[*tuple[Any, ...]]) -> Sequence[Row[*tuple[Any, ...]]]:
    with everything():
        return db.session.execute(rows).all()


@contextmanager
def everything() -> Iterator[None]:
    """Around what counts in every circle."""
    with unscoped("what is hidden from whoever asks takes room as well; only kinds, sums and numbers come out"):
        yield
