"""What must not fail on a full disk is done once more, in the room that was kept for that."""

from __future__ import annotations

from typing import Any

from flask import current_app, request

from micronet.base import reserve
from micronet.base.disk import is_full
from micronet.web import again


def helped(problem: BaseException) -> Any:
    """The answer of another try, or None when the disk is not full, or this is nothing that cannot wait."""
    view = current_app.view_functions.get(request.endpoint or "")
    if not (is_full(problem) and getattr(view, "is_essential", False)):
        return None
    folder = current_app.config["SETTINGS"].instance
    if not reserve.free(folder):
        return None
    try:
        return again.once()
    finally:
        reserve.keep(folder, part=1)
