"""Someone who reads: the first member of a circle of the filled house, with the cookie of their device."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from bench.fill import secret

Wsgi = Callable[..., Any]


@dataclass
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes


def environ(path: str, *, number: int = 0, query: str = "", **headers: str) -> dict[str, Any]:
    """A GET of a browser that takes gzip, as the server would hand it to the application."""
    made = {
        "REQUEST_METHOD": "GET", "SCRIPT_NAME": "", "PATH_INFO": path, "QUERY_STRING": query,
        "SERVER_NAME": "localhost", "SERVER_PORT": "8000", "SERVER_PROTOCOL": "HTTP/1.1", "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": "localhost:8000",
        "HTTP_ACCEPT": "text/html", "HTTP_ACCEPT_ENCODING": "gzip, deflate, br", "HTTP_ACCEPT_LANGUAGE": "en",
        "HTTP_USER_AGENT": "Mozilla/5.0 Bench", "HTTP_COOKIE": f"sid={secret(number)}", "HTTP_SEC_FETCH_SITE": "none",
        "wsgi.version": (1, 0), "wsgi.url_scheme": "http", "wsgi.input": BytesIO(), "wsgi.errors": BytesIO(),
        "wsgi.multithread": True, "wsgi.multiprocess": False, "wsgi.run_once": False,
    }  # fmt: skip
    return made | {f"HTTP_{name.upper()}": value for name, value in headers.items()}


def ask(app: Wsgi, asked: dict[str, Any]) -> Answer:
    """Send a request into the application and read the whole answer."""
    said: list[Any] = []

    def start(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> None:
        said[:] = int(status[:3]), {name.lower(): value for name, value in headers}

    pieces = app(asked, start)
    try:
        body = b"".join(pieces)
    finally:
        getattr(pieces, "close", lambda: None)()
    return Answer(said[0], said[1], body)
