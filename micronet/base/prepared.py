"""Statements that are put together once: what differs from one use to the next are their parameters."""

from __future__ import annotations

import re
from collections import namedtuple
from collections.abc import Callable
from functools import cache, lru_cache
from typing import Any, ParamSpec, TypeVar

from sqlalchemy import Connection, Select, literal_column
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TupleType

from micronet.base.db import db, is_writing

Given = ParamSpec("Given")
Statement = TypeVar("Statement")
Columns = Select[*tuple[Any, ...]]

_known: list[Any] = []
_MANY = re.compile(r"__\[POSTCOMPILE_(\w+)\]")


def prepared(build: Callable[Given, Statement]) -> Callable[Given, Statement]:
    """A function that gives the statement, and puts it together at its first use, once for each that it is given."""
    once = cache(build)
    _known.append(once)
    return once  # type: ignore[return-value]  # a cache asks for less of what it is given


def at_most(many: int) -> Any:
    """A limit in the statement's own words. SQLite looks at one that is given to it, and plans anew each time: 5 ms."""
    return literal_column(str(many))


def forget_prepared() -> None:
    """Put every prepared statement together anew. For tests that change what it is made of."""
    for one in _known:
        one.cache_clear()


def rows(statement: Columns, **values: Any) -> list[Any]:
    """The rows of a prepared statement of columns. What is being written is there already."""
    if is_writing():
        db.session.flush()
    link = db.session.connection()
    if link.dialect.positional and link.dialect.paramstyle == "qmark":
        spelt = _spelt(statement, link.dialect)
        if not spelt.has_pairs:
            return spelt.rows(link, values)
    return list(link.execute(statement, values).all())


class Spelt:
    """A statement in SQLite's own words, with what its parameters and columns need. A page asks five such."""

    def __init__(self, statement: Columns, dialect: Dialect) -> None:
        compiled: Any = statement.compile(dialect=dialect)
        binds = {name: compiled.binds[name] for name in compiled.positiontup}
        self.has_pairs = any(isinstance(bind.type, TupleType) for bind in binds.values())
        """Whether it is given rows of values, which only SQLAlchemy knows how to write down."""
        self._text, self._names = compiled.string, compiled.positiontup
        self._several = {name for name, bind in binds.items() if bind.expanding}
        self._own = {name: bind for name, bind in binds.items() if not bind.required}
        self._into = {name: _way(bind.type, dialect).bind_processor(dialect) for name, bind in binds.items()}
        columns = list(statement.selected_columns)
        ways = [_way(column.type, dialect).result_processor(dialect, None) for column in columns]
        self._out = [(place, way) for place, way in enumerate(ways) if way]
        kind: Any = namedtuple("Row", [column.key for column in columns])  # type: ignore[misc]
        self._row = kind._make

    def rows(self, link: Connection, values: dict[str, Any]) -> list[Any]:
        """What it finds for these values."""
        given: list[Any] = []
        values = values | {name: bind.effective_value for name, bind in self._own.items()}
        for name in self._names:
            value, into = values[name], self._into[name]
            several = value if name in self._several else (value,)
            given += [into(one) for one in several] if into else several
        text = _MANY.sub(lambda gap: ", ".join("?" * len(values[gap[1]])) or "NULL", self._text)
        found = link.exec_driver_sql(text, tuple(given)).cursor.fetchall()
        return [self._row(self._read(list(row))) for row in found]

    def _read(self, row: list[Any]) -> list[Any]:
        for place, way in self._out:
            row[place] = way(row[place])
        return row


@lru_cache(maxsize=64)
def _spelt(statement: Columns, dialect: Dialect) -> Spelt:
    return Spelt(statement, dialect)


_known.append(_spelt)


def _way(kind: Any, dialect: Dialect) -> Any:
    """How this dialect reads and writes a type."""
    return kind.dialect_impl(dialect)
