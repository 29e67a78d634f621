"""The pages of the room: find, bind, act, render."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("memories", __name__)

from micronet.memories.views import looking, making, sparing  # noqa: E402, F401 - they hang themselves on it
