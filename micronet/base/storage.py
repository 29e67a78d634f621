"""Bytes outside the database. Local folder today; the same face serves an object store later."""

from __future__ import annotations

import errno
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from micronet.base.disk import is_full
from micronet.base.ids import is_id

DRAFT = ".part"


class Storage(Protocol):
    """Keeps whole files by id within a shelf (a circle's id). Raises FileNotFoundError, OSError, ValueError."""

    def put(self, shelf: str, name: str, data: bytes) -> None: ...
    def get(self, shelf: str, name: str) -> bytes: ...
    def remove(self, shelf: str, name: str) -> None: ...
    def older_than(self, seconds: float) -> Iterator[tuple[str, str]]: ...


class LocalStorage:
    """A folder per shelf. A file is on disk, and so is its name, before `put` returns."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def _path(self, shelf: str, name: str) -> Path:
        if not (is_id(shelf) and is_id(name)):
            raise ValueError("files are kept by id")
        return self.root / shelf[-2:] / shelf / name

    def put(self, shelf: str, name: str, data: bytes) -> None:
        """Write aside, flush to disk, then name it, so no half file ever has a name."""
        path = self._path(shelf, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_suffix(DRAFT)
        try:
            _write(draft, data)
            draft.rename(path)
            _settle(path.parent)
        except OSError as problem:
            draft.unlink(missing_ok=True)
            raise _lacking(problem) from problem

    def get(self, shelf: str, name: str) -> bytes:
        """The whole file. Raises FileNotFoundError."""
        return self._path(shelf, name).read_bytes()

    def remove(self, shelf: str, name: str) -> None:
        """Take it away; no complaint when it is gone already."""
        self._path(shelf, name.removesuffix(DRAFT)).with_name(name).unlink(missing_ok=True)

    def older_than(self, seconds: float) -> Iterator[tuple[str, str]]:
        """Shelf and name of every file that has lain there for so long, drafts that were never finished among them."""
        before = time.time() - seconds
        for path in self.root.glob("??/*/*"):
            if path.stat().st_mtime < before:
                yield path.parent.name, path.name


def _settle(folder: Path) -> None:
    """Put the names in a folder on disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _lacking(problem: OSError) -> OSError:
    """A disk has many ways to say that it fails (read-only now, no such call); to us they are one. Full is full."""
    return problem if is_full(problem) else OSError(errno.EIO, problem.strerror)


def _write(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
