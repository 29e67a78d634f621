"""Asking a served house for pages as others would, and how long they wait."""

from __future__ import annotations

import http.client
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.serve.house import House
from tests.world import World
from torture import stage

SLOW = 2.0
"""Seconds: the figure is 0.3 at the 95th of 100; on a machine that does other things, too, only this is a breach."""
PATIENCE = 10.0


@dataclass
class Pages:
    """What was asked and how it went, in seconds each."""

    took: list[float] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)

    def ask(self, port: int, path: str, cookie: str = "") -> None:
        """One page on a connection of its own."""
        begun = time.monotonic()
        link = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        try:
            link.request("GET", path, headers={"Cookie": cookie} if cookie else {})
            answer = link.getresponse()
            answer.read()
            if answer.status != 200:
                self.failed.append(f"{path} answered {answer.status}")
        except OSError as problem:
            self.failed.append(f"{path} was not answered: {problem!r}")
        finally:
            link.close()
        self.took.append(time.monotonic() - begun)

    def p95(self) -> float:
        return sorted(self.took)[int(0.95 * len(self.took))] if self.took else 0.0

    def told(self) -> dict[str, float]:
        return {"pages": len(self.took), "p95_ms": round(1000 * self.p95()), "worst_ms": round(1000 * max(self.took))}

    def broken(self) -> list[str]:
        """Every page that failed, and that they were slow."""
        slow = [f"one page in twenty took more than {self.p95():.2f} s"] if self.p95() > SLOW else []
        return self.failed + slow


def usual(cast: World, house: House) -> Iterator[tuple[int, str, str]]:
    """What others ask for, over and over: the door, a board and one's settings, signed in."""
    cookie = f"sid={stage.token_of(cast, cast.ada)}"
    while True:
        yield house.port, "/welcome", ""
        yield house.port, cast.path(), cookie
        yield house.port, "/me", cookie
