"""What keeps files keeps them alike, in a folder and in an object store."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from micronet import config, create_app
from micronet.base.disk import is_failing
from micronet.base.ids import new_id
from micronet.base.storage import LocalStorage, Storage
from micronet.base.storage_s3 import S3Storage
from micronet.config import BadSetting, Settings
from tests import s3
from tests.serve.house import free_port

BIG = 13 * 1024 * 1024 + 7
"""Bytes of a file that goes to an object store in three parts."""


@pytest.fixture(scope="module")
def bucket(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    with s3.store(tmp_path_factory.mktemp("bucket")) as reached:
        yield Settings(**reached)


@pytest.fixture(params=["local", "s3"])
def kept(request: pytest.FixtureRequest, tmp_path: Path) -> Storage:
    if request.param == "local":
        return LocalStorage(tmp_path / "files")
    return S3Storage(request.getfixturevalue("bucket"))


def test_a_file_is_kept_whole_and_only_by_id(kept: Storage) -> None:
    shelf, name = new_id(), new_id()
    kept.put(shelf, name, b"bytes")
    assert (kept.get(shelf, name), kept.size(shelf, name)) == (b"bytes", 5)
    kept.put(shelf, name, b"other bytes")
    assert kept.get(shelf, name) == b"other bytes"
    for bad in ("../../etc/passwd", "", "x" * 32):
        with pytest.raises(ValueError, match="id"):
            kept.get(shelf, bad)
        with pytest.raises(ValueError, match="id"):
            kept.put(bad, name, b"-")


def test_what_is_gone_is_not_found_and_may_go_again(kept: Storage) -> None:
    shelf, name = new_id(), new_id()
    kept.put(shelf, name, b"bytes")
    kept.remove(shelf, name)
    kept.remove(shelf, name)
    for ask in (kept.get, kept.size, lambda shelf, name: kept.read(shelf, name, 0, 5)):
        with pytest.raises(FileNotFoundError):
            ask(shelf, name)


def test_a_large_file_is_kept_from_a_file_and_read_by_ranges(kept: Storage, tmp_path: Path) -> None:
    data = os.urandom(BIG)
    path = tmp_path / "coming"
    path.write_bytes(data)
    shelf, name = new_id(), new_id()
    kept.put_file(shelf, name, path)
    assert path.read_bytes() == data
    path.unlink()
    assert kept.size(shelf, name) == BIG
    for start, length in ((0, BIG), (0, 2), (BIG - 3, 3), (5_000_000, 700_000), (10, 0)):
        assert b"".join(kept.read(shelf, name, start, length)) == data[start : start + length]


def test_a_range_past_the_end_ends_with_the_file(kept: Storage) -> None:
    shelf, name = new_id(), new_id()
    kept.put(shelf, name, b"bytes")
    assert b"".join(kept.read(shelf, name, 3, 100)) == b"es"


def test_what_is_there_can_be_listed_by_its_age(kept: Storage) -> None:
    shelf, names = new_id(), {new_id(), new_id()}
    for name in names:
        kept.put(shelf, name, b"bytes")
    assert {name for where, name in kept.older_than(-60) if where == shelf} == names
    assert (shelf, min(names)) not in set(kept.older_than(3600))


def test_a_file_that_is_missing_cannot_be_kept(kept: Storage, tmp_path: Path) -> None:
    with pytest.raises(OSError):
        kept.put_file(new_id(), new_id(), tmp_path / "nothing")


def test_a_linked_file_is_as_young_as_one_just_written(tmp_path: Path) -> None:
    kept, path = LocalStorage(tmp_path / "files"), tmp_path / "coming"
    path.write_bytes(b"bytes")
    os.utime(path, (time.time() - 9000,) * 2)
    kept.put_file(new_id(), new_id(), path)
    assert list(kept.older_than(3600)) == []


def test_a_new_folder_is_on_disk_with_those_above_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settled: set[str] = set()
    real = os.fsync

    def fsync(number: int) -> None:
        settled.add(str(Path(f"/proc/self/fd/{number}").readlink()) if sys.platform == "linux" else "")
        real(number)

    monkeypatch.setattr("os.fsync", fsync)
    shelf = new_id()
    LocalStorage(tmp_path / "instance" / "files").put(shelf, new_id(), b"bytes")
    folders = [tmp_path / "instance" / "files" / shelf[-2:] / shelf]
    folders += folders[0].parents[:4]
    if sys.platform == "linux":
        assert {str(one) for one in folders} <= settled


def test_a_store_that_is_away_fails_like_a_disk(bucket: Settings) -> None:
    away = S3Storage(replace(bucket, s3_endpoint=f"http://127.0.0.1:{free_port()}"))
    with pytest.raises(OSError) as caught:
        away.get(new_id(), new_id())
    assert is_failing(caught.value)
    assert "S3RVER" not in str(caught.value)


def test_a_house_keeps_its_files_in_the_bucket_its_host_named(settings: Settings, bucket: Settings) -> None:
    named = {name: getattr(bucket, name) for name in ("s3_bucket", "s3_endpoint", "s3_key", "s3_secret")}
    app = create_app(replace(settings, **named))
    assert isinstance(app.extensions["storage"], S3Storage)
    assert "S3RVER" not in repr(replace(settings, **named))


def test_an_object_store_is_loaded_only_where_one_is_used(settings: Settings) -> None:
    code = "import sys; from micronet import create_app; create_app(); assert 'obstore' not in sys.modules"
    environment = {**os.environ, "MICRONET_INSTANCE": str(settings.instance)}
    assert subprocess.run([sys.executable, "-c", code], env=environment, check=False).returncode == 0


GOOD = {"MICRONET_S3_BUCKET": "family-files", "MICRONET_S3_KEY": "a", "MICRONET_S3_SECRET": "b"}


@pytest.mark.parametrize(
    "wrong", [{"MICRONET_S3_BUCKET": "No Name"}, {"MICRONET_S3_ENDPOINT": "s3.example"}, {"MICRONET_S3_SECRET": ""}]
)
def test_a_store_that_cannot_be_used_is_said_so_at_the_start(wrong: dict[str, str]) -> None:
    with pytest.raises(BadSetting, match="MICRONET_S3_"):
        config.load(GOOD | wrong)


def test_what_a_host_sets_is_what_holds() -> None:
    found = config.load(GOOD | {"MICRONET_VIDEO_MB": "50", "MICRONET_CIRCLE_GB": "2"})
    assert (found.video_bytes, found.circle_bytes) == (50 * 1024**2, 2 * 1024**3)
    assert (found.s3_bucket, found.s3_region) == ("family-files", "us-east-1")
    assert config.load({"MICRONET_S3_KEY": "left over"}).s3_bucket == ""
