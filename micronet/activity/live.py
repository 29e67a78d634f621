"""The live stream: names of what changed, never content. Each open page then fetches its own blocks.

One hub per process watches the circles that have open pages. It wakes when the database changed (see
`watch`) and reads new Activity by the circle's version, so it misses nothing that any process wrote.
A stream holds no database session.
"""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from select import select as select_ready
from socket import MSG_PEEK
from typing import Any

from flask import Flask
from sqlalchemy import select

from micronet.activity import watch
from micronet.activity.models import Activity
from micronet.activity.record import SIGNALS
from micronet.base import clock
from micronet.base.db import engine, on_postgres
from micronet.base.walls import unscoped
from micronet.circles.access import in_force
from micronet.circles.models import Circle, Membership
from micronet.people import sessions
from micronet.people.models import Device

log = logging.getLogger("micronet.live")

AWAY = 1.0
"""Seconds before the database is asked again after it could not be."""
PING_EVERY = 20.0
SEES_OUT_EVERY = 0.8
"""Seconds between two looks whether all who listen may still do so."""
LASTS = 15 * 60.0
"""Seconds after which a stream ends and the page opens a new one."""
MOST_PER_PERSON = 3


@dataclass(eq=False)
class Stream:
    """One open page. `version` is the circle's version it has been told of."""

    person_id: str
    device_id: str
    circle_id: str
    version: int
    socket: Any = None
    """The connection beneath, where the server tells it, so that a page that was closed is noticed at once."""
    inbox: queue.SimpleQueue[tuple[int, set[str]]] = field(default_factory=queue.SimpleQueue)

    def is_gone(self) -> bool:
        """Whether the browser has hung up: there is something to read, and it is the end."""
        try:
            readable, _, _ = select_ready([self.socket], [], [], 0) if self.socket else ((), (), ())
            return bool(readable) and self.socket.recv(1, MSG_PEEK) == b""
        except (OSError, ValueError):
            return True


class Hub:
    """Knows the open streams of this process and tells them what changed."""

    def __init__(self) -> None:
        self.streams: dict[str, set[Stream]] = defaultdict(set)
        self.lock = threading.Lock()
        self.watcher: threading.Thread | None = None
        self.ends_at = self.noted_at = clock.now()

    def open(self, app: Flask, stream: Stream) -> bool:
        """Take a stream in; False when its person has too many open already."""
        with self.lock:
            mine = [one for group in self.streams.values() for one in group if one.person_id == stream.person_id]
            if len(mine) >= MOST_PER_PERSON and sum(not one.is_gone() for one in mine) >= MOST_PER_PERSON:
                return False
            self.streams[stream.circle_id].add(stream)
            self.ends_at = clock.now()  # when this one's time is up is not known yet
            if self.watcher is None:
                self.watcher = threading.Thread(target=self._watch, args=(app,), daemon=True, name="live")
                self.watcher.start()
        self._tell({stream.circle_id})
        return True

    def close(self, stream: Stream) -> None:
        """Let a stream go."""
        with self.lock:
            self.streams[stream.circle_id].discard(stream)
            if not self.streams[stream.circle_id]:
                del self.streams[stream.circle_id]

    def _watch(self, app: Flask) -> None:
        """Look for changes as long as any page is open. Runs in a thread (a greenlet under gevent)."""
        with app.app_context(), unscoped("pages of many circles are open; only versions and names are read"):
            changed, looked_at, moved = watch.watching(), time.monotonic(), True
            while self._is_needed():
                try:
                    if time.monotonic() - looked_at > SEES_OUT_EVERY and (moved or self._is_due()):
                        self._see_out()
                        looked_at, moved = time.monotonic(), on_postgres()  # which tells of no signing out
                    circles = changed()
                    if circles is None or circles:
                        moved = True
                        self._tell(circles)
                except Exception:  # the database is away: pages wait, and are told once it is back
                    log.warning("live: cannot look for changes", exc_info=log.isEnabledFor(logging.DEBUG))
                    time.sleep(AWAY)
            changed.close()

    def _is_needed(self) -> bool:
        """Whether any page is open. When none is, the watcher is gone with the same breath."""
        with self.lock:
            if not self.streams:
                self.watcher = None
            return bool(self.streams)

    def _see_out(self) -> None:
        """Wake the streams of whoever was signed out, or whose circle or stay is over: nothing else tells them.

        Once a minute it also notes for all of them together that they are here.
        """
        with self.lock:
            open_now = [one for group in self.streams.values() for one in group]
        staying = still_in({one.device_id for one in open_now}) if open_now else {}
        for one in open_now:
            if (one.device_id, one.circle_id) not in staying:
                one.inbox.put((one.version, set()))
        self.ends_at = min(staying.values(), default=clock.now() + sessions.SEEN_EVERY)
        if clock.now() - self.noted_at >= sessions.SEEN_EVERY:
            sessions.all_seen({one.device_id for one in open_now if (one.device_id, one.circle_id) in staying})
            self.noted_at = clock.now()

    def _is_due(self) -> bool:
        """Whether somebody's time is up, or it is time to note who is here: neither is a change in the database."""
        now = clock.now()
        return now >= self.ends_at or now - self.noted_at >= sessions.SEEN_EVERY

    def _tell(self, only: set[str] | None = None) -> None:
        """Put the names of what changed since each stream's version into its inbox."""
        with self.lock:
            named = self.streams if only is None else only & self.streams.keys()
            open_now = {circle: list(self.streams[circle]) for circle in named}
        if not open_now:
            return
        for circle_id, version in versions(list(open_now)).items():
            behind = [one for one in open_now[circle_id] if one.version < version]
            if not behind:
                continue
            names = changes(circle_id, min(one.version for one in behind), version)
            for one in behind:
                one.inbox.put((version, {name for at, name in names if at > one.version}))
                one.version = version


def still_in(device_ids: set[str]) -> dict[tuple[str, str], datetime]:
    """Which circles each of these devices may come into now, as pairs of ids, and until when; one statement."""
    ends = Device.ends_at.label("device_ends"), Membership.ends_at.label("stay_ends")
    theirs = select(Device.id, Membership.circle_id, *ends).join(Membership, Membership.person_id == Device.person_id)
    with engine(writing=False).connect() as connection:
        rows = connection.execute(theirs.where(Device.id.in_(device_ids), Device.ends_at > clock.now(), in_force()))
        return {(row.id, row.circle_id): min(row.device_ends, row.stay_ends or row.device_ends) for row in rows}


def versions(circle_ids: list[str]) -> dict[str, int]:
    """The present version of each circle."""
    with engine(writing=False).connect() as connection:
        rows = connection.execute(select(Circle.id, Circle.version).where(Circle.id.in_(circle_ids)))
        return {row.id: row.version for row in rows}


def changes(circle_id: str, since: int, now: int) -> list[tuple[int, str]]:
    """(version, signal) of every act in a circle after version `since`, up to its present version `now`.

    An act that tells of something deleted for good is deleted with it; with one missing, any block may have changed.
    """
    between = Activity.version > since, Activity.version <= now
    acts = select(Activity.version, Activity.signal).where(Activity.circle_id == circle_id, *between)
    with engine(writing=False).connect() as connection:
        found = [(row.version, row.signal) for row in connection.execute(acts)]
    return found if len(found) == now - since else [*found, *((now, name) for name in SIGNALS)]


def listen(hub: Hub, stream: Stream, may_stay: Callable[[], bool]) -> Iterator[str]:
    """The text of one stream. Ends after a while, or as soon as `may_stay` says no."""
    try:
        yield f"retry: 1000\nid: {stream.version}\n\n"
        ends = time.monotonic() + LASTS
        while time.monotonic() < ends:
            try:
                version, names = stream.inbox.get(timeout=PING_EVERY)
            except queue.Empty:  # the hub would have said if anything were the matter
                yield ": here\n\n"
                continue
            if not may_stay():
                yield "event: gone\ndata:\n\n"
                return
            yield "".join(f"event: {name}\nid: {version}\ndata:\n\n" for name in sorted(names)) or ": here\n\n"
    finally:
        hub.close(stream)
