"""Every page and every block is valid HTML, and the style sheet is valid CSS."""

from __future__ import annotations

import re
from pathlib import Path

from tests.pages import vnu
from tests.pages.crowd import Crowd
from tests.pages.every import PAGES

AROUND = (
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A block</title></head><body>{}</body></html>'
)


def test_every_page_is_valid_html(crowd: Crowd, tmp_path: Path) -> None:
    files = []
    for name, way in PAGES.ways.items():
        html = way(crowd).whole().text
        if html:
            files.append(tmp_path / f"{name}.html")
            files[-1].write_text(html)
    assert files
    wrong = vnu.errors(files)
    assert not wrong, "\n".join(wrong)


def test_every_block_that_htmx_gets_is_valid_html(crowd: Crowd, tmp_path: Path) -> None:
    files = []
    for name, way in PAGES.ways.items():
        html = way(crowd).block().text
        if html and "<html" not in html:
            files.append(tmp_path / f"{name}.html")
            files[-1].write_text(AROUND.format(f"<ul>{html}</ul>" if html.lstrip().startswith("<li") else html))
    assert len(files) > 10
    wrong = vnu.errors(files)
    assert not wrong, "\n".join(wrong)


def test_the_style_sheet_is_valid_css(crowd: Crowd, tmp_path: Path) -> None:
    """The checker does not know container queries yet: it gets media queries instead, so that it reads inside."""
    shelf = crowd.app.extensions["shelf"]
    shelf.address("bundle.css")
    known = re.sub(r"@container[^{]+", "@media all ", shelf.bytes["bundle.css"].decode())
    sheet = tmp_path / "bundle.css"
    sheet.write_text(re.sub(r"container-(type|name): [^;]+;", "", known))
    wrong = vnu.errors([sheet], "--css")
    assert not wrong, "\n".join(wrong)
