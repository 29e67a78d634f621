"""The card of a link, in a real browser: what it looks like to it, and whom it asks for anything."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import render_template_string

from micronet.circles.access import enter
from micronet.moments.links import previews
from micronet.moments.shown import around
from micronet.people.guards import me
from tests.base.servers import Server, serving
from tests.browser import axe
from tests.browser.house import House
from tests.moments.looking import LOAF, within, work
from tests.moments.saying import share
from tests.world import World

NARROW = {"viewport": {"width": 320, "height": 700}}
PAGE = """{% extends 'layouts/page.html' %}{% block title %}Links{% endblock %}{% block page %}<div class="narrow">
<h1>Links</h1>{% for preview in cards %}
{% set part = {'holds': preview} %}{% include 'moments/_preview.html' %}{% endfor %}</div>{% endblock %}"""
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def there(world: World) -> Iterator[Server]:
    """Somebody's pages about bread, and a page of ours with cards of them."""
    shared: list[str] = []
    circle = world.family.id

    def cards() -> str:
        member = enter(circle, me())
        found = previews(circle, shared, to=me())[shared[0]]
        long = replace(found, title="خبز بطيء في ثلاثة أيام", text="x" * 300, width=0)
        return render_template_string(PAGE, cards=[found, long], **around(member))

    world.app.add_url_rule("/cards", "cards", cards)
    with serving(LOAF) as server:
        within(world, server)
        shared.append(share(world, world.ada, server.at("/bread")))
        work()
        yield server


@pytest.mark.parametrize("light", ["light", "dark"])
def test_a_card_fits_a_small_screen_and_asks_nobody_else(world: World, there: Server, house: House, light: str) -> None:
    asked = there.reached
    ben = house.visitor(world.ben, NARROW, color_scheme=light)
    axe.hand(ben.context)
    page = ben.open("/cards")
    picture = page.locator(".link-card img")
    picture.scroll_into_view_if_needed()
    page.wait_for_function("() => document.querySelector('.link-card img').naturalWidth === 640")
    assert page.evaluate(OVERFLOW) <= 0
    assert axe.violations(page, axe.ALL) == []
    assert there.reached == asked
