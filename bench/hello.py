"""The yardstick: an empty Flask view that is asked with the same cookie."""

from __future__ import annotations

from flask import Flask


def create_app() -> Flask:
    """An application with one view that says one word."""
    app = Flask("hello")

    @app.get("/")
    def hello() -> str:
        return "hello"

    return app
