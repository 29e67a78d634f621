"""The room's pages and forms: reading, writing, and one letter."""

from flask import Blueprint

blueprint = Blueprint("letters", __name__)

from micronet.letters.views import one, reading, writing  # noqa: E402, F401
