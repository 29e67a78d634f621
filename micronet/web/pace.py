"""More visitors at once than the house can answer: some are told to come again, so that nobody waits for long.

The web process answers one page at a time and, in between, beats. What is asked long after the last beat stood in a
queue for about as long; when it is too long, the rest of the queue gets a page that costs next to nothing.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from typing import Any

from flask import Flask, Response, g
from werkzeug.http import parse_accept_header

from micronet.config import LANGUAGES
from micronet.web import errors

PATIENCE = 1.5
"""Seconds after which a queue is too long."""
ALWAYS = 32
"""So many are answered after each beat in any case: one slow page is no crowd."""

Environ = dict[str, Any]
Start = Callable[..., Any]


class Admission:
    """The WSGI application around the whole one."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.beaten_at: float | None = None
        """When it beat last (monotonic, in seconds); None where nobody beats, and then all are let in."""
        self.answered = 0
        self._pages: dict[tuple[str, str, str], Response] = {}

    def beat(self) -> None:
        """Everyone who waited has had their turn."""
        self.beaten_at, self.answered = time.monotonic(), 0

    def is_crowded(self) -> bool:
        """Whether whoever asks now stood in line too long."""
        if self.beaten_at is None or self.answered < ALWAYS:
            return False
        return time.monotonic() - self.beaten_at > PATIENCE

    def __call__(self, environ: Environ, start: Start) -> Iterable[bytes]:
        if self.is_crowded():
            return self._come_again(environ)(environ, start)
        self.answered += 1
        return self.app(environ, start)

    def _come_again(self, environ: Environ) -> Response:
        """The page for 503, made once for each language and kind of question."""
        language = _language(environ.get("HTTP_ACCEPT_LANGUAGE", ""))
        kind = environ.get("HTTP_HX_REQUEST_TYPE", ""), environ.get("HTTP_ACCEPT", "")
        wanted = "partial" if kind[0] == "partial" else "", "json" if kind[1].startswith("application/json") else "html"
        if (language, *wanted) not in self._pages:
            self._pages[language, *wanted] = self._page(language, *wanted)
        return self._pages[language, *wanted]

    def _page(self, language: str, part: str, kind: str) -> Response:
        accept = {"json": "application/json", "html": "text/html"}[kind]
        headers = {"Accept-Language": language, "Accept": accept, "HX-Request-Type": part}
        with self.app.test_request_context("/", headers=headers):
            g.me = g.device = None
            return self.app.process_response(errors.answer(503))


def _language(accepted: str) -> str:
    wanted = [tag.lower().partition("-")[0] for tag in parse_accept_header(accepted).values()]
    return next((tag for tag in wanted if tag in LANGUAGES), LANGUAGES[0])
