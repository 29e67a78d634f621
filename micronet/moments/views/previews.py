"""Handing out the pictures behind links."""

from __future__ import annotations

from flask import Response

from micronet.circles.pictures import MEDIA_TYPE
from micronet.circles.serving import handed
from micronet.moments.links import picture_of
from micronet.moments.shown import come_in
from micronet.moments.views import blueprint
from micronet.people.guards import me


@blueprint.get("/circles/<id:circle_id>/moments/<id:moment_id>/preview")
def preview(circle_id: str, moment_id: str) -> Response:
    """The picture behind the link of a moment; the check comes before any \"not changed\"."""
    come_in(circle_id)
    return handed(circle_id, picture_of(circle_id, moment_id, to=me()), MEDIA_TYPE)
