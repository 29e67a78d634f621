"""Pictures to laugh at: two touches send one; the words show on it while they are typed; without script by a button."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.house import PHONE, House
from tests.browser.steps import button, heading, link
from tests.world import World

SHAPE = "image => image.naturalHeight / image.naturalWidth"


def shape(page: Page) -> float:
    """How high the picture is for its width, once it is there."""
    picture = page.locator(".captioned img")
    expect(picture).to_have_js_property("complete", True)
    return float(picture.evaluate(SHAPE))


def test_a_picture_is_picked_and_sent_by_two_touches(world: World, house: House) -> None:
    page = house.visitor(world.ben, screen=PHONE).open(world.path("/shelf"))
    link(page, "Whose kettle?").click()
    heading(page, "Whose kettle?")
    button(page, "Send to Family").click()
    expect(page.locator("#strip")).to_contain_text("Shared with Family.")


def test_the_words_show_on_the_picture_while_they_are_typed(world: World, house: House) -> None:
    ben = house.visitor(world.ben)
    ben.watch.forgive("status of 422")
    page = ben.open(world.path("/shelf/tin"))
    assert abs(shape(page) - 0.75) < 0.01
    expect(button(page, "Show me")).to_have_count(0)
    page.get_by_label("Words above").press_sequentially("Größe")
    expect(page.locator(".captioned img")).to_have_attribute("src", re.compile("^blob:"))
    assert shape(page) > 0.8
    page.get_by_label("Words below").fill("\U00013000")
    expect(page.get_by_role("status").filter(has_text="We can’t draw these letters yet")).to_be_visible()
    page.get_by_label("Words below").fill("سلام")
    expect(page.get_by_text("We can’t draw these letters yet")).to_be_hidden()
    button(page, "Send to Family").click()
    expect(page.locator("#strip")).to_contain_text("Shared with Family.")
    sent = page.locator("#moments .photo img:not(.photo-soft)")
    sent.scroll_into_view_if_needed()
    expect(sent).to_have_js_property("complete", True)
    box = sent.bounding_box()
    drawn = float(sent.evaluate(SHAPE))
    assert box
    assert drawn > 0.9
    assert abs(box["height"] / box["width"] - drawn) < 0.02, "its words are cut off on the board"


def test_without_script_a_button_shows_the_words(world: World, house: House) -> None:
    page = house.visitor(world.ben, java_script_enabled=False).open(world.path("/shelf/hen"))
    page.get_by_label("Words above").fill("Off we go")
    button(page, "Show me").click()
    expect(page.get_by_label("Words above")).to_have_value("Off we go")
    assert "top=Off" in (page.locator(".captioned img").get_attribute("src") or "")
    button(page, "Send to Family").click()
    expect(page.locator("#strip")).to_contain_text("Shared with Family.")
