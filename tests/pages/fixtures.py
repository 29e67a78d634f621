"""Fixtures that the tests of pages share with those in a browser."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from flask import Flask

from micronet import create_app
from micronet.config import Settings
from micronet.people.guards import public
from micronet.web import errors
from tests.pages.crowd import Crowd


@pytest.fixture(scope="session")
def crowd(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Crowd:
    """The house full of life, and beside it a bare one."""
    full, bare = (_house(template, tmp_path_factory.mktemp(name) / "instance") for name in ("crowd", "bare"))
    full.add_url_rule("/broken/<int:status>", "broken", public(errors.answer))
    with full.app_context():
        crowd = Crowd(full)
    crowd.bare = bare
    bare.extensions["shelf"] = full.extensions["shelf"]
    return crowd


def _house(template: Path, folder: Path) -> Flask:
    shutil.copytree(template, folder)
    app = create_app(Settings(instance=folder))
    app.config["PROPAGATE_EXCEPTIONS"] = False
    return app
