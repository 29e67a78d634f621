"""Files that no row names: a crash or a full disk came between a picture's file and its row, at its coming or going."""

from __future__ import annotations

import logging
from typing import Any

from sqlalchemy import Select, select

from micronet.base import clock
from micronet.base.db import db
from micronet.circles.models import Picture
from micronet.circles.serving import storage

log = logging.getLogger("micronet.files")

NAMED: list[Select[*tuple[Any, ...]]] = [select(Picture.circle_id, Picture.id)]
"""What gives circle and id of each file that a row names. Whoever keeps files adds to it."""
FAR = 10.0**9
"""Seconds from now after which surely no file was written."""
OLD = 3600.0
"""Seconds. What is younger may be of a picture that is just being hung."""


def sweep() -> None:
    """Once an hour: remove them. The files are listed before the rows are read, so none is taken for a stray."""
    if clock.now().minute == 0:
        remove_strays()


def remove_strays() -> None:
    """Remove every old file that no row names. Rows whose file is gone are told in the log: nothing can bring it back.

    A row is told of when it was there before the files were listed, and its file was not.
    """
    before = _named()
    there = set(storage().older_than(-FAR))
    old = list(storage().older_than(OLD))
    named = _named()
    for shelf, name in old:
        if (shelf, name) not in named:
            storage().remove(shelf, name)
    lost = (before & named) - there
    if lost:
        log.error("%s files are missing, among them %s/%s", len(lost), *min(lost))


def many() -> int:
    """How many old files there are that no row names: those that the next sweep removes. Asked where all is seen."""
    old = set(storage().older_than(OLD))
    return len(old - _named())


def _named() -> set[tuple[str, str]]:
    """Every file that a row names."""
    return {(row[0], row[1]) for chosen in NAMED for row in db.session.execute(chosen)}
