"""Fixtures that the tests of pages share with those in a browser."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask

from micronet import create_app
from micronet.config import Settings
from micronet.people.guards import public
from micronet.web import errors
from tests import database
from tests.pages.crowd import Crowd


@pytest.fixture(scope="session")
def crowd(template: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crowd]:
    """The house full of life, and beside it a bare one."""
    with (
        _house(template, tmp_path_factory.mktemp("crowd")) as full,
        _house(template, tmp_path_factory.mktemp("bare")) as bare,
    ):
        full.add_url_rule("/broken/<int:status>", "broken", public(errors.answer))
        with full.app_context():
            crowd = Crowd(full)
        crowd.bare = bare
        bare.extensions["shelf"] = full.extensions["shelf"]
        yield crowd


@contextmanager
def _house(template: Settings, folder: Path) -> Iterator[Flask]:
    with database.copied(template, folder / "instance") as settings:
        app = create_app(settings)
        app.config["PROPAGATE_EXCEPTIONS"] = False
        yield app
        database.hang_up(app)
