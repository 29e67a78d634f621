"""Files that are coming in: a piece is put behind the piece before it, and counts from the moment it is in the file.

They lie in `instance/incoming` under the id of their attachment until they are kept. How much of one is here is the
length of its file, so nothing is written to the database until it is whole.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from flask import current_app

from micronet.base import clock
from micronet.base.disk import is_full
from micronet.base.ids import is_id
from micronet.base.storage import PIECE, flush, lacking, make_folder, settle

_busy: set[str] = set()
_lock = threading.Lock()


class Elsewhere(Exception):
    """A piece that does not belong where the file ends, or comes while another is coming. `received` says where."""

    def __init__(self, received: int) -> None:
        super().__init__()
        self.received = received


def folder() -> Path:
    """Where they lie."""
    made: Path = current_app.config["SETTINGS"].instance / "incoming"
    if not made.is_dir():
        make_folder(made)
    return made


def path_of(id: str) -> Path:
    """The file of an attachment that is coming in."""
    if not is_id(id):
        raise ValueError("files are kept by id")
    return folder() / id


def received(id: str) -> int:
    """Bytes of it that are here."""
    with suppress(FileNotFoundError):
        return path_of(id).stat().st_size
    return 0


def receive(id: str, at: int, stream: IO[bytes], size: int) -> int:
    """Take a piece that begins at `at` of a file of `size` bytes; gives how much of it is here then.

    What came before is taken once, a piece that breaks off counts as far as it came, and what is beyond `size` is
    left. Raises Elsewhere; OSError when the disk cannot take it, and then nothing of the file stays if it is full.
    """
    with _alone(id):
        here = received(id)
        if at > here:
            raise Elsewhere(here)
        try:
            return _append(path_of(id), here, stream, skip=here - at, most=size - here)
        except OSError as problem:
            if is_full(problem):
                throw_away(id)
            raise


def settle_down(id: str) -> Path:
    """Put what is here of it on disk for good; gives its file. Raises OSError."""
    path = path_of(id)
    try:
        flush(path)
        settle(path.parent)
    except OSError as problem:
        raise lacking(problem) from problem
    return path


def throw_away(id: str) -> None:
    """What is here of it goes."""
    path_of(id).unlink(missing_ok=True)


def lying(seconds: float) -> Iterator[str]:
    """What has lain there for so long without growing, by name."""
    before = clock.ago(seconds=seconds).timestamp()
    for path in folder().iterdir():
        with suppress(FileNotFoundError):
            if path.stat().st_mtime < before:
                yield path.name


@contextmanager
def _alone(id: str) -> Iterator[None]:
    with _lock:
        taken = id in _busy
        _busy.add(id)
    if taken:
        raise Elsewhere(received(id))
    try:
        yield
    finally:
        with _lock:
            _busy.discard(id)


def _append(path: Path, here: int, stream: IO[bytes], *, skip: int, most: int) -> int:
    while skip > 0 and (piece := stream.read(min(PIECE, skip))):
        skip -= len(piece)
    with path.open("ab", buffering=0) as file:
        while most > 0 and (piece := stream.read(min(PIECE, most))):
            try:
                written = file.write(piece)
            except OSError as problem:
                raise lacking(problem) from problem
            here, most = here + written, most - written
            if written < len(piece):  # the disk took what it could; the next try says why
                return here
    return here
