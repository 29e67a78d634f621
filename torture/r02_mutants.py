"""R2: whichever single check is taken out of the house, the walk or a check notices; and one wall alone still holds."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

from micronet.base.db import db
from micronet.circles.models import Membership
from micronet.config import Settings
from micronet.instance import prepare
from tests import database
from torture.canary_browser import Browser
from torture.canary_checks import Checked
from torture.canary_model import Circle, marks
from torture.canary_reads import Ask
from torture.mutants import FIRST_DOWN, KINDS, SECOND_DOWN, SQLITE, drawn
from torture.mutate import Mutant
from torture.trial import Outcome, Trial

SEEDS = 5, 7, 11, 13
WALKED = frozenset({"scope", "gone", "role"})
"""Kinds that a walk notices sooner than the checks."""
ENOUGH = 500
"""Answers of a walk after which another seed is tried."""


class OneWall(Checked):
    """A walk in which things are done with both walls, and looked at with the first one down."""

    down: tuple[Mutant, ...] = ()

    def furnish(self) -> None:
        """With a few who were inside and are not any more."""
        super().furnish()
        for circle in self.model.circles:
            gone = circle.members[-1] if len(circle.members) > 2 else None
            if gone and gone.role != "host":
                with self.scene():
                    row = db.session.query(Membership).filter_by(circle_id=circle.id, id=gone.id)
                    row.update({"left_at": self.model.now})
                gone.gone = True

    def may(self, browser: Browser, circle: Circle | None) -> set[str]:
        """The second wall knows circles, and nothing finer."""
        own = super().may(browser, circle)
        mine = self.model.mine(browser.person if browser.in_() else None)
        return own | {mark for one in mine for mark in all_of(one.circle)}

    def question(self) -> Ask:
        while (asked := super().question()).method != "GET":
            pass
        return asked

    def look_around(self, many: int) -> None:
        self.only_leaks = True
        with ExitStack() as stack:
            for one in self.down:
                stack.enter_context(one.applied())
            super().look_around(many)
        self.only_leaks = False


def all_of(circle: Circle) -> set[str]:
    """Every mark of a circle."""
    people = [
        text for one in circle.members for text in (one.id, one.nickname, one.town, one.answer, one.photo, one.line)
    ]
    said = [one for moment in circle.moments for one in (moment, *moment.replies)]
    cards = [text for one in circle.invites for text in (one.id, one.for_name)]
    own = circle.id, circle.name, circle.rules, circle.question, circle.picture
    return marks(*own, *people, *cards, *(text for one in said for text in (one.id, one.text))) | circle.log


class Houses:
    """Copies of one empty house."""

    def __init__(self, folder: Path, address: str) -> None:
        self.folder, self.address, self.count = folder, address, 0
        (folder / "template").mkdir()
        prepare(Settings(instance=folder / "template", database_url=address))

    @contextmanager
    def walk(self, kind: type[Checked], seed: int) -> Iterator[Checked]:
        """A walk through a fresh copy."""
        self.count += 1
        folder = self.folder / f"house-{self.count}"
        template = Settings(instance=self.folder / "template", database_url=self.address)
        with database.copied(template, folder) as copy:
            walk = kind(folder, replace(copy, instance=folder).database_url, seed)
            try:
                yield walk
            finally:
                walk.close()
        shutil.rmtree(folder)


def noticed(houses: Houses, seed: int, *mutants: Mutant) -> tuple[int, list[str]]:
    """Answers looked at, and what was found wrong in a house without these checks."""
    by_walk = all(one.kind in WALKED for one in mutants)
    with ExitStack() as stack:
        for one in (SECOND_DOWN, *mutants):
            stack.enter_context(one.applied())
        walk = stack.enter_context(houses.walk(Checked, seed))
        walk.most = 1 if mutants else walk.most
        walk.questions, walk.own = 20, 0.5
        try:
            walk.furnish()
            for look in (walk.checks, lambda: walk.walk(ENOUGH))[:: -1 if by_walk else 1]:
                look()
        except Exception as problem:  # an act that could not be taken to its end
            walk.broken.append(f"{type(problem).__name__}: {problem}")
        return walk.answers, walk.broken


def leaks(houses: Houses, seed: int, *mutants: Mutant, answers: int = ENOUGH) -> tuple[int, list[str]]:
    """The same with the first wall down: what the second lets through."""
    with ExitStack() as stack:
        for one in mutants:
            stack.enter_context(one.applied())
        walk = stack.enter_context(houses.walk(OneWall, seed))
        walk.down, walk.most = (FIRST_DOWN,), 1 if mutants else walk.most
        walk.furnish()
        walk.walk(answers)
        return walk.answers, walk.broken


def killed(houses: Houses, mutant: Mutant) -> bool:
    """Whether anything is noticed, within a few walks."""
    how = leaks if mutant.kind == "wall" else noticed
    return any(how(houses, seed, mutant)[1] for seed in SEEDS)


def run(size: int, folder: Path) -> Outcome:
    """Quietly: what mutants break is not news."""
    logging.disable(logging.CRITICAL)
    try:
        return _run(size, folder)
    finally:
        logging.disable(logging.NOTSET)


def _run(size: int, folder: Path) -> Outcome:
    """Controls with nothing taken out, then `size` mutants over all kinds."""
    chosen = [one for one in drawn(size) if not (database.POSTGRES and one.where in SQLITE)]
    outcome = Outcome({"mutants": len(chosen), "killed": 0})
    with database.fresh() as address:
        houses = Houses(folder, address.get("MICRONET_DATABASE", ""))
        controls = {"the first wall alone": noticed(houses, 5), "the second wall alone": leaks(houses, 5, answers=800)}
        for name, (answers, broken) in controls.items():
            outcome.counted[f"answers with {name}"] = answers
            outcome.broken += [f"{name}, nothing else taken out: {line}" for line in broken]
        for mutant in chosen:
            dead = killed(houses, mutant)
            outcome.counted["killed"] += dead
            outcome.broken += [] if dead else [f"survived: {mutant.name}"]
    return outcome


TRIAL = Trial("R2", "taking out any one check is noticed", run, small=20, full=sum(map(len, KINDS)), unit="mutants")
