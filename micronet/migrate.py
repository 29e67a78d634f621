"""Bringing a database to the newest schema. Knows the newest revision, so a start with nothing to do costs nothing."""

from __future__ import annotations

import re
from pathlib import Path

from micronet.config import BadSetting

FOLDER = Path(__file__).parent / "migrations"


def newest() -> str:
    """The revision whose file nobody else's `down_revision` names."""
    files = [path.read_text() for path in (FOLDER / "versions").glob("*.py")]
    known = {found[1] for body in files if (found := re.search(r'^revision = "(\w+)"', body, re.M))}
    below = {found[1] for body in files if (found := re.search(r'^down_revision = "(\w+)"', body, re.M))}
    (top,) = known - below
    return top


def current() -> str | None:
    """The revision the database is at; None for an empty one."""
    from sqlalchemy import inspect, text

    from micronet.base.db import engine

    with engine(writing=False).connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        return connection.execute(text("select version_num from alembic_version")).scalar()


def upgrade() -> bool:
    """Bring the database of the current application to the newest schema. True when there was something to do.

    Raises BadSetting for a database that a newer Micronet has written.
    """
    at, top = current(), newest()
    if at == top:
        return False
    if at is not None and not any(
        f'revision = "{at}"' in path.read_text() for path in (FOLDER / "versions").glob("*.py")
    ):
        raise BadSetting(f"The database was written by a newer Micronet (schema {at}); start that one instead.")
    from alembic import command
    from alembic.config import Config

    from micronet.base.db import engine

    with engine(writing=True).begin() as connection:
        settings = Config()
        settings.set_main_option("script_location", str(FOLDER))
        settings.attributes["connection"] = connection
        command.upgrade(settings, "head")
    return True


def metadata() -> object:
    """Every table of every room, for Alembic."""
    import micronet.rooms  # noqa: F401 - importing the rooms declares their tables
    from micronet.base.db import db

    return db.metadata
