"""Files that no row names: a crash or a full disk came between a picture's file and its row, at its coming or going."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, select

from micronet.base import clock
from micronet.base.db import db
from micronet.circles.models import Picture
from micronet.circles.serving import storage

NAMED: list[Select[*tuple[Any, ...]]] = [select(Picture.circle_id, Picture.id)]
"""Circle and id of every file that a row names. Floors above add what theirs name."""
OLD = 3600.0
"""Seconds. What is younger may be of a picture that is just being hung."""


def sweep() -> None:
    """Once an hour: remove them. The files are listed before the rows are read, so none is taken for a stray."""
    if clock.now().minute == 0:
        remove_strays()


def remove_strays() -> None:
    """Remove every old file that no row of its circle names."""
    old = list(storage().older_than(OLD))
    if old:
        named = {(circle_id, id) for rows in NAMED for circle_id, id in db.session.execute(rows)}
        for shelf, name in old:
            if (shelf, name) not in named:
                storage().remove(shelf, name)
