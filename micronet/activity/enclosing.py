"""Files with words: put them there, show them, take them away. For every room that lets people enclose something."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Select, and_, bindparam, delete, select, tuple_

from micronet.activity import incoming
from micronet.activity.attached import ALT_LENGTH, Attachment, Rendition
from micronet.activity.letters import Letter
from micronet.activity.models import Moment, Reply
from micronet.activity.parts import Ids
from micronet.base.db import afterwards, db
from micronet.base.errors import Forbidden, Invalid
from micronet.base.prepared import prepared
from micronet.base.prepared import rows as db_rows
from micronet.base.text import clean
from micronet.circles.access import Asker, visible
from micronet.circles.models import Membership
from micronet.circles.serving import storage
from micronet.people.models import Person

MOST = 40
"""Files with one moment, reply or letter."""


@dataclass(frozen=True)
class RenditionView:
    """One file of something enclosed. `role` is size, original, poster or whole; `size` is in bytes."""

    role: str
    width: int
    height: int
    media_type: str
    size: int


@dataclass(frozen=True)
class Enclosed:
    """Something enclosed, as it is shown. `sizes` are those of a photo, from narrow to wide; `whole` is anything else.

    While it is `waiting` there are none yet. One that was `refused` is given to its author alone.
    """

    id: str
    author_id: str
    reply_id: str | None
    what: str
    state: str
    problem: str
    name: str
    alt: str
    place: str
    width: int
    height: int
    seconds: float
    placeholder: str
    taken_at: datetime | None
    renditions: tuple[RenditionView, ...] = ()

    @property
    def sizes(self) -> tuple[RenditionView, ...]:
        return tuple(one for one in self.renditions if one.role == "size")

    @property
    def poster(self) -> RenditionView | None:
        return next((one for one in self.renditions if one.role == "poster"), None)

    @property
    def whole(self) -> RenditionView | None:
        return next((one for one in self.renditions if one.role == "whole"), None)


def attach(
    member: Membership,
    ids: Sequence[str],
    *,
    moment: Moment | None = None,
    reply: Reply | None = None,
    letter: Letter | None = None,
    alts: Mapping[str, str] | None = None,
) -> list[Attachment]:
    """Enclose what `member` has sent, in the order of `ids`, with a moment, a reply or a letter; gives what is there.

    Only their own, only what is with nothing else yet, and not what was refused: other ids are passed over. The same
    again changes nothing. Raises Invalid, with a sentence, while one is still on its way or when there are too many.
    """
    goal = _goal(moment, reply, letter)
    rows = select(Attachment).where(Attachment.circle_id == member.circle_id, Attachment.id.in_(ids))
    found = {one.id: one for one in db.session.scalars(rows.where(Attachment.author_id == member.id))}
    mine = [found[id] for id in dict.fromkeys(ids) if id in found and _is_free(found[id], goal)]
    if len(mine) > MOST:
        raise Invalid(_("That is a lot at once. Share some of it now and the rest after."), "files")
    if any(one.state == "arriving" for one in mine):
        raise Invalid(_("Not everything has arrived yet. Wait a moment and send it again."), "files")
    for place, one in enumerate(mine):
        one.moment_id, one.reply_id, one.letter_id = goal
        one.place_in_order = place
        if alts and one.id in alts:
            one.alt = clean(alts[one.id], ALT_LENGTH, field="files")
    db.session.flush()
    return mine


Goal = tuple[str | None, str | None, str | None]


def _goal(moment: Moment | None, reply: Reply | None, letter: Letter | None) -> Goal:
    if reply is not None:
        return reply.moment_id, reply.id, None
    return (moment.id, None, None) if moment is not None else (None, None, letter.id if letter else None)


def _is_free(one: Attachment, goal: Goal) -> bool:
    where = one.moment_id, one.reply_id, one.letter_id
    return one.state != "refused" and not one.shelved and where in (goal, (None, None, None))


def remove(found: Attachment, by: Membership) -> None:
    """Take away something enclosed; its files go once that is on disk. Raises Forbidden for somebody else's."""
    if found.author_id != by.id:
        raise Forbidden
    throw_away(Attachment.circle_id == found.circle_id, Attachment.id == found.id)
    db.session.execute(delete(Attachment).where(Attachment.circle_id == found.circle_id, Attachment.id == found.id))


def throw_away(*which: ColumnElement[bool]) -> None:
    """Have the files of the attachments that fulfil `which` go once the commit is on disk: call it, then delete rows.

    What a crash leaves is swept within two hours (`circles.strays`).
    """
    of = and_(Rendition.circle_id == Attachment.circle_id, Rendition.attachment_id == Attachment.id)
    kept_as = select(Rendition.circle_id, Rendition.id).select_from(Rendition).join(Attachment, of)
    files = db.session.execute(kept_as.where(*which)).all()
    coming = db.session.scalars(select(Attachment.id).where(*which, Attachment.state.in_(("arriving", "waiting"))))
    kept = storage()
    for shelf, name in files:
        afterwards(partial(kept.remove, shelf, name))
    for id in coming:
        afterwards(partial(incoming.throw_away, id))


def throw_away_with(moments: Ids, replies: Ids) -> None:
    """The same for all that is enclosed with these moments and replies, which are about to be deleted for good."""
    throw_away(tuple_(Attachment.circle_id, Attachment.moment_id).in_(moments))
    throw_away(tuple_(Attachment.circle_id, Attachment.reply_id).in_(replies))


def of_moments(circle_id: str, moment_ids: Iterable[str], *, to: Person) -> dict[str, list[Enclosed]]:
    """What is enclosed with these moments and the replies under them, in order, by moment. One statement."""
    found = db_rows(_with_moments(), circle=circle_id, asker=to.id, ids=list(moment_ids))
    return _gathered(found)


def of_letters(circle_id: str, letter_ids: Iterable[str], *, to: Person) -> dict[str, list[Enclosed]]:
    """The same for letters."""
    return _gathered(db_rows(_with_letters(), circle=circle_id, asker=to.id, ids=list(letter_ids)))


OWN = (
    "id", "author_id", "reply_id", "what", "state", "problem", "name", "alt", "place", "width", "height", "seconds",
    "placeholder", "taken_at",
)  # fmt: skip
FILE = "role", "width", "height", "media_type", "size"


def _chosen(column: Any) -> Select[*tuple[Any, ...]]:
    of = and_(Rendition.circle_id == Attachment.circle_id, Rendition.attachment_id == Attachment.id)
    me = select(Membership.id).where(
        Membership.circle_id == bindparam("circle"), Membership.person_id == bindparam("asker")
    )
    mine = Attachment.author_id.in_(me).label("is_mine")
    columns = [getattr(Attachment, name) for name in OWN]
    files = [getattr(Rendition, name).label(f"file_{name}") for name in FILE]
    here = Attachment.circle_id == bindparam("circle"), column.in_(bindparam("ids", expanding=True))
    chosen = visible(Attachment, to=Asker()).where(*here).outerjoin(Rendition, of)
    ordered = Attachment.place_in_order, Attachment.id, Rendition.width
    return chosen.with_only_columns(column.label("with_id"), mine, *columns, *files).order_by(*ordered)


@prepared
def _with_moments() -> Select[*tuple[Any, ...]]:
    return _chosen(Attachment.moment_id)


@prepared
def _with_letters() -> Select[*tuple[Any, ...]]:
    return _chosen(Attachment.letter_id)


def _gathered(rows: list[Any]) -> dict[str, list[Enclosed]]:
    """One view a thing, of as many rows as it has files."""
    files: dict[str, list[RenditionView]] = defaultdict(list)
    first: dict[str, Any] = {}
    for row in rows:
        if row.state == "refused" and not row.is_mine:
            continue
        first.setdefault(row.id, row)
        if row.file_role is not None:
            files[row.id].append(RenditionView(*(getattr(row, f"file_{name}") for name in FILE)))
    found: dict[str, list[Enclosed]] = defaultdict(list)
    for id, row in first.items():
        found[row.with_id].append(Enclosed(**{name: getattr(row, name) for name in OWN}, renditions=tuple(files[id])))
    return dict(found)
