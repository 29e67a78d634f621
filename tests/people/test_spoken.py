"""Codes read aloud, how often they may be tried, and what the machine's owner can do."""

from __future__ import annotations

import re
from datetime import timedelta

from sqlalchemy import select

from micronet.base import clock
from micronet.base.db import db, writing
from micronet.people import door, spoken
from micronet.people.models import DoorNote, SpokenCode
from tests.people.visitor import bring, told, visitor, with_key
from tests.world import World


def spoken_for(world: World) -> str:
    with writing():
        return spoken.make(world.ada, by="Ben")


def test_a_code_read_aloud_opens_once_within_ten_minutes(world: World) -> None:
    code = spoken_for(world)
    assert re.fullmatch(r"[0-9A-Z]{4}-[0-9A-Z]{4}", code)
    with clock.frozen(clock.now() + timedelta(minutes=10, seconds=1)):
        assert bring(visitor(world), code) == 422
    there = visitor(world)
    assert bring(there, code.lower()) == 303
    assert there.client.get("/me").location == "/me/keys/new"
    assert bring(visitor(world), code) == 422
    assert told(world.ada)[-3:] == ["spoken.made", "device.new", "spoken.used"] or "spoken.used" in told(world.ada)


def test_there_is_never_more_than_one_such_code(world: World) -> None:
    first, second = spoken_for(world), spoken_for(world)
    assert bring(visitor(world), first) == 422
    assert bring(visitor(world), second) == 303
    assert len(db.session.scalars(select(SpokenCode)).all()) == 1


def test_who_made_it_is_told_to_her_devices(world: World) -> None:
    spoken_for(world)
    assert "Ben made you a code to read aloud." in visitor(world, world.ada).client.get("/me").text


def test_one_code_may_be_tried_five_times(world: World) -> None:
    tries = []
    for turn in range(7):
        there = visitor(world)
        there.client.environ_base["REMOTE_ADDR"] = f"10.0.1.{turn}"
        tries.append(bring(there, "ABC-DEF"))
    assert tries == [422] * 5 + [429] * 2


def test_one_address_may_try_ten_codes_an_hour(world: World) -> None:
    there = visitor(world)
    assert [bring(there, f"ABC-D0{turn}") for turn in range(10)] == [422] * 10
    late = there.client.post("/recover", data={"code": "ABC-D99"})
    assert late.status_code == 429
    assert int(late.headers["Retry-After"]) > 3000
    with clock.frozen(clock.now() + timedelta(minutes=61)):
        assert bring(there, "ABC-D99") == 422


def test_the_whole_machine_takes_a_hundred_an_hour(world: World) -> None:
    def try_from(turn: int) -> int:
        there = visitor(world)
        there.client.environ_base["REMOTE_ADDR"] = f"10.0.2.{turn}"
        return bring(there, f"ZZZ-{turn:03}")

    assert [try_from(turn) for turn in range(100)] == [422] * 100
    assert try_from(200) == 429
    assert visitor(world, None, with_key(world, world.ada)).sign_in().status_code == 200


def test_the_owner_prints_a_way_in(world: World) -> None:
    printed = world.app.test_cli_runner().invoke(args=["rescue", "ADA"])
    assert printed.exit_code == 0, printed.output
    code = re.search(r"http://localhost:8000/recover#([0-9A-Z]{20})\n", printed.output)
    assert code
    assert "█" in printed.output or "▀" in printed.output
    assert told(world.ada) == ["rescue.made"]
    there = visitor(world)
    assert bring(there, code[1]) == 303
    assert there.client.get("/me").location == "/me/keys/new"


def test_of_several_people_the_owner_chooses_by_number(world: World) -> None:
    with writing():
        other = world.person("Adá")
    printed = world.app.test_cli_runner().invoke(args=["rescue", "ada"], input="2\n")
    assert "1. Ada, here since" in printed.output
    assert "2. Adá, here since" in printed.output
    assert told(other) == ["rescue.made"]
    assert told(world.ada) == []


def test_an_unknown_name_is_one_plain_line(world: World) -> None:
    printed = world.app.test_cli_runner().invoke(args=["rescue", "Zebedee"])
    assert printed.exit_code == 1
    assert printed.output == "Error: Nobody here is called Zebedee.\n"


def test_what_happened_at_the_door_is_forgotten_after_ninety_days(world: World) -> None:
    spoken_for(world)
    for days, left in ((89, 1), (91, 0)):
        with clock.frozen(clock.now() + timedelta(days=days)), writing():
            door.sweep()
            spoken.sweep()
        assert len(db.session.scalars(select(DoorNote)).all()) == left
    assert db.session.scalars(select(SpokenCode)).all() == []
