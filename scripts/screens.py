"""Takes the pictures in docs/screens anew: `make screens`. The demo, its clock stopped, seen by a real Chromium.

Name pages to take only those: `scripts/screens.py board settings`. OUT is another folder to put them in.
"""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from demo.houses import House, awaiting, family, first_day, served
from micronet.base import clock

ROOT = Path(__file__).resolve().parent.parent
OUT = Path(os.environ.get("OUT") or ROOT / "docs/screens")
NOW = datetime(2026, 3, 14, 10, 50, tzinfo=UTC)
"""A Saturday in London. The sun is about to rise in Toronto."""
SCREENS = {"phone": (390, 844, 2), "tablet": (820, 1180, 1), "desktop": (1440, 900, 1)}
SMALL = (390, 844, 1)
"""Width and height in CSS pixels, and how many pixels of the picture each of them gets."""
LIGHTS = ("light", "dark")


def invitation(page: Page, house: House, name: str = "Ruth") -> str:
    """Make a card for someone who is to come; leaves its page open and gives its link."""
    house.take_back_cards()
    page.goto(f"{house.url}{house.circle}/invites")
    page.locator("main input[type=text], main input:not([type])").first.fill(name)
    page.locator("main form button[type=submit]").last.click()
    page.wait_for_url("**/invites/*")
    return page.locator("share-link").first.get_attribute("url") or ""


def sign_in(page: Page, house: House) -> None:
    """Through the demo's door."""
    page.goto(house.key())
    page.wait_for_url("**/circles/*")


def settle(page: Page) -> None:
    """Until fonts and pictures are there and nothing moves."""
    page.wait_for_load_state("load")
    page.evaluate("""async () => {
        for (const image of document.images) image.loading = "eager";
        await document.fonts.ready;
        await Promise.all([...document.images].map((image) => image.decode().catch(() => {})));
    }""")
    page.wait_for_timeout(150)


def keep(page: Page, name: str, columns: int = 0) -> None:
    """The picture of a page, in few colours so that it stays small; with `columns` all of it, down to its end."""
    settle(page)
    if columns:
        tall = page.evaluate("document.documentElement.scrollHeight")
        page.set_viewport_size({"width": SMALL[0], "height": tall})
        settle(page)
    image = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    if columns:
        image = side_by_side(image, columns)
    few_colours(image).save(OUT / f"{name}.png", optimize=True)
    print(f"{name}.png", (OUT / f"{name}.png").stat().st_size // 1024, "KB")


def few_colours(image: Image.Image, exact: int = 48) -> Image.Image:
    """The picture in 256 colours: the commonest kept as they are, so that walls stay plain, the rest mixed of dots."""
    counted = sorted(image.getcolors(image.width * image.height) or (), reverse=True)
    plain = [part for _count, colour in counted[:exact] for part in colour]  # type: ignore[union-attr]
    mixed = image.quantize(256 - exact, method=Image.Quantize.MAXCOVERAGE, kmeans=2).getpalette() or []
    palette = Image.new("P", (1, 1))
    palette.putpalette(plain + mixed)
    return image.quantize(palette=palette, dither=Image.Dither.FLOYDSTEINBERG)


def side_by_side(image: Image.Image, columns: int, gap: int = 24) -> Image.Image:
    """A tall picture cut into columns that stand next to each other."""
    tall = -(-image.height // columns)
    sheet = Image.new("RGB", (columns * (image.width + gap) - gap, tall), "white")
    for at in range(columns):
        sheet.paste(
            image.crop((0, at * tall, image.width, min(image.height, (at + 1) * tall))), (at * (image.width + gap), 0)
        )
    return sheet


@contextmanager
def page_of(browser: Browser, screen: str, light: str) -> Iterator[Page]:
    """A fresh visitor with this screen in this light."""
    wide, tall, fine = SCREENS.get(screen, SMALL)
    context = browser.new_context(
        viewport={"width": wide, "height": tall}, device_scale_factor=fine, color_scheme=light,  # type: ignore[arg-type]
        reduced_motion="reduce", locale="en-GB", timezone_id="Europe/London", has_touch=screen != "desktop",
        service_workers="block",
    )  # fmt: skip
    context.set_default_timeout(20_000)
    yield context.new_page()
    context.close()


def inside(page: Page, house: House, wanted: set[str], end: str) -> None:
    """What Hana sees."""
    sign_in(page, house)
    house.forget_looks()
    places = {
        "home": "/", "board": house.circle, "settings": "/me", "circle": f"{house.circle}/about",
        "share": f"{house.circle}/moments/new", "status": f"{house.circle}/status",
    }  # fmt: skip
    for name, path in places.items():
        if name in wanted:
            page.goto(house.url + path)
            keep(page, f"{name}-{end}")
    if "person" in wanted:
        page.goto(house.url + house.circle)
        page.get_by_role("link", name="Nana Ruth", exact=True).first.click()
        keep(page, f"person-{end}")


def outside(page: Page, house: House, wanted: set[str], end: str) -> None:
    """What someone sees at the door, and the card that brings them there."""
    if "welcome" in wanted:
        page.goto(house.url + "/welcome")
        keep(page, f"welcome-{end}")
    if "invite" in wanted or "card" in wanted:
        sign_in(page, house)
        link = invitation(page, house)
        keep(page, f"card-{end}")
        page.context.clear_cookies()
        page.goto("about:blank")
        page.goto(link)
        page.wait_for_url("**/join/card")
        keep(page, f"invite-{end}")


def once(browser: Browser, houses: dict[str, House], wanted: set[str]) -> None:
    """Pictures that are taken once."""
    if "whole" in wanted:
        with page_of(browser, "small", "light") as page:
            sign_in(page, houses["family"])
            houses["family"].forget_looks()
            page.reload()
            keep(page, "board-phone-whole", columns=8)
    if "largest" in wanted:
        with page_of(browser, "phone", "light") as page:
            sign_in(page, houses["family"])
            page.evaluate("document.documentElement.dataset.text = 5")
            keep(page, "board-phone-largest-text")
    if "print" in wanted:
        with page_of(browser, "tablet", "light") as page:
            sign_in(page, houses["awaiting"])
            invitation(page, houses["awaiting"])
            page.emulate_media(media="print")
            page.set_viewport_size({"width": 794, "height": 559})
            keep(page, "card-printed")


ALL = {"board", "home", "settings", "circle", "welcome", "invite", "card", "first-day", "whole", "largest", "print"}
MORE = {"share", "status", "person"}


def main() -> None:
    """All of them, or those that were named."""
    wanted = set(sys.argv[1:]) or ALL
    if wanted - ALL - MORE:
        sys.exit(f"No such page: {', '.join(sorted(wanted - ALL - MORE))}")
    OUT.mkdir(parents=True, exist_ok=True)
    found = subprocess.run([ROOT / "scripts/find-chromium"], capture_output=True, text=True, check=True).stdout.strip()
    with ExitStack() as stack:
        stack.enter_context(clock.frozen(NOW))
        houses = {one.__name__: stack.enter_context(served(one)) for one in (awaiting, family, first_day)}
        chromium = stack.enter_context(sync_playwright()).chromium
        browser = chromium.launch(executable_path=found, args=["--no-sandbox"])
        for screen in SCREENS:
            for light in LIGHTS:
                with page_of(browser, screen, light) as page:
                    inside(page, houses["family"], wanted, f"{screen}-{light}")
                with page_of(browser, screen, light) as page:
                    outside(page, houses["awaiting"], wanted, f"{screen}-{light}")
                if "first-day" in wanted:
                    with page_of(browser, screen, light) as page:
                        sign_in(page, houses["first_day"])
                        keep(page, f"first-day-{screen}-{light}")
        once(browser, houses, wanted)
        browser.close()


if __name__ == "__main__":
    main()
