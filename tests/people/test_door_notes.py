"""What Ada is told about her own door."""

from __future__ import annotations

from micronet.base.db import writing
from micronet.people import sessions
from tests.people.visitor import IPAD, told, visitor, with_key
from tests.world import World


def test_a_new_device_is_told_to_the_others_and_not_to_itself(world: World) -> None:
    keys = with_key(world, world.ada)
    at_home = visitor(world, world.ada)
    stranger = visitor(world, None, keys, user_agent=IPAD)
    stranger.sign_in()
    assert "A new device opened your door: Safari (iPad)." in at_home.client.get("/me").text
    assert "today at" in at_home.client.get("/me/devices").text
    assert "Safari (iPad)." not in stranger.client.get("/me").text


def test_that_wasnt_me_signs_the_device_out(world: World) -> None:
    keys = with_key(world, world.ada)
    at_home, stranger = visitor(world, world.ada), visitor(world, None, keys, user_agent=IPAD)
    stranger.sign_in()
    action = at_home.client.get("/me").text.split('action="/me/notes/')[2].split('"')[0]
    assert action.endswith("/refuse")
    assert visitor(world, world.ben).client.post(f"/me/notes/{action}").status_code == 404
    assert at_home.client.post(f"/me/notes/{action}").status_code == 303
    assert not stranger.is_in()
    assert at_home.is_in()
    assert "Safari (iPad)" not in at_home.client.get("/me").text


def test_that_was_me_puts_the_note_away(world: World) -> None:
    keys = with_key(world, world.ada)
    at_home = visitor(world, world.ada)
    visitor(world, None, keys, user_agent=IPAD).sign_in()
    action = at_home.client.get("/me").text.split('action="/me/notes/')[1].split('"')[0]
    assert at_home.client.post(f"/me/notes/{action}").status_code == 303
    assert "Safari (iPad)" not in at_home.client.get("/me").text
    assert "Safari (iPad)" in at_home.client.get("/me/devices").text


def test_a_first_device_is_told_to_nobody(world: World) -> None:
    with writing():
        newcomer = world.person("Nana")
        sessions.start(newcomer, "Tablet")
    assert told(newcomer) == []
