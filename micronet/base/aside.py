"""Waiting for the disk, or for a library that knows nothing of greenlets, without holding up the process.

Threads need nothing for that. A web process of greenlets has one thread for everybody, which would stand still; its
worker says how to wait beside it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

Answer = TypeVar("Answer")
Act = Callable[[], object]


def _here(act: Act) -> object:
    return act()


_way: Callable[[Act], object] = _here


def wait_by(way: Callable[[Act], object]) -> None:
    """From here on `way` runs what waits, in this process, and returns when that is done. What it runs never raises."""
    global _way
    _way = way


def aside(call: Callable[..., Answer], *given: Any, **more: Any) -> Answer:
    """What `call` gives, or raises; others go on meanwhile where they can.

    It must not look at who asks: no request is near it. Its problems are kept from the way, which would print them.
    """
    answers: list[Answer] = []
    problems: list[BaseException] = []

    def attempt() -> None:
        try:
            answers.append(call(*given, **more))
        except BaseException as problem:
            problems.append(problem)

    _way(attempt)
    if problems:
        raise problems[0]
    return answers[0]
