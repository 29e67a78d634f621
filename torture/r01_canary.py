"""R1: whatever people do, no answer tells anyone what is not theirs to know, nor holds back what is."""

from __future__ import annotations

import multiprocessing
import os
import random
from collections import Counter
from contextlib import ExitStack
from pathlib import Path

from tests import database
from torture.canary_doors import Doors
from torture.trial import Outcome, Trial

ROUND = 12_500
"""Answers in one world; then another one begins."""


def one_world(job: tuple[str, str, int, int]) -> tuple[int, int, Counter[str], list[str]]:
    """A walk through a world of its own."""
    folder, address, seed, size = job
    walk = Doors(Path(folder), address, seed)
    try:
        walk.walk(size)
    finally:
        walk.close()
    return walk.answers, walk.steps, walk.kinds, walk.broken


def run(size: int, folder: Path) -> Outcome:
    """`size` answers, in worlds of their own, two at a time. MICRONET_SEED walks the same way again."""
    size = size // 5 if database.POSTGRES else size  # an answer takes three times as long there
    seed = int(os.environ.get("MICRONET_SEED") or random.SystemRandom().randrange(10**6))
    sizes = [min(ROUND, size - done) for done in range(0, size, ROUND)]
    outcome, kinds = Outcome({"answers": 0, "steps": 0, "seed": seed}), Counter[str]()
    with ExitStack() as stack:
        addresses = [stack.enter_context(database.fresh()).get("MICRONET_DATABASE", "") for _ in sizes]
        jobs = [(str(folder / f"{at}"), addresses[at], seed + at, many) for at, many in enumerate(sizes)]
        with multiprocessing.get_context("spawn").Pool(2, maxtasksperchild=4) as pool:
            for answers, steps, seen, broken in pool.imap_unordered(one_world, jobs):
                outcome.counted["answers"] += answers
                outcome.counted["steps"] += steps
                outcome.broken += broken
                kinds.update(seen)
    outcome.counted |= {f"answered {name}": kinds[name] for name in ("200", "303", "304", "403", "404")}
    return outcome


TRIAL = Trial(
    "R1", "no answer tells anyone what is not theirs to know", run, small=50_000, full=1_000_000, unit="answers"
)
