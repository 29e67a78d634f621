"""Runs the trials: python -m torture [--small] [R1 R5 ...]. Exit code 1 when one did not hold."""

from __future__ import annotations

import sys
import tempfile
import time
import traceback
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from torture.ledger import entry, keep
from torture.trial import Outcome, Trial


def trials() -> list[Trial]:
    """Every trial there is: each module named r… holds one in TRIAL."""
    names = sorted(path.stem for path in Path(__file__).parent.glob("r[0-9]*.py"))
    return [import_module(f"torture.{name}").TRIAL for name in names]


def run(trial: Trial, size: int) -> Outcome:
    """One trial, timed, told and put down. A trial that falls over has not held."""
    print(f"{trial.figure}  {trial.aim}  ({size:,} {trial.unit})", flush=True)
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="micronet-torture-") as folder:
        try:
            outcome = trial.run(size, Path(folder))
        except Exception:
            outcome = Outcome(broken=[traceback.format_exc()])
    line = entry(trial, size, outcome, time.monotonic() - begun)
    keep(line)
    verdict = f"not run: {outcome.skipped}" if outcome.skipped else "held" if outcome.held else "DID NOT HOLD"
    told = ", ".join(f"{name} {number:,}" for name, number in outcome.counted.items())
    print(f"     {verdict} in {line['seconds']:,} s: {told}", *line["broken"], sep="\n       ", flush=True)
    return outcome


def main(arguments: Sequence[str]) -> int:
    """Run what was asked for, or all."""
    wanted = {one.upper() for one in arguments if not one.startswith("-")}
    small = "--small" in arguments
    if odd := [one for one in arguments if one.startswith("-") and one != "--small"]:
        print(f"micronet: there is no option {', '.join(odd)}", file=sys.stderr)
        return 2
    known = trials()
    if unknown := wanted - {one.figure for one in known}:
        print(f"micronet: there is no trial {', '.join(sorted(unknown))}", file=sys.stderr)
        return 2
    chosen = [one for one in known if not wanted or one.figure in wanted]
    outcomes = [run(one, one.small if small else one.full) for one in chosen]
    return int(not all(one.held or one.skipped for one in outcomes))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
