"""Stub."""

from flask import Blueprint

blueprint = Blueprint("people", __name__)


@blueprint.get("/me")
def settings() -> str:
    return ""


@blueprint.get("/me/keys/new")
def new_key() -> str:
    return ""


@blueprint.get("/me/proof")
def prove() -> str:
    return ""
