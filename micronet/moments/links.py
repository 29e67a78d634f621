"""The link in a moment: that it is to be looked at, and what was found behind it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import Select, bindparam, delete, select, tuple_

from micronet.activity import parts
from micronet.activity.attached import URL_LENGTH, LinkPreview
from micronet.activity.models import Moment
from micronet.base.db import afterwards, db
from micronet.base.errors import NotFound
from micronet.base.ids import new_id
from micronet.base.prepared import prepared
from micronet.base.prepared import rows as db_rows
from micronet.circles.access import Asker, visible
from micronet.circles.models import Membership
from micronet.circles.serving import storage
from micronet.moments.addresses import first_address
from micronet.people.models import Person


@dataclass(frozen=True)
class PreviewView:
    """What is behind the link of a moment. Width and height are those of its picture, 0 where it has none."""

    moment_id: str
    url: str
    title: str
    text: str
    width: int
    height: int

    @property
    def host(self) -> str:
        """Where the link leads."""
        return (urlsplit(self.url).hostname or "").removeprefix("www.")


def expect(moment: Moment) -> None:
    """Have the first address in a moment looked at; one that is no longer in it is forgotten. The moment is flushed."""
    url = first_address(moment.text)
    here = LinkPreview.circle_id == moment.circle_id, LinkPreview.moment_id == moment.id
    if moment.edited_at is not None:
        db.session.execute(delete(LinkPreview).where(*here, LinkPreview.url != url))
        if db.session.scalar(select(LinkPreview.id).where(*here)):
            return
    if url and len(url) <= URL_LENGTH:
        db.session.add(LinkPreview(circle_id=moment.circle_id, id=new_id(), moment_id=moment.id, url=url))
        db.session.flush()


def previews(circle_id: str, moment_ids: Iterable[str], *, to: Person) -> dict[str, PreviewView]:
    """What is behind the links of these moments of a circle, by moment, as far as `to` may see it; one statement."""
    found = db_rows(_ready(), circle=circle_id, asker=to.id, ids=list(moment_ids))
    return {row[0]: PreviewView(*row) for row in found}


SHOWN = "moment_id", "url", "title", "text", "picture_width", "picture_height"
"""What is read for a PreviewView."""


@prepared
def _ready() -> Select[*tuple[Any, ...]]:
    here = LinkPreview.circle_id == bindparam("circle"), LinkPreview.state == "ready"
    under = LinkPreview.moment_id.in_(bindparam("ids", expanding=True))
    columns = [getattr(LinkPreview, name) for name in SHOWN]
    return visible(LinkPreview, to=Asker()).where(*here, under).with_only_columns(*columns)


def picture_of(circle_id: str, moment_id: str, *, to: Person) -> str:
    """The file of the picture behind the link of a moment. Raises NotFound."""
    rows = visible(LinkPreview, to=to).where(LinkPreview.circle_id == circle_id, LinkPreview.moment_id == moment_id)
    found: str | None = db.session.scalars(rows.with_only_columns(LinkPreview.picture_id)).one_or_none()
    if found is None:
        raise NotFound
    return found


def gather(member: Membership, person: Person, moment_ids: list[str]) -> dict[str, PreviewView]:
    """The previews under these moments: see `activity.parts`."""
    return previews(member.circle_id, moment_ids, to=person)


def forget(moments: parts.Ids, _replies: parts.Ids) -> None:
    """The pictures of previews go with their moments, once that is on disk."""
    under = tuple_(LinkPreview.circle_id, LinkPreview.moment_id).in_(moments)
    found = select(LinkPreview.circle_id, LinkPreview.picture_id).where(under, LinkPreview.picture_id.is_not(None))
    for shelf, file in db.session.execute(found):
        afterwards(partial(storage().remove, shelf, str(file)))


parts.register(parts.Part("preview", "moments/_preview.html", gather, place=60, forget=forget))
