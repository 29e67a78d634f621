"""Which way each character runs, by Unicode's rules (UAX #9), as FriBiDi works them out.

Pillow wants the same library for shaping, and shapes only runs of one font and one direction for us.
"""

from __future__ import annotations

import ctypes
import functools
from collections.abc import Sequence
from typing import Any, TypeVar

Item = TypeVar("Item")

LTR, RTL, OPEN = 0x110, 0x111, 0x40
"""FriBiDi's names for the direction of a paragraph: given, given, and for it to find out."""
LIBRARIES = ("libfribidi.so.0", "libfribidi.0.dylib", "/opt/homebrew/lib/libfribidi.0.dylib", "libfribidi.so")


def levels(text: str, base: int = OPEN) -> tuple[int, list[int]]:
    """The direction of the paragraph, LTR or RTL, and the level of each character: odd ones run to the left."""
    library = _library()
    if library is None or text.isascii():
        return (base if base != OPEN else LTR), [int(base == RTL)] * len(text)
    count = len(text)
    codes = (ctypes.c_uint32 * count)(*map(ord, text))
    found, given = (ctypes.c_int8 * count)(), ctypes.c_uint32(base)
    nothing = None
    library.fribidi_log2vis(codes, count, ctypes.byref(given), nothing, nothing, nothing, found)
    return (RTL if given.value & 1 else LTR), list(found)


def in_sight(items: Sequence[Item], levels: Sequence[int]) -> list[Item]:
    """`items` in the order in which they stand from left to right (rule L2)."""
    order = list(range(len(items)))
    for level in range(max(levels, default=0), 0, -1):
        start = 0
        while start < len(order):
            end = start
            while end < len(order) and levels[order[end]] >= level:
                end += 1
            order[start:end] = reversed(order[start:end])
            start = max(end, start + 1)
    return [items[place] for place in order]


@functools.cache
def _library() -> Any:
    for name in LIBRARIES:
        try:
            return ctypes.CDLL(name)
        except OSError:
            continue
    return None
