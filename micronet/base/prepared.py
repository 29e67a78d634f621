"""Statements that are put together once: what differs from one use to the next are their parameters."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import Select

from micronet.base.db import db, is_writing

Statement = TypeVar("Statement")

_known: list[Any] = []


def prepared(build: Callable[[], Statement]) -> Callable[[], Statement]:
    """A function that gives the statement, and puts it together at its first use."""
    once = cache(build)
    _known.append(once)
    return once


def forget_prepared() -> None:
    """Put every prepared statement together anew. For tests that change what it is made of."""
    for one in _known:
        one.cache_clear()


def rows(statement: Select[*tuple[Any, ...]], **values: Any) -> list[Any]:
    """The rows of a prepared statement of columns. What is being written is there already."""
    if is_writing():
        db.session.flush()
    return list(db.session.connection().execute(statement, values))
