"""With nothing but a keyboard: the door, the composer, feelings, menus; focus is always seen and never lost."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from micronet.base.db import writing
from micronet.instance import setup_link
from tests.browser import keyboard
from tests.browser.house import DESKTOP, PHONE, House
from tests.browser.steps import button, heading, link, move_in
from tests.browser.test_live import share
from tests.world import World


def test_a_key_opens_the_door_by_tab_and_enter(new_house: House) -> None:
    ada = new_house.visitor(screen=DESKTOP)
    with new_house.app.app_context(), writing():
        address = setup_link(new_house.app.config["SETTINGS"])
    move_in(ada, address or "", "Ada")
    heading(ada.page, "A new circle")
    ada.open("/me/devices")
    button(ada.page, "Sign out here").click()
    heading(ada.page, "Come in.")
    keyboard.press(ada.page, button(ada.page, "Sign in"))
    heading(ada.page, "Good")


def test_a_moment_is_written_and_shared(world: World, house: House) -> None:
    page = house.visitor(world.ada, DESKTOP).open(world.path())
    keyboard.press(page, link(page, "Share a moment").first)
    heading(page, "Share a moment")
    words = page.get_by_label("What would you say if they rang?")
    keyboard.go_to(page, words)
    page.keyboard.type("Bread is in the oven.")
    keyboard.press(page, button(page, "Share with Family"))
    expect(page.locator("#moments")).to_contain_text("Bread is in the oven.")


def test_a_feeling_is_sent_and_the_focus_stays(world: World, house: House) -> None:
    moment = share(world, "Bread is in the oven.")
    page = house.visitor(world.ben, DESKTOP).open(world.path())
    here = page.locator(f"#moment-{moment.id[-12:]}")
    keyboard.press(page, here.locator("details.feel:not(.talk) summary"))
    keyboard.press(page, here.get_by_role("button", name="Love", exact=True))
    expect(here.locator(".faces")).to_contain_text("You sent love")
    assert page.evaluate("() => document.activeElement !== document.body"), "the focus is lost"


def test_menus_open_by_enter_and_close_by_escape(world: World, house: House) -> None:
    share(world, "Bread is in the oven.")
    page = house.visitor(world.ada, DESKTOP).open(world.path())
    menu = page.locator("details.menu")
    keyboard.press(page, menu.locator("summary"))
    expect(menu).to_have_attribute("open", "")
    keyboard.step(page)
    page.keyboard.press("Escape")
    expect(menu).not_to_have_attribute("open", "")
    expect(menu.locator("summary")).to_be_focused()


def test_the_first_tab_is_the_way_past_everything(world: World, house: House) -> None:
    page = house.visitor(world.ada, PHONE).open(world.path())
    keyboard.press(page, page.locator(".skip"))
    expect(page.locator("#main")).to_be_focused()


@pytest.mark.parametrize("screen", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("path", ["", "/moments/new", "/status", "/about"])
def test_every_stop_is_ringed_and_in_sight(path: str, screen: dict[str, object], world: World, house: House) -> None:
    share(world, "Bread is in the oven.")
    page = house.visitor(world.ben, screen).open(world.path(path))
    stops = page.locator("a[href], button, summary, input, textarea, select").count()
    for _ in range(stops + 2):
        keyboard.step(page)
        if page.evaluate("() => document.activeElement === document.body"):
            break
