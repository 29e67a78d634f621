"""The errand: one photo that waits, its sizes made in a child process, then its files, then its rows."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from micronet.activity import incoming
from micronet.activity.attached import Attachment
from micronet.base import clock, pictures
from micronet.base.db import afterwards, rollback, writing
from micronet.base.ids import new_id
from micronet.base.pictures.kinds import HEAD, picture_format
from micronet.circles.serving import storage
from micronet.media import actions, queries

log = logging.getLogger("micronet.media")

PAUSES = [timedelta(minutes=n) for n in (1, 5, 15, 60, 180, 360, 720)]
"""How long a photo waits after each time that the disk or the store was in trouble; then it is given up."""
WORK = ".making"
"""What the folder of the sizes is called while they are made, in `incoming`."""
TYPES = {
    "JPEG": "image/jpeg", "PNG": "image/png", "GIF": "image/gif", "WEBP": "image/webp", "HEIF": "image/heic",
    "AVIF": "image/avif",
}  # fmt: skip


@dataclass(frozen=True)
class Waiting:
    """A photo that waits, without its row: nothing is held while a child works."""

    circle_id: str
    id: str
    keeps_original: bool


def make_sizes() -> bool:
    """Make one photo ready, or refuse it; whether there may be more. Killed at any point, it is found again."""
    found = queries.next_waiting()
    waiting = Waiting(found.circle_id, found.id, queries.keeps_originals(found.circle_id)) if found else None
    rollback()
    if waiting is None:
        return False
    try:
        _make(waiting)
    except pictures.Refused as problem:
        _refuse(waiting, problem.problem)
    except FileNotFoundError:
        _refuse(waiting, "broken")
    except OSError as problem:
        log.warning("a photo waits for the disk: %s", problem)
        _later(waiting)
    return True


def _make(waiting: Waiting) -> None:
    path, kept = incoming.path_of(waiting.id), storage()
    with TemporaryDirectory(dir=incoming.folder(), suffix=WORK) as folder:
        made = pictures.sizes(path, Path(folder))
        files = [(new_id(), size.path) for size in made.sizes]
        original = (new_id(), _type(path)) if waiting.keeps_original else None
        for id, file in [*files, *([(original[0], path)] if original else [])]:
            kept.put_file(waiting.circle_id, id, file)
        with writing():
            photo = queries.still_waiting(waiting.circle_id, waiting.id)
            if photo is None:  # taken away meanwhile: the files are strays now
                return
            afterwards(lambda: incoming.throw_away(waiting.id))
            actions.show_photo(photo, _timed(made, photo), [id for id, _file in files], original)


def _timed(made: pictures.Made, photo: Attachment) -> pictures.Made:
    """A camera that knows no zone is taken to have been where its owner lives."""
    if made.taken_at is None or made.taken_at.tzinfo is not None:
        return made
    return replace(made, taken_at=made.taken_at.replace(tzinfo=ZoneInfo(queries.zone_of(photo))))


def _type(path: Path) -> str:
    with path.open("rb") as file:
        return TYPES[picture_format(file.read(HEAD)) or "JPEG"]


def _refuse(waiting: Waiting, problem: str) -> None:
    with writing():
        photo = queries.still_waiting(waiting.circle_id, waiting.id)
        afterwards(lambda: incoming.throw_away(waiting.id))
        if photo is not None:
            actions.refuse(photo, problem)


def _later(waiting: Waiting) -> None:
    with writing():
        photo = queries.still_waiting(waiting.circle_id, waiting.id)
        if photo is None:
            return
        if photo.tries >= len(PAUSES):
            afterwards(lambda: incoming.throw_away(waiting.id))
            actions.refuse(photo, "broken")
        else:
            photo.next_at = clock.now() + PAUSES[photo.tries]
            photo.tries += 1
