"""A picture someone sends: read, checked and made into a clean square. Slow, so it comes before any writing."""

from __future__ import annotations

from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage

from micronet.base import pictures
from micronet.base.errors import Invalid
from micronet.circles.pictures import SIDE
from micronet.circles.serving import storage

MOST_BYTES = 10 * 1024 * 1024
"""Of a portrait, as it is sent."""


class TooBig(Invalid):
    """A picture of more bytes than are read."""

    status = 413


def square(sent: FileStorage | None) -> bytes | None:
    """The sent picture as a square without anything but pixels; None when none was chosen.

    Raises TooBig, and Invalid for what is no picture; both name the field `photo`.
    """
    if not sent:
        return None
    data = sent.stream.read(MOST_BYTES + 1)
    if not data:
        return None
    if len(data) > MOST_BYTES:
        raise TooBig(_("That picture is too big to send. Choose one of less than 10 megabytes."), "photo")
    try:
        return pictures.square(data, SIDE)
    except Invalid:
        told = _("We can’t make that out as a picture. Choose a photograph, such as one taken with your phone.")
        raise Invalid(told, "photo") from None


def throw_away(circle_id: str, *ids: str | None) -> None:
    """Remove files that no row names any more. Call it after the commit."""
    for id in ids:
        if id is not None:
            storage().remove(circle_id, id)
