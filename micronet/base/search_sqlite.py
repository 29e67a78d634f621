"""The index on SQLite: an FTS5 table that follows the entries by triggers, and the one connection that may read it.

No reading connection may look at the index or its shadow tables: the wall's authorizer bars them by name. Searching
has a connection of its own beneath the wall, over which only the one statement below is ever asked, for circles
that whoever asks is in. It answers with numbers, which are worth nothing without the walled entries they stand for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from threading import Lock
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine

from micronet.base import clock, walls
from micronet.base.sqlite import version

INDEX = "search_words"
SHADOWS = tuple(f"{INDEX}{end}" for end in ("", "_data", "_idx", "_content", "_docsize", "_config"))
"""The index, and what FTS5 keeps it in."""

PUT = "insert into search_words(rowid, words) values (new.number, new.words)"
TAKE = "insert into search_words(search_words, rowid, words) values ('delete', old.number, old.words)"
FOLLOW = {
    "search_entry_put": f"after insert on search_entry begin {PUT}; end",
    "search_entry_take": f"after delete on search_entry begin {TAKE}; end",
    "search_entry_change": f"after update on search_entry begin {TAKE}; {PUT}; end",
}
FORGET = "delete from search_entry where circle_id = old.circle_id and id = old.id and thing = '{table}'"
ASK = (
    "select rowid from search_words where search_words match ? and rowid >= ? and rowid < ? order by rowid desc limit ?"
)
ERASES = (3, 42)
"""From this version on FTS5 can take a term out of its pages at once; before, it lies there until they are merged."""


class Link:
    """One reading connection, which several threads share."""

    def __init__(self, engine: Engine) -> None:
        self._raw = walls.beneath(engine, "the index is read here and nowhere else, for circles of whoever asks")
        self._lock = Lock()

    def ask(self, statement: str, values: Iterable[Any]) -> list[Any]:
        """The rows of one statement."""
        with self._lock:
            return list(self._raw.execute(statement, tuple(values)).fetchall())


_links: WeakKeyDictionary[Engine, Link] = WeakKeyDictionary()


def find(
    engine: Engine,
    marks: list[tuple[str, str]],
    whole: Iterable[str],
    begun: Iterable[str],
    since: int,
    before: int,
    most: int,
) -> list[int]:
    """See `search.find`. `marks` are circles, each with what stands before its terms."""
    link = _links.get(engine) or _links.setdefault(engine, Link(engine))
    inside = [mark for circle_id, mark in marks if circle_id in _allowed(link, [one for one, _mark in marks])]
    if not inside:
        return []
    rows = link.ask(ASK, (expression(inside, whole, begun), since, before, most))
    return [row[0] for row in rows]


def expression(marks: Iterable[str], whole: Iterable[str], begun: Iterable[str]) -> str:
    """What FTS5 is asked: every term in quotes, so that nothing anyone types is a word of its language."""
    each = []
    for mark in marks:
        terms = [f'"{_quoted(mark + one)}"' for one in whole]
        terms += [f'"{_quoted(mark + one)}" *' for one in begun]
        each.append("(" + " AND ".join(terms) + ")")
    return " OR ".join(each)


def _quoted(term: str) -> str:
    return term.replace('"', '""')


def _allowed(link: Link, circles: list[str]) -> set[str]:
    """Those of the circles that whoever asks may look into, asked as the wall asks it."""
    asks = walls.viewer()
    if asks.reason:
        return set(circles)
    theirs = walls.THEIRS.format(membership="membership", person="?", now="?")
    now = clock.now().strftime("%Y-%m-%d %H:%M:%S.%f")
    rows = link.ask(theirs, (asks.person_id, now))
    return {row[0] for row in rows} | {asks.door}


def triggers(tables: dict[str, tuple[str, ...]]) -> Iterator[tuple[str, str]]:
    """Name and text of every trigger. `tables` are those that are searched, with the columns an entry is made of."""
    for name, body in FOLLOW.items():
        yield name, f"CREATE TRIGGER {name} {body}"
    for table, columns in tables.items():
        forget = FORGET.format(table=table)
        of = ", ".join(columns)
        yield f"search_{table}_gone", f"CREATE TRIGGER search_{table}_gone after delete on {table} begin {forget}; end"
        name = f"search_{table}_new"
        yield name, f"CREATE TRIGGER {name} after update of {of} on {table} begin {forget}; end"


def build(connection: Connection, tables: dict[str, tuple[str, ...]]) -> None:
    """Bring the triggers to what the models say, in the caller's transaction, and have FTS5 erase what is taken out.

    Whenever the schema moves on, since a table that is built anew on the way has lost its triggers.
    """
    wanted = dict(triggers(tables))
    rows = connection.exec_driver_sql("select name, sql from sqlite_schema where type = 'trigger'")
    there = {row[0]: row[1] for row in rows if row[0].startswith("search_")}
    for name in there.keys() - {name for name, text in wanted.items() if there.get(name) == text}:
        connection.exec_driver_sql(f"drop trigger {name}")
    for name, text in wanted.items():
        if there.get(name) != text:
            connection.exec_driver_sql(text)
    erases = connection.exec_driver_sql("select v from search_words_config where k = 'secure-delete'").scalar()
    if version() >= ERASES and not erases:
        connection.exec_driver_sql("insert into search_words(search_words, rank) values ('secure-delete', 1)")
