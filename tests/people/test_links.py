"""Letting a new device in from one that is signed in."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from sqlalchemy import select

from micronet.base import clock
from micronet.base.db import db, writing
from micronet.people.models import DeviceLink
from tests.people.visitor import IPAD, Visitor, devices, told, visitor, with_key
from tests.world import PARTIAL, World


def offered(ada: Visitor) -> tuple[str, str]:
    """A code that Ada's device shows, and the address at which it waits."""
    page = ada.client.post("/me/devices/new").text
    code = re.search(r'class="typed" dir="ltr">([0-9A-Z-]+)<', page)
    address = re.search(r"/me/devices/links/[0-9a-f]{32}", page)
    assert code
    assert address
    return code[1], address[0]


def number_on(page: str) -> str | None:
    found = re.search(r'class="number">(\d\d)<', page)
    return found[1] if found else None


def test_both_show_the_same_number_and_then_the_new_one_is_in(world: World) -> None:
    ada, new = visitor(world, world.ada), visitor(world, user_agent=IPAD)
    code, address = offered(ada)
    assert ada.client.get(address, headers=PARTIAL).status_code == 204
    assert new.client.post("/link", data={"code": code.lower().replace("-", " ")}).location == "/link/wait"
    waiting, asked = new.client.get("/link/wait").text, ada.client.get(address).text
    assert number_on(waiting) == number_on(asked) is not None
    assert "Safari (iPad)" in asked
    assert "Look again" in waiting
    assert new.client.post("/link/enter").status_code == 410
    assert "The door is open." in ada.client.post(f"{address}/confirm").text
    assert 'action="/link/enter"' in new.client.get("/link/wait").text
    assert new.client.post("/link/enter").location == "/me/keys/new"
    assert new.is_in()
    assert "It’s in." in ada.client.get(address).text
    assert new.make_key().status_code == 200
    assert "device.new" in told(world.ada)


def test_the_code_is_drawn_for_a_camera_with_its_secret_behind_the_hash(world: World) -> None:
    page = visitor(world, world.ada).client.post("/me/devices/new").text
    assert '<svg viewBox="0 0' in page
    assert "style=" not in page


def test_nobody_else_may_wait_in_anothers_place(world: World) -> None:
    ada, new, thief = visitor(world, world.ada), visitor(world), visitor(world)
    code, address = offered(ada)
    new.client.post("/link", data={"code": code})
    assert thief.client.post("/link", data={"code": code}).status_code == 422
    ada.client.post(f"{address}/confirm")
    assert thief.client.post("/link/enter").status_code == 410
    assert thief.client.get("/link/wait").status_code == 410
    assert not thief.is_in()
    ben = visitor(world, world.ben)
    assert ben.client.get(address).status_code == 404
    assert ben.client.post(f"{address}/confirm").status_code == 410


def test_thats_not_me_ends_it(world: World) -> None:
    ada, new = visitor(world, world.ada), visitor(world)
    code, address = offered(ada)
    new.client.post("/link", data={"code": code})
    ada.client.post(f"{address}/refuse")
    assert new.client.get("/link/wait").status_code == 410
    assert ada.client.post(f"{address}/confirm").status_code == 410
    assert not new.is_in()


def test_it_lasts_ten_minutes_in_all(world: World) -> None:
    ada, new = visitor(world, world.ada), visitor(world)
    code, address = offered(ada)
    new.client.post("/link", data={"code": code})
    ada.client.post(f"{address}/confirm")
    with clock.frozen(clock.now() + timedelta(minutes=10, seconds=1)):
        assert new.client.post("/link/enter").status_code == 410
        assert ada.client.get(address).status_code == 410
        assert visitor(world).client.post("/link", data={"code": code}).status_code == 422


def test_a_second_code_ends_the_first(world: World) -> None:
    ada, new = visitor(world, world.ada), visitor(world)
    first, _address = offered(ada)
    second, _address = offered(ada)
    assert new.client.post("/link", data={"code": first}).status_code == 422
    assert new.client.post("/link", data={"code": second}).status_code == 303


def test_nobody_comes_in_before_the_yes(world: World) -> None:
    ada = visitor(world, world.ada)
    _code, address = offered(ada)
    assert ada.client.post(f"{address}/confirm").status_code == 410


def test_twelve_entries_at_once_make_one_device(world: World) -> None:
    ada, new = visitor(world, world.ada), visitor(world)
    code, address = offered(ada)
    new.client.post("/link", data={"code": code})
    ada.client.post(f"{address}/confirm")
    before, page = devices(world.ada), new.client.get_cookie("page").value

    def enter(_: int) -> int:
        client = world.as_(None)
        client.set_cookie("page", page)
        return client.post("/link/enter").status_code

    with ThreadPoolExecutor(12) as pool:
        codes = list(pool.map(enter, range(12)))
    assert sorted(codes) == [303] + [410] * 11
    assert devices(world.ada) == before + 1


def test_where_a_key_was_used_it_is_wanted_again(world: World) -> None:
    ada = visitor(world, None, with_key(world, world.ada))
    ada.sign_in()
    with clock.frozen(clock.now() + timedelta(minutes=6)):
        assert ada.client.post("/me/devices/new").location == "/me/proof"
        assert ada.client.get("/me/devices/new").location == "/me/proof"


def test_links_that_ran_out_are_swept(world: World) -> None:
    offered(visitor(world, world.ada))
    from micronet.people import links

    with clock.frozen(clock.now() + timedelta(minutes=11)), writing():
        links.sweep()
    assert db.session.scalars(select(DeviceLink)).all() == []
