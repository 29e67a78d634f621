"""Stub."""

from flask import Blueprint

from micronet.board import models  # noqa: F401
from micronet.circles.access import enter
from micronet.people.guards import me

blueprint = Blueprint("board", __name__)


@blueprint.get("/circles/<id:circle_id>")
def show(circle_id: str) -> str:
    return enter(circle_id, me()).circle.name
