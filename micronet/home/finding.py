"""What is found: numbers from the index, and of these whatever the reader may see, in few statements however many."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, tuple_

from micronet.base import search
from micronet.base.db import db
from micronet.base.search import LAST, SearchEntry, Wanted
from micronet.circles.access import visible
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
    """Of what the numbers stand for, what the person may see; a statement for each sort."""
    hits = [hit for one in sorts if numbers for hit in _of_sort(person, numbers, one)]
    return sorted(hits, key=lambda hit: hit.number, reverse=True)


def _of_sort(person: Person, numbers: list[int], sought: Sought) -> list[Hit]:
    model: Any = sought.model
    same = (SearchEntry.circle_id == model.circle_id) & (SearchEntry.id == model.id)
    rows = visible(model, to=person).join(SearchEntry, same & (SearchEntry.thing == model.__tablename__))
    chosen = rows.where(SearchEntry.number.in_(numbers)).with_only_columns(SearchEntry.number, *sought.columns)
    return [Hit(row.number, row, sought) for row in db.session.execute(chosen)]


def authors(hits: Iterable[Hit]) -> dict[tuple[str, str], Membership]:
    """The memberships of those who said it, by circle and id; one statement."""
    keys = {(hit.row.circle_id, hit.row.author_id) for hit in hits}
    if not keys:
        return {}
    rows = select(Membership).where(tuple_(Membership.circle_id, Membership.id).in_(sorted(keys)))
    return {(one.circle_id, one.id): one for one in db.session.scalars(rows)}
