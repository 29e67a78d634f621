"""A small site full of holes, on purpose: what the scanners must find here, or they prove nothing about ours."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, quote, urlsplit

HOLES = {"xss": "/search", "permanentxss": "/book", "sql": "/item", "redirect": "/go"}
"""The scanner's word for a hole, and where it is."""
HOME = """<!doctype html><title>Holes</title><a href="/search?q=tea">search</a> <a href="/item?id=1">item</a>
<a href="/go?to=/">go</a> <a href="/book">book</a>
<form method="post" action="/book"><input name="words"><button>say</button></form>"""


class Site(ThreadingHTTPServer):
    """Keeps a table and a guest book in memory."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Page)
        self.said: list[str] = []
        self.lock = threading.Lock()
        self.table = sqlite3.connect(":memory:", check_same_thread=False)
        self.table.executescript("create table item (id, name); insert into item values (1, 'Kettle'), (2, 'Cup')")

    def rows(self, id: str) -> str:
        """What no house should do: a statement made of what was typed."""
        with self.lock:
            try:
                return str(self.table.execute("select name from item where id = " + id).fetchall())
            except sqlite3.Error as problem:
                return f"sqlite3.OperationalError: {problem}"

    def handle_error(self, *_: object) -> None:
        """Scanners hang up as they like."""


class Page(BaseHTTPRequestHandler):
    """Each page has one hole."""

    server: Site

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        given = {name: values[0] for name, values in parse_qs(parts.query).items()}
        if parts.path == "/go":
            self._answer("", 302, quote(given.get("to", "/"), safe=":/?&=#%"))
        elif parts.path == "/search":
            self._answer(f"<p>Nothing about {given.get('q', '')}</p>")
        elif parts.path == "/item":
            self._answer(f"<p>{self.server.rows(given.get('id', '1'))}</p>")
        elif parts.path == "/book":
            self._answer("".join(f"<p>{one}</p>" for one in self.server.said[-50:]))
        else:
            self._answer(HOME)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode(errors="replace")
        self.server.said += parse_qs(body).get("words", [])
        self._answer("", 303, "/book")

    def _answer(self, body: str, status: int = 200, to: str = "") -> None:
        self.send_response(status)
        self.send_header("Content-Type", "text/html")
        if to:
            self.send_header("Location", to)
        self.send_header("Content-Length", str(len(body.encode())))
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *_: object) -> None:
        """Nothing."""


@contextmanager
def planted() -> Iterator[str]:
    """The address of such a site."""
    site = Site()
    threading.Thread(target=site.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{site.server_port}"
    finally:
        site.shutdown()
        site.server_close()
