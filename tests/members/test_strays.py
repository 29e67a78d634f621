"""Files of pictures that came to nothing, or whose going was interrupted, do not stay."""

from __future__ import annotations

import os
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask

from micronet.base import clock
from micronet.base.db import writing
from micronet.base.ids import new_id
from micronet.circles import pictures, strays
from tests.world import World


@pytest.fixture
def files(app: Flask, world: World) -> dict[str, Path]:
    """A picture of the family, one that nothing names, a draft, and one that is just coming."""
    storage, shelf = app.extensions["storage"], world.family.id
    with writing():
        hung = pictures.hang(storage, shelf, b"a picture").id
    names = {"hung": hung, "stray": new_id(), "coming": new_id(), "draft": f"{new_id()}.part"}
    found = {kind: storage.root / shelf[-2:] / shelf / name for kind, name in names.items()}
    for path in found.values():
        path.write_bytes(b"a picture")
    long_ago = time.time() - 2 * strays.OLD
    for kind in ("hung", "stray", "draft"):
        os.utime(found[kind], (long_ago, long_ago))
    return found


def left(files: dict[str, Path]) -> set[str]:
    return {kind for kind, path in files.items() if path.exists()}


def test_what_no_row_names_goes_once_it_is_old(files: dict[str, Path]) -> None:
    with clock.frozen(datetime(2026, 3, 1, 12, 0, 30, tzinfo=UTC)), writing():
        strays.sweep()
    assert left(files) == {"hung", "coming"}


def test_it_is_looked_for_once_an_hour(files: dict[str, Path]) -> None:
    with clock.frozen(datetime(2026, 3, 1, 12, 1, 30, tzinfo=UTC)), writing():
        strays.sweep()
    assert left(files) == set(files)


def test_a_picture_whose_circle_is_gone_goes_too(files: dict[str, Path], world: World) -> None:
    with writing() as session:
        session.delete(session.get(pictures.Picture, (world.family.id, files["hung"].name)))
    with writing():
        strays.remove_strays()
    assert left(files) == {"coming"}
