"""`python -m torture.power_writers CIRCLE MEMBER...`: writes in process, as fast as it goes, until the power is cut.

For each line on standard input, which is the folder of a house, a child is forked that writes there; its process
id is the answer. What was acknowledged goes to the file given as the first argument, outside of that disk.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from micronet import create_app
from micronet.base.db import db, writing
from micronet.base.ids import new_id
from micronet.base.sqlite import sqlite3
from micronet.base.walls import unscoped
from micronet.circles import pictures
from micronet.circles.access import enter
from micronet.circles.models import Membership
from micronet.config import Settings
from micronet.members.actions import show_photo
from micronet.moments import actions, talk
from micronet.people.models import Person

CONTROL = "control.db"
"""A plain database beside the house's, written with `synchronous=NORMAL`: it must lose some, or the trial is void."""
PICTURE_EVERY = 5


class Ledger:
    """Acknowledgements, one a line, written in one go each."""

    def __init__(self, path: Path) -> None:
        self.file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT)

    def note(self, *words: str) -> None:
        os.write(self.file, (" ".join(words) + "\n").encode())


def write_house(folder: Path, circle_id: str, person_id: str, ledger: Ledger) -> None:
    """Moments with a reply each, and now and then a photograph."""
    app = create_app(Settings(instance=folder))
    with app.app_context(), unscoped("the trials look everywhere"):
        round_ = 0
        while True:
            round_ += 1
            id, under = new_id(), new_id()
            with writing():
                person = db.session.get(Person, person_id)
                member = enter(circle_id, person)
                moment = actions.share(member, id=id, kind="note", text=f"moment {id}")
                talk.reply(moment, member, id=under, text=f"reply {under}")
                photo = _photo(app.extensions["storage"], member) if round_ % PICTURE_EVERY == 0 else ""
            ledger.note("moment", id)
            ledger.note("reply", under)
            if photo:
                ledger.note("photo", photo)


def _photo(storage: pictures.Storage, member: Membership) -> str:
    """Another face; the one before it stays, since only its row says what was acknowledged."""
    fresh = pictures.hang(storage, member.circle_id, os.urandom(4000)).id
    show_photo(member, fresh)
    return fresh


def write_control(folder: Path, ledger: Ledger) -> None:
    """Rows that SQLite calls committed before they are on disk."""
    with closing(sqlite3.connect(folder.parent / CONTROL, isolation_level=None)) as connection:
        connection.execute("pragma journal_mode=wal")
        connection.execute("pragma synchronous=normal")
        connection.execute("create table if not exists row (id text primary key)")
        while True:
            id = new_id()
            connection.execute("insert into row values (?)", [id])
            ledger.note("control", id)


def work(folder: Path, circle_id: str, people: list[str], ledger: Path) -> None:
    """Everyone at once, until one of them cannot write any more; then all of it ends at once, as without power."""
    noted = Ledger(ledger)
    works: list[Callable[[], None]] = [lambda: write_control(folder, noted)]
    works += [lambda who=who: write_house(folder, circle_id, who, noted) for who in people]  # type: ignore[misc]
    for one in works:
        threading.Thread(target=_until_dark, args=(one,)).start()


def _until_dark(one: Callable[[], None]) -> None:
    try:
        one()
    except BaseException as problem:
        os.write(2, f"{type(problem).__name__}: {problem}\n".encode()[:300])
        os._exit(0)


def main(ledger: str, circle_id: str, *people: str) -> None:
    for line in sys.stdin:
        child = os.fork()
        if not child:
            work(Path(line.strip()), circle_id, list(people), Path(ledger))
            return
        print(child, flush=True)
        os.waitpid(child, 0)
        print("dark", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
