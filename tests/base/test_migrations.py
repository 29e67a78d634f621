"""A house of an earlier evening is brought up to date: what was in it is still in it, and the new has its place."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config

from micronet import create_app, migrate
from micronet.base import search, search_again
from micronet.base.db import as_owner, engine, hang_up
from micronet.base.sqlite import sqlite3
from micronet.config import Settings
from tests.database import POSTGRES

FIRST = "80672a8b9b75"
KEPT = {
    "circle": {
        "kind": "family",
        "name": "Family",
        "paint": "sage",
        "cap": 12,
        "rules": "",
        "question": "",
        "version": 1,
    },
    "membership": {"role": "host", "nickname": "Ada", "paint": "sage", "town": "", "answer": ""},
    "moment": {"author_id": "m", "kind": "note", "text": "Kettle on.", "advice": 0},
    "reply": {"author_id": "m", "moment_id": "n", "text": "Milk?"},
}
AT = "2026-01-01 10:00:00.000000"
TIMES = {"circle": ("news_at", "created_at"), "membership": ("joined_at",)}


def first_evening(folder: Path) -> Path:
    """A house with the first schema, a circle, a moment and a reply in it; its database."""
    folder.mkdir()
    app = create_app(Settings(instance=folder))
    with app.app_context(), as_owner() as connection:
        settings = Config()
        settings.set_main_option("script_location", str(migrate.FOLDER))
        settings.attributes["connection"] = connection
        command.upgrade(settings, FIRST)
    database = folder / "micronet.db"
    with closing(sqlite3.connect(database)) as link:
        for table, id in zip(KEPT, ("c", "m", "n", "r"), strict=True):
            row = KEPT[table] | {"id": id} | ({} if table == "circle" else {"circle_id": "c"})
            row |= dict.fromkeys(TIMES.get(table, ("created_at",)), AT)
            marks = ", ".join("?" * len(row))
            link.execute(f"insert into {table} ({', '.join(row)}) values ({marks})", list(row.values()))
        link.commit()
    return database


@pytest.mark.skipif(POSTGRES, reason="only SQLite has no way of its own to change a check")
def test_a_house_of_the_first_evening_keeps_every_word_and_takes_new_kinds(tmp_path: Path) -> None:
    database = first_evening(tmp_path / "instance")
    app = create_app(Settings(instance=tmp_path / "instance"))
    with app.app_context():
        assert migrate.upgrade()
        for one in (engine(writing=True), engine(writing=False)):
            one.dispose()
    with closing(sqlite3.connect(database)) as link:
        assert link.execute("select text, seen_by from moment").fetchall() == [("Kettle on.", "circle")]
        assert link.execute("select text from reply").fetchall() == [("Milk?",)]
        assert link.execute("pragma integrity_check").fetchall() == [("ok",)]
        assert link.execute("pragma foreign_key_check").fetchall() == []
        link.execute("update moment set kind = 'poll'")
        with pytest.raises(sqlite3.IntegrityError):
            link.execute("update moment set kind = 'gossip'")


@pytest.mark.skipif(POSTGRES, reason="a house of the first evening is a file")
def test_a_house_of_the_first_evening_can_be_searched_once_the_errand_was_run(tmp_path: Path) -> None:
    first_evening(tmp_path / "instance")
    app = create_app(Settings(instance=tmp_path / "instance"))
    with app.app_context():
        assert migrate.upgrade()
        assert search.find(search.wanted("kettle"), ["c"], most=9) == []
        while search_again.errand():
            pass
        for typed in ("kettle", "milk"):
            assert len(search.find(search.wanted(typed), ["c"], most=9)) == 1, typed
        hang_up()
        assert not migrate.upgrade()
