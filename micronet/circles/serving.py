"""Handing out the pictures of a circle, once it is clear that the reader may see them."""

from __future__ import annotations

from flask import Response, current_app, request

from micronet.base.errors import NotFound
from micronet.base.storage import Storage
from micronet.circles.models import Picture


def storage() -> Storage:
    """Where files are kept."""
    held: Storage = current_app.extensions["storage"]
    return held


def served(found: Picture) -> Response:
    """The file of a picture that may be seen, or \"not changed\". Raises NotFound when it has gone from the disk."""
    return handed(found.circle_id, found.id, found.media_type)


def handed(circle_id: str, id: str, media_type: str) -> Response:
    """The file of a circle that may be seen, or \"not changed\". Raises NotFound when it has gone from the disk.

    Browsers keep it but ask each time, so a copy is of no use to someone who was removed.
    """
    try:
        data = storage().get(circle_id, id)
    except FileNotFoundError:
        raise NotFound from None
    answer = Response(data, content_type=media_type)
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer.set_etag(id)
    answer.make_conditional(request)
    return answer
