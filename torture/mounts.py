"""File systems of a trial's own, which are gone when its block ends."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path


def run(*command: str | Path) -> str:
    """Run a command of the system's. Raises CalledProcessError."""
    return subprocess.run([str(one) for one in command], check=True, capture_output=True, text=True).stdout.strip()


@contextmanager
def mounted(at: Path, *how: str | Path) -> Iterator[Path]:
    """`mount HOW... AT` for the length of the block."""
    at.mkdir(exist_ok=True)
    run("mount", *how, at)
    try:
        yield at
    finally:
        subprocess.run(["umount", str(at)], check=False, capture_output=True)
        if os.path.ismount(at):  # somebody still has a file open there
            subprocess.run(["umount", "--lazy", str(at)], check=False, capture_output=True)


def small_disk(at: Path, megabytes: int) -> object:
    """A disk in memory, of this size."""
    return mounted(at, "-t", "tmpfs", "-o", f"size={megabytes}m,mode=0700", "tmpfs")


@cache
def why_not() -> str:
    """Why this process cannot mount anything; empty when it can."""
    if not sys.platform.startswith("linux") or not shutil.which("mount"):
        return "needs Linux, to mount file systems"
    return "" if os.geteuid() == 0 else "needs root, to mount file systems"
