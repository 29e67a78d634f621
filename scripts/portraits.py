"""Makes the sample family's photographs anew: the drawn portraits before a pale sky, as small square WebP files.

Run by hand when a drawing changes: `.venv/bin/python scripts/portraits.py`. The files are committed, so the demo
needs neither a browser nor this script.
"""

from __future__ import annotations

import io
import subprocess
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

HERE = Path(__file__).resolve().parent.parent
DRAWN = HERE / "micronet/static/img/sample/portraits"
KEPT = HERE / "demo/portraits"
SIDE = 512
SCALE, WIDE, TALL = 2.3, 240, 260
"""Head and shoulders fill the square, and the head stays inside an arch and inside a circle cut from it."""


@dataclass(frozen=True)
class Place:
    """What is behind somebody: a sky from top to bottom, and what stands in it."""

    high: str
    low: str
    behind: str = ""
    drop: int = 0
    """Pixels to move the portrait down, for tall hair and hats."""
    scale: float = SCALE


SUN = '<circle cx="404" cy="118" r="46" fill="#FFE7A8"/>'
LOW_SUN = '<circle cx="96" cy="300" r="54" fill="#FFDFA0"/>'
MOON = '<circle cx="400" cy="104" r="34" fill="#FFF6DA"/><circle cx="414" cy="94" r="30" fill="#B9B5DC"/>'
CLOUDS = (
    '<g fill="#fff" opacity=".8"><path d="M28 196c-14-24 10-44 34-32 10-30 58-30 66-2 24-10 46 10 36 30z"/>'
    '<path d="M366 262c-10-18 8-32 26-24 8-24 44-22 50-2 20-8 34 8 28 26z"/></g>'
)
HILLS = '<path d="M0 388c90-56 170-40 260-22s170-16 252-52v198H0z" fill="{0}"/>'
SEA = (
    '<path d="M0 352h512v160H0z" fill="{0}"/>'
    '<path d="M0 392h512M0 428h512" stroke="#fff" stroke-width="4" opacity=".35"/>'
)
PEAKS = (
    '<path d="M0 400l96-150 74 96 70-120 96 140 66-84 110 118v112H0z" fill="#B7CBD8"/>'
    '<path d="M96 250l26 34-24 14-18-20zM240 226l28 40-30 12-20-22zM402 282l24 26-24 12-14-18z" fill="#fff"/>'
)
SNOW = '<g fill="#fff" opacity=".9">{}</g>'.format(
    "".join(
        f'<circle cx="{x}" cy="{y}" r="{r}"/>'
        for x, y, r in (
            (48, 70, 7),
            (130, 150, 5),
            (74, 250, 6),
            (420, 90, 6),
            (468, 210, 7),
            (380, 190, 5),
            (40, 380, 6),
            (470, 350, 5),
            (300, 40, 5),
            (190, 60, 6),
            (440, 430, 7),
            (110, 340, 5),
        )
    )
)
LIGHTS = '<g opacity=".75">{}</g>'.format(
    "".join(
        f'<circle cx="{x}" cy="{y}" r="{r}" fill="{c}"/>'
        for x, y, r, c in (
            (54, 150, 26, "#FFE2A6"),
            (110, 290, 34, "#FFD0B0"),
            (430, 140, 30, "#FFE9BE"),
            (470, 280, 24, "#F8C9C0"),
            (392, 340, 36, "#FFDDA0"),
            (40, 400, 28, "#F6D4DC"),
        )
    )
)
ROOFS = (
    '<path d="M0 512V350l70-52 70 52v20l60-46 64 48v-40l70-54 68 54v34l60-44 50 38v152z" fill="#E8BFA4"/>'
    '<g fill="#FFF3DC"><path d="M52 400h30v40H52zM318 372h28v38h-28zM470 400h24v36h-24z"/></g>'
)
POOL = (
    '<path d="M0 300h512v212H0z" fill="#9AD3DC"/><g stroke="#fff" stroke-width="7" opacity=".6" fill="none">'
    '<path d="M0 340q32-16 64 0t64 0 64 0 64 0 64 0 64 0 64 0 64 0'
    'M0 400q32-16 64 0t64 0 64 0 64 0 64 0 64 0 64 0 64 0"/></g>'
)

PLACES = {
    "ada": Place("#FFE3B0", "#FBC79A", SUN + HILLS.format("#D9A777"), 26),
    "fumiko": Place("#D5DBF0", "#F3E6EC", SNOW, 24),
    "hana": Place("#BFE0EA", "#F4EBDD", CLOUDS + ROOFS),
    "june": Place("#CDECEF", "#E6F6F3", POOL),
    "kenji": Place("#C6D3E6", "#EDF1F5", HILLS.format("#F8FAFB") + SNOW),
    "leila": Place("#F8D9CE", "#FBEBD6", LOW_SUN + HILLS.format("#DDB79E")),
    "marek": Place("#CFE2DA", "#EFF1DF", CLOUDS + HILLS.format("#A9C29B")),
    "oskar": Place("#C8DCE8", "#E9F2F4", PEAKS, 16),
    "priya": Place("#FAD7C0", "#FCEBC8", SUN + HILLS.format("#C9BE8E")),
    "ruth": Place("#C4DDEA", "#E9EFE8", CLOUDS + SEA.format("#8FB9C6")),
    "sam": Place("#C8C2DE", "#F6D6BE", LIGHTS),
    "theo": Place("#CFDDE3", "#F0E3CF", ROOFS, 8),
    "tom": Place("#A9D3EC", "#E6F2F2", CLOUDS),
    "zadie": Place("#B9B5DC", "#F0C9C6", MOON + LIGHTS, 20, 2.05),
}  # fmt: skip


def main() -> None:
    """Every portrait, one after the other, in one browser."""
    chromium = subprocess.run(
        [HERE / "scripts/find-chromium"], capture_output=True, text=True, check=True
    ).stdout.strip()
    KEPT.mkdir(exist_ok=True)
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": SIDE, "height": SIDE})
        for name, place in PLACES.items():
            path = KEPT / f"{name}.webp"
            take(page, name, place).save(path, "WEBP", quality=84, method=6)
            print(path.relative_to(HERE), path.stat().st_size)
        browser.close()


def take(page: Page, name: str, place: Place) -> Image.Image:
    """One photograph."""
    page.set_content(f"<style>body{{margin:0}}svg{{display:block}}</style>{scene(name, place)}")
    return Image.open(io.BytesIO(page.screenshot())).convert("RGB")


def scene(name: str, place: Place) -> str:
    """Sky, what is behind, and the drawn portrait standing at the lower edge."""
    drawn = (DRAWN / f"{name}.svg").read_text()
    wide, tall = WIDE * place.scale, TALL * place.scale
    top = SIDE - tall + 62 + place.drop
    inner = drawn.replace("<svg ", f'<svg x="{(SIDE - wide) / 2}" y="{top}" width="{wide}" height="{tall}" ', 1)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{SIDE}" height="{SIDE}" viewBox="0 0 {SIDE} {SIDE}">'
        f'<defs><linearGradient id="sky" x2="0" y2="1"><stop stop-color="{place.high}"/>'
        f'<stop offset="1" stop-color="{place.low}"/></linearGradient>'
        f'<filter id="far" x="-10%" y="-10%" width="120%" height="120%">'
        f'<feGaussianBlur stdDeviation="5"/></filter></defs>'
        f'<path d="M0 0h{SIDE}v{SIDE}H0z" fill="url(#sky)"/><g filter="url(#far)">{place.behind}</g>{inner}</svg>'
    )


if __name__ == "__main__":
    main()
