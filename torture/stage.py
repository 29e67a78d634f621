"""A house for a trial: in this process with the cast of tests/world.py in it, or as the command serves it."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from flask import Flask, g

from micronet import config, create_app
from micronet.base.walls import Viewer
from micronet.config import Settings
from micronet.instance import prepare
from tests import database
from tests.serve.house import HOME, House, served
from tests.world import World


@contextmanager
def house(folder: Path, **settings: str) -> Iterator[Settings]:
    """The settings of a house with the newest schema and nobody in it."""
    with database.fresh() as where:
        made = config.load({"MICRONET_INSTANCE": str(folder / "instance"), **where, **settings}, HOME)
        prepare(made)
        yield made


@contextmanager
def application(settings: Settings) -> Iterator[Flask]:
    """The application over a house; within the block we see through its walls, its visitors do not."""
    app = create_app(settings)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    with app.app_context():
        look_everywhere()
        yield app
        app.extensions["hub"].streams.clear()
    database.hang_up(app)


def look_everywhere() -> None:
    """See through the walls in this application context."""
    g.viewer = Viewer(reason="a trial counts what is there")


@contextmanager
def world(folder: Path, **settings: str) -> Iterator[World]:
    """Ada, Ben and Cleo in a house in this process."""
    with house(folder, **settings) as made, application(made) as app:
        yield World(app)


@contextmanager
def served_world(folder: Path, **settings: str) -> Iterator[tuple[World, House]]:
    """The same cast in a house that the command serves as well."""
    with house(folder, **settings) as made, application(made) as app:
        cast = World(app)
        given = {name: value for name, value in settings.items() if name != "PORT"}
        with served(made.instance, **database.of(made), **given) as run:
            yield cast, run


def token_of(cast: World, person: Any) -> str:
    """The secret of a fresh device of `person`, as its cookie holds it."""
    cookie = cast.as_(person).get_cookie("sid")
    return cookie.value if cookie else ""


class Overheard(logging.Handler):
    """Everything that is logged within the block of `overhearing`, as a log file would show it."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


@contextmanager
def overhearing() -> Iterator[Overheard]:
    """Listen to every logger: ours down to the smallest word, the others from INFO on."""
    ear, root, ours = Overheard(), logging.getLogger(), logging.getLogger("micronet")
    levels = root.level, ours.level
    root.addHandler(ear)
    root.setLevel(logging.INFO)
    ours.setLevel(logging.DEBUG)
    try:
        yield ear
    finally:
        root.removeHandler(ear)
        root.setLevel(levels[0])
        ours.setLevel(levels[1])


def seconds_used(pid: int) -> float:
    """Processor time that a process has taken so far; 0 where there is no /proc."""
    with suppress(OSError):
        parts = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return (int(parts[11]) + int(parts[12])) / os.sysconf("SC_CLK_TCK")
    return 0.0
