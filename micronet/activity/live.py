"""The live stream: names of what changed, never content. Each open page then fetches its own blocks.

One hub per process watches the circles that have open pages. It wakes when the database changed (see
`watch`) and reads new Activity by the circle's version, so it misses nothing that any process wrote.
A stream holds no database session (see `streams`).
"""

from __future__ import annotations

import logging
import threading
import time
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from flask import Flask
from sqlalchemy import select

from micronet.activity import watch
from micronet.activity.models import Activity
from micronet.activity.record import SIGNALS
from micronet.activity.streams import HERE, OVER, Stream
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
SEES_OUT_EVERY = 0.8
"""Seconds between two looks whether all who listen may still do so."""
CALLS_EVERY = 1.0
"""Seconds between two looks whether anyone who was handed over has heard nothing for long, or is gone."""
MOST_PER_PERSON = 3
MOST = 7500
"""Streams of one process; whoever comes then asks every few seconds instead."""
GONE = "event: gone\ndata:\n\n"


class Hub:
    """Knows the open streams of this process and tells them what changed."""

    def __init__(self) -> None:
        self.streams: dict[str, set[Stream]] = defaultdict(set)
        self.lock = threading.Lock()
        self.watcher: threading.Thread | None = None
        self.ends_at = self.noted_at = clock.now()
        self.calls_at = 0.0

    def open(self, app: Flask, stream: Stream) -> bool:
        """Take a stream in; False when its person has too many open already, or all together have."""
        with self.lock:
            mine = [one for group in self.streams.values() for one in group if one.person_id == stream.person_id]
            if len(mine) >= MOST_PER_PERSON and sum(not one.is_gone() for one in mine) >= MOST_PER_PERSON:
                return False
            if sum(map(len, self.streams.values())) >= MOST:
                return False
            self.streams[stream.circle_id].add(stream)
            self.ends_at = clock.now()  # when this one's time is up is not known yet
            if self.watcher is None:
                self.watcher = threading.Thread(target=self._watch, args=(app,), daemon=True, name="live")
                self.watcher.start()
        self._tell([stream])
        return True

    def close(self, stream: Stream) -> None:
        """Let a stream go, and its connection if it was handed over."""
        with self.lock:
            self.streams[stream.circle_id].discard(stream)
            if not self.streams[stream.circle_id]:
                del self.streams[stream.circle_id]
        if stream.line is not None:
            stream.line.socket.close()

    def _watch(self, app: Flask) -> None:
        """Look for changes as long as any page is open. Runs in a thread (a greenlet under gevent)."""
        with app.app_context(), unscoped("pages of many circles are open; only versions and names are read"):
            changed, looked_at, moved = watch.watching(), time.monotonic(), True
            while self._is_needed():
                self.call()
                try:
                    if time.monotonic() - looked_at > SEES_OUT_EVERY and (moved or self._is_due()):
                        self._see_out()
                        looked_at, moved = time.monotonic(), on_postgres()  # which tells of no signing out
                    circles = changed()
                    if circles is None or circles:
                        moved = True
                        self._tell(self._open(circles))
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

    def _open(self, circles: set[str] | None = None) -> list[Stream]:
        """Every stream of these circles, or of all."""
        with self.lock:
            named = self.streams if circles is None else circles & self.streams.keys()
            return [one for circle in named for one in self.streams[circle]]

    def call(self) -> None:
        """Call to those no thread waits for, when they heard nothing for a while, and let go who does not listen."""
        now = time.monotonic()
        if now < self.calls_at:
            return
        self.calls_at = now + CALLS_EVERY
        for one in self._open():
            if one.line is None:
                continue
            if now >= one.ends:
                self._end(one)
            elif now >= one.due and (one.is_gone() or not one.say(HERE)):
                self.close(one)

    def _end(self, stream: Stream, last: str = HERE) -> None:
        """Say a last word to a page and let it go; a thread that waits for it is told to."""
        heard = stream.say(last)
        if stream.line is None:
            stream.say(OVER)
            return
        if heard:
            stream.line.finish()
        self.close(stream)

    def _see_out(self) -> None:
        """End the streams of whoever was signed out, or whose circle or stay is over: nothing else tells them.

        Once a minute it also notes for all of them together that they are here.
        """
        open_now = self._open()
        staying = still_in({one.device_id for one in open_now}) if open_now else {}
        for one in open_now:
            if (one.device_id, one.circle_id) not in staying:
                self._end(one, GONE)
        self.ends_at = min(staying.values(), default=clock.now() + sessions.SEEN_EVERY)
        if clock.now() - self.noted_at >= sessions.SEEN_EVERY:
            sessions.all_seen({one.device_id for one in open_now if (one.device_id, one.circle_id) in staying})
            self.noted_at = clock.now()

    def _is_due(self) -> bool:
        """Whether somebody's time is up, or it is time to note who is here: neither is a change in the database."""
        now = clock.now()
        return now >= self.ends_at or now - self.noted_at >= sessions.SEEN_EVERY

    def _tell(self, streams: list[Stream]) -> None:
        """Tell these streams the names of what changed since the version each knows, if they may still hear it."""
        if not streams:
            return
        now = versions({one.circle_id for one in streams})
        behind = [one for one in streams if one.version < now.get(one.circle_id, 0)]
        if not behind:
            return
        staying = still_in({one.device_id for one in behind})
        known = {one.circle_id: one.version for one in sorted(behind, key=lambda one: one.version, reverse=True)}
        names = {circle: changes(circle, since, now[circle]) for circle, since in known.items()}
        for one in behind:
            since, one.version = one.version, now[one.circle_id]
            if (one.device_id, one.circle_id) not in staying:
                self._end(one, GONE)
            elif not one.say(_words(one.version, {name for at, name in names[one.circle_id] if at > since})):
                self.close(one)


def _words(version: int, names: Iterable[str]) -> str:
    """What a page is sent."""
    return "".join(f"event: {name}\nid: {version}\ndata:\n\n" for name in sorted(names)) or HERE


def still_in(device_ids: set[str]) -> dict[tuple[str, str], datetime]:
    """Which circles each of these devices may come into now, as pairs of ids, and until when; one statement."""
    ends = Device.ends_at.label("device_ends"), Membership.ends_at.label("stay_ends")
    theirs = select(Device.id, Membership.circle_id, *ends).join(Membership, Membership.person_id == Device.person_id)
    with engine(writing=False).connect() as connection:
        rows = connection.execute(theirs.where(Device.id.in_(device_ids), Device.ends_at > clock.now(), in_force()))
        return {(row.id, row.circle_id): min(row.device_ends, row.stay_ends or row.device_ends) for row in rows}


def versions(circle_ids: Iterable[str]) -> dict[str, int]:
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
