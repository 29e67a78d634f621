"""Files in an object store that speaks S3. Loaded only where a host chose one."""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

import obstore
from obstore.exceptions import BaseError, NotFoundError
from obstore.store import S3Store

from micronet.base import clock
from micronet.base.aside import aside
from micronet.base.storage import PIECE, check
from micronet.config import Settings

FOLDER = "files"
PART = 5 * 1024 * 1024
"""Bytes that are held at once of a file on its way there; stores take no smaller parts."""
AT_ONCE = 2
CLIENT: Any = {"connect_timeout": "3s", "timeout": "60s"}
RETRY: Any = {"max_retries": 3, "retry_timeout": timedelta(seconds=10)}
FAILURES = (BaseError, OSError)

Answer = TypeVar("Answer")


class S3Storage:
    """One object per file, under `files/<shelf>/<name>`. What the store has acknowledged is kept."""

    def __init__(self, settings: Settings) -> None:
        self._store = S3Store(
            settings.s3_bucket,
            config={
                "region": settings.s3_region,
                "access_key_id": settings.s3_key,
                "secret_access_key": settings.s3_secret,
                **({"endpoint": settings.s3_endpoint} if settings.s3_endpoint else {}),
            },
            client_options=CLIENT | {"allow_http": settings.s3_endpoint.startswith("http://")},
            retry_config=RETRY,
        )

    def put(self, shelf: str, name: str, data: bytes) -> None:
        """Keep a small file."""
        _ask(obstore.put, self._store, _key(shelf, name), data, use_multipart=False)

    def put_file(self, shelf: str, name: str, path: Path) -> None:
        """Keep what is in the file at `path`, a part at a time; the file stays where it is."""
        key = _key(shelf, name)
        _ask(obstore.put, self._store, key, path, chunk_size=PART, max_concurrency=AT_ONCE)

    def get(self, shelf: str, name: str) -> bytes:
        """The whole file. Raises FileNotFoundError."""
        return _ask(lambda: bytes(obstore.get(self._store, _key(shelf, name)).bytes()))

    def size(self, shelf: str, name: str) -> int:
        """Bytes of the file. Raises FileNotFoundError."""
        return _ask(obstore.head, self._store, _key(shelf, name))["size"]

    def read(self, shelf: str, name: str, start: int, length: int) -> Iterator[bytes]:
        """A range of the file, a piece at a time. Raises FileNotFoundError at once."""
        if length <= 0:
            return iter(())
        wanted: Any = {"range": (start, start + length)}
        return _pieces(_ask(obstore.get, self._store, _key(shelf, name), options=wanted).stream(min_chunk_size=PIECE))

    def remove(self, shelf: str, name: str) -> None:
        """Take it away; no complaint when it is gone already."""
        try:
            _ask(obstore.delete, self._store, _key(shelf, name))
        except FileNotFoundError:
            return

    def older_than(self, seconds: float) -> Iterator[tuple[str, str]]:
        """Shelf and name of every file that has lain there for so long."""
        before = clock.ago(seconds=seconds)
        listed = iter(obstore.list(self._store, prefix=FOLDER))
        while page := _ask(next, listed, None):
            for found in page:
                if found["last_modified"] < before:
                    _folder, shelf, name = found["path"].rsplit("/", 2)
                    yield shelf, name


def _key(shelf: str, name: str) -> str:
    check(shelf, name)
    return f"{FOLDER}/{shelf}/{name}"


def _pieces(stream: Any) -> Iterator[bytes]:
    pieces = iter(stream)
    while piece := _ask(next, pieces, b""):
        yield bytes(piece)


def _ask(call: Callable[..., Answer], *given: Any, **more: Any) -> Answer:
    """What the store answers. Raises FileNotFoundError; OSError (as of a failing disk) for any other trouble."""
    try:
        return aside(call, *given, **more)
    except (NotFoundError, FileNotFoundError) as problem:
        raise FileNotFoundError(errno.ENOENT, "no such file in the store") from problem
    except FAILURES as problem:
        raise OSError(errno.EIO, f"the store: {str(problem).splitlines()[0]}") from problem
