"""A blank with words on it, in the circle's colours. What a page asks for again and again is remembered a while."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from dataclasses import dataclass, field

from flask_babel import gettext as _

from micronet.activity.attached import ALT_LENGTH
from micronet.base.errors import Invalid
from micronet.base.lettering import Caption, Size, Undrawn, write_on
from micronet.base.text import cut

CAPTION_LENGTH = 120
TINY, WIDTHS = 24, (480, 960)
"""Pixels across: of what is shown while the picture comes, and of the sizes that are kept."""
PREVIEW = 640

PAPERS = {
    "plaster": ("#f7e8df", "#122b25"),
    "primrose": ("#faefc9", "#171f3b"),
    "duckegg": ("#dfede9", "#1b2b29"),
    "sage": ("#e6ecda", "#22281a"),
    "sky": ("#e2edf6", "#162636"),
    "heather": ("#efe6ee", "#281f2a"),
    "oat": ("#efeadf", "#29241d"),
    "apricot": ("#fce7d0", "#15292d"),
}
"""Wall and ink by day of each paint, as in `paints.css`: a picture looks the same whoever opens it."""


@dataclass(frozen=True)
class Words:
    """What stands above and below."""

    top: str = ""
    bottom: str = ""

    def __bool__(self) -> bool:
        return bool(self.top or self.bottom)


def captioned(picture: bytes, words: Words, paint: str, widths: tuple[int, ...]) -> list[Size]:
    """The picture with its words, in these widths. Raises Invalid, naming the field that is at fault."""
    paper, ink = PAPERS.get(paint, PAPERS["plaster"])
    try:
        return write_on(picture, Caption(words.top, words.bottom, paper, ink), widths)
    except Undrawn as missing:
        told = _("We can’t draw these letters yet: %(letters)s. Say it with others.", letters=cut(missing.letters, 20))
        field = "top" if any(letter in words.top for letter in missing.letters) else "bottom"
        raise Invalid(told, field) from None
    except Invalid:
        raise Invalid(_("That picture can’t be written on. Choose another."), "top") from None


def spoken(alt: str, words: Words) -> str:
    """What is in the picture, for those who hear it."""
    said = " ".join(filter(None, (words.top, words.bottom)))
    if not said:
        return cut(alt, ALT_LENGTH)
    told = _("It says: “%(words)s”", words=said)
    return f"{cut(alt, ALT_LENGTH - len(told) - 1)} {told}".strip()


@dataclass
class Remembered:
    """The latest previews, each under a name made of all that is in it."""

    most: int = 100
    held: OrderedDict[str, bytes] = field(default_factory=OrderedDict)

    def name(self, *parts: str) -> str:
        """The name of a preview: the same for the same parts."""
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]

    def get(self, name: str) -> bytes | None:
        """What is remembered under this name."""
        if name in self.held:
            self.held.move_to_end(name)
        return self.held.get(name)

    def put(self, name: str, data: bytes) -> None:
        """Remember it, and forget what nobody asked for the longest."""
        self.held[name] = data
        while len(self.held) > self.most:
            self.held.popitem(last=False)
