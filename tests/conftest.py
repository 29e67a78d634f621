"""One migrated template database, copied for each test; one fake clock; the cast of `world.py`."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import settings as hypothesis_settings

from micronet import create_app
from micronet.config import Settings
from micronet.instance import prepare
from tests.world import World

# A busy machine is no failure: examples may take their time.
hypothesis_settings.register_profile("patient", deadline=None)
hypothesis_settings.load_profile("patient")


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An instance folder with the newest schema and nobody in it."""
    folder = tmp_path_factory.mktemp("template")
    prepare(Settings(instance=folder))
    return folder


@pytest.fixture
def settings(template: Path, tmp_path: Path) -> Settings:
    """The settings of a house of its own for this test."""
    folder = tmp_path / "instance"
    shutil.copytree(template, folder)
    return Settings(instance=folder)


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    """The application over an empty house."""
    app = create_app(settings)
    app.config["TESTING"] = True
    app.config["PROPAGATE_EXCEPTIONS"] = False
    with app.app_context():
        yield app


@pytest.fixture
def world(app: Flask) -> World:
    """Circle *Family* with Ada (host) and Ben (member); Cleo hosts another circle."""
    return World(app)
