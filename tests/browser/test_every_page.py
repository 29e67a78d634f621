"""Every page of the product, by day and by night, on phone, tablet and desktop: nothing shuts anyone out."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page
from werkzeug.test import TestResponse

from tests.browser import axe
from tests.browser.house import DESKTOP, PHONE, TABLET, House, Visitor
from tests.live_server import serving
from tests.pages.crowd import Crowd
from tests.pages.every import PAGES
from tests.pages.table import Ask

SCREENS = {"phone": PHONE, "tablet": TABLET, "desktop": DESKTOP}


@pytest.fixture(scope="session")
def inspector(crowd: Crowd, browser: Browser) -> Iterator[Visitor]:
    """One visitor a worker, who sees every page of the house full of life with other people's eyes."""
    with serving(crowd.app) as url:
        house = House(crowd.app, browser, url)
        visitor = house.visitor(service_workers="block")
        axe.hand(visitor.context)
        yield visitor
        house.close()
        crowd.app.extensions["hub"].streams.clear()


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


@pytest.mark.parametrize("name", [name for name in PAGES.ways if name not in PAGES.blocks])
def test_shuts_nobody_out(name: str, crowd: Crowd, inspector: Visitor) -> None:
    asked = PAGES.ways[name](crowd)
    stand_before(inspector, asked, asked.whole())
    page, found = inspector.page, {}
    for screen, size in SCREENS.items():
        unroll(page, **size["viewport"])
        for light, rules in (("light", axe.ALL), ("dark", axe.COLOURS)):
            page.emulate_media(color_scheme=light)
            for line in axe.violations(page, rules):
                found.setdefault(line, []).append(f"{screen} {light}")
    told = [f"{', '.join(where)}: {line}" for line, where in found.items()]
    assert not told + inspector.watch.wrong, "\n".join(told + inspector.watch.wrong)
