"""Sending a file in pieces, for the script of a page: announce it, send piece after piece, take it back.

Every answer is JSON and says where the file stands, so that a page which lost the line asks and goes on from there.
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from flask import Response, jsonify, request, url_for
from flask_babel import gettext as _

from micronet.activity import arriving, enclosing, incoming
from micronet.activity.attached import Attachment
from micronet.activity.refusals import sentence
from micronet.base import pictures
from micronet.base.db import begin_write, commit, rollback
from micronet.base.errors import Invalid, NotFound, TooBig
from micronet.base.ids import new_id, read_id
from micronet.base.jobs import nudge
from micronet.circles.access import enter, find
from micronet.circles.models import Membership
from micronet.circles.roles import must
from micronet.circles.serving import storage
from micronet.config import MB
from micronet.media import actions, queries
from micronet.media.views import blueprint
from micronet.people.guards import late, me, repeatable, takes

AT = "/circles/<id:circle_id>/uploads"
ONE = f"{AT}/<id:attachment_id>"
PIECE = 4 * MB
"""What a page sends at once."""
MOST_PIECE = 8 * MB
POSTER = 3 * MB
POSTER_WIDTH = 960


@blueprint.post(AT)
@repeatable
def announce(circle_id: str) -> Response:
    """Say that a file will come: `id`, `what`, `size` in bytes, `name`, and for a recording its `seconds`."""
    member = enter(circle_id, me())
    must(member, "moment.share")
    form = request.form
    found = arriving.announce(
        member,
        id=read_id(form.get("id")) or new_id(),
        what=form.get("what", ""),
        size=_whole(form.get("size", "")),
        name=form.get("name", ""),
        seconds=min(float(_whole(form.get("seconds", ""))), 36_000.0),
    )
    commit()
    return _told(found)


@blueprint.get(ONE)
def state(circle_id: str, attachment_id: str) -> Response:
    """Where a file stands."""
    must(enter(circle_id, me()), "circle.look")
    return _told(find(Attachment, circle_id, attachment_id, to=me()))


@blueprint.post(ONE)
@late
@repeatable
@takes(MOST_PIECE)
def receive(circle_id: str, attachment_id: str) -> Response:
    """A piece of it, as the body; `at` in the address is where it begins. With the last one the file is looked at.

    409 says that the piece does not belong there; `received` says where the next one does.
    """
    _member, found = _mine(circle_id, attachment_id)
    what, size, arrives = found.what, found.size, found.state == "arriving"
    rollback()
    if not arrives:
        return _told(_mine(circle_id, attachment_id)[1])
    try:
        here = incoming.receive(attachment_id, _whole(request.args.get("at", "")), request.stream, size)
    except incoming.Elsewhere as elsewhere:
        return _told(_mine(circle_id, attachment_id)[1], 409, elsewhere.received)
    if here < size:
        return _told(_mine(circle_id, attachment_id)[1], received=here)
    seen = arriving.look(circle_id, attachment_id, what)
    begin_write()
    found = _mine(circle_id, attachment_id)[1]
    arriving.finish(found, seen)
    commit()
    if found.state == "waiting":
        nudge()
    return _told(found)


@blueprint.post(f"{ONE}/cancel")
def cancel(circle_id: str, attachment_id: str) -> Response:
    """Take it back, while it is with nothing; what is here of it goes."""
    member, found = _mine(circle_id, attachment_id)
    enclosing.remove(found, member)
    commit()
    return jsonify(id=attachment_id, state="gone")


@blueprint.post(f"{ONE}/poster")
@late
@repeatable
@takes(POSTER)
def poster(circle_id: str, attachment_id: str) -> Response:
    """A picture out of a video, as the body, drawn by its author's page: what is shown until it plays."""
    _member, found = _mine(circle_id, attachment_id)
    if found.what != "video":
        raise NotFound
    rollback()
    data = request.get_data(cache=False)
    with TemporaryDirectory() as folder:
        made = _poster(data, Path(folder))
        file_id = new_id()
        storage().put_file(circle_id, file_id, made.sizes[0].path)
        begin_write()
        found = _mine(circle_id, attachment_id)[1]
        if not queries.has_poster(found):
            actions.show_poster(found, made, file_id)
        commit()
    return _told(found)


def _poster(data: bytes, folder: Path) -> pictures.Made:
    path = folder / "sent"
    path.write_bytes(data)
    try:
        return pictures.sizes(path, folder, widths=(POSTER_WIDTH,))
    except pictures.Refused as refused:
        raise Invalid(sentence(refused.problem), "files") from None


def _mine(circle_id: str, attachment_id: str) -> tuple[Membership, Attachment]:
    """Something of my own that is with nothing yet. Raises NotFound and Forbidden."""
    member = enter(circle_id, me())
    must(member, "moment.share")
    found = find(Attachment, circle_id, attachment_id, to=me())
    if found.author_id != member.id or found.moment_id or found.letter_id or found.shelved:
        raise NotFound
    return member, found


def _whole(text: str) -> int:
    """A whole number from a form; a fraction is cut off. Raises Invalid and TooBig."""
    text = text.partition(".")[0]
    if not text:
        return 0
    if not (text.isascii() and text.isdigit()):
        raise Invalid(_("That file didn’t reach us whole. Choose it once more."), "files")
    if len(text) > 15:
        raise TooBig(field="files")
    return int(text)


def _told(found: Attachment, status: int = 200, received: int | None = None) -> Response:
    """Where a file stands, and what can be shown of it."""
    here = received if received is not None else found.size
    if received is None and found.state == "arriving":
        here = incoming.received(found.id)
    answer = jsonify(
        id=found.id,
        what=found.what,
        state=found.state,
        problem=found.problem,
        say=sentence(found.problem),
        size=found.size,
        received=here,
        piece=PIECE,
        width=found.width,
        height=found.height,
        seconds=found.seconds,
        placeholder=found.placeholder,
        files=_files(found) if found.state == "ready" else [],
    )
    answer.status_code = status
    return answer


def _files(found: Attachment) -> list[dict[str, object]]:
    key: dict[str, Any] = {"circle_id": found.circle_id, "attachment_id": found.id}
    return [
        {
            "role": one.role,
            "width": one.width,
            "height": one.height,
            "url": url_for("media.serve", **key, variant=one.width if one.role == "size" else one.role),
        }
        for one in queries.files_of(found, to=me())
    ]
