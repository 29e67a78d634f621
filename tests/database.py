"""Where the tests keep their houses: SQLite files, or databases of the PostgreSQL that MICRONET_TEST_DATABASE names.

Its address is of a role that may make roles and databases. Each worker migrates one database and copies it for its
tests; since copying takes a while there, a database that a test is done with is emptied and used again.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from flask import Flask
from sqlalchemy import NullPool, create_engine, make_url, text

from micronet.base import db
from micronet.config import Settings
from micronet.instance import prepare

SERVER = os.environ.get("MICRONET_TEST_DATABASE", "")
POSTGRES = bool(SERVER)
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")
ALONE = (
    "select pg_terminate_backend(pid) from pg_stat_activity "
    "where datname = current_database() and pid <> pg_backend_pid()"
)

_made: list[str] = []
_free: list[str] = []


def run(address: str, *statements: str) -> None:
    """Run statements on a database, each in a transaction of its own, as the owner of all."""
    server = create_engine(address, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        for statement in statements:
            connection.execute(text(statement))


def address(name: str) -> str:
    """The address of one database of the server; none for SQLite."""
    return make_url(SERVER).set(database=name).render_as_string(hide_password=False) if POSTGRES else ""


@contextmanager
def template(folder: Path) -> Iterator[Settings]:
    """A house with the newest schema and nobody in it, to be copied."""
    name = f"template_{WORKER}"
    made = Settings(instance=folder, database_url=address(name))
    if POSTGRES:
        run(SERVER, f"drop database if exists {name}", f"create database {name}")
    prepare(made)
    yield made
    if POSTGRES:
        run(SERVER, *(f"drop database if exists {one} with (force)" for one in (name, *_made)))


@contextmanager
def fresh() -> Iterator[dict[str, str]]:
    """The settings, for the environment, of a house that is not even begun."""
    if not POSTGRES:
        yield {}
        return
    name = f"fresh_{WORKER}_{len(_made)}"
    _made.append(name)
    run(SERVER, f"drop database if exists {name} with (force)", f"create database {name}")
    yield {"MICRONET_DATABASE": address(name)}
    run(SERVER, f"drop database {name} with (force)")


def of(settings: Settings) -> dict[str, str]:
    """The settings, for the environment, of a house that is there."""
    return {"MICRONET_DATABASE": settings.database_url} if POSTGRES else {}


@contextmanager
def copied(original: Settings, folder: Path) -> Iterator[Settings]:
    """The settings of a copy of this house; nobody else uses it meanwhile."""
    shutil.copytree(original.instance, folder)
    if not POSTGRES:
        yield replace(original, instance=folder)
        return
    name = _free.pop() if _free else _copy(make_url(original.database_url).database or "")
    yield replace(original, instance=folder, database_url=address(name))
    _empty(name)
    _free.append(name)


def _copy(original: str) -> str:
    name = f"house_{WORKER}_{len(_made)}"
    run(SERVER, f"drop database if exists {name} with (force)", f"create database {name} template {original}")
    _made.append(name)
    return name


def _empty(name: str) -> None:
    tables = [f"delete from {table.name}" for table in reversed(db.Model.metadata.sorted_tables)]
    run(address(name), ALONE, "set micronet.unscoped = 'yes'", *tables)


def hang_up(app: Flask) -> None:
    """Close what an application holds of its database."""
    with app.app_context():
        db.hang_up()


def dump(settings: Settings) -> str:
    """Every row of every table, as the owner of a PostgreSQL database reads it."""
    server = create_engine(settings.database_url, poolclass=NullPool)
    with server.connect() as connection:
        connection.execute(text("set local micronet.unscoped = 'yes'"))
        tables = [f"select one::text from {table.name} as one" for table in db.Model.metadata.sorted_tables]
        return "\n".join(row[0] for row in connection.execute(text(" union all ".join(tables))))
