"""Renders the scenes of the shelf from their drawings: WebP of 1200 by 900, for writing on.

Run by hand when a drawing changes: `.venv/bin/python scripts/scenes.py`. The files are committed, so Micronet
needs neither a browser nor this script.
"""

from __future__ import annotations

import io
import subprocess
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

HERE = Path(__file__).resolve().parent.parent
DRAWN = HERE / "micronet/static/img/shelf"
WIDE, TALL = 1200, 900
MOST_BYTES = 60 * 1024


def main() -> None:
    """Write every scene beside its drawing."""
    found = subprocess.run([HERE / "scripts/find-chromium"], capture_output=True, text=True, check=True).stdout.strip()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found or None)
        page = browser.new_page(viewport={"width": WIDE, "height": TALL})
        for drawing in sorted(DRAWN.glob("*.svg")):
            page.set_content(f"<style>*{{margin:0}}svg{{display:block}}</style>{drawing.read_text('utf-8')}")
            _keep(page.screenshot(), drawing.with_suffix(".webp"))
        browser.close()


def _keep(shot: bytes, target: Path) -> None:
    with Image.open(io.BytesIO(shot)) as picture:
        picture.convert("RGB").save(target, "WEBP", quality=84, method=6)
    if target.stat().st_size > MOST_BYTES:
        raise SystemExit(f"{target.name} is larger than {MOST_BYTES} bytes: draw it simpler")


if __name__ == "__main__":
    main()
