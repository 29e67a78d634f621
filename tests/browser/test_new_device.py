"""A second device comes in with the help of the first: one code, one number on both, one yes."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.house import DESKTOP, House
from tests.browser.steps import button, heading
from tests.world import World


def test_a_new_device_comes_in_when_both_show_the_same_number(world: World, house: House) -> None:
    laptop, phone = house.visitor(world.ada, DESKTOP), house.visitor()
    laptop.open("/me/devices/new")
    button(laptop.page, "Show the code").click()
    expect(laptop.page.get_by_role("img", name="A code to scan with the new device")).to_be_visible()
    letters = laptop.page.locator(".typed").inner_text()

    keys = phone.passkeys()
    phone.open(f"/link#{letters}")
    expect(phone.page).to_have_url(f"{house.url}/link")
    button(phone.page, "Knock").click()
    heading(phone.page, "Is it the same number?")
    heading(laptop.page, "Is it the same number?")
    shown = [one.page.locator(".number").inner_text() for one in (laptop, phone)]
    assert shown[0] == shown[1]
    assert re.fullmatch(r"\d\d", shown[0])

    button(laptop.page, "Yes, let it in").click()
    heading(phone.page, "A key for this device.")
    button(phone.page, "Make my key").click()
    expect(phone.page.locator("#strip")).to_contain_text("Your key works here now.")
    assert len(keys.keys()) == 1
    heading(laptop.page, "It’s in.")


def test_a_device_that_was_refused_stays_outside(world: World, house: House) -> None:
    laptop, phone = house.visitor(world.ada, DESKTOP), house.visitor()
    phone.watch.forgive("status of 410")
    laptop.open("/me/devices/new")
    button(laptop.page, "Show the code").click()
    letters = laptop.page.locator(".typed").inner_text()
    phone.open(f"/link#{letters}")
    button(phone.page, "Knock").click()
    button(laptop.page, "That’s not me").click()
    expect(laptop.page.locator("#strip")).to_contain_text("Nobody was let in")
    expect(phone.page.locator("body")).to_contain_text("That took too long, or the other device said no.")
    phone.page.goto("/me")
    heading(phone.page, "Come in.")
