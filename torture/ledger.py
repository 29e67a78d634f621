"""The ledger: a line for every trial that was run, kept in a file that only grows."""

from __future__ import annotations

import json
import os
import platform
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from torture.trial import Outcome, Trial

LEDGER = Path(__file__).with_name("ledger.jsonl")
MOST_BREACHES = 20


def entry(trial: Trial, size: int, outcome: Outcome, seconds: float) -> dict[str, Any]:
    """One line of the ledger. The machine is named by cores and processor."""
    return {
        "figure": trial.figure,
        "size": size,
        "unit": trial.unit,
        "held": outcome.held,
        "counted": outcome.counted,
        "broken": outcome.broken[:MOST_BREACHES],
        "skipped": outcome.skipped,
        "seconds": round(seconds, 1),
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "cores": os.cpu_count(),
        "cpu": processor(),
    }


def keep(line: dict[str, Any], ledger: Path = LEDGER) -> None:
    """Append a line, and have it on disk."""
    with ledger.open("a") as file:
        file.write(json.dumps(line) + "\n")
        file.flush()
        os.fsync(file.fileno())


def processor() -> str:
    """What the processor calls itself."""
    info = Path("/proc/cpuinfo")
    named = [line for line in info.read_text().splitlines() if line.startswith("model name")] if info.exists() else []
    return named[0].partition(":")[2].strip() if named else platform.processor() or platform.machine()
