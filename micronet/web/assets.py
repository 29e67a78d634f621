"""Static files under names that hold a hash of their content, so browsers may keep them for ever.

The style sheets are written apart and served as one. References inside CSS and modules are rewritten to
hashed names as well. Everything is hashed once at start; in development, on every request for a page.
"""

from __future__ import annotations

import hashlib
import posixpath
import re
from pathlib import Path
from urllib.parse import quote

from flask import Flask, Response, abort, current_app, request

ROOT = Path(__file__).parent.parent / "static"
BUNDLE = "bundle.css"
_URL = re.compile(r"""url\((["']?)/static/([^)"']+)\1\)""")
_IMPORT = re.compile(r"""((?:from|import)\s*\(?\s*["'])(\.{1,2}/[^"']+)(["'])""")
_PART = re.compile(r"""^import "(\.{1,2}/[^"']+)";$""", re.MULTILINE)
"""A module that only does something and gives nothing: it is served within the one that wants it."""
SMALL = 2500
"""Bytes up to which a drawing is served within the style sheet."""
FOR_EVER = "public, max-age=31536000, immutable"

MEDIA = {
    "css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8", "txt": "text/plain; charset=utf-8",
    "svg": "image/svg+xml", "png": "image/png", "webp": "image/webp", "woff2": "font/woff2",
}  # fmt: skip
"""What a file is, by its ending: the machine's own list is long to read, and differs from machine to machine."""


class Shelf:
    """Every static file: its bytes and its hashed address. Modules are hashed after what they import."""

    def __init__(self, root: Path = ROOT) -> None:
        self.root = root
        self.bytes: dict[str, bytes] = {}
        self.names: dict[str, str] = {}
        self.back: dict[str, str] = {}

    def address(self, path: str) -> str:
        """The address to put in a page. Raises KeyError for a file that does not exist: a typing slip."""
        if path not in self.names:
            self._load(path)
        return f"/static/{self.names[path]}"

    def _load(self, path: str) -> None:
        data = self._bundle() if path == BUNDLE else self._read(path)
        if path.endswith(".css"):
            data = _URL.sub(lambda m: f'url("{self._picture(m[2])}")', data.decode()).encode()
        elif path.endswith(".js") and not path.startswith("vendor/"):
            data = _PART.sub(lambda m: f"{{\n{self._read(self._beside(path, m[1])).decode()}}}", data.decode()).encode()
            data = _IMPORT.sub(lambda m: m[1] + self.address(self._beside(path, m[2])) + m[3], data.decode()).encode()
        stem, dot, ending = path.rpartition(".")
        name = f"{stem}.{hashlib.sha256(data).hexdigest()[:12]}{dot}{ending}"
        self.bytes[path], self.names[path], self.back[name] = data, name, path

    def _picture(self, path: str) -> str:
        """A picture of a style sheet: within it if it is small, which saves a request, else its address."""
        data = self._read(path)
        if not path.endswith(".svg") or len(data) > SMALL:
            return self.address(path)
        return "data:image/svg+xml," + quote(data.decode(), safe=" =:/,;()'<>#").replace("#", "%23").replace("<", "%3C")

    def _beside(self, path: str, relative: str) -> str:
        return posixpath.normpath(posixpath.join(posixpath.dirname(path), relative))

    def _read(self, path: str) -> bytes:
        file = self.root / path
        if not file.is_file():
            raise KeyError(f"no static file {path}")
        return file.read_bytes()

    def _bundle(self) -> bytes:
        """The style sheets in the order that `css/ORDER` lists."""
        order = (self.root / "css/ORDER").read_text().split()
        return b"\n".join((self.root / "css" / name).read_bytes() for name in order)

    def build(self) -> str:
        """A short name for this whole set of files: it changes when any of them does."""
        for file in sorted(self.root.rglob("*")):
            if file.is_file() and file.suffix in {".js", ".css", ".svg", ".png", ".woff2"}:
                self.address(file.relative_to(self.root).as_posix())
        self.address(BUNDLE)
        return hashlib.sha256("".join(sorted(self.names.values())).encode()).hexdigest()[:12]


def init(app: Flask) -> None:
    """Serve the shelf under /static/ and give templates `asset()`."""
    app.extensions["shelf"] = Shelf()
    app.add_url_rule("/static/<path:name>", "static", serve)
    app.jinja_env.globals["asset"] = asset


def shelf() -> Shelf:
    """The application's shelf, made anew for each page in development so that edits show."""
    if current_app.config["SETTINGS"].development and request.endpoint != "static":
        current_app.extensions["shelf"] = Shelf()
    found: Shelf = current_app.extensions["shelf"]
    return found


def asset(path: str) -> str:
    """The hashed address of a static file, for templates."""
    return shelf().address(path)


def serve(name: str) -> Response:
    """A static file by its hashed name; one asked for by its plain or an outdated name is not found."""
    held = shelf()
    if name not in held.back:
        held.build()
    path = held.back.get(name)
    if path is None:
        abort(404)
    media = MEDIA.get(path.rpartition(".")[2], "application/octet-stream")
    answer = Response(held.bytes[path], content_type=media)
    answer.headers["Cache-Control"] = FOR_EVER
    return answer
