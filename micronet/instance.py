"""The folder a house lives in: secrets, database, files. Prepared before anything serves."""

from __future__ import annotations

import logging
import os
import sys
from contextlib import closing
from pathlib import Path

from micronet import config
from micronet.base import reserve, secrets, sqlite
from micronet.config import BadSetting, Settings
from micronet.migrate import newest

log = logging.getLogger("micronet")
SETUP = "setup"
"""The house note that holds the hash of the one-time set-up link, until someone keeps the house."""


def prepare(settings: Settings) -> str | None:
    """Make what is missing: folder, secrets (0600), database, newest schema.

    Gives the one-time set-up address while nobody keeps this house, else None. Raises BadSetting
    when the folder cannot be written.
    """
    _folder(settings.instance)
    try:
        secrets.load_or_make(settings.instance / "secrets.json")
    except (OSError, ValueError, TypeError) as problem:
        raise BadSetting(f"{settings.instance / 'secrets.json'} cannot be used: {problem}.") from None
    if settings.database.startswith("sqlite") and sqlite.is_old():
        log.warning("SQLite %s has a known fault; 3.51.3 or newer is advised.", sqlite.sqlite3.sqlite_version)
    reserve.keep(settings.instance)
    return None if _settled(settings) else _database(settings)


def _settled(settings: Settings) -> bool:
    """Whether there is nothing to do: newest schema, and somebody keeps the house.

    Asked without the application, which takes a second to load, so that an ordinary start is quick.
    """
    path = settings.instance / "micronet.db"
    if settings.database_url or not path.exists():
        return False
    try:
        with closing(sqlite.sqlite3.connect(path, timeout=5)) as connection:
            at = connection.execute("select version_num from alembic_version").fetchone()
            return at == (newest(),) and connection.execute("select 1 from person limit 1").fetchone() is not None
    except sqlite.sqlite3.Error:
        return False


def _folder(path: Path) -> None:
    """Private to its owner, since it holds everything."""
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        probe = path / f".probe-{os.getpid()}"
        probe.touch()
        probe.unlink()
    except OSError as problem:
        raise BadSetting(f"The instance folder {path} cannot be written: {problem.strerror}.") from None


def _database(settings: Settings) -> str | None:
    from sqlalchemy.exc import OperationalError, ProgrammingError

    from micronet import create_app
    from micronet.base.db import hang_up
    from micronet.migrate import upgrade

    with create_app(settings).app_context():
        try:
            upgrade()
            return setup_link(settings)
        except (OperationalError, ProgrammingError) as problem:
            told = " ".join(str(problem.orig).split())
            raise BadSetting(f"The database cannot be used: {told}") from None
        finally:
            hang_up()


def setup_link(settings: Settings) -> str | None:
    """A fresh set-up address while the house has no keeper; the one before it stops working."""
    from sqlalchemy import select

    from micronet.base.db import db, writing
    from micronet.base.notes import keep_note
    from micronet.people.models import Person

    if db.session.scalar(select(Person.id).limit(1)) is not None:
        return None
    secret = secrets.token(16)
    with writing():
        keep_note(SETUP, secrets.fingerprint(secret))
    return f"{settings.url}/setup#{secret}"


def main() -> None:
    """`python -m micronet.instance`: prepare the instance of this environment and print its set-up address, if any."""
    try:
        print(prepare(config.load(os.environ)) or "")
    except BadSetting as problem:
        sys.exit(f"micronet: {problem}")


if __name__ == "__main__":
    main()
