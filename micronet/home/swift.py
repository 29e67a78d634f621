"""Below Flask: a board that has not changed, and a poll that finds nothing new, are answered from what is kept.

Who asks is looked up each time (token, end of the device, memberships, by `circles.doorway`); kept is only what was
answered to the same person, asked for in the same words, while nothing of theirs changed and the clock stood at the
same minute. Everything else goes on to Flask, unseen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from flask import Flask

from micronet.base import clock
from micronet.base.db import engine, on_postgres
from micronet.base.ids import is_id
from micronet.circles.doorway import Doorway, Known
from micronet.web.headers import ALWAYS, FOR_A_YEAR, PRIVATE, VARIES
from micronet.web.kept import Kept

Environ = dict[str, Any]
Start = Callable[..., Any]
Wsgi = Callable[[Environ, Start], Iterable[bytes]]

BOARD = "/circles/"
PULSE = "/pulse"
ASKED = (
    "wsgi.url_scheme", "HTTP_HOST", "HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_HOST", "HTTP_ACCEPT",
    "HTTP_ACCEPT_ENCODING", "HTTP_ACCEPT_LANGUAGE", "HTTP_HX_REQUEST", "HTTP_HX_REQUEST_TYPE", "HTTP_HX_TARGET",
    "HTTP_HX_HISTORY_RESTORE_REQUEST", "HTTP_USER_AGENT",
)  # fmt: skip
"""What of a request an answer may hang on, besides the address and the cookies."""


@dataclass(frozen=True)
class Answer:
    """What was answered, and what was true then."""

    true: tuple[Any, ...]
    status: str
    headers: list[tuple[str, str]]
    body: bytes


def init(app: Flask) -> None:
    """Put the layer around `app`, where its database allows it."""
    with app.app_context():
        if on_postgres():
            return
        door = Doorway(engine(writing=False))
    secure = app.config["SETTINGS"].secure
    swift = Swift(app.wsgi_app, door, "__Host-sid" if secure else "sid", app.config["SESSION_COOKIE_NAME"])
    swift.always += [("Strict-Transport-Security", FOR_A_YEAR)] if secure else []
    app.extensions["swift"] = swift
    app.wsgi_app = swift  # type: ignore[method-assign,assignment]


class Swift:
    """The WSGI application around another."""

    def __init__(self, inner: Wsgi, door: Doorway, sid: str, page: str) -> None:
        self.inner, self.door, self.kept = inner, door, Kept()
        self._sid, self._page = f"{sid}=", f"{page}="
        self.always = [*ALWAYS.items(), ("Cache-Control", PRIVATE), ("Vary", ", ".join(VARIES))]

    def __call__(self, environ: Environ, start: Start) -> Iterable[bytes]:
        path: str = environ["PATH_INFO"]
        if environ["REQUEST_METHOD"] != "GET" or not path.startswith(BOARD):
            return self.inner(environ, start)
        circle_id, rest = path[len(BOARD) : len(BOARD) + 32], path[len(BOARD) + 32 :]
        secret, page = self._cookies(environ.get("HTTP_COOKIE", ""))
        if not secret or not is_id(circle_id) or rest not in ("", PULSE):
            return self.inner(environ, start)
        known = self.door.look(secret)
        if known is None or circle_id not in known.circles:
            return self.inner(environ, start)
        if rest:
            return self._pulse(environ, start, known.circles[circle_id])
        if environ.get("QUERY_STRING"):
            return self.inner(environ, start)
        key = (known.person_id, circle_id, page, *map(environ.get, ASKED))
        return self._board(environ, start, key, known, secret)

    def _cookies(self, header: str) -> tuple[str, str]:
        """The device's token and the page's own cookie."""
        sid = page = ""
        for part in header.split("; "):
            if part.startswith(self._sid):
                sid = part[len(self._sid) :]
            elif part.startswith(self._page):
                page = part
        return sid, page

    def _pulse(self, environ: Environ, start: Start, version: int) -> Iterable[bytes]:
        tag = f'"{version}"'
        if environ.get("HTTP_IF_NONE_MATCH") != tag:
            return self.inner(environ, start)
        start("304 NOT MODIFIED", [*self.always, ("ETag", tag)])
        return ()

    def _board(self, environ: Environ, start: Start, key: Any, known: Known, secret: str) -> Iterable[bytes]:
        true = self._truth(known, key[1])
        kept: Answer | None = self.kept.get(key)
        if kept is None or kept.true != true:
            kept = Answer(true, *_whole(self.inner, environ))
            now = self.door.look(secret)
            still = now is not None and self._truth(now, key[1]) == true
            if still and kept.status.startswith("200") and not _sets_cookie(kept.headers):
                self.kept.put(key, kept, 2 * len(kept.body))
        start(kept.status, kept.headers)
        return (kept.body,)

    def _truth(self, known: Known, circle_id: str) -> tuple[Any, ...]:
        """All that an unchanged board hangs on. Its windows tell the time, so it is never older than the minute."""
        minute = int(clock.now().timestamp() // 60)
        return minute, known.stamp, self.door.clocks(circle_id)


def _whole(inner: Wsgi, environ: Environ) -> tuple[str, list[tuple[str, str]], bytes]:
    """Status, headers and body of what the application answers."""
    said: list[Any] = []
    pieces = inner(environ, lambda *started: said.__setitem__(slice(None), started))
    try:
        body = b"".join(pieces)
    finally:
        getattr(pieces, "close", lambda: None)()
    return said[0], said[1], body


def _sets_cookie(headers: list[tuple[str, str]]) -> bool:
    return any(name.lower() == "set-cookie" for name, _value in headers)
