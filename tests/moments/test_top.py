"""What stands on top: up to three moments that members keep there, and one announcement a day."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest

from micronet.base import clock
from micronet.base.db import writing
from micronet.circles.roles import CAN, ROLES
from tests.moments.saying import article, at, board, order, quickly, share
from tests.world import World

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)


def pin(world: World, id: str, who: str = "ben", rest: str = "/pin") -> int:
    return int(world.as_(getattr(world, who)).post(at(world, id, rest)).status_code)


def on_top(page: str, key: str = "when-on-top") -> list[str]:
    """The ends of the ids of the moments that stand above all others, under this heading."""
    top = re.search(rf'id="{key}".*?(?=<p class="when"|<div class="done)', page, re.S)
    return order(top[0]) if top else []


def test_a_pinned_moment_stands_on_top_once_and_in_its_month_where_it_was(world: World) -> None:
    with clock.frozen(NOON):
        ids = [quickly(world, world.ada, f"Number {n}.") for n in range(4)]
        assert pin(world, ids[1]) == 303
        page = board(world, world.ada)
        assert "Kept on top" in page
        assert on_top(page) == [ids[1][-12:]]
        assert sorted(order(page)) == sorted(id[-12:] for id in ids)
        assert "Take it down from the top" in article(world, world.ada, ids[1])
        assert order(world.as_(world.ada).get(world.path("/2026/3")).text) == [id[-12:] for id in ids[::-1]]
        for _again in range(2):
            assert pin(world, ids[1], "ada", "/unpin") == 303
        assert on_top(board(world, world.ben)) == []


def test_a_moment_of_long_ago_is_kept_on_top_with_its_replies(world: World) -> None:
    with clock.frozen(NOON - timedelta(days=400)):
        old = quickly(world, world.ada, "The recipe.")
        world.as_(world.ben).post(at(world, old, "/replies"), data={"words": "At last."})
        pin(world, old)
    with clock.frozen(NOON):
        for n in range(25):
            quickly(world, world.ben, f"Number {n}.")
        page = board(world, world.ada)
    assert on_top(page) == [old[-12:]]
    assert "At last." in page
    assert len(order(page)) == 26


def test_a_fourth_is_refused_with_what_to_do_and_the_same_again_is_not(world: World) -> None:
    ids = [quickly(world, world.ada, f"Number {n}.") for n in range(4)]
    for id in (*ids[:3], ids[0]):
        assert pin(world, id) == 303
    answer = world.as_(world.ben).post(at(world, ids[3], "/pin"))
    assert answer.status_code == 422
    assert "Three moments are kept on top already. Take one of them down first." in answer.text
    assert on_top(board(world, world.ada)) == [id[-12:] for id in ids[2::-1]]
    pin(world, ids[0], rest="/unpin")
    assert pin(world, ids[3]) == 303


def test_what_is_only_for_some_is_not_kept_on_top(world: World) -> None:
    id = share(world, world.ada, "Between us.", seen_by="some", people=[world.ben_here.id])
    assert pin(world, id, "ada") == 422
    assert "Keep it on top" not in article(world, world.ada, id)


def test_what_is_taken_back_is_on_top_no_more(world: World) -> None:
    id = quickly(world, world.ada, "Gone.")
    pin(world, id)
    world.as_(world.ada).post(at(world, id, "/remove"))
    assert "Kept on top" not in board(world, world.ben)


@pytest.mark.parametrize("role", ROLES)
def test_who_may_pin_and_announce_by_the_table(world: World, role: str) -> None:
    with writing():
        one = world.person("Rolf")
        world.join(one, world.family, role)
    client, id = world.as_(one), quickly(world, world.ada)
    for rest in ("/pin", "/unpin"):
        assert client.post(at(world, id, rest)).status_code == (303 if role in CAN["moment.pin"] else 403), rest
    sent = {"words": "Hear, hear.", "kind": "announcement"}
    told = client.post(world.path("/moments"), data=sent).status_code
    assert told == (303 if role in CAN["moment.announce"] else 403)
    if role != "guest":
        assert ('value="announcement"' in client.get(world.path("/moments/new")).text) == (told == 303)
        assert ("Keep it on top" in article(world, one, id)) == (role in CAN["moment.pin"])


def test_an_announcement_stands_on_top_until_the_readers_next_day_and_looks_it(world: World) -> None:
    with clock.frozen(NOON):
        id = share(world, world.ada, "Lunch is at one.", kind="announcement")
        share(world, world.ben, "On my way.")
        page = board(world, world.ben)
        assert on_top(page, "when-told") == [id[-12:]]
        assert len(order(page)) == 2
        assert "An announcement</span>" in article(world, world.ben, id)
        assert "tells everyone “<bdi>Lunch is at one</bdi>”" in page
    with clock.frozen(datetime(2026, 3, 11, 2, 59, tzinfo=UTC)):
        assert on_top(board(world, world.ben), "when-told") == [id[-12:]]
    with clock.frozen(datetime(2026, 3, 11, 3, tzinfo=UTC)):
        page = board(world, world.ben)
        assert on_top(page, "when-told") == []
        assert len(order(page)) == 2


def test_one_a_day_which_ends_at_three_where_the_host_is(world: World) -> None:
    def announce(words: str) -> int:
        sent = {"words": words, "kind": "announcement"}
        return int(world.as_(world.ada).post(world.path("/moments"), data=sent).status_code)

    with writing():
        world.ada.zone = "Europe/Berlin"
    with clock.frozen(NOON):
        assert announce("Lunch is at one.") == 303
        answer = world.as_(world.ada).post(world.path("/moments"), data={"words": "No, two.", "kind": "announcement"})
        assert answer.status_code == 422
        assert "There’s been an announcement today." in answer.text
        assert "No, two.</textarea>" in answer.text
    with clock.frozen(datetime(2026, 3, 11, 1, 59, tzinfo=UTC)):
        assert announce("Still Tuesday.") == 422
    with clock.frozen(datetime(2026, 3, 11, 2, tzinfo=UTC)):
        assert announce("Wednesday.") == 303


def test_one_that_was_taken_back_does_not_count_and_does_not_come_back_beside_another(world: World) -> None:
    ada = world.as_(world.ada)
    with clock.frozen(NOON):
        first = share(world, world.ada, "Lunch is at one.", kind="announcement")
        ada.post(at(world, first, "/remove"))
        share(world, world.ada, "Lunch is at two.", kind="announcement")
        assert ada.post(at(world, first, "/restore")).status_code == 422
        assert "at one" not in board(world, world.ben)


def test_an_announcement_is_for_everyone_and_of_circles_one_hosts(world: World) -> None:
    with writing():
        club = world.circle("Book Club", kind="friends", cap=20)
        world.join(world.ada, club)
    ada, sent = world.as_(world.ada), {"words": "Keep this.", "kind": "announcement", "which": "1"}
    both = ada.post(world.path("/moments"), data=sent | {"circles": [world.family.id, club.id]})
    assert both.status_code == 422
    assert "Tick only circles you host." in both.text
    mine = ada.post(world.path("/moments"), data=sent | {"circles": [world.family.id], "seen_by": "me"})
    assert mine.status_code == 422
    assert "An announcement is for the whole circle." in mine.text
    assert order(board(world, world.ada)) == []
