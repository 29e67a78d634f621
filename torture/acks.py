"""What the house said it has: a ledger outside of it, written only after an answer that says so."""

from __future__ import annotations

import threading
from collections.abc import Hashable
from dataclasses import dataclass, field


@dataclass
class Acks:
    """Things by kind and key. `taken` were acknowledged; `unsure` were sent and nobody answered."""

    taken: dict[str, dict[Hashable, str]] = field(default_factory=dict)
    unsure: dict[str, dict[Hashable, str]] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def acknowledge(self, kind: str, key: Hashable, what: str) -> None:
        """The house said yes."""
        with self.lock:
            self.taken.setdefault(kind, {})[key] = what
            self.unsure.get(kind, {}).pop(key, None)

    def doubt(self, kind: str, key: Hashable, what: str) -> None:
        """It was sent, and what became of it is not known."""
        with self.lock:
            self.unsure.setdefault(kind, {})[key] = what

    def of(self, kind: str) -> dict[Hashable, str]:
        with self.lock:
            return dict(self.taken.get(kind, {}))

    def doubted(self, kind: str) -> dict[Hashable, str]:
        with self.lock:
            return dict(self.unsure.get(kind, {}))

    def __len__(self) -> int:
        with self.lock:
            return sum(len(things) for things in self.taken.values())
