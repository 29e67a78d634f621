"""Thirty-two people post at once, each on disk before it is answered: the house's way against the plain one.

One post is: may they, then the moment, the step of the circle's version, the act that tells of it. Two processes of
sixteen threads each; the ways take turns, round by round. Plain means a `BEGIN IMMEDIATE` transaction for each post on
a connection for each thread, with SQLite's own waiting for the lock. Both run the very same prepared statements behind
the same wall. The clock starts when everyone has posted once; what is answered after its end is slow, and not one more.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from flask import Flask
from sqlalchemy import URL, Connection, Engine, bindparam, create_engine, event, insert, select, update

from micronet import create_app
from micronet.activity.models import Activity, Moment
from micronet.base import clock, sqlite, walls_sqlite
from micronet.base.db import db, engine, writing
from micronet.base.ids import new_id
from micronet.base.walls import act_as, unscoped
from micronet.circles.models import Circle, Membership
from micronet.config import Settings

PROCESSES, THREADS, SECONDS = 2, 16, 2.0
MAY = select(Membership.id).where(
    Membership.circle_id == bindparam("circle"),
    Membership.person_id == bindparam("person"),
    Membership.left_at.is_(None),
)
STEP = (
    update(Circle).where(Circle.id == bindparam("circle")).values(version=Circle.version + 1).returning(Circle.version)
)
ADD, TELL = insert(Moment), insert(Activity)


def post(link: Connection, circle: str, person: str) -> None:
    """One post, within the caller's transaction."""
    author = link.execute(MAY, {"circle": circle, "person": person}).scalar_one()
    version = link.execute(STEP, {"circle": circle}).scalar_one()
    moment = {"circle_id": circle, "id": new_id(), "author_id": author, "kind": "note", "text": "Kettle on."}
    link.execute(ADD, moment | {"advice": False, "created_at": clock.now()})
    act = {"circle_id": circle, "id": new_id(), "actor_id": author, "verb": "moment.shared", "signal": "moments"}
    link.execute(TELL, act | {"subject_id": moment["id"], "detail": "", "version": version, "at": clock.now()})


def ours(circle: str, person: str) -> None:
    """The house's way: turns, and one wait for the disk."""
    with writing():
        act_as(person)
        post(db.session.connection(), circle, person)


def plain(circle: str, person: str) -> None:
    """A transaction of its own, and the lock when SQLite gives it."""
    act_as(person)
    with _plain_engine(engine(writing=True).url).begin() as link:
        post(link, circle, person)


@cache
def _plain_engine(url: URL) -> Engine:
    """A connection for each thread, set up like the house's own."""
    made = create_engine(url, pool_size=THREADS, **sqlite.connect_options())
    event.listen(made, "connect", lambda raw, _record: sqlite.prepare(raw, reading=False))
    event.listen(made, "connect", lambda raw, _record: walls_sqlite.build(raw, reading=False))
    event.listen(made, "begin", lambda link: link.exec_driver_sql("BEGIN IMMEDIATE"))
    return made


WAYS: dict[str, Callable[[str, str], None]] = {"ours": ours, "plain": plain}


class Round:
    """What the people of one process do and see. `ends` is known once everyone is ready."""

    def __init__(self, app: Flask, way: Callable[[str, str], None]) -> None:
        self.app, self.way, self.ends = app, way, 0.0
        self.gate = threading.Barrier(THREADS + 1)
        self.took: list[float] = []
        self.failed: list[str] = []
        self.in_time = 0

    def person(self, circle: str, person: str) -> None:
        """Post once to be ready, then as often as there is time for."""
        self.post(circle, person)
        self.gate.wait()
        self.gate.wait()
        while (begun := time.monotonic()) < self.ends:
            if self.post(circle, person):
                done = time.monotonic()
                self.took.append(done - begun)
                self.in_time += done <= self.ends

    def post(self, circle: str, person: str) -> bool:
        """Whether it was acknowledged."""
        with self.app.app_context():
            try:
                self.way(circle, person)
            except Exception as problem:
                self.failed.append(str(problem)[:200])
                return False
        return True


def people(app: Flask, first: int) -> list[tuple[str, str]]:
    """Sixteen, each in a circle of their own."""
    some = select(Membership.circle_id, Membership.person_id).order_by(Membership.circle_id)
    with app.app_context(), unscoped("the bench chooses who posts"):
        return [tuple(row) for row in db.session.execute(some.offset(first * 12).limit(12 * THREADS))][::12]


def work(folder: str, way: str, first: str) -> None:
    """One process. Says when its people are ready, begins when told, prints what they saw."""
    app = create_app(Settings(instance=Path(folder)))
    here = Round(app, WAYS[way])
    threads = [threading.Thread(target=here.person, args=one) for one in people(app, int(first))]
    for thread in threads:
        thread.start()
    here.gate.wait()
    print("ready", flush=True)
    sys.stdin.readline()
    here.ends = time.monotonic() + SECONDS
    here.gate.wait()
    for thread in threads:
        thread.join()
    print(json.dumps({"took": here.took, "in_time": here.in_time, "failed": here.failed}))


def once(folder: Path, way: str) -> dict[str, Any]:
    """Both processes, one round."""
    command = [sys.executable, "-m", "bench.writers", str(folder), way]
    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    running = [subprocess.Popen([*command, str(number * THREADS)], **pipes) for number in range(PROCESSES)]
    for process in running:
        process.stdout.readline()
    for process in running:
        process.stdin.write("go\n")
        process.stdin.flush()
    said = [json.loads(process.communicate()[0]) for process in running]
    took = [one for answer in said for one in answer["took"]]
    return {
        "posts": sum(answer["in_time"] for answer in said) / SECONDS,
        "p99": quantiles(took, n=100)[98],
        "failed": sum(len(answer["failed"]) for answer in said),
    }


def measure(folder: Path, rounds: int = 5) -> dict[str, float]:
    """The figures of this line. The ways take turns."""
    seen: dict[str, list[dict[str, Any]]] = {way: [] for way in WAYS}
    for _ in range(rounds):
        for way in WAYS:
            seen[way].append(once(folder, way))
    middle = {way: {key: median(one[key] for one in runs) for key in ("posts", "p99")} for way, runs in seen.items()}
    return {
        "writers_32_lock_errors": sum(one["failed"] for one in seen["ours"]),
        "writers_32_posts_per_second": middle["ours"]["posts"],
        "writers_32_posts_vs_plain": middle["ours"]["posts"] / middle["plain"]["posts"],
        "writers_32_p99_ms": 1000 * middle["ours"]["p99"],
        "writers_32_p99_vs_plain": middle["ours"]["p99"] / middle["plain"]["p99"],
    }


if __name__ == "__main__":
    work(*sys.argv[1:])
