"""Every page of the product, by day and by night, on phone, tablet and desktop: nothing shuts anyone out."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route
from werkzeug.test import TestResponse

from tests.browser import axe
from tests.browser.house import DESKTOP, PHONE, TABLET, House, Visitor
from tests.live_server import serving
from tests.pages.crowd import Crowd
from tests.pages.every import PAGES
from tests.pages.table import Ask

OVERFLOW = """([size, direction]) => {
  document.documentElement.dataset.text = size;
  document.dir = direction;
  const room = innerWidth;
  if (document.scrollingElement.scrollWidth <= room) return null;
  const out = [...document.body.querySelectorAll("*")].filter((one) => {
    const box = one.getBoundingClientRect();
    return box.width && (box.right > room + 1 || box.left < -1);
  });
  return [document.scrollingElement.scrollWidth, ...out.slice(0, 5).map((one) => one.outerHTML.slice(0, 120))];
}"""
"""What sticks out, if the page can be scrolled sideways."""
SCREENS = {"phone": PHONE, "tablet": TABLET, "desktop": DESKTOP}


@pytest.fixture(scope="session")
def inspector(crowd: Crowd, browser: Browser) -> Iterator[Visitor]:
    """One visitor a worker, who sees every page of the house full of life with other people's eyes."""
    with serving(crowd.app) as url:
        house = House(crowd.app, browser, url)
        visitor = house.visitor(service_workers="block")
        axe.hand(visitor.context)
        visitor.context.route("**", only_look)
        yield visitor
        house.close()
        crowd.app.extensions["hub"].streams.clear()


def only_look(route: Route) -> None:
    """What a page sends by itself is answered with nothing: looking changes nothing."""
    if route.request.method == "GET":
        route.fallback()
    else:
        route.fulfill(status=204)


def stand_before(visitor: Visitor, asked: Ask, answer: TestResponse) -> None:
    """Show the visitor the very answer that a client got, with that client's cookies."""
    visitor.page.goto("about:blank")
    visitor.context.clear_cookies()
    for name in ("sid", "page"):
        if cookie := asked.client.get_cookie(name):
            visitor.context.add_cookies([{"name": name, "value": cookie.value, "url": visitor.url}])
    visitor.watch.seen.clear()
    path = urlsplit(asked.path).path
    headers = {name: value for name, value in answer.headers.items() if name != "Set-Cookie"}
    visitor.page.route(f"{visitor.url}{path}", lambda route: route.fulfill(headers=headers, body=answer.data))
    visitor.open(path)
    visitor.page.unroute_all()


def unroll(page: Page, width: int, height: int) -> None:
    """Make the window as high as the page, so that nothing lies under the bar at the foot that a scroll would free."""
    page.set_viewport_size({"width": width, "height": height})
    whole = page.evaluate("() => document.scrollingElement.scrollHeight")
    page.set_viewport_size({"width": width, "height": max(height, whole)})


def shut_out(page: Page) -> list[str]:
    """What axe finds, on three screens by day and by night, each with where."""
    found: dict[str, list[str]] = {}
    for screen, size in SCREENS.items():
        unroll(page, **size["viewport"])
        for light, rules in (("light", axe.ALL), ("dark", axe.COLOURS)):
            page.emulate_media(color_scheme=light)
            for line in axe.violations(page, rules):
                found.setdefault(line, []).append(f"{screen} {light}")
    return [f"{', '.join(where)}: {line}" for line, where in found.items()]


def sideways(page: Page) -> list[str]:
    """What sticks out at 320 pixels, with the smallest and the largest writing, in both directions."""
    page.set_viewport_size({"width": 320, "height": 640})
    cases = [(size, direction) for size in ("1", "5") for direction in ("ltr", "rtl")]
    over = {case: page.evaluate(OVERFLOW, case) for case in cases}
    return [f"text {size}, {direction}: {wide}" for (size, direction), wide in over.items() if wide]


@pytest.mark.parametrize("name", [name for name in PAGES.ways if name not in PAGES.blocks])
def test_a_page_shuts_nobody_out(name: str, crowd: Crowd, inspector: Visitor) -> None:
    asked = PAGES.ways[name](crowd)
    stand_before(inspector, asked, asked.whole())
    wrong = shut_out(inspector.page) + sideways(inspector.page) + inspector.watch.wrong
    assert not wrong, "\n".join(wrong)
