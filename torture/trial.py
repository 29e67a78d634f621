"""What a trial is, and what it gives."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Outcome:
    """What was counted, and every breach in words. A trial held when nothing broke and something was counted."""

    counted: dict[str, float] = field(default_factory=dict)
    broken: list[str] = field(default_factory=list)
    skipped: str = ""
    """Why it could not be run on this machine, if it could not."""

    @property
    def held(self) -> bool:
        return bool(self.counted) and not self.broken


@dataclass(frozen=True)
class Trial:
    """One figure. `run(size, folder)` does it `size` times in an empty folder of its own."""

    figure: str
    aim: str
    """What must hold, in a sentence."""
    run: Callable[[int, Path], Outcome]
    small: int
    """The size in the tests of every change."""
    full: int
    unit: str = "rounds"
