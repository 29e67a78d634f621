"""Requests that no browser sends: every route and method, with everything in them that can be wrong. Seeded."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable
from dataclasses import dataclass
from random import Random
from typing import Any
from urllib.parse import quote

from flask import Flask
from werkzeug.routing import Rule

from torture.nasty import FIELDS, GOOD, HOSTS, KINDS, METHODS, NASTY, ODD_HEADERS

MOST_BIG = 50
"""Bodies of a megabyte in a run: they cost more than all the others."""


@dataclass
class Known:
    """What someone who attacks could know or guess: ids that exist, and what opens doors."""

    ids: dict[str, list[str]]
    """For each name in a rule the ids that fit, ours and those of others."""
    secrets: tuple[str, ...]
    """Codes and tokens that open something, and that no log may ever show."""
    statics: tuple[str, ...] = ()


class Fuzz:
    """A source of requests, as WSGI environments. The same seed gives the same ones."""

    def __init__(self, app: Flask, seed: int) -> None:
        self.draw = Random(seed)
        self.rules = [rule for rule in app.url_map.iter_rules() if not rule.rule.startswith("/planted")]
        self.big = 0

    def environ(self, known: Known, cookies: dict[str, str], marker: str) -> dict[str, Any]:
        """One request. `marker` stands somewhere in it: no log may show it."""
        draw = self.draw
        rule = draw.choice(self.rules)
        body, kind = self._body(known, marker)
        path = self._path(rule, known)
        method = draw.choice(sorted(rule.methods or {"GET"})) if draw.random() < 0.85 else draw.choice(METHODS)
        made = {
            "REQUEST_METHOD": method, "SCRIPT_NAME": "", "PATH_INFO": path, "QUERY_STRING": self._query(known, marker),
            "SERVER_NAME": "localhost", "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1", "HTTP_HOST": "localhost",
            "REMOTE_ADDR": f"10.{draw.randrange(256)}.{draw.randrange(256)}.{draw.randrange(256)}",
            "wsgi.version": (1, 0), "wsgi.url_scheme": "http", "wsgi.input": io.BytesIO(body),
            "wsgi.errors": io.StringIO(),
            "wsgi.multithread": True, "wsgi.multiprocess": False, "wsgi.run_once": False,
            "CONTENT_TYPE": kind, "CONTENT_LENGTH": self._length(body), "HTTP_COOKIE": self._cookie(cookies),
            "HTTP_SEC_FETCH_SITE": "same-origin", "HTTP_X_MARKER": marker,
        }  # fmt: skip
        for name in draw.sample(sorted(ODD_HEADERS), draw.choice((0, 0, 1, 1, 2, 5))):
            made[f"HTTP_{name}"] = draw.choice(ODD_HEADERS[name])
        if draw.random() < 0.03:
            made["HTTP_HOST"] = draw.choice(HOSTS)
        return made

    def _path(self, rule: Rule, known: Known) -> str:
        """An address of the rule, its ids right, foreign or bent; one in twelve is bent as a whole."""
        path = ""
        for is_dynamic, part in rule._trace:
            path += self._id(part, known) if is_dynamic else part.lstrip("|")
        if self.draw.random() < 0.08:
            at = self.draw.randrange(len(path) + 1)
            path = path[:at] + self.draw.choice(("/", "//", "%2f", "..", "\\", ";x=y", "\t")) + path[at:]
        return path.encode("utf-8", "surrogatepass").decode("latin-1")

    def _id(self, name: str, known: Known) -> str:
        draw = self.draw
        if name in ("year", "month"):
            return str(draw.choice((1, 7, 12, 13, 0, 1999, 2026, 2201, 10**30)))
        fitting = known.ids.get(name) or known.statics if name == "name" else known.ids.get(name, ())
        if fitting and draw.random() < 0.75:
            return draw.choice(list(fitting))
        if draw.random() < 0.5:
            return draw.choice([one for ids in known.ids.values() for one in ids])
        return draw.choice(
            (
                "0" * 32,
                "f" * 31,
                "g" * 32,
                "7",
                "-1",
                "null",
                "A" * 32,
                "x" * 2000,
                "\0" * 32,
                "..",
                "é" * 16,
                *NASTY[1:8],
            )
        )

    def value(self, name: str, known: Known) -> str:
        """Something for a field: right, known, or nasty."""
        draw, dice = self.draw, self.draw.random()
        if dice < 0.35 and name in GOOD:
            return str(draw.choice(list(GOOD[name])))
        if dice < 0.5:
            return draw.choice([*known.secrets, *(one for ids in known.ids.values() for one in ids)])
        if dice < 0.65:
            return "".join(
                chr(draw.choice((draw.randrange(32, 127), draw.randrange(1, 0xD7FF))))
                for _ in range(draw.randrange(40))
            )
        if dice < 0.66 and self.big < MOST_BIG:
            self.big += 1
            return "m" * (1 << 20)
        return draw.choice(NASTY)

    def _fields(self, known: Known, marker: str) -> list[tuple[str, str]]:
        draw = self.draw
        names = draw.choices(FIELDS, k=draw.choice((0, 1, 2, 4, 8)))
        if names and draw.random() < 0.1:
            names += names  # the same key twice
        return [*((name, self.value(name, known)) for name in names), (draw.choice(FIELDS), marker)]

    def _query(self, known: Known, marker: str) -> str:
        if self.draw.random() < 0.7:
            return ""
        return _encoded(self._fields(known, marker)[-3:]).decode("latin-1")[:4000]

    def _body(self, known: Known, marker: str) -> tuple[bytes, str]:
        """Bytes and what they are said to be. Mostly the two fit."""
        draw, fields = self.draw, self._fields(known, marker)
        how = draw.random()
        if how < 0.5:
            body, kind = _encoded(fields), KINDS[0]
        elif how < 0.7:
            body, kind = _parts(fields, draw), "multipart/form-data; boundary=xyz"
        elif how < 0.85:
            body, kind = self._json(fields), "application/json"
        else:
            body, kind = draw.randbytes(draw.randrange(200)) + marker.encode(), draw.choice(KINDS)
        if draw.random() < 0.1:
            at = draw.randrange(len(body) + 1)
            body = (
                body[:at]
                + draw.choice((b"\0", b"\xff\xfe", b"%", b"&&==", b"\r\n\r\n", b""))
                + body[at + draw.randrange(9) :]
            )
        return body, kind if draw.random() < 0.95 else draw.choice(KINDS)

    def _json(self, fields: Iterable[tuple[str, str]]) -> bytes:
        draw = self.draw
        odd = (None, True, 7, -1e308, [], {}, [[]], {"a": {"b": []}})
        made: Any = {name: draw.choice((value, draw.choice(odd))) for name, value in fields}
        if draw.random() < 0.2:
            made = draw.choice((*odd, [made] * 3, "text"))
        return b"[" * 5000 if draw.random() < 0.02 else json.dumps(made).encode("utf-8", "surrogatepass")

    def _length(self, body: bytes) -> str:
        return str(len(body)) if self.draw.random() < 0.97 else self.draw.choice(("", "-1", "x", "1", str(10**12), "0"))

    def _cookie(self, cookies: dict[str, str]) -> str:
        """What the browser holds, or one time in ten something bent."""
        held = "; ".join(f"{name}={value}" for name, value in cookies.items())
        if self.draw.random() < 0.9:
            return held
        odd = (
            "sid=",
            "sid=x; sid=y",
            "page=eyJ9.x.y",
            "page=" + "A" * 3000,
            "=;=;",
            "\xff=\xfe",
            'sid="',
            "sid=" + "é" * 30,
            "own=1",
            ";" * 500,
        )
        return "; ".join([*([held] if self.draw.random() < 0.5 else []), self.draw.choice(odd)])


def _encoded(fields: Iterable[tuple[str, str]]) -> bytes:
    return "&".join(f"{name}={quote(value.encode('utf-8', 'surrogatepass'))}" for name, value in fields).encode()


def _parts(fields: Iterable[tuple[str, str]], draw: Random) -> bytes:
    """A multipart body; one part may pretend to be a file, the end may be missing."""
    body = b""
    for name, value in fields:
        file = draw.choice(
            ("", "", "", '; filename="x.png"', '; filename="../../x\0.jpg"', "; filename*=utf-8''%ff", '; filename="')
        )
        kind = "\r\nContent-Type: image/png" if file else ""
        body += f'--xyz\r\nContent-Disposition: form-data; name="{name}"{file}{kind}\r\n\r\n'.encode()
        body += value.encode("utf-8", "surrogatepass") + b"\r\n"
    return body + (b"" if draw.random() < 0.1 else b"--xyz--\r\n")
