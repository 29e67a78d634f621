"""A real Chromium, one a worker; a house served to it; visitors with a screen, a light and a language."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Playwright, expect, sync_playwright

from tests.browser.house import PATIENCE, House
from tests.live_server import serving
from tests.pages.fixtures import crowd
from tests.world import World

__all__ = ["crowd"]

expect.set_options(timeout=PATIENCE)

ARGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip

FAKE = ("--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder carries the mark `browser`."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """Where Chromium is. `scripts/install-test-tools` puts one there."""
    finder = Path(__file__).parents[2] / "scripts" / "find-chromium"
    found = subprocess.run([finder], capture_output=True, text=True, check=False).stdout.strip()
    assert found, "no Chromium here: run scripts/install-test-tools"
    return found


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """What drives it."""
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def browser(playwright: Playwright, chromium_path: str) -> Iterator[Browser]:
    """One Chromium for all tests of this worker."""
    browser = playwright.chromium.launch(executable_path=chromium_path, args=list(ARGS))
    yield browser
    browser.close()


@pytest.fixture
def profile(playwright: Playwright, chromium_path: str, tmp_path: Path) -> Iterator[BrowserContext]:
    """A browser with a profile on disk: nothing can be installed from the usual ones, which are incognito."""
    context = playwright.chromium.launch_persistent_context(
        str(tmp_path / "profile"), executable_path=chromium_path, args=list(ARGS)
    )
    yield context
    context.close()


@pytest.fixture
def listening(playwright: Playwright, chromium_path: str) -> Iterator[Browser]:
    """A Chromium with a microphone that hums, and somebody who lets it listen."""
    browser = playwright.chromium.launch(executable_path=chromium_path, args=[*ARGS, *FAKE])
    yield browser
    browser.close()


Open = Callable[[Flask], House]


@pytest.fixture
def open_house(browser: Browser) -> Iterator[Open]:
    """Serves applications, and fails the test for whatever their pages did wrong."""
    opened: list[tuple[House, object]] = []

    def open_(app: Flask) -> House:
        server = serving(app)
        house = House(app, browser, server.__enter__())
        opened.append((house, server))
        return house

    yield open_
    wrong = [what for house, _ in opened for what in house.close()]
    for house, server in opened:
        house.app.extensions["hub"].streams.clear()
        server.__exit__(None, None, None)
    assert not wrong, "\n".join(wrong)


@pytest.fixture
def house(world: World, open_house: Open) -> House:
    """*Family* and *Elsewhere*, open to visitors."""
    return open_house(world.app)


@pytest.fixture
def new_house(app: Flask, open_house: Open) -> House:
    """A house that nobody has moved into."""
    return open_house(app)
