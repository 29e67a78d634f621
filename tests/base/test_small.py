"""The small things everything stands on: ids, secrets, limits."""

from __future__ import annotations

import stat
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from micronet.base import clock, limits, secrets
from micronet.base.errors import TooMany
from micronet.base.ids import is_id, new_id, read_id


def test_ids_only_ever_grow_and_are_never_the_same() -> None:
    made = [new_id() for _ in range(20_000)]
    assert made == sorted(made)
    assert len(set(made)) == len(made)
    assert all(is_id(one) for one in made)


@given(st.integers(min_value=0, max_value=2**48 - 1))
def test_a_backdated_id_holds_its_time_where_the_standard_puts_it(at_ms: int) -> None:
    one = new_id(at_ms)
    assert is_id(one)
    assert int(one[:12], 16) == at_ms


@given(st.text())
def test_only_the_shape_of_an_id_is_an_id(text: str) -> None:
    assert read_id(text) is None or is_id(read_id(text))


def test_an_id_is_read_with_dashes_and_capitals_too() -> None:
    one = new_id()
    dashed = f"{one[:8]}-{one[8:12]}-{one[12:16]}-{one[16:20]}-{one[20:]}".upper()
    assert read_id(dashed) == one
    assert read_id(None) is None


def test_secrets_are_made_once_and_for_their_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "secrets.json"
    first = secrets.load_or_make(path)
    assert secrets.load_or_make(path) == first
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [path]


def test_the_sixth_try_is_too_many_until_the_window_has_moved_on(app: Flask) -> None:
    for _ in range(5):
        limits.spend("code", "1.2.3.4", most=5, seconds=600)
    with pytest.raises(TooMany) as refused:
        limits.spend("code", "1.2.3.4", most=5, seconds=600)
    assert 0 < refused.value.retry_after <= 601
    limits.spend("code", "5.6.7.8", most=5, seconds=600)
    with clock.frozen(clock.now() + timedelta(seconds=601)):
        limits.spend("code", "1.2.3.4", most=5, seconds=600)
