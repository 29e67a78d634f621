"""The paths that are measured inside one process: each gives a function that does it once.

`python -m bench.paths FOLDER PATH N` does it N times after a warm-up: what callgrind counts.
"""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Callable
from contextlib import closing
from itertools import count
from pathlib import Path
from typing import Any

from flask import Flask

from bench import hello
from bench.reader import Answer, ask, environ
from micronet import create_app
from micronet.base import clock
from micronet.base.sqlite import sqlite3
from micronet.config import Settings

Once = Callable[[], Any]
WARM = 8


def first_circle(folder: Path) -> str:
    """The circle whose first member has the device `secret(0)`."""
    return circles(folder)[0]


def circles(folder: Path) -> list[str]:
    """The circles with open devices, in the order they were made: that of `fill.secret`."""
    asked = "select distinct m.circle_id from device d join membership m on m.person_id = d.person_id order by 1"
    with closing(sqlite3.connect(folder / "micronet.db")) as link:
        return [str(row[0]) for row in link.execute(asked)]


def must(answer: Answer, status: int = 200) -> Answer:
    """The answer, if it is what was to be measured."""
    if answer.status != status:
        raise RuntimeError(f"{answer.status} instead of {status}")
    return answer


def say_hello(_folder: Path) -> Once:
    """Bare Flask."""
    app = hello.create_app()
    return lambda: must(ask(app, environ("/")))


def unchanged(folder: Path) -> Once:
    """The board again, nothing having changed."""
    app, path = create_app(Settings(instance=folder)), f"/circles/{first_circle(folder)}"
    return lambda: must(ask(app.wsgi_app, environ(path)))


def polled(folder: Path) -> Once:
    """A poll that finds nothing new."""
    app, path = create_app(Settings(instance=folder)), f"/circles/{first_circle(folder)}/pulse"
    seen = must(ask(app.wsgi_app, environ(path))).headers["etag"]
    return lambda: must(ask(app.wsgi_app, environ(path, if_none_match=seen)), 304)


def anew(folder: Path) -> Once:
    """The board built anew: nothing of it is kept. Gives CPU seconds."""
    app, path = create_app(Settings(instance=folder)), f"/circles/{first_circle(folder)}"

    def forget() -> None:
        app.extensions["pieces"].clear()
        app.extensions["swift"].kept.clear()

    return lambda: _timed(app, path, forget)


def changed(folder: Path) -> Once:
    """The board when one moment has changed since it was built. Gives CPU seconds."""
    app, circle = create_app(Settings(instance=folder)), first_circle(folder)
    link = sqlite3.connect(folder / "micronet.db", isolation_level=None)
    newest = link.execute("select max(id) from moment where circle_id = ?", (circle,)).fetchone()[0]
    turns = count()

    def change() -> None:
        words = f"Said in other words, for the {next(turns)}th time."
        link.execute("update moment set text = ? where circle_id = ? and id = ?", (words, circle, newest))
        link.execute("update circle set version = version + 1 where id = ?", (circle,))

    return lambda: _timed(app, f"/circles/{circle}", change)


def _timed(app: Flask, path: str, before: Callable[[], None]) -> float:
    before()
    begun = time.process_time()
    must(ask(app.wsgi_app, environ(path)))
    return time.process_time() - begun


PATHS: dict[str, Callable[[Path], Once]] = {"hello": say_hello, "unchanged": unchanged, "polled": polled, "anew": anew}


def main(folder: str, path: str, times: str) -> None:
    """Warm up, freeze what is there, and do it so many times."""
    with clock.frozen(clock.now()):
        once = PATHS[path](Path(folder))
        for _ in range(WARM):
            once()
        gc.collect()
        gc.freeze()
        for _ in range(int(times)):
            once()


if __name__ == "__main__":
    main(*sys.argv[1:])
