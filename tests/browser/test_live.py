"""Two open boards: what one does is on the other's within a second, and nothing is counted."""

from __future__ import annotations

import re
import time

from playwright.sync_api import Page, expect

from micronet.activity.models import Moment
from micronet.base.db import writing
from micronet.base.ids import new_id
from micronet.circles.access import enter
from micronet.members import leaving
from micronet.moments import actions
from tests.browser.house import DESKTOP, House
from tests.browser.steps import button
from tests.world import World

SOON = 1.0
"""Seconds in which a change is on another open board."""


def share(world: World, text: str) -> Moment:
    """Ada shares something from elsewhere."""
    with world.app.app_context(), writing():
        return actions.share(enter(world.family.id, world.ada), id=new_id(), kind="note", text=text)


def say(world: World, page: Page, text: str) -> None:
    """Put a line into one's window, by hand."""
    page.goto(world.path("/status"))
    page.locator("#text").fill(text)
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        button(page, "Put it in my window").click()


def test_a_status_is_on_the_other_open_board_within_a_second(world: World, house: House) -> None:
    ada, ben = house.visitor(world.ada, DESKTOP), house.visitor(world.ben)
    board = ada.open(world.path())
    board.evaluate("() => (window.untouched = true)")
    took = []
    for line in ("Kettle on.", "Kettle off.", "Tea."):
        say(world, ben.page, line)
        began = time.monotonic()
        expect(board.locator("#windows")).to_contain_text(line)
        took.append(time.monotonic() - began)
        ben.page.wait_for_url(house.url + world.path())
    assert min(took) < SOON, took  # a busy machine may be late, not always
    assert board.evaluate("() => window.untouched"), "the page was loaded anew"


def test_a_feeling_is_a_face_and_never_a_number(world: World, house: House) -> None:
    moment = share(world, "Bread is in the oven.")
    here = f"#moment-{moment.id[-12:]}"
    ada, ben = house.visitor(world.ada, DESKTOP), house.visitor(world.ben)
    hers, his = ada.open(world.path()), ben.open(world.path())
    his.locator(f"{here} details.feel:not(.talk) summary").click()
    his.locator(here).get_by_role("button", name="Love", exact=True).click()
    faces = hers.locator(f"{here} .faces li")
    expect(faces).to_have_count(1)
    expect(faces).to_contain_text("Ben sent love")
    expect(his.locator(f"{here} .faces li")).to_contain_text("You sent love")
    for page in (hers, his):
        assert not re.search(r"\d", page.locator(f"{here} .after").inner_text())


def test_a_reply_reaches_the_other_board(world: World, house: House) -> None:
    moment = share(world, "Bread is in the oven.")
    here = f"#moment-{moment.id[-12:]}"
    ada, ben = house.visitor(world.ada, DESKTOP), house.visitor(world.ben)
    hers, his = ada.open(world.path()), ben.open(world.path())
    his.locator(f"{here} .talk summary").click()
    his.locator(f"{here} .talk textarea").fill("Save me the crust.")
    button(his.locator(here), "Send your reply").click()
    expect(hers.locator(f"{here} .replies")).to_contain_text("Save me the crust.")
    expect(his.locator(f"{here} .replies")).to_contain_text("Save me the crust.")


def test_who_was_removed_loses_the_circle_at_the_next_signal(world: World, house: House) -> None:
    share(world, "Bread is in the oven.")
    ben = house.visitor(world.ben)
    page = ben.open(world.path())
    ben.watch.forgive(r"status of (404|401)")
    expect(page.locator("#moments")).to_contain_text("Bread")
    page.wait_for_timeout(500)
    with world.app.app_context(), writing():
        leaving.remove(enter(world.family.id, world.ada), enter(world.family.id, world.ben), forgets=[])
    expect(page).to_have_url(f"{house.url}/")
    expect(page.locator("main")).not_to_contain_text("Bread")
    expect(page.get_by_role("heading", name="No circle yet.")).to_be_visible()


def test_a_fourth_tab_gets_no_stream_asks_now_and_then_and_shows_no_error(world: World, house: House) -> None:
    ben = house.visitor(world.ben, DESKTOP)
    ben.watch.forgive("status of 429")
    tabs = [ben.page, ben.tab(), ben.tab(), ben.tab()]
    last = tabs[-1]
    last.clock.install()
    for tab in tabs:
        with tab.expect_response(re.compile(r"/live\?")) as streamed:
            tab.goto(world.path())
    assert streamed.value.status == 429
    expect(last.locator("#windows .pane")).to_have_count(2)
    expect(last.locator("body")).not_to_contain_text("That was a lot at once.")
    share(world, "Bread is in the oven.")
    expect(tabs[0].locator("#moments")).to_contain_text("Bread is in the oven.")
    expect(last.locator("#moments")).not_to_contain_text("Bread is in the oven.")
    last.clock.fast_forward(31_000)
    expect(last.locator("#moments")).to_contain_text("Bread is in the oven.")
