"""Identifiers: UUID version 7 (RFC 9562, 5.7) as 32 lower-case hex digits.

They sort by time of making, so the rows of a circle lie on disk in the order they were written.
"""

from __future__ import annotations

import hashlib
import os
import re
import threading
import time

_SHAPE = re.compile(r"[0-9a-f]{12}7[0-9a-f]{3}[89ab][0-9a-f]{15}")
_lock = threading.Lock()
_last = 0


def new_id(at_ms: int | None = None) -> str:
    """A fresh id. Within one process ids only ever grow; `at_ms` (milliseconds since 1970) backdates one."""
    if at_ms is not None:
        return _shaped(at_ms << 12 | int.from_bytes(os.urandom(2)) & 0xFFF)
    global _last
    with _lock:
        stamp = time.time_ns() // 1_000_000 << 12
        _last = stamp | int.from_bytes(os.urandom(1)) if stamp > _last else _last + 1
        return _shaped(_last)


def _shaped(stamp: int) -> str:
    """60 bits of time and sequence, then version, variant and 62 random bits, where RFC 9562 puts them."""
    time_ms, sequence = stamp >> 12, stamp & 0xFFF
    tail = int.from_bytes(os.urandom(8)) & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000
    return f"{time_ms:012x}7{sequence:03x}{tail:016x}"


def is_id(text: object) -> bool:
    """Whether `text` is an id of this shape, dashes left out."""
    return isinstance(text, str) and _SHAPE.fullmatch(text) is not None


def read_id(text: str | None) -> str | None:
    """An id that a client brought, dashes and capitals forgiven; None when it is not one."""
    plain = (text or "").replace("-", "").lower()
    return plain if is_id(plain) else None


def offspring(id: str, of: str) -> str:
    """The id that follows from `id` for `of`, a circle's id or some words: same time, same shape (RFC 9562, UUIDv7).

    Worked out, not thrown, so that sending twice makes what it makes once.
    """
    digest = hashlib.sha256(f"{id}\0{of}".encode()).hexdigest()
    variant = "89ab"[int(digest[3], 16) % 4]
    return f"{id[:12]}7{digest[:3]}{variant}{digest[4:19]}"
