"""Bringing a database to the newest schema. Knows the newest revision, so a start with nothing to do costs nothing."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from micronet.config import BadSetting

if TYPE_CHECKING:
    from sqlalchemy import Connection

FOLDER = Path(__file__).parent / "migrations"


def newest() -> str:
    """The revision whose file nobody else's `down_revision` names."""
    files = [path.read_text() for path in (FOLDER / "versions").glob("*.py")]
    known = {found[1] for body in files if (found := re.search(r'^revision = "(\w+)"', body, re.M))}
    below = {found[1] for body in files if (found := re.search(r'^down_revision = "(\w+)"', body, re.M))}
    (top,) = known - below
    return top


def current(connection: Connection) -> str | None:
    """The revision the database is at; None for an empty one."""
    from sqlalchemy import inspect, text

    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("select version_num from alembic_version")).scalar()


def upgrade() -> bool:
    """Bring the database of the current application to the newest schema. True when there was something to do.

    One process at a time. Raises BadSetting for a database that a newer Micronet has written.
    """
    from micronet.base import search
    from micronet.base.db import as_owner

    with as_owner() as connection:
        at, top = current(connection), newest()
        if at not in (None, top) and not _is_known(at):
            raise BadSetting(f"The database was written by a newer Micronet (schema {at}); start that one instead.")
        if at != top:
            _run(connection)
        search.build(connection)
        if connection.dialect.name == "postgresql":
            from micronet.base import walls_postgres

            walls_postgres.make_role(connection)
            walls_postgres.build(connection)
        return at != top


def _is_known(revision: str | None) -> bool:
    return any(f'revision = "{revision}"' in path.read_text() for path in (FOLDER / "versions").glob("*.py"))


def _run(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    settings = Config()
    settings.set_main_option("script_location", str(FOLDER))
    settings.attributes["connection"] = connection
    command.upgrade(settings, "head")


def metadata() -> object:
    """Every table of every room, for Alembic."""
    import micronet.rooms  # noqa: F401 - importing the rooms declares their tables
    from micronet.base.db import db

    return db.metadata
