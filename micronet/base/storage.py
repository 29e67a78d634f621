"""Bytes outside the database: in a folder here, or in an object store (see `storage_s3`), behind the same face."""

from __future__ import annotations

import errno
import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from micronet.base.aside import aside
from micronet.base.disk import is_full
from micronet.base.ids import is_id

DRAFT = ".part"
PIECE = 64 * 1024
"""Bytes that are held at once of a file that is handed out."""


class Storage(Protocol):
    """Keeps whole files by id within a shelf (a circle's id). Raises FileNotFoundError, OSError, ValueError.

    What `put` and `put_file` kept is there for good once they return, and never half of it.
    """

    def put(self, shelf: str, name: str, data: bytes) -> None: ...
    def put_file(self, shelf: str, name: str, path: Path) -> None: ...
    def get(self, shelf: str, name: str) -> bytes: ...
    def size(self, shelf: str, name: str) -> int: ...
    def read(self, shelf: str, name: str, start: int, length: int) -> Iterator[bytes]: ...
    def remove(self, shelf: str, name: str) -> None: ...
    def older_than(self, seconds: float) -> Iterator[tuple[str, str]]: ...


class LocalStorage:
    """A folder per shelf. A file is on disk, and so is its name, before `put` returns."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def _path(self, shelf: str, name: str) -> Path:
        check(shelf, name)
        return self.root / shelf[-2:] / shelf / name

    def put(self, shelf: str, name: str, data: bytes) -> None:
        """Write aside, flush to disk, then name it, so no half file ever has a name."""
        self._keep(shelf, name, lambda draft: write(draft, data))

    def put_file(self, shelf: str, name: str, path: Path) -> None:
        """Keep what is in the file at `path`, which stays where it is. Costs no room where the disk can link."""
        self._keep(shelf, name, lambda draft: _copy(path, draft))

    def _keep(self, shelf: str, name: str, write_to: Callable[[Path], None]) -> None:
        path = self._path(shelf, name)
        draft = path.with_suffix(DRAFT)
        try:
            make_folder(path.parent)
            write_to(draft)
            draft.rename(path)
            settle(path.parent)
        except OSError as problem:
            draft.unlink(missing_ok=True)
            raise lacking(problem) from problem

    def get(self, shelf: str, name: str) -> bytes:
        """The whole file. Raises FileNotFoundError."""
        return self._path(shelf, name).read_bytes()

    def size(self, shelf: str, name: str) -> int:
        """Bytes of the file. Raises FileNotFoundError."""
        return self._path(shelf, name).stat().st_size

    def read(self, shelf: str, name: str, start: int, length: int) -> Iterator[bytes]:
        """A range of the file, a piece at a time. Raises FileNotFoundError at once."""
        return _pieces(self._path(shelf, name), start, length)

    def remove(self, shelf: str, name: str) -> None:
        """Take it away; no complaint when it is gone already."""
        self._path(shelf, name.removesuffix(DRAFT)).with_name(name).unlink(missing_ok=True)

    def older_than(self, seconds: float) -> Iterator[tuple[str, str]]:
        """Shelf and name of every file that has lain there for so long, drafts that were never finished among them."""
        before = time.time() - seconds
        for path in self.root.glob("??/*/*"):
            with suppress(FileNotFoundError):  # gone meanwhile
                if path.stat().st_mtime < before:
                    yield path.parent.name, path.name


def check(shelf: str, name: str) -> None:
    """Raises ValueError for what is no name of a file of ours."""
    if not (is_id(shelf) and is_id(name)):
        raise ValueError("files are kept by id")


def make_folder(folder: Path) -> None:
    """Make a folder and those above it that are missing; all their names are on disk then."""
    if folder.is_dir():
        return
    make_folder(folder.parent)
    folder.mkdir(exist_ok=True)
    settle(folder.parent)


def settle(folder: Path) -> None:
    """Put the names in a folder on disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def flush(path: Path) -> None:
    """Put what is in a file on disk, however much it is."""
    with path.open("rb+") as file:
        aside(os.fsync, file.fileno())


def write(path: Path, data: bytes) -> None:
    """Make a file that is on disk when this returns; its name is not yet."""
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def lacking(problem: OSError) -> OSError:
    """A disk has many ways to say that it fails (read-only now, no such call); to us they are one. Full is full."""
    return problem if is_full(problem) else OSError(errno.EIO, problem.strerror)


def _copy(path: Path, draft: Path) -> None:
    """The same bytes under another name, as young as if just written, so that no sweep takes them for old."""
    draft.unlink(missing_ok=True)
    try:
        os.link(path, draft)
        os.utime(draft)
    except FileNotFoundError:
        raise
    except OSError:  # another disk, or one that cannot link
        aside(shutil.copyfile, path, draft)
    flush(draft)


def _pieces(path: Path, start: int, length: int) -> Iterator[bytes]:
    file = path.open("rb")

    def pieces() -> Iterator[bytes]:
        with file:
            file.seek(start)
            left = length
            while left > 0 and (piece := file.read(min(PIECE, left))):
                left -= len(piece)
                yield piece

    return pieces()
