"""The web process of the demo: the product's server, serving the demo's application."""

from __future__ import annotations

from collections.abc import Sequence

from micronet import web_server


def main(arguments: Sequence[str]) -> None:
    """Serve until told to stop."""
    from demo.app import create_app

    web_server.main(arguments, create_app)
