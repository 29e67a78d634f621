"""What is found: numbers from the index, and of these whatever the reader may see, in few statements however many."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import Select, bindparam, select, tuple_

from micronet.base import search
from micronet.base.db import db
from micronet.base.prepared import prepared, rows
from micronet.base.search import LAST, SearchEntry, Wanted
from micronet.circles.access import Asker, visible
from micronet.circles.models import Membership
from micronet.people.models import Person
from micronet.web.sought import Sought

PAGE = 30
"""Hits on one page."""
REACH = (PAGE + 1, 8 * PAGE, 64 * PAGE)
"""So many are looked at, then so many more, until a page is full: some may be meant for others."""


@dataclass(frozen=True)
class Asked:
    """What one looks for: words, narrowed to these circles, to labels, and to numbers from `since` below `before`."""

    words: Wanted
    circles: tuple[str, ...]
    labels: tuple[str, ...] = ()
    since: int = 0
    before: int = LAST


@dataclass(frozen=True)
class Hit:
    """One thing that was found: its row, and what is known of its sort."""

    number: int
    row: Any
    sought: Sought


@dataclass(frozen=True)
class Found:
    """Hits, newest first. `older` is the number to go on before, if there may be more."""

    hits: tuple[Hit, ...] = ()
    older: int | None = None


def found(person: Person, asked: Asked, sought: Iterable[Sought]) -> Found:
    """The newest that `person` may see of what is asked for."""
    before, hits, more, sorts = asked.before, list[Hit](), True, tuple(sought)
    for most in REACH:
        numbers = search.find(
            asked.words, asked.circles, most=most, labels=asked.labels, since=asked.since, before=before
        )
        hits += _looked_up(person, numbers, sorts)
        more = len(numbers) == most
        if not more or len(hits) > PAGE:
            break
        before = numbers[-1]
    if len(hits) > PAGE:
        return Found(tuple(hits[:PAGE]), hits[PAGE - 1].number)
    return Found(tuple(hits), before if more else None)


def _looked_up(person: Person, numbers: list[int], sorts: Iterable[Sought]) -> list[Hit]:
    """Of what the numbers stand for, what the person may see; a statement for each sort, and one before."""
    if not numbers:
        return []
    named = select(SearchEntry.number, SearchEntry.circle_id, SearchEntry.id, SearchEntry.thing)
    entries = list(db.session.execute(named.where(SearchEntry.number.in_(numbers))))
    hits: list[Hit] = []
    for sought in sorts:
        keys = {(one.circle_id, one.id): one.number for one in entries if one.thing == sought.model.__tablename__}
        hits += _of_sort(person, keys, sought) if keys else []
    return sorted(hits, key=lambda hit: hit.number, reverse=True)


def _of_sort(person: Person, keys: dict[tuple[str, str], int], sought: Sought) -> list[Hit]:
    statement = _statement(sought)()
    found = rows(statement, asker=person.id, keys=list(keys))
    return [Hit(keys[row.circle_id, row.id], row, sought) for row in found]


_statements: dict[Any, Callable[[], Any]] = {}


def _statement(sought: Sought) -> Callable[[], Any]:
    """The statement below, put together once for each sort."""
    if sought.model not in _statements:
        _statements[sought.model] = prepared(partial(_seen, sought))
    return _statements[sought.model]


def _seen(sought: Sought) -> Select[*tuple[Any, ...]]:
    """The rows of a sort with these keys that may be seen."""
    model = sought.model
    these = tuple_(model.circle_id, model.id).in_(bindparam("keys", expanding=True))
    return visible(model, to=Asker()).where(these).with_only_columns(*sought.columns)


def authors(hits: Iterable[Hit]) -> dict[tuple[str, str], Membership]:
    """The memberships of those who said it, by circle and id; one statement."""
    keys = {(hit.row.circle_id, hit.row.author_id) for hit in hits}
    if not keys:
        return {}
    theirs = select(Membership).where(tuple_(Membership.circle_id, Membership.id).in_(sorted(keys)))
    return {(one.circle_id, one.id): one for one in db.session.scalars(theirs)}
