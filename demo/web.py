"""The web process of the demo: the product's server, serving the demo's application."""

from __future__ import annotations

import sys

from demo.app import create_app
from micronet.web_server import main

if __name__ == "__main__":
    main(sys.argv[1:], create_app)
