"""What a search takes in a circle of 100,000 moments, and for someone who is in twelve circles besides."""

from __future__ import annotations

import shutil
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from statistics import median

from bench import words
from bench.fill import _at, _ms, _put, fill, secret
from bench.houses import DAY, ROOT, wake
from bench.reader import ask, environ
from micronet import create_app
from micronet.base import search_again
from micronet.base.ids import new_id
from micronet.base.secrets import fingerprint
from micronet.base.sqlite import sqlite3
from micronet.base.walls import unscoped
from micronet.config import Settings

CIRCLES, MOMENTS = 13, 100_000
OFTEN = "kettle"
"""In every second moment; `the` is in nearly all, and each of `RARE` in a handful."""
RARE = [f"rarely{number}" for number in range(20_000)]
JOIN = (
    "update membership set person_id = ? where circle_id = ? and id = ("
    "select min(id) from membership where circle_id = ?)"
)
ROUNDS = 9
ASKED = {
    "search_common_ms": (f"words={OFTEN}", "words=the"),
    "search_typing_ms": ("words=th", "words=ke"),
    "search_rare_ms": ("words=rarely77", "words=the+kettle+rarely123"),
}
"""Twice nine times each is less than anyone may ask in a minute."""


def measure(_folder: Path) -> dict[str, float]:
    """CPU milliseconds of the whole page, the slower of two questions of each sort; medians."""
    folder = _house()
    wake(folder)
    app = create_app(Settings(instance=folder))
    figures = {}
    for name, questions in ASKED.items():
        ways = {question: _median(app.wsgi_app, question) for question in questions}
        figures[name] = max(ways.values())
    return figures


def _median(app: object, question: str) -> float:
    took = []
    for _ in range(ROUNDS):
        begun = time.process_time()
        answer = ask(app, environ("/search", query=question))  # type: ignore[arg-type]
        took.append(1000 * (time.process_time() - begun))
        if answer.status != 200 or b"<mark>" not in _plain(answer.body, answer.headers):
            raise RuntimeError(f"{question}: {answer.status}, or nothing found")
    return median(took)


def _plain(body: bytes, headers: dict[str, str]) -> bytes:
    """The page as it was before it was made small."""
    if headers.get("content-encoding") == "br":
        import brotli

        return bytes(brotli.decompress(body))
    if headers.get("content-encoding") == "gzip":
        import gzip

        return gzip.decompress(body)
    return body


def _house() -> Path:
    """The folder of the house, made once."""
    folder = ROOT / "search"
    ready = folder / "ready"
    if not ready.exists() or time.time() - ready.stat().st_mtime > DAY:
        shutil.rmtree(folder, ignore_errors=True)
        print(f"filling a circle with {MOMENTS:,} moments", flush=True)
        fill(folder, CIRCLES)
        _talk(folder)
        with create_app(Settings(instance=folder)).app_context(), unscoped("the house is new and nobody is in it"):
            while search_again.errand():
                pass
        ready.touch()
    return folder


def _talk(folder: Path) -> None:
    """The moments, over ten years, and the first member of the first circle in all the others."""
    random, now = Random(1), datetime.now(UTC)
    with closing(sqlite3.connect(folder / "micronet.db", isolation_level=None)) as link:
        link.execute("begin")
        first, *others = [row[0] for row in link.execute("select id from circle order by id")]
        people = list(link.execute("select id, person_id from membership where circle_id = ? order by id", (first,)))
        mine = "select person_id from device where token_hash = ?"
        reader = link.execute(mine, (fingerprint(secret(0)),)).fetchone()[0]
        for circle_id in others:
            link.execute(JOIN, (reader, circle_id, circle_id))
        for place in range(MOMENTS):
            at = now - timedelta(minutes=50 * (MOMENTS - place))
            said = f"{words.moment(random)} {random.choice(RARE)} the{' ' + OFTEN if place % 2 else ''}"
            row = {"circle_id": first, "id": new_id(_ms(at)), "author_id": random.choice(people)[0], "kind": "note"}
            row |= {"text": said, "advice": 0, "created_at": _at(at), "seen_by": "circle"}
            _put(link, "moment", row)
        link.execute("commit")
        link.execute("analyze")
        link.execute("delete from sqlite_stat1 where tbl like 'search%'")  # of an index that is still empty
