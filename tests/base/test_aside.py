"""What waits beside everyone else tells its problem to who waits for it, and to nobody else."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from micronet.base import aside as base
from micronet.base.aside import aside, wait_by


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    yield
    wait_by(base._here)


def test_it_is_done_the_way_that_was_said() -> None:
    done: list[str] = []

    def way(act: base.Act) -> None:
        done.append("the way")
        act()

    wait_by(way)
    aside(lambda: done.append("the act"))
    assert done == ["the way", "the act"]


def test_a_problem_passes_by_the_way_and_reaches_who_waits() -> None:
    went_on: list[bool] = []

    def way(act: base.Act) -> None:
        act()
        went_on.append(True)

    wait_by(way)
    with pytest.raises(ZeroDivisionError):
        aside(lambda: 1 / 0)
    assert went_on == [True]
