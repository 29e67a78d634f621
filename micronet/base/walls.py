"""The second wall: beneath `visible()`, the database itself gives nobody a row of a circle they are not in.

Whoever asks is kept with the context of the request or job: `act_as()` says who, and without it nothing that belongs
to a circle is there. `at_door_of()` adds one circle for someone on their way in or out. `unscoped()` is the only
way around; a test counts its places. `walls_sqlite` and `walls_postgres` build the wall from the models.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from flask import g, has_app_context
from sqlalchemy import Dialect, Engine, event, literal_column, select

from micronet.base.db import Model

log = logging.getLogger("micronet.walls")

THEIRS = (
    "select circle_id from {membership} where person_id = {person} "
    "and left_at is null and (ends_at is null or ends_at > {now})"
)
"""The circles of a person: the condition of `circles.access.belongs`, as the walls ask it. A test keeps both alike."""


@dataclass(frozen=True)
class Viewer:
    """Who asks. `door` is a circle they stand at the door of; `reason` is set where the wall is opened."""

    person_id: str = ""
    door: str = ""
    reason: str = ""


NOBODY = Viewer()


def viewer() -> Viewer:
    """Who asks now."""
    found: Viewer = g.get("viewer", NOBODY) if has_app_context() else NOBODY
    return found


def act_as(person_id: str) -> None:
    """From here on this unit of work sees what this person may see, and no more."""
    g.viewer = Viewer(person_id)


def at_door_of(circle_id: str) -> None:
    """Someone is on their way into this circle, or out of it: for the rest of this unit of work it is there too.

    The caller has made sure of the invite, the leave or the new circle that lets them.
    """
    g.viewer = replace(viewer(), door=circle_id)


@contextmanager
def unscoped(reason: str) -> Iterator[None]:
    """Open the wall for the length of the block. `reason` says why nothing narrower will do."""
    held = viewer()
    log.debug("unscoped: %s", reason)
    g.viewer = replace(held, reason=reason)
    try:
        yield
    finally:
        g.viewer = held


def beneath(engine: Engine, reason: str) -> Any:
    """A raw reading connection of its own beneath the wall, for SQLite. `reason` says why it must be there."""
    from micronet.base import sqlite

    log.debug("beneath: %s", reason)
    raw = sqlite.sqlite3.connect(engine.url.database, check_same_thread=False, timeout=5)
    sqlite.prepare(raw, reading=True)
    return raw


def build(*, reading: Engine, writing: Engine) -> None:
    """Put the wall before fresh engines."""
    if reading.dialect.name == "sqlite":
        from micronet.base import walls_sqlite

        event.listen(reading, "connect", lambda raw, _record: walls_sqlite.build(raw, reading=True))
        event.listen(writing, "connect", lambda raw, _record: walls_sqlite.build(raw, reading=False))
    else:
        from micronet.base import walls_postgres

        walls_postgres.install(reading)
        walls_postgres.install(writing)


@dataclass(frozen=True)
class Sees:
    """Stands in the condition of a wall for the person who looks: their id, and the present, both as SQL.

    `apart` says that what a condition reads of other tables is behind their walls already, so it need not ask again.
    """

    id: Any
    now: Any
    apart: bool = False


def walled() -> dict[str, str]:
    """Every walled table, and the column that says whose circle a row is of."""
    return {name: "id" if name == "circle" else "circle_id" for name in sorted(_models())}


def audiences(dialect: Dialect, sees: Sees, schema: str) -> dict[str, str]:
    """For every walled table whose model has an `audience`, that condition as SQL. `schema` precedes each table's name.

    So one rule makes both walls, and neither can forget what the other knows.
    """
    found = {}
    for name, model in sorted(_models().items()):
        if hasattr(model, "audience"):
            asked: Any = select(literal_column("1")).select_from(model).where(model.audience(sees))
            options = {"literal_binds": True, "render_schema_translate": False}
            text = str(asked.compile(dialect=dialect, schema_translate_map={None: schema}, compile_kwargs=options))
            found[name] = text.replace(UNTOLD, schema).partition("WHERE ")[2]
    return found


UNTOLD = "__[SCHEMA__none]."
"""What SQLAlchemy writes before the name of a table whose schema is still open."""


def _models() -> dict[str, Any]:
    tables = {mapper.local_table.name: mapper.class_ for mapper in Model.registry.mappers}  # type: ignore[attr-defined]
    return {name: model for name, model in tables.items() if model.data_class == "walled"}
