"""Stub."""

from flask import Blueprint

from micronet.people.guards import public

blueprint = Blueprint("welcome", __name__)


@blueprint.get("/welcome")
@public
def show() -> str:
    return ""
