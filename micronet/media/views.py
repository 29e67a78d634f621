"""Where the room's views are hung: see `uploads` and `serving`."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("media", __name__)
