"""The paths that are measured inside one process: each gives a function that does it once.

`python -m bench.paths FOLDER PATH N` does it N times after a warm-up: what callgrind counts.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

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
    with closing(sqlite3.connect(folder / "micronet.db")) as link:
        return str(link.execute("select id from circle order by id limit 1").fetchone()[0])


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
    """The board built anew: nothing of it is kept."""
    app, path = create_app(Settings(instance=folder)), f"/circles/{first_circle(folder)}"

    def once() -> Answer:
        app.extensions["pieces"].clear()
        if "swift" in app.extensions:
            app.extensions["swift"].kept.clear()
        return must(ask(app.wsgi_app, environ(path)))

    return once


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
