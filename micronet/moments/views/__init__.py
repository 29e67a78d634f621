"""The room's pages and forms, by what they are about."""

from flask import Blueprint

from micronet.moments.shown import register

blueprint = Blueprint("moments", __name__)
register(blueprint)

from micronet.moments.views import feelings, looking, one, photos, polls, previews, replies, sharing, top  # noqa: E402, F401
