"""The application behind a real socket, in a thread, for tests that need a network or a browser."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from flask import Flask
from werkzeug.serving import make_server


@contextmanager
def serving(app: Flask) -> Iterator[str]:
    """Serve `app` on a free port of localhost; gives its address. Passkeys are then made for that address."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    url = f"http://localhost:{server.port}"
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], public_url=url)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield url
    finally:
        app.extensions["hub"].streams.clear()
        server.shutdown()
        thread.join(5)
        server.server_close()
