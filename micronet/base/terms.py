"""Text cut into the terms it is found by: one spelling for all that a reader would call the same word.

Case, accents and the many shapes of one letter do not count. Scripts that put no spaces between words (Chinese,
Japanese, Thai) are cut into pairs of letters that overlap, so that any stretch of them is found. A sign that is a
picture is a term. Both databases only ever compare terms as they are, so both give the same answers.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

RULES = 1
"""Goes up when the same text gives other terms than before: then everything is cut anew."""
TERM_LENGTH = 48
"""Of a longer word so many letters count."""

_MARKS = re.compile(
    "[\u0300-\u036f\u0483-\u0487\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f"  # accents
    "\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7"  # Hebrew points
    "\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed"  # Arabic: tashkeel, tatweel
    "\U0001f3fb-\U0001f3ff]"  # the colour of a hand
)
_SHAPES = str.maketrans(
    {
        **dict(zip("øłđðħıŧŋĸſ", "olddhitnks", strict=True)),
        "æ": "ae", "œ": "oe", "þ": "th", "ß": "ss", "ς": "σ",
        "ٱ": "ا", "ى": "ي", "ی": "ي", "ې": "ي", "ة": "ه", "ۀ": "ه", "ە": "ه", "ہ": "ه", "ک": "ك", "ڪ": "ك",
    }
)  # fmt: skip
"""Letters that Unicode does not take apart, and the one way in which each is written here."""
_GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
_SPACELESS = (
    "\u0e00-\u0eff\u0f00-\u0fff\u1000-\u109f\u1780-\u17ff\u1100-\u11ff\u3005-\u3007\u3040-\u30ff\u3130-\u318f"
    "\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\uff66-\uffdc\U0001b000-\U0001b16f"
    "\U00020000-\U0003ffff"
)
"""Scripts without spaces between words, and Korean, which writes little words onto long ones."""
_RUNS = re.compile(
    f"(?P<gap>[\\s\x00-/:-@[-`{{-\x7f]+)|(?P<latin>[0-9A-Za-z]++(?![^\x00-\x7f]))|(?P<pairs>[{_SPACELESS}]+)"
    "|(?P<flag>[\U0001f1e6-\U0001f1ff]{2})|(?P<rest>.)"
)
"""Nothing, a plain word, a stretch without spaces, a flag, or a character to be looked at more closely."""
_JOINED = re.compile("(?:[\ufe0f\u20e3\U0001f3fb-\U0001f3ff]|\u200d[^\\s\\w])*")
"""What belongs to the picture before it, such as the rest of a family."""
_is_spaceless = re.compile(f"[{_SPACELESS}]").match


@dataclass(frozen=True)
class Piece:
    """A stretch of a text, `text[start:end]`, and the terms it is found by."""

    start: int
    end: int
    terms: tuple[str, ...]


def pieces(text: str, *, asked: bool = False) -> Iterator[Piece]:
    """Every stretch of `text` that has terms, in order. Those of a script without spaces overlap.

    What is kept is found by a second spelling as well, ä as ae and Arabic without its article; what is `asked` for
    has one spelling only.
    """
    at = 0
    while found := _RUNS.match(text, at):
        sort, start, at = found.lastgroup, at, found.end()
        if sort == "latin":
            yield Piece(start, at, (found[0].lower()[:TERM_LENGTH],))
        elif sort == "pairs":
            yield from _pairs(text, start, at)
        elif sort != "gap":
            at, is_flag = _word_end(text, at), sort == "flag"
            if found_terms := _of_word(text[start:at], is_flag, asked):
                yield Piece(start, at, found_terms)


def terms(text: str) -> list[str]:
    """The terms of `text`, each once, in the order in which they come first."""
    return list(dict.fromkeys(term for piece in pieces(text) for term in piece.terms))


def is_spaceless(term: str) -> bool:
    """Whether a term is of a script without spaces between words."""
    return bool(_is_spaceless(term))


def plain(text: str) -> str:
    """`text` in the one spelling that terms have."""
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    bare = "".join(_digit(char) for char in _MARKS.sub("", apart) if unicodedata.category(char) != "Cf")
    return unicodedata.normalize("NFC", bare).casefold().translate(_SHAPES)


def _digit(char: str) -> str:
    """Figures of any script as 0 to 9."""
    return str(unicodedata.decimal(char)) if unicodedata.category(char) == "Nd" else char


def _word_end(text: str, end: int) -> int:
    """Where the word or picture ends whose first character ends at `end`; right there, if it is neither."""
    sort = _sort(text[end - 1])
    if sort == "sign" and (joined := _JOINED.match(text, end)):
        return joined.end()
    if sort == "word":
        while end < len(text) and _goes_on(text[end]):
            end += 1
    return end


def _goes_on(char: str) -> bool:
    """Whether a word goes on with this character. What cannot be seen does not end one."""
    return not _is_spaceless(char) and (_sort(char) == "word" or unicodedata.category(char) in ("Cf", "Mn", "Me"))


@lru_cache(maxsize=4096)
def _sort(char: str) -> str:
    category = unicodedata.category(char)
    if category[0] in "LNM" or (category == "So" and unicodedata.normalize("NFKC", char) != char):
        return "word"
    return "sign" if category == "So" else ""


def _of_word(word: str, is_flag: bool, asked: bool) -> tuple[str, ...]:
    """The terms of a word or sign; a fraction or an enclosed letter may be several."""
    found = [plain(word)]
    if is_flag:
        return tuple(found)
    if not _sort(word[0]):
        return ()
    if not asked and not word.isascii():
        found += [plain(_composed(word).translate(_GERMAN)), _without_article(found[0])]
    parts = (part for one in found for part in _split(one))
    return tuple(dict.fromkeys(part[:TERM_LENGTH] for part in parts))


def _without_article(spelled: str) -> str:
    """An Arabic word without the article that is written onto it."""
    return spelled[2:] if spelled.startswith("\u0627\u0644") and len(spelled) > 4 else spelled


def _composed(word: str) -> str:
    return unicodedata.normalize("NFC", word).casefold()


def _split(spelled: str) -> list[str]:
    """Letters, figures and signs only: whatever else the spelling came out as parts one term from the next."""
    kept = "".join(char if _is_letter(char) else f" {char} " if _is_sign(char) else " " for char in spelled)
    return [part for part in kept.split() if unicodedata.category(part[0])[0] != "M"]


def _is_letter(char: str) -> bool:
    return unicodedata.category(char)[0] in "LNM"


def _is_sign(char: str) -> bool:
    return unicodedata.category(char) == "So"


def _pairs(text: str, start: int, end: int) -> Iterator[Piece]:
    """Every two neighbours, and the last one by itself."""
    run = text[start:end]
    spelled = plain(run)
    spans = [(start + at, start + at + 1) for at in range(len(run))]
    if len(spelled) != len(run) or any(unicodedata.category(char)[0] not in "LNM" for char in spelled):
        spelled = "".join(_split(spelled))
        spans = [(start, end)] * len(spelled)
    for at, (first, last) in enumerate(spans):
        until = spans[at + 1][1] if at + 1 < len(spans) else last
        yield Piece(first, until, (spelled[at : at + 2],))
