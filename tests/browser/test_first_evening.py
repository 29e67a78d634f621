"""The first evening: a house, a key, a circle, an invitation, and two open boards."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from micronet.base.db import writing
from micronet.instance import setup_link
from tests.browser import steps
from tests.browser.house import DESKTOP, House
from tests.browser.steps import button, heading, link


def test_a_newcomer_moves_in_invites_ben_and_both_see_each_other_live(new_house: House) -> None:
    ada, ben = new_house.visitor(screen=DESKTOP), new_house.visitor()
    with new_house.app.app_context(), writing():
        address = setup_link(new_house.app.config["SETTINGS"])
    assert address

    keys = steps.move_in(ada, address, "Ada")
    assert len(keys.keys()) == 1
    steps.start_circle(ada.page, "The Finches")
    board = ada.page.url
    expect(link(ada.page, "Light a window")).to_be_visible()
    card = steps.invite(ada.page, "Ben")
    assert card.startswith(f"{new_house.url}/join#")

    ben.passkeys()
    page = ben.open(card)
    heading(page, "Hello, Ben.")
    expect(page.locator("main")).to_contain_text("Ada has kept a window for you in The Finches.")
    expect(page.locator(".faces")).to_have_text(re.compile("Ada"))
    expect(page.locator(".lampnote")).to_contain_text("Ada keeps the machine this lives on, localhost")
    expect(page.locator(".lampnote")).to_contain_text("can read what is shared here")
    link(page, "Yes, that’s me").click()
    heading(page, "Now your key.")
    steps.make_key(page, "Ben")
    codes = steps.spare_keys(page)
    assert len(set(codes)) == 10
    steps.own_device(page)
    heading(page, "You’re in, Ben.")
    button(page, "Come in and say hello").click()
    expect(page).to_have_url(board)

    ada.page.goto(board)
    expect(ada.page.locator("#windows .pane")).to_have_count(2)
    ben.open(board)
    link(page, "Say how you are").click()
    page.locator("#text").fill("Kettle on.")
    button(page, "Put it in my window").click()
    expect(page).to_have_url(board)
    expect(ada.page.locator("#windows")).to_contain_text("Kettle on.")

    link(ada.page, "Share a moment").first.click()
    ada.page.get_by_label("What would you say if they rang?").fill("Bread is in the oven.")
    button(ada.page, "Share with The Finches").click()
    expect(ada.page.locator("#strip")).to_contain_text("Shared with The Finches.")
    expect(page.locator("#moments")).to_contain_text("Bread is in the oven.")


def test_a_used_invitation_opens_nothing_and_says_whom_to_ask(new_house: House) -> None:
    ada, ben = new_house.visitor(), new_house.visitor()
    with new_house.app.app_context(), writing():
        address = setup_link(new_house.app.config["SETTINGS"])
    steps.move_in(ada, address or "", "Ada")
    steps.start_circle(ada.page, "The Finches")
    card = steps.invite(ada.page, "Ben")
    ben.passkeys()
    ben.open(card)
    link(ben.page, "Yes, that’s me").click()
    steps.make_key(ben.page, "Ben")

    late = new_house.visitor()
    late.watch.forgive("status of 410")
    late.open(card)
    heading(late.page, "This card has run out.")
    expect(late.page.locator("main")).to_contain_text("Ring whoever sent it")


def test_signing_out_and_in_again_with_the_key_leads_back(new_house: House) -> None:
    ada = new_house.visitor()
    with new_house.app.app_context(), writing():
        address = setup_link(new_house.app.config["SETTINGS"])
    steps.move_in(ada, address or "", "Ada")
    steps.start_circle(ada.page, "The Finches")
    board = ada.page.url
    ada.open("/me/devices")
    button(ada.page, "Sign out here").click()
    heading(ada.page, "Come in.")
    ada.page.goto(board)
    heading(ada.page, "Come in.")
    button(ada.page, "Sign in").click()
    expect(ada.page).to_have_url(board)


def test_a_key_chosen_in_the_field_opens_the_door_without_the_button(new_house: House) -> None:
    ada, tablet = new_house.visitor(), new_house.visitor()
    with new_house.app.app_context(), writing():
        address = setup_link(new_house.app.config["SETTINGS"])
    keys = steps.move_in(ada, address or "", "Ada")
    tablet.passkeys(offers=True).put(keys.keys()[0])
    tablet.open("/welcome")
    heading(tablet.page, "Whose device is this?")
