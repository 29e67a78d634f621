"""Commands for the machine's owner: `flask --app app ...`."""

from __future__ import annotations

from flask import Flask


def init(app: Flask) -> None:
    """Add the commands to `app`."""
