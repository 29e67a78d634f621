"""Searching while one types: what was found follows the words, and the words stay under one's hands."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.house import House
from tests.moments.saying import quickly
from tests.world import World


def test_what_is_found_follows_what_ada_types_and_its_address_can_be_kept(world: World, house: House) -> None:
    quickly(world, world.ben, "The kettle is on.")
    quickly(world, world.ada, "Toast, and a kettlebell.")
    page = house.visitor(world.ada).open("/search")
    box = page.get_by_label("What was said")
    expect(box).to_be_focused()
    box.press_sequentially("ket")
    expect(page.locator(".hit")).to_have_count(2)
    box.press_sequentially("tle is")
    expect(page.locator(".hit")).to_have_count(1)
    expect(page.locator(".hit mark")).to_have_text(["kettle", "is"])
    expect(box).to_be_focused()
    expect(box).to_have_value("kettle is")
    expect(page).to_have_url(re.compile(r"/search\?words=kettle(\+|%20)is"))
    page.reload()
    expect(page.locator(".hit")).to_have_count(1)


def test_who_may_be_chosen_follows_the_circle(world: World, house: House) -> None:
    quickly(world, world.ben, "The kettle is on.")
    quickly(world, world.ada, "Toast, and a kettle.")
    page = house.visitor(world.ada).open("/search?words=kettle")
    page.get_by_text("Narrow it down").click()
    expect(page.get_by_label("Who said it")).to_have_count(0)
    page.get_by_label("Where").select_option("Family")
    page.get_by_label("Who said it").select_option("Ben")
    expect(page.locator(".hit")).to_have_count(1)
    expect(page.locator(".hit")).to_contain_text("The kettle is on.")
    expect(page.get_by_label("What was said")).to_have_value("kettle")


def test_without_script_the_button_searches(world: World, house: House) -> None:
    quickly(world, world.ben, "The kettle is on.")
    page = house.visitor(world.ada, java_script_enabled=False).open("/search")
    page.get_by_label("What was said").fill("kettle")
    page.get_by_role("button", name="Search").click()
    expect(page.locator(".hit")).to_have_count(1)
