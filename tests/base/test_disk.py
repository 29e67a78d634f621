"""A full disk: what tells it from a failing one, and the room that is kept for that hour."""

from __future__ import annotations

import errno
import io
import logging
import stat
import sys
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError

from micronet.base import reserve
from micronet.base.disk import Plainly, if_it_can_be, is_failing, is_full
from micronet.base.ids import new_id
from micronet.base.sqlite import sqlite3
from micronet.base.storage import LocalStorage


def said(text: str) -> OperationalError:
    return OperationalError("a statement", {}, sqlite3.OperationalError(text))


FULL = said("database or disk is full"), OSError(errno.ENOSPC, "No space left on device")
FAILING = said("disk I/O error"), OSError(errno.EIO, "Input/output error")


def test_full_and_failing_are_told_apart() -> None:
    assert [is_full(one) for one in (*FULL, *FAILING)] == [True, True, False, False]
    assert [is_failing(one) for one in (*FULL, *FAILING)] == [False, False, True, True]


@pytest.mark.parametrize("problem", [FULL[0], FAILING[0]])
def test_a_side_write_may_as_well_not_happen(problem: OperationalError) -> None:
    with if_it_can_be():
        raise problem


def test_any_other_trouble_of_a_side_write_is_heard_of() -> None:
    with pytest.raises(OperationalError), if_it_can_be():
        raise said("no such table: device")


def test_the_reserve_takes_room_that_only_its_owner_sees(tmp_path: Path) -> None:
    reserve.keep(tmp_path)
    kept = tmp_path / reserve.NAME
    assert 0 < kept.stat().st_size <= reserve.MOST
    assert kept.stat().st_blocks * 512 >= kept.stat().st_size
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600


def test_the_reserve_is_given_once_and_made_again(tmp_path: Path) -> None:
    reserve.keep(tmp_path)
    assert [reserve.free(tmp_path), reserve.free(tmp_path)] == [True, False]
    reserve.keep(tmp_path, part=1)
    assert reserve.free(tmp_path)


def test_a_file_that_has_no_room_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_room(*_: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("os.fsync", no_room)
    with pytest.raises(OSError, match="No space"):
        LocalStorage(tmp_path).put(new_id(), new_id(), b"a picture")
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize("number", [errno.EIO, errno.EROFS, errno.EINVAL])
def test_however_a_disk_says_that_it_fails_it_is_failing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def fails(*_: Any) -> None:
        raise OSError(number, "it will not")

    monkeypatch.setattr("os.fsync", fails)
    with pytest.raises(OSError, match="it will not") as caught:
        LocalStorage(tmp_path).put(new_id(), new_id(), b"a picture")
    assert is_failing(caught.value)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize("problem", [*FULL, *FAILING, sqlite3.OperationalError("database or disk is full")])
def test_what_the_disk_lacks_is_one_line_in_the_log(problem: Exception) -> None:
    told = logged(problem)
    assert told.startswith("reading the queue: ")
    assert len(told.splitlines()) == 1


def test_any_other_trouble_keeps_its_traceback() -> None:
    assert "Traceback" in logged(said("no such table: task"))


def logged(problem: Exception) -> str:
    """What a handler that speaks plainly makes of a problem."""
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.addFilter(Plainly())
    try:
        raise problem
    except Exception:
        handler.handle(logging.LogRecord("jobs", logging.ERROR, "", 0, "reading the %s", ("queue",), sys.exc_info()))
    return out.getvalue()
