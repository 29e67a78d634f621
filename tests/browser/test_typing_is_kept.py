"""An open page follows what others do, and never takes from under anybody's hands what they are doing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Page, expect

from micronet.activity.models import Moment
from micronet.activity.record import record
from micronet.base.db import writing
from micronet.base.ids import new_id
from micronet.circles.access import enter, find
from micronet.circles.models import Membership
from micronet.moments import actions, talk
from micronet.people.models import Person
from tests.browser.house import DESKTOP, PHONE, House
from tests.world import World

HALF = "Half a sentence, and th"


@contextmanager
def acting(world: World, person: Person) -> Iterator[Membership]:
    """Somebody does something, as if on another machine."""
    with world.app.app_context(), writing():
        yield enter(world.family.id, person)


def share(world: World, who: Person, text: str) -> str:
    """Somebody shares something."""
    with acting(world, who) as by:
        return actions.share(by, id=new_id(), kind="note", text=text.strip()).id


def write(world: World, who: Person, moment_id: str, text: str) -> str:
    """Somebody replies."""
    with acting(world, who) as by:
        return talk.reply(find(Moment, by.circle_id, moment_id, to=who), by, id=new_id(), text=text).id


def ring(world: World) -> None:
    """Something about the whole circle changes, so every block is fetched again."""
    with acting(world, world.ben) as by:
        record("moment.edited", by=by, circle_id=by.circle_id, signal="circle")


def begin_reply(page: Page, moment_id: str) -> None:
    """Open the fold under a moment and type half a sentence, the caret put back into the middle of it."""
    article = page.locator(f"#moment-{moment_id[-12:]}")
    article.locator("details.talk summary").click()
    box = article.locator("details.talk textarea")
    box.press_sequentially(HALF)
    box.evaluate("box => box.setSelectionRange(4, 9)")


def assert_stayed(now: dict[str, object], before: dict[str, object]) -> None:
    """Everything is as it was, and in its place to the pixel: a fraction of one may be rounded the other way."""
    assert abs(int(str(now["top"])) - int(str(before["top"]))) <= 1
    assert now | {"top": 0} == before | {"top": 0}


def state(page: Page) -> dict[str, object]:
    """What the one who types sees of it."""
    return page.evaluate(
        """() => {
          const box = document.activeElement;
          return { tag: box.tagName, text: box.value, from: box.selectionStart, to: box.selectionEnd,
                   open: box.closest("details")?.open, top: Math.round(box.getBoundingClientRect().top) };
        }"""
    )


@pytest.mark.parametrize("screen", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_adas_half_sentence_caret_and_place_stay_while_ben_goes_on(
    world: World, house: House, screen: dict[str, object]
) -> None:
    moments = [share(world, world.ben, f"Number {n}. " + "So much to tell. " * 12) for n in range(4)]
    ada = house.visitor(world.ada, screen=screen)
    page = ada.open(world.path())
    begin_reply(page, moments[1])
    before = state(page)
    assert (before["text"], before["from"], before["to"], before["open"]) == (HALF, 4, 9, True)

    fresh = share(world, world.ben, "Something new, on top of everything. " * 8)
    expect(page.locator(f"#moment-{fresh[-12:]}")).to_be_attached()
    assert_stayed(state(page), before)

    said = write(world, world.ben, moments[1], "Said meanwhile, under the very same moment.")
    expect(page.locator(f"#reply-{said[-12:]}")).to_be_attached()
    after = state(page)
    assert abs(after["top"] - before["top"]) <= 1, "the reply above the box pushed it away"
    assert_stayed(after, before)

    ring(world)
    page.wait_for_timeout(600)
    assert_stayed(state(page), before)
    page.keyboard.type("X")
    assert state(page)["text"] == "HalfXntence, and th"


def test_a_half_sentence_stays_when_the_focus_is_elsewhere(world: World, house: House) -> None:
    first = share(world, world.ben, "The bread has risen.")
    page = house.visitor(world.ada, screen=DESKTOP).open(world.path())
    begin_reply(page, first)
    page.evaluate("document.activeElement.blur()")
    fresh = share(world, world.ben, "And another thing.")
    expect(page.locator(f"#moment-{fresh[-12:]}")).to_be_attached()
    assert page.locator(f"#moment-{first[-12:]} textarea").input_value() == HALF
    assert page.locator(f"#moment-{first[-12:]} details.talk").get_attribute("open") is not None


def test_what_is_sent_appears_in_its_place_and_the_fold_closes_with_the_focus_on_it(world: World, house: House) -> None:
    first = share(world, world.ben, "The bread has risen.")
    other = share(world, world.ben, "The other bread has not.")
    page = house.visitor(world.ada, screen=DESKTOP).open(world.path())
    begin_reply(page, other)
    begin_reply(page, first)
    article = page.locator(f"#moment-{first[-12:]}")
    article.get_by_role("button", name="Send your reply").click()
    expect(article.locator(".reply")).to_contain_text(HALF)
    expect(article.locator("details.talk")).not_to_have_attribute("open", "")
    expect(article.locator("details.talk summary")).to_be_focused()
    expect(article.locator("details.talk textarea")).to_have_value("")
    expect(page.locator(f"#moment-{other[-12:]} textarea")).to_have_value(HALF)


def test_a_refused_reply_keeps_its_words_through_whatever_happens_next(world: World, house: House) -> None:
    first = share(world, world.ben, "The bread has risen.")
    ada = house.visitor(world.ada, screen=DESKTOP)
    ada.watch.forgive("422")
    page = ada.open(world.path())
    article = page.locator(f"#moment-{first[-12:]}")
    article.locator("details.talk summary").click()
    article.locator("textarea").fill("long " * 500)
    article.get_by_role("button", name="Send your reply").click()
    expect(article.locator(".wrong")).to_be_visible()
    fresh = share(world, world.ben, "And another thing.")
    expect(page.locator(f"#moment-{fresh[-12:]}")).to_be_attached()
    expect(article.locator(".wrong")).to_be_visible()
    assert article.locator("textarea").input_value().startswith("long long")


def test_a_reply_under_a_moment_just_taken_back_says_so_and_keeps_the_words(world: World, house: House) -> None:
    first = share(world, world.ben, "The bread has risen.")
    ada = house.visitor(world.ada, screen=DESKTOP)
    ada.watch.forgive("404")
    page = ada.open(world.path(f"/moments/{first}"))
    page.evaluate("document.getElementById('live').remove()")
    article = page.locator("article")
    article.locator("details.talk summary").click()
    article.locator("textarea").fill(HALF)
    with acting(world, world.ben) as by:
        actions.remove(find(Moment, by.circle_id, first, to=world.ben), by)
    article.get_by_role("button", name="Send your reply").click()
    expect(article.locator("form.answer .trouble")).to_be_visible()
    expect(article.locator("textarea")).to_have_value(HALF)


def test_words_being_edited_stay_while_ben_replies_under_them(world: World, house: House) -> None:
    mine = share(world, world.ada, "The bread has risn.")
    page = house.visitor(world.ada, screen=DESKTOP).open(world.path())
    article = page.locator(f"#moment-{mine[-12:]}")
    article.locator("details.menu summary").first.click()
    article.get_by_role("link", name="Say it in other words").click()
    box = article.locator("textarea")
    expect(box).to_have_value("The bread has risn.")
    box.fill("The bread has ris")
    write(world, world.ben, mine, "Which flour?")
    page.wait_for_timeout(800)
    box.press_sequentially("en.")
    article.get_by_role("button", name="Save").click()
    expect(article.locator(".voice")).to_have_text("The bread has risen.")
    expect(article.locator(".facts-of")).to_contain_text("edited")
    expect(article.locator(".reply")).to_contain_text("Which flour?")


def test_a_reply_being_edited_stays_while_ben_replies_beside_it(world: World, house: House) -> None:
    first = share(world, world.ben, "The bread has risen.")
    mine = write(world, world.ada, first, "Wich flour?")
    page = house.visitor(world.ada, screen=DESKTOP).open(world.path())
    reply = page.locator(f"#reply-{mine[-12:]}")
    reply.locator("details.menu summary").click()
    reply.get_by_role("link", name="Say it in other words").click()
    reply.locator("textarea").fill("Which flour? ")
    other = write(world, world.ben, first, "And now the oven is out.")
    expect(page.locator(f"#reply-{other[-12:]}")).to_be_attached()
    expect(reply.locator("textarea")).to_have_value("Which flour? ")
    reply.get_by_role("button", name="Save").click()
    expect(page.locator(f"#reply-{mine[-12:]} p")).to_contain_text("Which flour?")


def test_what_is_read_stays_on_its_line_when_something_new_comes_above_it(world: World, house: House) -> None:
    moments = [share(world, world.ben, f"Number {n}. " + "So much to tell. " * 12) for n in range(8)]
    page = house.visitor(world.ada, screen=DESKTOP).open(world.path())
    reading = page.locator(f"#moment-{moments[2][-12:]}")
    reading.evaluate("it => window.scrollTo(0, it.getBoundingClientRect().top + scrollY - 200)")
    top = reading.evaluate("it => Math.round(it.getBoundingClientRect().top)")
    fresh = share(world, world.ben, "Something new, on top of everything. " * 8)
    expect(page.locator(f"#moment-{fresh[-12:]}")).to_be_attached()
    page.wait_for_timeout(200)
    assert reading.evaluate("it => Math.round(it.getBoundingClientRect().top)") == top
