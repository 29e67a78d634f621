"""What rooms put under the words of a moment: asked for once a page, shown where there is something to show."""

from __future__ import annotations

from typing import Any

import pytest
from jinja2 import ChoiceLoader, DictLoader

from micronet.activity import parts
from micronet.activity.parts import Part, register
from tests.moments.saying import article, board, quickly
from tests.world import World


@pytest.fixture
def asked(world: World, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """Two parts that hold the end of each moment's id; which moments each asking was about."""
    asked: list[list[str]] = []

    def gather(_member: Any, _person: Any, ids: list[str]) -> dict[str, str]:
        asked.append(ids)
        return {id: id[-12:] for id in ids[:2]}

    shown = {"first.html": "<i>first {{ part.holds }} of {{ moment.text }}</i>", "then.html": "<i>then</i>"}
    loader = ChoiceLoader([DictLoader(shown), world.app.jinja_env.loader])  # type: ignore[list-item]
    monkeypatch.setattr(world.app.jinja_env, "loader", loader)
    monkeypatch.setattr(parts, "_parts", {})
    register(Part("then", "then.html", lambda *_asked: dict.fromkeys(gather(*_asked), "x"), place=90))
    register(Part("first", "first.html", gather, place=10))
    return asked


def test_each_part_is_asked_once_and_shown_in_its_place(world: World, asked: list[list[str]]) -> None:
    ids = [quickly(world, world.ada, f"Number {n}.") for n in range(5)]
    page = board(world, world.ben)
    assert [sorted(one) for one in asked] == [sorted(ids), sorted(ids)]
    assert page.count("<i>then</i>") == page.count("<i>first ") == 2
    assert f"<i>first {ids[4][-12:]} of Number 4.</i><i>then</i>" in page


def test_a_part_is_shown_on_the_moments_own_page(world: World, asked: list[list[str]]) -> None:
    id = quickly(world, world.ada)
    assert f"<i>first {id[-12:]} of Kettle on.</i>" in article(world, world.ben, id)
    assert asked == [[id], [id]]
