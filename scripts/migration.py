"""Write the revision that brings the newest schema to what the models say. `python scripts/migration.py "words"`."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from alembic import command
from alembic.config import Config

from micronet import create_app, migrate
from micronet.base.db import engine
from micronet.config import Settings


def main(words: str) -> None:
    """Migrate an empty throw-away database as far as it goes, then compare."""
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(Settings(instance=Path(folder)))
        with app.app_context():
            if any((migrate.FOLDER / "versions").glob("*.py")):
                migrate.upgrade()
            with engine(writing=True).begin() as connection:
                settings = Config()
                settings.set_main_option("script_location", str(migrate.FOLDER))
                settings.attributes["connection"] = connection
                command.revision(settings, message=words, autogenerate=True)


if __name__ == "__main__":
    main(sys.argv[1])
