"""The app shell: it can be installed, it stays calm without a network, and it is back as soon as there is one."""

from __future__ import annotations

from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.house import DESKTOP, House
from tests.browser.steps import button, heading, link
from tests.world import World

CONTROLLED = "() => navigator.serviceWorker.controller !== null"


def settle(page: Page) -> None:
    """Wait until the service worker serves the page."""
    page.wait_for_function(CONTROLLED)


def test_without_a_network_there_is_a_calm_page_and_with_one_the_board_again(world: World, house: House) -> None:
    ben = house.visitor(world.ben)
    ben.watch.forgive("ERR_INTERNET_DISCONNECTED|Failed to fetch|NetworkError")
    page = ben.open(world.path())
    settle(page)
    ben.context.set_offline(True)
    page.goto(world.path())
    heading(page, "You’re offline.")
    assert page.evaluate("() => getComputedStyle(document.body).fontFamily.includes('Atkinson')")
    ben.context.set_offline(False)
    link(page, "Try again").click()
    expect(page.locator("#windows .pane")).to_have_count(2)


def test_going_back_without_a_network_is_calm_too(world: World, house: House) -> None:
    ben = house.visitor(world.ben)
    ben.watch.forgive("ERR_INTERNET_DISCONNECTED|Failed to fetch|NetworkError")
    page = ben.open(world.path())
    settle(page)
    page.goto("/me")
    ben.context.set_offline(True)
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_the_worker_keeps_nothing_but_the_shell(world: World, house: House) -> None:
    ben = house.visitor(world.ben)
    page = ben.open(world.path())
    settle(page)
    page.goto("/me")
    kept = page.evaluate("""async () => {
      const caches_ = await Promise.all((await caches.keys()).map((name) => caches.open(name)));
      const lists = await Promise.all(caches_.map((cache) => cache.keys()));
      return lists.flat().map((request) => new URL(request.url).pathname);
    }""")
    assert kept
    assert all(path == "/offline" or path.startswith("/static/") for path in kept)


def test_chromium_would_install_it(world: World, house: House, profile: BrowserContext) -> None:
    page = profile.new_page()
    page.goto(f"{house.url}/welcome")
    settle(page)
    session = profile.new_cdp_session(page)
    assert session.send("Page.getInstallabilityErrors")["installabilityErrors"] == []
    manifest = session.send("Page.getAppManifest")
    assert manifest["errors"] == []


def test_theme_and_text_size_follow_the_settings(world: World, house: House) -> None:
    ada = house.visitor(world.ada, DESKTOP)
    page = ada.open("/me")
    page.get_by_text("Always evening").click()
    page.locator(".sizes .kind").nth(3).click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(page.locator("html")).to_have_attribute("data-text", "4")
    button(page.locator("#reading"), "Keep this").click()
    expect(page.locator("#strip .strip")).to_be_visible()
    page.goto(world.path())
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(page.locator("html")).to_have_attribute("data-text", "4")
