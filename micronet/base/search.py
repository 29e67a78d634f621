"""Finding things of circles by their words, on both databases with the same answers.

A model that mixes in `Searched` has an entry for each of its rows that is there to be found: the terms of its text
(see `terms`), each with the circle's own mark before it, so that one circle's words lie together and a search reads
no other's. Entries are made when a row is flushed; a trigger of the database takes them away when the row changes or
goes, however that comes about. On SQLite an FTS5 table, on PostgreSQL a GIN index follows the entries by triggers.

Searching gives numbers, newest first. What they stand for is looked up through `visible()` like anything else.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, ClassVar
from zlib import crc32

from sqlalchemy import (
    BigInteger,
    Connection,
    ForeignKey,
    Index,
    PrimaryKeyConstraint,
    String,
    Text,
    bindparam,
    event,
    func,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from micronet.base.db import Id, Model, db, engine, on_postgres
from micronet.base.terms import is_spaceless, pieces, terms

MOST_TERMS = 12
"""So many terms of what is asked for count."""
STEPS = 1 << 20
"""Numbers to a millisecond. There are enough of them until the year 2248."""
LAST = (1 << 63) - 1
KEY = ("circle_id", "id")


class SearchEntry(Model):
    """What one row is found by. `number` tells when the row was made, and is the row's own in the whole house."""

    __tablename__ = "search_entry"
    data_class = "walled"
    __table_args__ = (
        PrimaryKeyConstraint("circle_id", "id"),
        Index("ix_search_entry_number", "number", unique=True),
        {"sqlite_with_rowid": False},
    )

    circle_id: Mapped[str] = mapped_column(ForeignKey("circle.id", ondelete="CASCADE"))
    id: Mapped[str] = mapped_column(Id)
    """The row's own id."""
    thing: Mapped[str] = mapped_column(String(32))
    """The table that the row is in."""
    number: Mapped[int] = mapped_column(BigInteger)
    words: Mapped[str] = mapped_column(Text)
    """Its terms, marked, with a space between them."""


class Searched:
    """Mixed into a model of a circle whose rows are found by their words. It has an `id`, and a `created_at`."""

    searched: ClassVar[tuple[str, ...]] = ("text", "removed_at")
    """The columns that an entry is made of: when one of them changes, the entry is made anew."""

    def search_text(self) -> str:
        """What the row is found by; nothing while nobody is to find it."""
        raise NotImplementedError

    def search_labels(self) -> tuple[str, ...]:
        """Words of ours that narrow a search: whose it is, what kind it is. Ids or lower-case ASCII letters."""
        return ()


@dataclass(frozen=True)
class Wanted:
    """What is asked for: terms as they are, and beginnings of terms. All of them must be there."""

    whole: tuple[str, ...] = ()
    begun: tuple[str, ...] = ()

    @property
    def is_short(self) -> bool:
        """Whether it is too little to go by: nothing, or one single letter."""
        known = (*self.whole, *self.begun)
        return not known or (len(known) == 1 and known[0].isalpha() and len(known[0]) == 1 and not self.begun)

    def matches(self, term: str) -> str:
        """The part of `term` that is asked for, or nothing."""
        return term if term in self.whole else next((one for one in self.begun if term.startswith(one)), "")


def wanted(text: str) -> Wanted:
    """What `text`, as someone typed it, asks for. The last word may be the beginning of one."""
    whole: list[str] = []
    begun: list[str] = []
    known = list(pieces(text, asked=True))
    for place, piece in enumerate(known):
        *before, last = piece.terms
        whole += before
        if is_spaceless(last) and len(last) == 1:
            goes_on = place > 0 and known[place - 1].end > piece.start
            begun += [] if goes_on else [last]
        elif place == len(known) - 1 and len(last) > 1 and last.isalnum() and not is_spaceless(last):
            begun.append(last)
        else:
            whole.append(last)
    kept = list(dict.fromkeys([*whole, *begun]))[:MOST_TERMS]
    return Wanted(tuple(one for one in kept if one not in begun), tuple(one for one in kept if one in begun))


def find(
    asked: Wanted,
    circles: Iterable[str],
    *,
    most: int,
    labels: Iterable[str] = (),
    since: int = 0,
    before: int = LAST,
) -> list[int]:
    """The numbers of the newest entries that hold all that is `asked`, and all the labels, newest first.

    Only of those `circles` that whoever asks is in. Numbers are at least `since` and below `before`.
    """
    names = tuple(f"={label}" for label in labels)
    marks = [(circle_id, _mark(circle_id)) for circle_id in circles]
    if not marks or not (asked.whole or asked.begun or names):
        return []
    if on_postgres():
        from micronet.base.search_postgres import expression

        expressed = expression([mark for _id, mark in marks], (*names, *asked.whole), asked.begun)
        return list(db.session.scalars(select(func.micronet_find(expressed, since, before, most))))
    from micronet.base import search_sqlite

    whole = (*names, *asked.whole)
    return search_sqlite.find(engine(writing=False), marks, whole, asked.begun, since, before, most)


def number_at(at: datetime) -> int:
    """The lowest number of what was made at `at` or later."""
    return int(at.timestamp() * 1000) * STEPS


def words_of(thing: Any) -> str:
    """The words of a row's entry; none where it is not to be found."""
    mark, text = _mark(thing.circle_id), thing.search_text()
    found = [*(f"={label}" for label in thing.search_labels()), *terms(text)] if text else []
    return " ".join(mark + one for one in found)


def put(connection: Any, thing: Any) -> None:
    """Make the row's entry, in the transaction of `connection`, or make it anew."""
    if words := words_of(thing):
        first = number_at(thing.created_at) + _own(thing.id)
        row = {"circle_id": thing.circle_id, "id": thing.id, "thing": thing.__tablename__, "words": words}
        connection.execute(_putting(connection.dialect.name), row | {"first": first})


@cache
def _putting(dialect: str) -> Any:
    """The statement that makes an entry under the first free number from `first` on, or changes its words."""
    first = bindparam("first", type_=BigInteger)
    taken = select(func.max(SearchEntry.number) + 1).where(SearchEntry.number.between(first, first + 63))
    made = (postgresql if dialect == "postgresql" else sqlite).insert(SearchEntry)
    made = made.values({name: bindparam(name) for name in ("circle_id", "id", "thing", "words")})
    made = made.values(number=func.coalesce(taken.scalar_subquery(), first))
    other = (SearchEntry.thing == made.excluded.thing) & (SearchEntry.words != made.excluded.words)
    return made.on_conflict_do_update(index_elements=KEY, set_={"words": made.excluded.words}, where=other)


def models() -> list[Any]:
    """Every model that is searched, by the name of its table."""
    mapped = (mapper.class_ for mapper in Model.registry.mappers)
    return sorted((one for one in mapped if issubclass(one, Searched)), key=lambda one: one.__tablename__)


def searched() -> dict[str, tuple[str, ...]]:
    """Every table that is searched, with the columns an entry is made of."""
    return {one.__tablename__: one.searched for one in models()}


def build(connection: Connection) -> None:
    """Bring a SQLite house's triggers to what the models say. On PostgreSQL they come with the wall."""
    if connection.dialect.name == "sqlite":
        from micronet.base import search_sqlite

        search_sqlite.build(connection, searched())


def is_index(name: str | None) -> bool:
    """Whether a table belongs to an index, which no model stands for."""
    from micronet.base import search_postgres, search_sqlite

    return name in (*search_sqlite.SHADOWS, search_postgres.INDEX)


def _own(id: str) -> int:
    """Where in its millisecond a row would like to be."""
    return crc32(id.encode()) % STEPS


def _mark(circle_id: str) -> str:
    """What stands before every term of a circle. Two circles may have the same: the wall tells them apart."""
    return circle_id[-8:]


@event.listens_for(Searched, "after_insert", propagate=True)
def _made(_mapper: Any, connection: Any, thing: Any) -> None:
    put(connection, thing)


@event.listens_for(Searched, "after_update", propagate=True)
def _changed(_mapper: Any, connection: Any, thing: Any) -> None:
    """The trigger has taken the old entry away."""
    put(connection, thing)
