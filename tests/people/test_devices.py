"""Where Ada is signed in, for how long, and how it ends."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask

from micronet import create_app
from micronet.base import clock
from micronet.base.db import db
from micronet.config import Settings
from micronet.people.models import Device, Person
from tests.authenticator import Authenticator
from tests.people.visitor import Visitor, devices, visitor, with_key
from tests.world import World


def signed_in(world: World, whose: str = "own") -> Visitor:
    """Ada, signed in with a key, having said whose device it is."""
    ada = visitor(world, None, with_key(world, world.ada))
    assert ada.sign_in().status_code == 200
    assert ada.client.post("/me/device", data={"whose": whose}).status_code == 303
    return ada


def test_the_first_time_on_a_browser_ada_is_asked_whose_it_is_and_only_then(world: World) -> None:
    ada = visitor(world, None, with_key(world, world.ada))
    assert ada.sign_in().json == {"go": "/me/device"}
    page = ada.client.get("/me/device").text
    assert page.count('<svg class="art"') == 2
    ada.client.post("/me/device", data={"whose": "own"})
    ada.client.post("/me/sign-out")
    assert ada.sign_in().json == {"go": "/"}


def test_where_ada_was_going_comes_after_the_question(world: World) -> None:
    ada = visitor(world, None, with_key(world, world.ada))
    ada.client.get(world.path())
    ada.sign_in()
    assert ada.client.post("/me/device", data={"whose": "shared"}).location == world.path()


def test_a_shared_device_ends_after_twelve_hours_however_busy(world: World) -> None:
    ada = signed_in(world, "shared")
    start = clock.now()
    for minutes in range(25, 12 * 60, 25):
        with clock.frozen(start + timedelta(minutes=minutes)):
            assert ada.is_in(), minutes
    with clock.frozen(start + timedelta(hours=12, minutes=1)):
        assert not ada.is_in()


def test_a_shared_device_ends_when_left_alone_for_half_an_hour(world: World) -> None:
    ada = signed_in(world, "shared")
    with clock.frozen(clock.now() + timedelta(minutes=31)):
        assert not ada.is_in()


def test_ones_own_device_stays_for_ninety_quiet_days(world: World) -> None:
    ada = signed_in(world)
    with clock.frozen(clock.now() + timedelta(days=89)):
        assert ada.is_in()
    with clock.frozen(clock.now() + timedelta(days=89 + 91)):
        assert not ada.is_in()


def test_a_device_nobody_spoke_for_ends_like_a_shared_one(world: World) -> None:
    ada = visitor(world, None, with_key(world, world.ada))
    ada.sign_in()
    with clock.frozen(clock.now() + timedelta(hours=13)):
        assert not ada.is_in()


def test_only_ones_own_device_keeps_its_cookie_when_the_browser_closes(world: World) -> None:
    own, shared = signed_in(world), signed_in(world, "shared")
    assert own.client.get_cookie("sid").max_age == 400 * 24 * 3600
    assert own.client.get_cookie("own").value == "1"
    assert shared.client.get_cookie("sid").max_age is None
    assert shared.client.get_cookie("own") is None


def test_the_cookie_is_for_this_host_alone_over_https(settings: Settings) -> None:
    app = create_app(replace(settings, public_url="https://home.example"))
    with app.test_request_context(base_url="https://home.example"):
        from flask import Response

        from micronet.people.guards import hand_cookie

        answer = hand_cookie(Response(), Device(shared=False), "token")
    flags = answer.headers["Set-Cookie"]
    assert flags.startswith("__Host-sid=token;")
    for flag in ("Secure", "HttpOnly", "Path=/", "SameSite=Lax"):
        assert flag in flags
    assert "Domain" not in flags


def test_every_cookie_of_the_door_is_out_of_scripts_reach(world: World) -> None:
    ada = visitor(world, None, with_key(world, world.ada))
    flags = ada.sign_in().headers.getlist("Set-Cookie")
    flags += ada.client.post("/me/device", data={"whose": "own"}).headers.getlist("Set-Cookie")
    assert {one.split("=")[0] for one in flags} >= {"sid", "own"}
    for one in flags:
        assert "HttpOnly" in one, one
        assert "SameSite=Lax" in one, one


def test_only_the_hash_of_a_token_is_kept(world: World) -> None:
    ada = signed_in(world)
    assert ada.secret() not in str([vars(device) for device in db.session.query(Device)])


def test_signing_out_here_ends_the_device_and_wipes_the_browser(world: World) -> None:
    ada = signed_in(world)
    old, before = ada.secret(), devices(world.ada)
    answer = ada.client.post("/me/sign-out")
    assert answer.location == "/welcome"
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert devices(world.ada) == before - 1
    ada.client.set_cookie("sid", old)
    assert not ada.is_in()


def test_ada_signs_another_device_out_at_once_and_cannot_touch_bens(world: World) -> None:
    here, there, ben = visitor(world, world.ada), visitor(world, world.ada), visitor(world, world.ben)
    page = here.client.get("/me/devices").text
    assert "This one." in page
    assert page.count("Sign out there") == 1
    here.client.post(f"/me/devices/{there.client.device_id}/remove")
    assert not there.is_in()
    assert here.client.post(f"/me/devices/{ben.client.device_id}/remove").status_code == 404
    assert ben.is_in()
    assert here.is_in()


def test_ada_signs_out_everywhere_else(world: World) -> None:
    here, others = visitor(world, world.ada), [visitor(world, world.ada) for _ in range(2)]
    assert "Sign out everywhere else" in here.client.get("/me/devices").text
    here.client.post("/me/devices/others/remove")
    assert "2 other devices are signed out." in here.client.get("/me/devices").text
    assert here.is_in()
    assert not any(one.is_in() for one in others)


def test_signing_in_again_takes_the_place_of_what_was_there(world: World) -> None:
    keys = with_key(world, world.ada)
    here = visitor(world, world.ben, keys)
    assert here.sign_in().status_code == 200
    assert devices(world.ben) == 0


@pytest.mark.parametrize(("agent", "name"), [
    ("Mozilla/5.0 (Linux; Android 14) Chrome/130 Mobile Safari/537", "Chrome (Android)"),
    ("Mozilla/5.0 (Windows NT 10.0) Chrome/130 Safari/537 Edg/130", "Edge (Windows)"),
    ("Mozilla/5.0 (iPhone; CPU iPhone OS 17 like Mac OS X) Safari/605", "Safari (iPhone)"),
    ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko Firefox/140.0", "Firefox (Linux)"),
    ("curl/8", "Browser"),
])  # fmt: skip
def test_a_device_has_a_name_one_would_know_it_by(app: Flask, agent: str, name: str) -> None:
    from micronet.people.guards import device_name

    with app.test_request_context(headers={"User-Agent": agent}):
        assert device_name() == name


def test_a_stolen_page_session_does_not_sign_anyone_in(world: World) -> None:
    ada = visitor(world, world.ada, Authenticator())
    thief = visitor(world)
    ada.client.get("/me/proof")
    thief.client.set_cookie("page", ada.client.get_cookie("page").value)
    assert not thief.is_in()


def test_persons_are_told_apart(world: World) -> None:
    assert isinstance(world.ada, Person)
    ada, ben = with_key(world, world.ada), with_key(world, world.ben)
    for keys, name in ((ada, "Ada"), (ben, "Ben")):
        there = visitor(world, None, keys)
        there.sign_in()
        assert f"<bdi>{name}</bdi>" in there.client.get("/me").text
