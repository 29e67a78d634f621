"""What a board costs: instructions counted, CPU seconds of the shipped server, CPU seconds within one process."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path
from random import Random
from statistics import median
from typing import Any

from bench import instructions
from bench.paths import anew, changed, circles
from bench.reader import Wsgi, ask, environ
from bench.served import Served, get, serve
from micronet import create_app
from micronet.base import clock
from micronet.base.sqlite import sqlite3
from micronet.config import Settings

ROUNDS = 7


def counted(folder: Path) -> dict[str, float]:
    """Instructions per request, against bare Flask's, in one process."""
    hello = instructions.count("hello", folder)
    figures = {"hello_million_instructions": hello / 1e6}
    for name, path in {"board_unchanged": "unchanged", "poll_not_modified": "polled", "board_anew": "anew"}.items():
        figures[f"{name}_vs_hello_instructions"] = instructions.count(path, folder) / hello
    return figures


def forgetful() -> Wsgi:
    """The application, which before each answer forgets every page and piece that it kept."""
    app = create_app()

    def answer(asked: dict[str, Any], start: Any) -> Iterable[bytes]:
        app.extensions["pieces"].clear()
        app.extensions["swift"].kept.clear()
        return app.wsgi_app(asked, start)

    return answer


def over_http(folder: Path) -> dict[str, float]:
    """CPU of the web process per answer, the ways in turns, each against hello of the same round."""
    board = f"/circles/{circles(folder)[0]}"
    with (
        serve("bench.hello:create_app") as hello,
        serve("micronet:create_app", folder) as house,
        serve("bench.cost:forgetful", folder) as bare,
    ):
        tag = {"If_None_Match": f'"{_version(folder)}"'}
        ways: dict[str, tuple[Served, str, dict[str, str], int]] = {
            "hello": (hello, "/", {}, 1500),
            "board_unchanged": (house, board, {}, 1500),
            "poll_not_modified": (house, f"{board}/pulse", tag, 1500),
            "board_anew": (bare, board, {}, 60),
        }
        rounds = [{name: _each(*way) for name, way in ways.items()} for _ in range(ROUNDS)]
    figures = {"hello_cpu_ms": median(one["hello"] for one in rounds)}
    for name in ways:
        if name != "hello":
            figures[f"{name}_vs_hello"] = median(one[name] / one["hello"] for one in rounds)
    return figures


def _version(folder: Path) -> int:
    with closing(sqlite3.connect(folder / "micronet.db")) as link:
        return int(link.execute("select version from circle order by id limit 1").fetchone()[0])


def _each(served: Served, path: str, headers: dict[str, str], many: int) -> float:
    """CPU milliseconds of one answer."""
    link = served.connect()
    for _ in range(3):
        get(link, path, **headers)
    before = served.cpu()
    for _ in range(many):
        get(link, path, **headers)
    return 1000 * (served.cpu() - before) / many


def after_one_change(folder: Path) -> dict[str, float]:
    """The board when one moment has changed, against the board built anew."""
    with clock.frozen(clock.now()):
        ways = {"change": changed(folder), "anew": anew(folder)}
        rounds = [{name: median(way() for _ in range(20)) for name, way in ways.items()} for _ in range(ROUNDS)]
    return {"board_one_change_vs_anew": median(one["change"] / one["anew"] for one in rounds)}


def growth(small: Path, large: Path) -> dict[str, float]:
    """Boards of random circles in a house of 100,000 circles, against one of 1,000."""
    houses = [Reader(small), Reader(large)]
    random, numbers = Random(1), range(len(houses[0].ids))
    seen: dict[str, list[list[float]]] = {"board_anew": [], "board_unchanged": []}
    with clock.frozen(clock.now()):
        for _ in range(ROUNDS):
            some = random.sample(numbers, 60)
            seen["board_anew"].append([one.total(some, one.anew) for one in houses])
            seen["board_unchanged"].append([one.total(some, one.again) for one in houses])
    return {f"{name}_100k_vs_1k": median(b / a for a, b in pairs) for name, pairs in seen.items()}


class Reader:
    """Reads boards of one house, each as the first member of its circle."""

    def __init__(self, folder: Path) -> None:
        self.app, self.ids = create_app(Settings(instance=folder)), circles(folder)

    def total(self, numbers: list[int], way: Callable[[int], float]) -> float:
        """CPU seconds of these boards, asked for twice before so that nothing is noted on the way."""
        for number in numbers:
            self._ask(number)
            self._ask(number)
        return sum(way(number) for number in numbers)

    def anew(self, number: int) -> float:
        """CPU seconds of a board with nothing kept."""
        self.app.extensions["pieces"].clear()
        self.app.extensions["swift"].kept.clear()
        return self._ask(number)

    def again(self, number: int) -> float:
        """CPU seconds of a board that is kept."""
        return self._ask(number)

    def _ask(self, number: int) -> float:
        begun = time.process_time()
        answer = ask(self.app.wsgi_app, environ(f"/circles/{self.ids[number]}", number=number))
        took = time.process_time() - begun
        if answer.status != 200:
            raise RuntimeError(f"{answer.status} for circle {number}")
        return took
