"""A page's words about itself, in a child process with limits that knows nothing else of the house.

Run as `python -m micronet.base.page_words CHARSET`: the page on standard input, its words as JSON on standard output.
"""

from __future__ import annotations

import codecs
import json
import re
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

MOST_BYTES = 512 * 1024
URL_LENGTH = 2048
ROUGH_LENGTH = 2400
"""Code points given of a title or text: several times what is kept. What a reader would count is counted afterwards."""

TITLES = "og:title", "twitter:title"
TEXTS = "og:description", "twitter:description", "description"
PICTURES = "og:image:secure_url", "og:image", "og:image:url", "twitter:image", "twitter:image:src"

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_NAMED = re.compile(rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([a-zA-Z0-9_:.-]{1,40})", re.IGNORECASE)
_KNOWN = re.compile(
    r"utf-8|ascii|iso8859-\d+|cp125\d|cp8(66|74)|koi8-[ru]|gb(2312|k|18030)|big5(hkscs)?|euc_(jp|kr)|shift_jis"
    r"|iso2022_jp|utf-16(-[lb]e)?|tis-620|mac-roman"
)
"""Python's names of the charsets that pages come in. It knows others that aren't meant for pages."""
_AS_MEANT = {"ascii": "cp1252", "iso8859-1": "cp1252", "gb2312": "gb18030", "gbk": "gb18030"}


def decoded(page: bytes, charset: str) -> str:
    """The page as text: by its byte order mark, else as its server says, else as it says itself, else UTF-8."""
    for mark, name in _MARKS:
        if page.startswith(mark):
            return page[len(mark) :].decode(name, "replace")
    named = _NAMED.search(page[:4096])
    own = _python_name(named[1].decode("ascii")) if named else ""
    own = "utf-8" if own.startswith("utf-16") else own  # it could be read, so it isn't
    return page.decode(_python_name(charset) or own or "utf-8", "replace")


def _python_name(charset: str) -> str:
    try:
        name = codecs.lookup(charset).name if charset else ""
    except (LookupError, ValueError):
        return ""
    return _AS_MEANT.get(name, name) if _KNOWN.fullmatch(name) else ""


def read(page: str) -> dict[str, str]:
    """Title, text and picture of a page, roughly: not clean yet, and too long perhaps."""
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(page)
    said = _said(tree)
    own = tree.css_first("head title") or tree.css_first("body > title")
    title = _first(said, TITLES) or (own.text_lexbor() if own else "")
    picture = _first(said, PICTURES).strip()
    return {
        "title": title[:ROUGH_LENGTH],
        "text": _first(said, TEXTS)[:ROUGH_LENGTH],
        "picture": picture if len(picture) <= URL_LENGTH else "",
    }


def _said(tree: LexborHTMLParser) -> dict[str, str]:
    """What the page's `<meta>` say, the first of each name."""
    said: dict[str, str] = {}
    for meta in tree.css("meta[content]"):
        found = meta.attributes
        name = (found.get("property") or found.get("name") or "").strip().lower()
        content = found.get("content") or ""
        if name and content.strip():
            said.setdefault(name, content)
    return said


def _first(said: dict[str, str], names: tuple[str, ...]) -> str:
    return next((said[name] for name in names if name in said), "")


def _limit() -> None:
    """Memory and processor time of this child. Not every system has the means."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (512 * 1024 * 1024,) * 2)
    resource.setrlimit(resource.RLIMIT_CPU, (3, 3))


def main() -> int:
    """The child's work: 0 and what the page says, or 1 and nothing."""
    _limit()
    try:
        page = decoded(sys.stdin.buffer.read(MOST_BYTES), sys.argv[1] if len(sys.argv) > 1 else "")
        sys.stdout.write(json.dumps(read(page)))
    except Exception:  # a hostile page may raise anything; it then says nothing
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
