"""The words around a hit, and which of them were asked for."""

from __future__ import annotations

from collections.abc import Iterator

from micronet.base.search import Wanted
from micronet.base.terms import Piece, is_spaceless, pieces
from micronet.base.text import clusters

MOST = 180
"""Characters of an excerpt, about three lines on a telephone."""
AHEAD = 50
"""So many of them stand before the first hit."""
LEFT_OUT = "…"

Part = tuple[str, bool]
"""Some text, and whether it is what was asked for."""


def excerpt(text: str, asked: Wanted, most: int = MOST) -> list[Part]:
    """About `most` characters of `text` around the first hit, in parts. What is left out at an end is "…"."""
    text = text.replace("\n", " ")
    hits = _hits(text, asked, most)
    start = _start(text, hits[0][0] if hits else 0)
    end = _end(text, start, most)
    parts = [(LEFT_OUT, False)] if start else []
    at = start
    for first, last in hits:
        if first < end:
            parts += [(text[at:first], False), (text[first : min(last, end)], True)]
            at = min(last, end)
    parts.append((text[at:end].rstrip() + (LEFT_OUT if end < len(text) else ""), False))
    return [part for part in parts if part[0]]


def _hits(text: str, asked: Wanted, most: int) -> list[tuple[int, int]]:
    """What of `text` is asked for, from the first hit on as far as an excerpt reaches; overlapping ones are one."""
    found: list[tuple[int, int]] = []
    for piece in pieces(text):
        if found and piece.start > found[0][0] + 4 * most:
            break
        for first, last in _spans(piece, asked):
            if found and first <= found[-1][1]:
                found[-1] = found[-1][0], max(last, found[-1][1])
            else:
                found.append((first, last))
    return found


def _spans(piece: Piece, asked: Wanted) -> Iterator[tuple[int, int]]:
    """The whole word, or of a script without spaces what was asked for."""
    for term in piece.terms:
        if hit := asked.matches(term):
            part = is_spaceless(term) and len(term) == piece.end - piece.start
            yield piece.start, piece.start + len(hit) if part else piece.end
            return


def _start(text: str, hit: int) -> int:
    """Where to begin: not far before the hit, where a word begins if there is one."""
    if hit <= AHEAD:
        return 0
    space = text.rfind(" ", hit - 2 * AHEAD if hit > 2 * AHEAD else 0, hit - AHEAD + 1)
    if space >= 0 and _is_edge(text, space + 1):
        return space + 1
    at = 0
    for cluster in clusters(text[:hit]):
        if at >= hit - AHEAD:
            break
        at += len(cluster)
    return at


def _end(text: str, start: int, most: int) -> int:
    """Where to stop: after so many characters, where a word ends if there is one."""
    end = start
    for count, cluster in enumerate(clusters(text[start:])):
        if count == most:
            space = text.rfind(" ", start + (end - start) // 2, end)
            return space if space > start else end
        end += len(cluster)
    return end


def _is_edge(text: str, at: int) -> bool:
    """Whether a character a reader would count begins at `at`, which comes after a space."""
    return len(list(clusters(text[at - 1 : at + 1]))) == 2
