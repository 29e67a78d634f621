"""The pages of the room: find, bind, act, render."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("letters", __name__)
