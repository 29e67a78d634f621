"""The application of the demo: the product's, and a door that opens to four links."""

from __future__ import annotations

from flask import Flask

import micronet
from demo import door
from micronet.config import Settings


def create_app(settings: Settings | None = None) -> Flask:
    """As `micronet.create_app`, with the demo's door. Raises BadSetting."""
    app = micronet.create_app(settings)
    app.register_blueprint(door.blueprint)
    return app
