"""What a reader calls one character: an e with its accent, a flag, a family, a syllable.

The rules of Unicode's UAX #29 (https://unicode.org/reports/tr29/), near enough to count and to cut by.
Spacing marks always stay with their letter, which the standard leaves to a few exceptions.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

ZWNJ, ZWJ = "\u200c", "\u200d"

PICTURE = (
    "\u00a9\u00ae\u203c\u2049\u2122\u2139\u2194-\u2199\u21a9\u21aa\u231a\u231b\u2328\u23cf\u23e9-\u23f3\u23f8-\u23fa"
    "\u24c2\u25aa\u25ab\u25b6\u25c0\u25fb-\u25fe\u2600-\u2604\u260e\u2611\u2614\u2615\u2618\u261d\u2620\u2622\u2623"
    "\u2626\u262a\u262e\u262f\u2638-\u263a\u2640\u2642\u2648-\u2653\u265f\u2660\u2663\u2665\u2666\u2668\u267b\u267e"
    "\u267f\u2692-\u2697\u2699\u269b\u269c\u26a0\u26a1\u26a7\u26aa\u26ab\u26b0\u26b1\u26bd\u26be\u26c4\u26c5\u26c8"
    "\u26ce\u26cf\u26d1\u26d3\u26d4\u26e9\u26ea\u26f0-\u26f5\u26f7-\u26fa\u26fd\u2702\u2705\u2708-\u270d\u270f\u2712"
    "\u2714\u2716\u271d\u2721\u2728\u2733\u2734\u2744\u2747\u274c\u274e\u2753-\u2755\u2757\u2763\u2764\u2795-\u2797"
    "\u27a1\u27b0\u27bf\u2934\u2935\u2b05-\u2b07\u2b1b\u2b1c\u2b50\u2b55\u3030\u303d\u3297\u3299"
    "\U0001f004\U0001f0cf\U0001f170\U0001f171\U0001f17e\U0001f17f\U0001f18e\U0001f191-\U0001f19a\U0001f201\U0001f202"
    "\U0001f21a\U0001f22f\U0001f232-\U0001f23a\U0001f250\U0001f251\U0001f300-\U0001f3fa\U0001f400-\U0001f64f"
    "\U0001f680-\U0001f6ff\U0001f7e0-\U0001f7f0\U0001f90c-\U0001f9ff\U0001fa70-\U0001faff"
)
"""Characters that are an emoji or may become one with U+FE0F (Unicode's emoji-data.txt), as a regex class."""

_is_picture = re.compile(f"[{PICTURE}]").match
_is_half_flag = re.compile("[\U0001f1e6-\U0001f1ff]").match
_also_extends = re.compile("[\u0e33\u0eb3\u200c\uff9e\uff9f\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]").match
_goes_before = re.compile("[\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\u0d4e\U000110bd\U000110cd]").match
_is_control = re.compile(
    "[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]"
).match
_is_indic = re.compile("[\u0904-\u0d7f]").match
_LINKERS = "\u094d\u09cd\u0acd\u0b4d\u0c4d\u0d4d"

_ELEMENT = f"[{PICTURE}](?:[\U0001f3fb-\U0001f3ff]|\ufe0f)?"
_one_emoji = re.compile(
    "[\U0001f1e6-\U0001f1ff]{2}"
    "|[0-9#*]\ufe0f?\u20e3"
    "|\U0001f3f4[\U000e0020-\U000e007e]{2,8}\U000e007f"
    f"|{_ELEMENT}(?:{ZWJ}{_ELEMENT}){{0,8}}"
).fullmatch


def clusters(text: str) -> Iterator[str]:
    """The characters of `text` as a reader sees them, in order. Joined, they are `text` again."""
    start = 0
    for at in range(1, len(text)):
        if _breaks(text, start, at):
            yield text[start:at]
            start = at
    if text:
        yield text[start:]


def is_one_emoji(text: str) -> bool:
    """Whether this is exactly one emoji: also a flag, a keycap, a skin tone, a family joined together."""
    return _one_emoji(text) is not None


def _breaks(text: str, start: int, at: int) -> bool:
    """Whether a character ends before `at`, given that the present one began at `start`."""
    before, after = text[at - 1], text[at]
    if before.isascii() and after.isascii():
        return not (before == "\r" and after == "\n")
    if _is_control(before) or _is_control(after):
        return True
    if _extends(after) or _goes_before(before) or _hangul(before, after):
        return False
    if _is_half_flag(before) and _is_half_flag(after):
        return (at - start) % 2 == 0
    if before == ZWJ and _is_picture(after):
        return not _is_picture(_base(text, start, at))
    return not _conjunct(text, start, at)


def _extends(char: str) -> bool:
    return char == ZWJ or unicodedata.category(char) in ("Mn", "Me", "Mc") or bool(_also_extends(char))


def _base(text: str, start: int, at: int) -> str:
    """The last character before `at` that is no mark."""
    while at - 1 > start and _extends(text[at - 1]):
        at -= 1
    return text[at - 1]


def _conjunct(text: str, start: int, at: int) -> bool:
    """Whether two Indic consonants are written as one, joined by a virama between them."""
    after = text[at]
    if not _is_indic(after) or unicodedata.category(after) != "Lo":
        return False
    base = _base(text, start, at)
    marks = text[text.rindex(base, start, at) + 1 : at]
    return bool(_is_indic(base)) and any(mark in _LINKERS for mark in marks) and ZWNJ not in marks


def _hangul(before: str, after: str) -> bool:
    """Whether two parts of Korean writing belong to one syllable."""
    left, right = _jamo(before), _jamo(after)
    joins = {"L": ("L", "V", "S", "Z"), "V": ("V", "T"), "S": ("V", "T"), "T": ("T",), "Z": ("T",)}
    return right in joins.get(left, ())


def _jamo(char: str) -> str:
    """L, V, T for the parts; S for a whole syllable that may still take a T, Z for one that has it."""
    code = ord(char)
    if 0xAC00 <= code <= 0xD7A3:
        return "S" if (code - 0xAC00) % 28 == 0 else "Z"
    for name, first, last in (("L", 0x1100, 0x115F), ("V", 0x1160, 0x11A7), ("T", 0x11A8, 0x11FF)):
        if first <= code <= last:
            return name
    return ""
