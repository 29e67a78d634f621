"""Thirty-two people post at once, each on disk before it is answered: the house's way against the plain one.

One post is: may they, then the moment, the step of the circle's version, the act that tells of it. Two processes of
sixteen threads each; the ways take turns, round by round. Plain means a `BEGIN IMMEDIATE` transaction for each post on
a connection for each thread, with SQLite's own waiting for the lock. Both run the very same prepared statements.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from micronet import create_app
from micronet.activity.models import Activity, Moment
from micronet.base import clock
from micronet.base.db import db, engine, writing
from micronet.base.ids import new_id
from micronet.base.walls import act_as
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
    with engine(writing=True).begin() as link:
        post(link, circle, person)


WAYS: dict[str, Callable[[str, str], None]] = {"ours": ours, "plain": plain}


def work(folder: str, way: str, first: str) -> None:
    """One process: sixteen people post until the time is up. Prints what each post took, and what failed."""
    app = create_app(Settings(instance=Path(folder)))
    took: list[float] = []
    failed: list[str] = []
    with app.app_context():
        from micronet.base.walls import unscoped

        with unscoped("the bench chooses who posts"):
            some = select(Membership.circle_id, Membership.person_id).order_by(Membership.circle_id)
            people = [tuple(row) for row in db.session.execute(some.offset(int(first) * 12).limit(12 * THREADS))][::12]
        db.session.remove()
    ends = time.monotonic() + SECONDS
    threads = [threading.Thread(target=_busy, args=(app, WAYS[way], one, ends, took, failed)) for one in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(json.dumps({"took": took, "failed": failed}))


def _busy(app: Any, way: Any, who: tuple[str, str], ends: float, took: list[float], failed: list[str]) -> None:
    while (begun := time.monotonic()) < ends:
        with app.app_context():
            try:
                way(*who)
                took.append(time.monotonic() - begun)
            except Exception as problem:
                failed.append(str(problem)[:200])


def once(folder: Path, way: str) -> dict[str, Any]:
    """Both processes, one round."""
    command = [sys.executable, "-m", "bench.writers", str(folder), way]
    running = [
        subprocess.Popen([*command, str(number * THREADS)], stdout=subprocess.PIPE, text=True)
        for number in range(PROCESSES)
    ]
    said = [json.loads(process.communicate()[0]) for process in running]
    took = [one for answer in said for one in answer["took"]]
    return {
        "posts": len(took) / SECONDS,
        "p99": quantiles(took, n=100)[98],
        "failed": sum(len(answer["failed"]) for answer in said),
    }


def measure(folder: Path, rounds: int = 3) -> dict[str, float]:
    """The figures of this line. The clock starts when a process does, so loading is not counted."""
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
