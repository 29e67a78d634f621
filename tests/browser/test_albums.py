"""Albums: one photo after another by the arrow keys; an album is made and filled without script."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from micronet.base import clock
from tests.browser.house import House
from tests.browser.steps import button, heading, link
from tests.shelf.pictures import photo
from tests.world import World


def test_arrow_keys_lead_from_photo_to_photo(world: World, house: House) -> None:
    old, new = photo(world, alt="The pond"), photo(world, alt="The hill")
    page = house.visitor(world.ada).open(world.path(f"/photos/{new}"))
    heading(page, "The hill")
    expect(page.locator("photo-keys:defined")).to_be_visible()
    page.keyboard.press("ArrowRight")
    expect(page).to_have_url(re.compile(f"/photos/{old}"))
    expect(page.locator("photo-keys:defined")).to_be_visible()
    page.keyboard.press("ArrowLeft")
    expect(page).to_have_url(re.compile(f"/photos/{new}"))


def test_without_script_an_album_is_made_and_filled(world: World, house: House) -> None:
    photo(world, alt="The pond")
    now = clock.now()
    page = house.visitor(world.ben, java_script_enabled=False).open(world.path("/albums/new"))
    page.get_by_label("What is it called?").fill("Whitby")
    button(page, "Make the album").click()
    heading(page, "Whitby")
    page.goto(page.url.split("/albums/")[0] + f"/albums/{now.year}/{now.month}")
    link(page, "Choose some for an album").click()
    page.get_by_role("checkbox", name="The pond").check()
    button(page, "Put them in").click()
    expect(page.locator("#strip")).to_contain_text("It’s in “Whitby” now.")
    expect(page.get_by_role("link", name="The pond")).to_be_visible()
