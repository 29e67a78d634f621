"""Handing out what is enclosed: to whoever may see it, by ranges, and never as anything that acts."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from flask import Response, request

from micronet.activity.attached import Attachment, Rendition
from micronet.base.errors import NotFound
from micronet.circles.access import enter, find
from micronet.circles.models import Membership
from micronet.circles.roles import must
from micronet.circles.serving import storage
from micronet.media import queries
from micronet.media.views import blueprint
from micronet.people.guards import me

SHOWN = ("image/webp", "audio/", "video/")
"""What a browser may show by itself; all else is only downloaded."""
ENDINGS = {
    "image/jpeg": "jpg", "image/png": "png", "image/gif": "gif", "image/webp": "webp", "image/heic": "heic",
    "image/avif": "avif",
}  # fmt: skip


@blueprint.get("/circles/<id:circle_id>/attachments/<id:attachment_id>/<variant>")
def serve(circle_id: str, attachment_id: str, variant: str) -> Response:
    """One file of something enclosed: a width in pixels, `poster`, `original` or `whole`.

    The original of a photo still holds where it was taken, so it is for whoever took it and for nobody else.
    """
    member = enter(circle_id, me())
    must(member, "circle.look")
    found = find(Attachment, circle_id, attachment_id, to=me())
    file = _file(found, variant, member)
    return served(file, _name(found, file))


def _file(found: Attachment, variant: str, member: Membership) -> Rendition:
    if variant.isascii() and variant.isdigit() and len(variant) < 6:
        return queries.file_of(found, "size", int(variant), to=me())
    if variant not in ("poster", "original", "whole") or (variant == "original" and found.author_id != member.id):
        raise NotFound
    return queries.file_of(found, variant, None, to=me())


def _name(found: Attachment, file: Rendition) -> str:
    """What a download is called; empty for what is shown in the page."""
    if file.role == "original":
        return f"photo.{ENDINGS.get(file.media_type, 'bin')}"
    return "" if file.media_type.startswith(SHOWN) else found.name or "file"


def served(file: Rendition, name: str) -> Response:
    """The file, the part of it that is asked for, or \"not changed\". Raises NotFound when it is gone."""
    size = file.size
    answer = Response(content_type=file.media_type)
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer.headers["Content-Disposition"] = disposition(name)
    answer.headers["Accept-Ranges"] = "bytes"
    answer.set_etag(file.id)
    answer.make_conditional(request)
    if answer.status_code == 304:
        return answer
    part = _asked(size, file.id)
    start, end = part or (0, size)
    if start >= end:
        answer.status_code = 416
        answer.headers["Content-Range"] = f"bytes */{size}"
        return answer
    if part is not None:
        answer.status_code = 206
        answer.headers["Content-Range"] = f"bytes {start}-{end - 1}/{size}"
    answer.response = _body(file, start, end - start)
    answer.content_length = end - start
    return answer


def _body(file: Rendition, start: int, length: int) -> Iterator[bytes]:
    try:
        if request.method == "HEAD":
            storage().size(file.circle_id, file.id)
            return iter(())
        return storage().read(file.circle_id, file.id, start, length)
    except FileNotFoundError:
        raise NotFound from None


def _asked(size: int, etag: str) -> tuple[int, int] | None:
    """From where to where the file is wanted; the same twice when the range lies beyond it; None for the whole.

    The whole is also what several ranges at once get, other units, and a range of what was here before.
    """
    wanted, only_if = request.range, request.if_range
    if wanted is None or wanted.units != "bytes" or len(wanted.ranges) != 1:
        return None
    if only_if is not None and (only_if.date is not None or only_if.etag not in (None, etag)):
        return None
    return wanted.range_for_length(size) or (size, size)


def disposition(name: str) -> str:
    """RFC 6266: shown in the page, or a download of this name, in letters that every browser reads alike."""
    if not name:
        return "inline"
    plain = "".join(sign if sign.isascii() and (sign.isalnum() or sign in " ._-()") else "_" for sign in name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
