"""Sending a file: it is announced, comes in (see `incoming`), and is looked at once it is whole.

Videos, voice notes and files are then ready; photos wait for the job that makes their sizes. What only needs the disk
is done before writing begins, so that nobody waits for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import select

from micronet.activity import allowance, incoming
from micronet.activity.attached import NAME_LENGTH, WHATS, Attachment, Rendition
from micronet.base import film, sniff
from micronet.base.db import afterwards, db
from micronet.base.errors import Invalid
from micronet.base.ids import new_id
from micronet.base.pictures.kinds import picture_format
from micronet.base.text import clean, cut
from micronet.circles.models import Membership
from micronet.circles.roles import must
from micronet.circles.serving import storage
from micronet.config import Settings

IN_BOXES = {"video/mp4", "video/quicktime", "audio/mp4"}


@dataclass(frozen=True)
class Looked:
    """What a file turned out to be. `problem` is a word when it is of no use; `file_id` where its bytes are kept."""

    problem: str = ""
    media_type: str = ""
    seconds: float = 0.0
    file_id: str = ""


def announce(member: Membership, *, id: str, what: str, size: int, name: str = "", seconds: float = 0.0) -> Attachment:
    """Say that a file of `size` bytes will come, under the `id` that the page made. The same again changes nothing.

    Raises Forbidden; Invalid, TooBig, TooMany and NoRoom, each with a sentence. Flushes.
    """
    must(member, "moment.share")
    there = _even_if_not_mine(member, id)
    if there is not None:
        if there.author_id != member.id or (there.what, there.size) != (what, size):
            raise Invalid(_("That file is on its way already. Choose it once more."), "files")
        return there
    if what not in WHATS:
        raise Invalid(_("Choose one of the answers shown."), "files")
    if what == "voice" and seconds > allowance.VOICE_SECONDS + 1:
        raise Invalid(too_long(), "files")
    allowance.check_file(what, size, _settings())
    allowance.check_circle(member, size, _settings())
    allowance.check_disk(incoming.folder(), size)
    made = Attachment(circle_id=member.circle_id, id=id, author_id=member.id, what=what, size=size, seconds=seconds)
    made.name = plain_name(name) if what == "file" else ""
    db.session.add(made)
    db.session.flush()
    return made


def look(circle_id: str, id: str, what: str) -> Looked:
    """Look at a file that is whole, and keep it unless it must be worked on first. Slow: it comes before any writing.

    Raises OSError.
    """
    path = incoming.path_of(id)
    with path.open("rb") as file:
        head = file.read(sniff.HEAD)
    if what == "photo":
        incoming.settle_down(id)
        return Looked() if picture_format(head) else Looked("not_a_picture")
    media_type = sniff.media_type(what, head)
    if media_type is None:
        return Looked(f"not_a_{what}")
    boxed = media_type in IN_BOXES
    lasts = film.seconds(path) if boxed else 0.0
    if what == "voice" and lasts > allowance.VOICE_SECONDS + 1:
        return Looked("too_long")
    if boxed:
        film.forget(path)
    incoming.settle_down(id)
    file_id = new_id()
    storage().put_file(circle_id, file_id, path)
    return Looked("", media_type, lasts, file_id)


def finish(found: Attachment, seen: Looked) -> None:
    """Note what came of a file that is whole. Its bytes are on disk already. Flushes."""
    if found.state != "arriving":
        return
    found.received, found.problem = found.size, seen.problem
    found.state = "refused" if seen.problem else "waiting" if found.what == "photo" else "ready"
    found.media_type, found.seconds = seen.media_type, seen.seconds or found.seconds
    if seen.file_id:
        key = {"circle_id": found.circle_id, "id": seen.file_id, "attachment_id": found.id}
        db.session.add(Rendition(**key, role="whole", media_type=seen.media_type, size=found.size))
    if found.state != "waiting":
        afterwards(lambda id=found.id: incoming.throw_away(id))  # type: ignore[misc]
    db.session.flush()


@dataclass(frozen=True)
class Brought:
    """A file that came whole, with a form."""

    id: str
    what: str
    name: str
    size: int
    seen: Looked


def bring(member: Membership, sent: Sequence[Any], ids: Sequence[str]) -> list[Brought]:
    """Take the files of a form sent without script (Werkzeug's FileStorage), under these ids. Slow: before writing.

    Fields that were left empty are passed over. Raises Forbidden; Invalid, TooBig and NoRoom, with a sentence.
    """
    must(member, "moment.share")
    found = [(one, id) for one, id in zip(sent, ids, strict=False) if one and one.filename]
    return [_bring(member.circle_id, one, id) for one, id in found]


def keep(member: Membership, brought: Sequence[Brought]) -> list[str]:
    """The rows of what `bring` took; gives their ids, in order. Raises as `announce` does. Flushes."""
    for one in brought:
        finish(announce(member, id=one.id, what=one.what, size=one.size, name=one.name), one.seen)
        if one.seen.problem:
            raise Invalid(_("One of the files is not what it seems. Choose another."), "files")
    return [one.id for one in brought]


def _bring(circle_id: str, sent: Any, id: str) -> Brought:
    head = sent.stream.read(sniff.HEAD)
    size = sent.stream.seek(0, 2)
    sent.stream.seek(0)
    what = sniff.kind_of(head)
    allowance.check_file(what, size, _settings())
    allowance.check_disk(incoming.folder(), size)
    if incoming.received(id) != size:
        incoming.throw_away(id)
        incoming.receive(id, 0, sent.stream, size)
    return Brought(id, what, sent.filename, size, look(circle_id, id, what))


def plain_name(name: str) -> str:
    """What a file was called, without folders and without what turns a line about."""
    last = PurePosixPath(name.replace("\\", "/")).name
    return cut(clean(last[-1000:], 1000), NAME_LENGTH)


def too_long() -> str:
    """What is said of a voice note that is."""
    return _("A voice note may last three minutes. Say the rest in a second one.")


def _even_if_not_mine(member: Membership, id: str) -> Attachment | None:
    rows = select(Attachment).where(Attachment.circle_id == member.circle_id, Attachment.id == id)
    return db.session.scalars(rows).one_or_none()


def _settings() -> Settings:
    settings: Settings = current_app.config["SETTINGS"]
    return settings
