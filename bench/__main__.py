"""Measures everything in one run, prints the table, writes RESULTS.md and results.json.

`python -m bench [quick]`: quick leaves out the house of 100,000 circles.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

from bench import cost, footprint, live, photo_board, photos, search, writers
from bench.aims import AIMS, Aim
from bench.houses import copy, house, wake
from torture.ledger import processor

HERE = Path(__file__).parent
Figures = dict[str, float]


def main(quick: bool) -> None:
    """The whole run: half an hour, most of it filling the large house the first time."""
    figures: Figures = {}
    with copy(1000) as folder:
        steps: list[tuple[str, Callable[[Path], Figures]]] = [
            ("bytes of a first visit", footprint.first_visit),
            ("cold start", footprint.cold_start),
            ("memory at rest", lambda _folder: footprint.at_rest(house(10))),
            ("CPU under the server", cost.over_http),
            ("a board after one change", cost.after_one_change),
            ("open boards", live.measure),
            ("instructions", cost.counted),
            ("thirty-two who write", writers.measure),
            ("a photo", photos.measure),
            ("a film of 500 MB", photos.upload),
            ("searching", search.measure),
            ("a board of photos", photo_board.measure),
        ]
        for words, step in steps:
            print(f"measuring {words}", flush=True)
            wake(folder)
            figures |= step(folder)
    if not quick:
        print("measuring growth", flush=True)
        small, large = house(1000), house(100_000)
        wake(small)
        wake(large)
        figures |= cost.growth(small, large)
    write(figures)


def write(figures: Figures, here: Path = HERE) -> None:
    """Keep the figures for people and for programs, and print the table."""
    named = {aim.name: round(figures[aim.name], 4) for aim in AIMS if aim.name in figures}
    machine = {"cores": os.cpu_count(), "cpu": processor()}
    (here / "results.json").write_text(json.dumps(machine | {"figures": named}, indent=2) + "\n")
    lines = [row(aim, named[aim.name]) for aim in AIMS if aim.name in named]
    left_out = [aim.words for aim in AIMS if aim.name not in named]
    page = HEAD.format(**machine) + "\n".join(lines) + "\n"
    page += "".join(f"\n{aim.words}: {aim.why}\n" for aim in AIMS if is_missed(aim, named) and aim.why)
    page += f"\nNot measured in this run: {'; '.join(left_out)}.\n" if left_out else ""
    (here / "RESULTS.md").write_text(page)
    print(page)


def is_missed(aim: Aim, named: Figures) -> bool:
    """Whether the figure was measured and its bound is not kept."""
    return aim.name in named and aim.holds(named[aim.name]) is False


def row(aim: Aim, value: float) -> str:
    """One line of the table."""
    verdict = {True: "yes", False: "**no**", None: ""}[aim.holds(value)]
    return f"| {aim.words} | {value:,.4g} | {aim.bound()} | {verdict} |"


HEAD = """# What it costs

Measured by `make bench` in one run on {cores} cores of {cpu}. Ratios are taken between things measured in turns in the
same run; CPU is that of the process tree; instructions are counted by callgrind; medians. A board here has 12 members,
20 moments, 40 replies and 60 feelings. Milliseconds depend on the machine and on what else it does.

| what | measured | to reach | reached |
| --- | ---: | --- | --- |
"""

if __name__ == "__main__":
    main(quick="quick" in sys.argv[1:])
