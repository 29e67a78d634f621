"""A voice note is heard everywhere: Chromium and Firefox record one each, and all three engines play both."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect

from tests.browser.engines import WebKit, webkit
from tests.browser.house import DESKTOP, House
from tests.browser.steps import button
from tests.world import World

BEGIN = "for (const note of document.querySelectorAll('.voice-note audio')) { note.muted = true; note.play(); }"
HEARD = """return [...document.querySelectorAll('.voice-note audio')].map(
    (note) => note.error ? note.error.message || 'broken' : note.ended || note.currentTime > 0.2)"""
PATIENCE = 15.0
"""Seconds until both are heard, on a busy machine."""
SILENT = {"media.navigator.streams.fake": True, "media.navigator.permission.disabled": True}
"""Firefox's own fake microphone."""


@pytest.fixture
def firefox(playwright: Playwright) -> Iterator[Browser]:
    browser = playwright.firefox.launch(
        channel="moz-firefox", executable_path="/usr/bin/firefox-esr", firefox_user_prefs=dict(SILENT)
    )
    yield browser
    browser.close()


def record(page: Page, world: World, words: str) -> None:
    """Record a second and share it, as a hand would."""
    page.goto(world.path("/moments/new"))
    button(page, "Record a voice note").click()
    expect(page.get_by_role("timer")).to_have_text("0:01")
    button(page, "Stop recording").click()
    button(page, "Add it").click()
    expect(page.get_by_text("Here", exact=True)).to_be_visible()
    page.get_by_label("What would you say").fill(words)
    button(page, "Share with Family").click()
    expect(page.locator("#moments")).to_contain_text(words)


def is_heard(run: Any) -> list[object]:
    """What became of each voice note on a page, by a way to run script there."""
    run(BEGIN)
    ends, heard = time.monotonic() + PATIENCE, []
    while time.monotonic() < ends:
        heard = run(HEARD)
        if len(heard) == 2 and all(one is True for one in heard):
            break
        time.sleep(0.2)
    return heard


def in_page(page: Page) -> Any:
    return lambda script: page.evaluate(f"() => {{ {script} }}")


def in_webkit(window: WebKit, house: House, world: World) -> Any:
    window.open(house.url + "/welcome")
    cookie = world.as_(world.ada).get_cookie("sid")
    assert cookie
    window.keep("sid", cookie.value)
    window.open(house.url + world.path())
    return window.run


def test_a_voice_note_is_heard_in_every_engine(
    world: World, open_house: Any, listening: Browser, firefox: Browser
) -> None:
    house: House = open_house(world.app)
    house.browser = listening
    ben = house.visitor(world.ben, DESKTOP, permissions=["microphone"])
    record(ben.page, world, "From Chromium.")
    house.browser = firefox
    ada = house.visitor(world.ada, DESKTOP)
    record(ada.page, world, "From Firefox.")
    assert is_heard(in_page(ada.page)) == [True, True]
    assert is_heard(in_page(ben.open(world.path()))) == [True, True]
    with webkit() as window:
        assert is_heard(in_webkit(window, house, world)) == [True, True]
