"""Ids of things that one sending makes several of: worked out, not thrown, so that sending twice makes them once."""

from __future__ import annotations

import hashlib


def offspring(id: str, of: str) -> str:
    """The id that follows from `id` for `of`, a circle's id or some words: same time, same shape (RFC 9562, UUIDv7)."""
    digest = hashlib.sha256(f"{id}\0{of}".encode()).hexdigest()
    variant = "89ab"[int(digest[3], 16) % 4]
    return f"{id[:12]}7{digest[:3]}{variant}{digest[4:19]}"
