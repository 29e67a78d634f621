"""The welcome page: two ways in, and help for everyone else."""

from __future__ import annotations

import re

from tests.people.visitor import visitor, with_key
from tests.world import World


def test_the_door_has_two_buttons_and_names_nobody_but_its_keeper(world: World) -> None:
    page = visitor(world).client.get("/welcome").text
    assert "Sign in" in page
    assert 'href="/join"' in page
    assert "Kept by <bdi>Ada</bdi> at localhost." in page
    assert "Ben" not in page
    assert "Family" not in page
    assert 'autocomplete="username webauthn"' in page
    assert 'type="password"' not in page


def test_who_is_in_already_is_not_asked_again(world: World) -> None:
    ada = visitor(world, world.ada)
    for path in ("/welcome", "/recover", "/link"):
        assert ada.client.get(path).location == "/"


def test_every_way_in_can_be_walked_to_without_script(world: World) -> None:
    there = visitor(world)
    links = set(re.findall(r'href="(/[a-z]*)"', there.client.get("/welcome").text))
    assert {"/join", "/link", "/recover"} <= links
    for path in ("/link", "/recover"):
        page = there.client.get(path)
        assert page.status_code == 200
        assert '<form class="stack" method="post"' in page.text


def test_at_an_address_where_keys_cannot_work_the_right_one_is_named(world: World) -> None:
    page = visitor(world).client.get("/welcome", base_url="http://127.0.0.1:8000").text
    assert "Keys work at this address only:" in page
    assert 'href="http://localhost:8000"' in page
    assert (
        "Keys work at this address only:"
        not in visitor(world).client.get("/welcome", base_url="http://localhost:8000").text
    )


def test_another_sites_page_cannot_knock(world: World) -> None:
    there = visitor(world, None, with_key(world, world.ada))
    there.client.environ_base["HTTP_SEC_FETCH_SITE"] = "cross-site"
    for path in ("/welcome", "/welcome/options", "/recover", "/link", "/link/enter", "/setup", "/setup/options"):
        assert there.client.post(path).status_code == 403, path


def test_after_sign_in_only_our_own_pages_are_next(world: World) -> None:
    there = visitor(world, None, with_key(world, world.ada))
    there.client.get("//evil.example/")
    there.client.get("/me/devices?next=https://evil.example")
    there.sign_in()
    assert there.client.post("/me/device", data={"whose": "own"}).location == "/me/devices"


def test_the_new_device_is_never_told_whose_door_it_knocks_at(world: World) -> None:
    page = visitor(world).client.post("/link", data={"code": "ABCD-EFGH"})
    assert page.status_code == 422
    assert "That code opens nothing." in page.text
    assert 'value="ABCD-EFGH"' in page.text
