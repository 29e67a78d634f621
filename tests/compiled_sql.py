"""Statements compiled once for all houses of a test run: each test has a database, and all of them speak one language.

SQLAlchemy keeps what it compiled for one engine and its dialect. Here engines of one use have both in common.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine
from sqlalchemy.engine import Dialect
from sqlalchemy.util import LRUCache

_dialects: dict[tuple[str, str | None], Dialect] = {}
_statements: LRUCache[Any, Any] = LRUCache(4000)


def share(engine: Engine, use: str | None) -> None:
    """Let this engine compile only what none of the same `use` has compiled: those for reading and writing differ."""
    with engine.connect():  # the dialect asks the first server that it meets what it can do
        pass
    engine.dialect = _dialects.setdefault((engine.dialect.name, use), engine.dialect)
    engine._compiled_cache = _statements
