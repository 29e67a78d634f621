"""What people type: made clean before it is kept; counted, cut and sorted the way a reader would."""

from __future__ import annotations

import re
import unicodedata

from flask_babel import gettext as _

from micronet.base.errors import Invalid
from micronet.base.graphemes import clusters, is_one_emoji

__all__ = ["CODES", "N_", "clean", "clusters", "cut", "initial", "is_one_emoji", "length", "sort_key"]

CODES = 4
"""A text of n characters may take 4 n code points: how wide its column must be. Room for any script and for emoji."""

MARKS = 8
"""So many marks may stand on one letter. More than any script needs, less than smears over the line above."""

_BREAKS = re.compile("\r\n|[\n\r\v\f\x85\u2028\u2029]")
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"  # controls
    "\u202a-\u202e\u2066-\u2069"  # overrides and isolates: they make a line read as another
    "\u200b\u2060-\u2065\u206a-\u206f\ufeff\ufff9-\ufffc\u00ad"  # nothing to see, and names would only look alike
    "\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"  # not characters at all
    "|(?<![\U0001f3f4\U000e0020-\U000e007e])[\U000e0000-\U000e007f]+"  # tags, but for the flags made of them
)
_BLANK = re.compile(
    "[\\s\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200c-\u200f\u2800\u3164\ufe00-\ufe0f\uffa0]*"
)
_SMEAR = re.compile(
    f"([\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{{{MARKS}}})"
    "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+"
)
_EDGES = "\u200b\u200c\u200d\u200e\u200f\u061c"
_BEFORE_ITS_CONSONANT = re.compile("[\u0e40-\u0e44\u0ec0-\u0ec4]")


def N_(message: str) -> str:  # noqa: N802 - the name by which the catalogue finds what is translated later
    """Marks a message for the catalogue. It is translated where it is said."""
    return message


def clean(text: str, max_len: int, lines: int = 1, *, field: str | None = None) -> str:
    """`text` as it may be kept: composed (NFC), trimmed, without what cannot be seen or turns a line about.

    `max_len` counts what a reader would call characters: a flag is one. With `lines` 1, line breaks become spaces;
    with more, at most one empty line stands between two others. Joiners stay: emoji and Persian need them.
    Text with nothing to see in it comes back empty. Raises Invalid, naming `field`, when it is too long.
    """
    kept = _SMEAR.sub(r"\1", _UNSEEN.sub("", _BREAKS.sub("\n", unicodedata.normalize("NFC", text))))
    rows = [_trim(row) for row in kept.split("\n")]
    whole = " ".join(row for row in rows if row) if lines == 1 else _paragraphs(rows)
    if _BLANK.fullmatch(whole):
        return ""
    whole = unicodedata.normalize("NFC", whole)
    _check(whole, max_len, lines, field)
    return whole


def length(text: str) -> int:
    """How many characters a reader would count."""
    return len(text) if text.isascii() else sum(1 for _cluster in clusters(text))


def cut(text: str, most: int) -> str:
    """`text` in at most `most` characters, the last of them "…" when some are left out. Prefers to end with a word."""
    if len(text) <= most:
        return text
    parts = list(clusters(text))
    if len(parts) <= most:
        return text
    kept = "".join(parts[: max(most - 1, 0)])
    words = kept.rsplit(" ", 1)[0]
    if parts[most - 1] != " " and 2 * len(words) > len(kept):
        kept = words
    return kept.rstrip(" \t\n,;:.-–—") + "…" if most > 0 else ""


def initial(name: str) -> str:
    """The character that stands for a person without a picture: the first letter, figure or emoji, in upper case."""
    parts = list(clusters(name.strip()))
    for part in parts:
        if unicodedata.category(part[0])[0] in "LN" and not _BEFORE_ITS_CONSONANT.fullmatch(part):
            raised = unicodedata.normalize("NFC", part.title())
            return raised if length(raised) == 1 else part
        if is_one_emoji(part):
            return part
    return parts[0] if parts else "·"


def sort_key(name: str) -> tuple[str, str, str]:
    """Where a name stands in a list: by its letters, then by their accents, then by their case.

    One order for everybody, whatever the language: å sorts with a. Quotes and points at the start do not count.
    """
    plain = "".join(char for char in unicodedata.normalize("NFKD", name) if not unicodedata.combining(char))
    letters = " ".join(plain.casefold().split()).lstrip("\"'“”‘’«»‹›„()[]{}-–—.·*#@_ ")
    return letters, unicodedata.normalize("NFC", name).casefold(), name


def _trim(row: str) -> str:
    """One line with single spaces and nothing unseen at its ends."""
    row = " ".join(row.split())
    while row and (row[0] in _EDGES or row[-1] in _EDGES):
        row = row.strip(_EDGES).strip()
    return row


def _paragraphs(rows: list[str]) -> str:
    return re.sub("\n{3,}", "\n\n", "\n".join(rows)).strip("\n")


def _check(text: str, max_len: int, lines: int, field: str | None) -> None:
    if text.count("\n") >= lines:
        raise Invalid(_("That’s more lines than fit here. Keep it to %(most)s.", most=lines), field)
    if len(text) <= max_len:
        return
    count = length(text)
    if count > max_len:
        message = _("That’s longer than fits here. Keep it to %(most)s characters; it has %(count)s.",
                    most=max_len, count=count)  # fmt: skip
        raise Invalid(message, field)
    if len(text) > CODES * max_len:
        raise Invalid(_("There are too many signs on top of one another in that. Try it with fewer."), field)
