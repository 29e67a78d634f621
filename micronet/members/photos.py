"""Serving the pictures of a circle, to its members."""

from __future__ import annotations

from flask import Response

from micronet.circles.access import find
from micronet.circles.models import Picture
from micronet.circles.serving import served
from micronet.members.blueprint import blueprint
from micronet.people.guards import me


@blueprint.get("/circles/<id:circle_id>/pictures/<id:picture_id>")
def picture(circle_id: str, picture_id: str) -> Response:
    """A picture of one of my circles; the check comes before any \"not changed\"."""
    return served(find(Picture, circle_id, picture_id, to=me()))
