"""The second wall on SQLite: a reading connection knows only views of the walled tables, and an authorizer.

Each walled table is hidden by a temporary view of its name, which holds the rows of one's own circles as far as they
are meant for whoever asks. SQLite asks the authorizer about every column that a
statement reads and names the innermost view it stands in, so the table itself can be read from nowhere else. A
common table expression may take any name, so what the views read through has one that nobody can guess.

A writing connection has temporary triggers, which pass over rows of foreign circles and refuse new ones. What it
reads while it writes is behind the first wall only.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

from sqlalchemy import func
from sqlalchemy.dialects.sqlite import dialect as sqlite_dialect

from micronet.base import clock
from micronet.base.search_sqlite import SHADOWS
from micronet.base.sqlite import sqlite3
from micronet.base.walls import THEIRS, Sees, audiences, viewer, walled

INSIDE = "(micronet_open() or {column} = micronet_door() or {column} in (" + THEIRS + "))"
VIEW = "create temp view {table} as with {secret} as (select * from main.{table} where {inside}) select * from {secret}"
TRIGGER = "create temp trigger wall_{table}_{verb} before {verb} on main.{table} when not {inside} begin {answer}; end"
VERBS = {
    "insert": ("new", "select raise(abort, 'a row of a foreign circle')"),
    "update": ("old", "select raise(ignore)"),
    "delete": ("old", "select raise(ignore)"),
}
"""Which row a trigger looks at and what it does about a foreign one. A row cannot be moved: its key has the circle."""
ALLOWED = frozenset(
    (sqlite3.SQLITE_SELECT, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_TRANSACTION, sqlite3.SQLITE_SAVEPOINT)
) | {sqlite3.SQLITE_RECURSIVE}
PRAGMAS = frozenset(("data_version", "table_info", "table_xinfo"))
SCHEMA = frozenset(("sqlite_master", "sqlite_schema", "sqlite_temp_master", "sqlite_temp_schema"))
"""Where the views' text stands."""
BARRED = SCHEMA | frozenset(SHADOWS)
"""What nobody reads here; the index of words has a connection of its own."""


def build(raw: Any, *, reading: bool) -> None:
    """Put the wall before a fresh raw connection."""
    told: dict[str, Callable[[], Any]] = {
        "micronet_person": lambda: viewer().person_id,
        "micronet_door": lambda: viewer().door,
        "micronet_open": lambda: bool(viewer().reason),
        "micronet_now": lambda: clock.now().strftime("%Y-%m-%d %H:%M:%S.%f"),
    }
    for name, answer in told.items():
        raw.create_function(name, 0, answer, deterministic=True)
    cursor = raw.cursor()
    if reading:
        _hide(raw, cursor)
    else:
        _watch(cursor)
    cursor.close()


def _inside(column: str) -> str:
    names = {"membership": "main.membership", "person": "micronet_person()", "now": "micronet_now()"}
    return INSIDE.format(column=column, **names)


@cache
def meant_for() -> dict[str, str]:
    """What within a circle is not for everyone in it: by table, the condition of those whom a row is for."""
    return audiences(sqlite_dialect(), Sees(func.micronet_person(), func.micronet_now()), "main.")


def _hide(raw: Any, cursor: Any) -> None:
    secret = f"wall_{secrets.token_hex(16)}"
    cursor.execute("PRAGMA query_only=OFF")
    meant = meant_for()
    for table, column in walled().items():
        inside = _inside(column)
        if table in meant:
            inside += f" and (micronet_open() or {column} = micronet_door() or ({meant[table]}))"
        cursor.execute(VIEW.format(table=table, secret=secret, inside=inside))
    cursor.execute("PRAGMA query_only=ON")
    raw.set_authorizer(guard(secret, walled()))


def _watch(cursor: Any) -> None:
    """A house that is about to be made has no tables yet; it hangs up once it has them."""
    there = {row[0] for row in cursor.execute("select name from main.sqlite_schema where type = 'table'")}
    for table, column in walled().items():
        for verb, (row, answer) in VERBS.items():
            if table in there:
                cursor.execute(TRIGGER.format(table=table, verb=verb, inside=_inside(f"{row}.{column}"), answer=answer))


def guard(secret: str, tables: Iterable[str]) -> Callable[..., int]:
    """The authorizer: reading only, and what is walled only from within the view that bears `secret`."""
    hidden = frozenset(tables)
    yes, no = sqlite3.SQLITE_OK, sqlite3.SQLITE_DENY

    def may(action: int, name: str | None, _column: str | None, schema: str | None, source: str | None) -> int:
        if action == sqlite3.SQLITE_READ:
            barred = name in BARRED or (name in hidden and schema != "temp" and source != secret)
            return no if barred else yes
        if action == sqlite3.SQLITE_PRAGMA:
            return yes if name in PRAGMAS else no
        return yes if action in ALLOWED else no

    return may
