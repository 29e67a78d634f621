"""No script at all: every verb of the first evening still works, by forms and links."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.house import House
from tests.browser.steps import button, heading, link
from tests.browser.test_live import share
from tests.world import World


@pytest.fixture
def plain(world: World, house: House) -> Page:
    """Ben's browser, which runs no script. A refused form is an answer like any other to it."""
    ben = house.visitor(world.ben, java_script_enabled=False)
    ben.watch.forgive("status of 422")
    return ben.page


def here(page: Page, words: str) -> Locator:
    """The moment that says so."""
    return page.locator("article.moment", has_text=words)


def test_share_edit_take_back_and_bring_back(plain: Page, world: World) -> None:
    plain.goto(world.path())
    link(plain, "Share a moment").first.click()
    plain.get_by_label("What would you say if they rang?").fill("Bread is in the oven.")
    plain.get_by_role("radio", name="A win").check()
    button(plain, "Share with Family").click()
    expect(plain.locator("#strip")).to_contain_text("Shared with Family.")

    here(plain, "Bread").locator("details.menu summary").click()
    link(here(plain, "Bread"), "Say it in other words").click()
    plain.get_by_label("In other words").fill("Bread is on the table.")
    button(plain, "Save").click()
    plain.goto(world.path())
    expect(here(plain, "on the table")).to_contain_text("edited")

    here(plain, "on the table").locator("details.menu summary").click()
    button(here(plain, "on the table"), "Take it back").click()
    expect(plain.locator("#strip")).to_contain_text("Taken back.")
    expect(plain.locator("#moments")).not_to_contain_text("on the table")
    button(plain.locator("#strip"), "Take it back").click()
    expect(plain.locator("#moments")).to_contain_text("on the table")


def test_reply_and_feel(plain: Page, world: World) -> None:
    share(world, "Bread is in the oven.")
    plain.goto(world.path())
    here(plain, "Bread").locator(".talk summary").click()
    here(plain, "Bread").locator(".talk textarea").fill("Save me the crust.")
    button(here(plain, "Bread"), "Send your reply").click()
    plain.goto(world.path())
    expect(here(plain, "Bread")).to_contain_text("Save me the crust.")
    here(plain, "Bread").locator("details.feel:not(.talk) summary").click()
    button(here(plain, "Bread"), "Lovely").click()
    expect(here(plain, "Bread").locator(".faces")).to_contain_text("You find this lovely")


def test_a_refused_reply_comes_back_with_what_was_typed(plain: Page, world: World) -> None:
    share(world, "Bread is in the oven.")
    plain.goto(world.path())
    here(plain, "Bread").locator(".talk summary").click()
    here(plain, "Bread").locator(".talk textarea").fill("x" * 2001)
    button(here(plain, "Bread"), "Send your reply").click()
    expect(plain.locator(".talk textarea")).to_have_value("x" * 2001)
    expect(plain.locator(".talk")).to_contain_text("2001")


def test_a_line_in_the_window_and_out_again(plain: Page, world: World) -> None:
    plain.goto(world.path())
    link(plain, "Say how you are").click()
    plain.locator("#text").fill("Kettle on.")
    button(plain, "Put it in my window").click()
    expect(plain.locator("#windows")).to_contain_text("Kettle on.")
    link(plain, "Change your line").click()
    button(plain, "Take my line out").click()
    expect(plain.locator("#windows")).not_to_contain_text("Kettle on.")


def test_wave(plain: Page, world: World) -> None:
    plain.goto(world.path())
    button(plain, "Wave to Ada").click()
    expect(plain.locator("#strip")).to_contain_text("You waved to Ada.")
    expect(plain.locator("#windows")).to_contain_text("You waved")


def test_settings_are_kept(plain: Page, world: World) -> None:
    plain.goto("/me")
    plain.locator("#my-name").fill("Benjamin")
    button(plain.locator("#name"), "Keep this").click()
    heading(plain, "You, Benjamin")


def test_invite_and_look_through_the_window(plain: Page, world: World, house: House) -> None:
    plain.goto(world.path("/invites"))
    plain.get_by_role("textbox").first.fill("Theo")
    button(plain, "Make the card").click()
    words = plain.locator(".words").inner_text().replace("·", " ")
    theo = house.visitor(java_script_enabled=False)
    theo.open("/join")
    theo.page.get_by_label("The four words").fill(words)
    button(theo.page, "Open the card").click()
    heading(theo.page, "Hello, Theo.")
    expect(theo.page.locator("main")).to_contain_text("Family")
