"""What takes the room, in bytes: of one circle by sort, of the whole house by circle.

What is hidden from whoever asks takes room as well, so all of it is counted; nothing but sums comes out.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Select, case, func, literal, select, union_all

from micronet.activity.attached import Attachment, Rendition
from micronet.base.db import db
from micronet.base.walls import unscoped

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
    kept = select(sort, Rendition.size.label("size")).join(Attachment, over).where(Rendition.circle_id == circle_id)
    coming = _coming().where(Attachment.circle_id == circle_id)
    both = union_all(kept, coming).subquery()
    summed = select(both.c.sort, func.sum(both.c.size)).group_by(both.c.sort)
    with unscoped("what is hidden from a host takes the circle's room as well; only sums come out"):
        return Taken(**{row[0]: int(row[1]) for row in db.session.execute(summed)})


def _coming() -> Select[*tuple[str, int]]:
    return select(literal("coming").label("sort"), Attachment.size.label("size")).where(Attachment.state.in_(COMING))
