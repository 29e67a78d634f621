"""Codes that people read aloud and type: Crockford's base 32, which has no I, L, O or U to mistake."""

from __future__ import annotations

import secrets
import unicodedata

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MISTAKEN = str.maketrans("ILO", "110")
LONGEST = 40
"""A normal form keeps no more than this: longer than any code, so that a long one cannot pass for a short one."""


def fresh(size: int) -> str:
    """A random code of `size` letters, five bits each."""
    return "".join(secrets.choice(LETTERS) for _ in range(size))


def normal(typed: str) -> str:
    """A code as it was made, however it was typed: capitals, no spaces or dashes, I and L as 1, O as 0."""
    plain = unicodedata.normalize("NFKC", typed[: 4 * LONGEST]).upper().translate(_MISTAKEN)
    return "".join(letter for letter in plain if letter.isalnum())[:LONGEST]


def grouped(code: str, size: int = 4) -> str:
    """The code as it is shown: in groups of `size` with dashes between them."""
    return "-".join(code[start : start + size] for start in range(0, len(code), size))
