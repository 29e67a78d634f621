"""Asking a house through its whole application, as browsers do, without a network."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.cookies import SimpleCookie
from queue import Queue
from threading import Event, Thread
from typing import Any
from urllib.parse import urlencode

from flask import Flask

from torture.canary_model import Person

BEGAN = datetime(2026, 3, 11, 9, 0, tzinfo=UTC)


@dataclass
class Answer:
    """What came back. `text` is the body as it stands in a page."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", "replace")


@dataclass(eq=False)
class Browser:
    """A device of someone (of nobody without `person`), with its cookies. `ended` is one that was signed out."""

    person: Person | None
    address: str
    device: str = ""
    cookies: dict[str, str] = field(default_factory=dict)
    proved_at: datetime = BEGAN - timedelta(days=1)
    only_enrols: bool = False
    ended: bool = False

    def in_(self) -> bool:
        return self.person is not None and not (self.ended or self.only_enrols)


class Asked:
    """Whatever has an application that can be asked."""

    app: Flask

    def ask(self, browser: Browser, method: str, path: str, form: Any = None, **headers: str) -> Answer:
        """One request through the whole application, cookies kept."""
        environ = self.environ(browser, method, path, form, headers)
        return self._answer(browser, environ, first="live" if path.partition("?")[0].endswith("/live") else "")

    @contextmanager
    def listening(self, browser: Browser, path: str) -> Iterator[Queue[bytes]]:
        """What an open stream says, after its first words; it has a thread of its own, as on a server."""
        heard: Queue[bytes] = Queue()
        over, hub = Event(), self.app.extensions["hub"]

        def listen() -> None:
            parts = self.app(self.environ(browser, "GET", path, None, {}), lambda *_told: None)
            for said in parts:
                heard.put(said)
                if over.is_set():
                    break
            parts.close()

        thread = Thread(target=listen, daemon=True)
        thread.start()
        heard.get(timeout=10)
        yield heard
        over.set()
        for one in [one for group in list(hub.streams.values()) for one in list(group)]:
            one.inbox.put(": here\n\n")
        thread.join(10)

    def environ(self, browser: Browser, method: str, path: str, form: Any, headers: dict[str, str]) -> dict[str, Any]:
        """A request as a server hands it on."""
        place, _, query = path.partition("?")
        body, kind = encoded(form)
        environ: dict[str, Any] = {
            "REQUEST_METHOD": method, "SCRIPT_NAME": "", "PATH_INFO": place, "QUERY_STRING": query,
            "SERVER_NAME": "localhost", "SERVER_PORT": "8000", "HTTP_HOST": "localhost:8000",
            "SERVER_PROTOCOL": "HTTP/1.1", "REMOTE_ADDR": browser.address, "HTTP_SEC_FETCH_SITE": "same-origin",
            "HTTP_USER_AGENT": "Firefox/140 (Linux)", "wsgi.version": (1, 0), "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(body), "wsgi.errors": io.StringIO(), "wsgi.multithread": True,
            "wsgi.multiprocess": True, "wsgi.run_once": False, "CONTENT_LENGTH": str(len(body)), "CONTENT_TYPE": kind,
        }  # fmt: skip
        if browser.cookies:
            environ["HTTP_COOKIE"] = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
        for name, value in headers.items():
            environ[f"HTTP_{name.upper()}"] = value
        return environ

    def _answer(self, browser: Browser, environ: dict[str, Any], first: str) -> Answer:
        told: list[Any] = []

        def start(status: str, headers: list[tuple[str, str]], _error: Any = None) -> None:
            told[:] = status, headers

        parts = self.app(environ, start)
        try:
            body = next(iter(parts), b"") if first else b"".join(parts)
        finally:
            if hasattr(parts, "close"):
                parts.close()
        status, headers = int(told[0][:3]), told[1]
        for name, value in headers:
            if name == "Set-Cookie":
                for cookie in SimpleCookie(value).values():
                    gone = cookie["max-age"] == "0" or not cookie.value
                    browser.cookies.pop(cookie.key, None) if gone else browser.cookies.update(
                        {cookie.key: cookie.value}
                    )
        return Answer(status, {name.lower(): value for name, value in headers}, body)


def encoded(form: Any) -> tuple[bytes, str]:
    """A form as browsers send it."""
    if form is None:
        return b"", ""
    return urlencode(form, doseq=True).encode(), "application/x-www-form-urlencoded"
