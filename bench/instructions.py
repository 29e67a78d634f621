"""Counts instructions with callgrind: the same for the same program, whatever else the machine does."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

MANY = {"anew": 40}
ENOUGH = 4000
"""Requests of a counted run; a run of none is subtracted. Two starts differ by some million instructions, so of what
costs little there must be many.
"""


def count(path: str, folder: Path) -> float:
    """Instructions of one request on this path. Raises CalledProcessError with what valgrind said."""
    many = MANY.get(path, ENOUGH)
    with ThreadPoolExecutor(2) as both:  # side by side: it is instructions that are counted, not seconds
        some, none = both.map(lambda times: _run(path, folder, times), (many, 0))
    return (some - none) / many


def _run(path: str, folder: Path, many: int) -> int:
    command = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", sys.executable, "-m", "bench.paths"]
    environment = {**os.environ, "PYTHONHASHSEED": "0", "TZ": "UTC"}
    done = subprocess.run(
        [*command, str(folder), path, str(many)], env=environment, capture_output=True, text=True, check=True
    )
    return int(re.search(r"Collected : (\d+)", done.stderr)[1])  # type: ignore[index]
