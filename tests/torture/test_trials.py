"""The trials at their small size: every one that stands in `torture/` must hold; the ledger keeps what was seen."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.database import POSTGRES
from torture.__main__ import trials
from torture.ledger import entry, keep
from torture.trial import Outcome, Trial

ON_BOTH = {"R1", "R4", "R31"}
"""What hangs on the database itself is tried on both; the rest once, on SQLite."""
TRIALS = {one.figure: one for one in trials() if not POSTGRES or one.figure in ON_BOTH}


@pytest.mark.parametrize("figure", TRIALS)
def test_it_holds(figure: str, tmp_path: Path) -> None:
    trial = TRIALS[figure]
    outcome = trial.run(trial.small, tmp_path)
    if outcome.skipped:
        pytest.skip(outcome.skipped)
    assert not outcome.broken, "\n".join(outcome.broken)
    assert outcome.counted


def test_a_trial_that_counted_nothing_has_not_held() -> None:
    assert not Outcome().held
    assert not Outcome({"kills": 3}, ["one was lost"]).held
    assert Outcome({"kills": 3}).held


def test_the_ledger_keeps_every_line(tmp_path: Path) -> None:
    trial = Trial("R0", "nothing is lost", lambda _size, _folder: Outcome({"kills": 2}), small=2, full=4, unit="kills")
    for size in (trial.small, trial.full):
        keep(entry(trial, size, trial.run(size, tmp_path), 1.25), tmp_path / "ledger.jsonl")
    lines = [json.loads(line) for line in (tmp_path / "ledger.jsonl").read_text().splitlines()]
    assert [(line["size"], line["held"], line["counted"]) for line in lines] == [
        (2, True, {"kills": 2}),
        (4, True, {"kills": 2}),
    ]
    assert all(line["cores"] and line["cpu"] for line in lines)
