"""One migrated template database, copied for each test; one fake clock; the cast of `world.py`."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask, appcontext_pushed, g, request_started
from hypothesis import settings as hypothesis_settings

from micronet import create_app
from micronet.base.db import db
from micronet.base.walls import Viewer
from micronet.config import Settings
from tests import compiled_sql, database
from tests.compiled import Compiled
from tests.world import World

# A busy machine is no failure: examples may take their time.
hypothesis_settings.register_profile("patient", deadline=None)
hypothesis_settings.load_profile("patient")

COMPILED = Compiled()
HOUSES = {"demo", "serve", "torture"}
"""Folders whose tests build houses of their own."""


def pytest_xdist_auto_num_workers() -> int:
    """Two for each core: a test waits a third of its time, for a browser, a server or a disk."""
    return 2 * (os.cpu_count() or 1)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The trials take longest, so they begin first: at the end nobody waits for the last of them.

    Beside PostgreSQL what has no house with a database is left out: it is run beside SQLite, and is the same here.
    """
    items.sort(key=lambda item: "test_trials.py" not in item.nodeid)
    if database.POSTGRES:
        config.hook.pytest_deselected(items=[one for one in items if not _has_a_house(one)])
        items[:] = [one for one in items if _has_a_house(one)]


def _has_a_house(item: pytest.Item) -> bool:
    return "template" in getattr(item, "fixturenames", ()) or not HOUSES.isdisjoint(item.path.parts)


@appcontext_pushed.connect
def look_everywhere(app: Flask) -> None:
    """The tests themselves see through the walls, and read each template once."""
    app.jinja_env.bytecode_cache = COMPILED
    g.setdefault("viewer", Viewer(reason="tests look everywhere"))


@request_started.connect
def look_around(_app: Flask) -> None:
    """Who visits the house does not."""
    g.pop("viewer", None)


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """A house with the newest schema and nobody in it."""
    with database.template(tmp_path_factory.mktemp("template")) as made:
        yield made


@pytest.fixture
def settings(template: Settings, tmp_path: Path) -> Iterator[Settings]:
    """The settings of a house of its own for this test."""
    with database.copied(template, tmp_path / "instance") as made:
        yield made


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    """The application over an empty house."""
    app = create_app(settings)
    app.config["TESTING"] = True
    app.config["PROPAGATE_EXCEPTIONS"] = False
    with app.app_context():
        for use, engine in db.engines.items():
            compiled_sql.share(engine, use)
        yield app
    app.extensions["hub"].streams.clear()  # or a thread looks for news of it as long as the tests last
    database.hang_up(app)


@pytest.fixture
def world(app: Flask) -> World:
    """Circle *Family* with Ada (host) and Ben (member); Cleo hosts another circle."""
    return World(app)
