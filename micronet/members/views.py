"""Stub."""

from flask import Blueprint

blueprint = Blueprint("members", __name__)


@blueprint.get("/circles/<id:circle_id>/about")
def about(circle_id: str) -> str:
    return ""
