"""What people do at the door, step by step, as a hand would: found by what is written on it."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from tests.browser.house import Authenticator, Visitor


def button(page: Page | Locator, words: str) -> Locator:
    """The button that says so."""
    return page.get_by_role("button", name=words)


def link(page: Page | Locator, words: str) -> Locator:
    """The link that says so."""
    return page.get_by_role("link", name=words)


def heading(page: Page, words: str | re.Pattern[str]) -> None:
    """Wait for the page of this heading."""
    expect(page.get_by_role("heading", level=1)).to_contain_text(words)


def move_in(visitor: Visitor, address: str, name: str) -> Authenticator:
    """Open the set-up link, say a name, make a key, put spare keys away, say whose device it is."""
    keys = visitor.passkeys()
    page = visitor.open(address)
    heading(page, "You’re the first one here.")
    make_key(page, name)
    spare_keys(page)
    own_device(page)
    return keys


def make_key(page: Page, name: str) -> None:
    """Say a name and make the first key."""
    page.get_by_label("What do your people call you?").fill(name)
    button(page, "Make my key").click()
    heading(page, "Spare keys on paper.")


def spare_keys(page: Page) -> list[str]:
    """Have the ten codes shown and put them away."""
    button(page, "Show my ten codes").click()
    heading(page, "Spare keys for")
    codes = page.locator(".spare-keys code").all_inner_texts()
    button(page, "I’ve put them away").click()
    return codes


def own_device(page: Page) -> None:
    """Say that the device is one's own."""
    heading(page, "Whose device is this?")
    button(page, "It’s mine").click()


def start_circle(page: Page, name: str) -> None:
    """Start the first circle."""
    heading(page, "A new circle")
    page.get_by_label("What is it called?").fill(name)
    button(page, "Start the circle").click()
    expect(page).to_have_url(re.compile(r"/circles/[0-9a-f]{32}$"))


def invite(page: Page, name: str) -> str:
    """Make a card for someone. Gives the link that is on it."""
    link(page, "Circle").first.click()
    link(page, "Invite someone").click()
    page.get_by_label(re.compile("Who is it for|name", re.I)).first.fill(name)
    button(page, "Make the card").click()
    heading(page, f"A window for {name}")
    return page.locator(".link-text").inner_text()
