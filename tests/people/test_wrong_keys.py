"""Every wrong answer to a question about keys: refused, in one sentence, and nothing is left open."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from micronet.base import clock
from micronet.base.db import db
from micronet.people.models import Challenge, Passkey
from tests.authenticator import AT, BE, BS, ED, UP, UV, Authenticator, b64, unb64
from tests.people.visitor import AS_SCRIPT, Visitor, devices, visitor, with_key
from tests.world import World

Bend = Callable[[Visitor, dict[str, Any]], Any]


def _answer(**bent: Any) -> Bend:
    return lambda who, options: who.keys.get(options, **bent)


def _changed(**parts: Any) -> Bend:
    return lambda who, options: {**who.keys.get(options), **parts}


def _response(**parts: Any) -> Bend:
    def bend(who: Visitor, options: dict[str, Any]) -> Any:
        given = who.keys.get(options)
        return {**given, "response": {**given["response"], **parts}}

    return bend


def _stranger(who: Visitor, options: dict[str, Any]) -> Any:
    other = Authenticator()
    other.create({**options, "rp": {"id": "localhost"}, "user": {"id": b64(bytes(32))}})
    return other.get(options)


def _tailed(who: Visitor, options: dict[str, Any]) -> Any:
    given = who.keys.get(options)
    longer = unb64(given["response"]["authenticatorData"]) + b"\x00" * 8
    return {**given, "response": {**given["response"], "authenticatorData": b64(longer)}}


WRONG: dict[str, Bend] = {
    "another origin": _answer(client={"origin": "https://evil.example"}),
    "another port": _answer(client={"origin": "http://localhost:8001"}),
    "https instead of http": _answer(client={"origin": "https://localhost:8000"}),
    "an origin with a slash": _answer(client={"origin": "http://localhost:8000/"}),
    "an origin with a name before it": _answer(client={"origin": "http://ada@localhost:8000"}),
    "no origin": _answer(client={"origin": None}),
    "another challenge": _answer(client={"challenge": b64(bytes(32))}),
    "an empty challenge": _answer(client={"challenge": ""}),
    "a challenge that is a number": _answer(client={"challenge": 7}),
    "the wrong ceremony": _answer(client={"type": "webauthn.create"}),
    "a page in a frame": _answer(client={"crossOrigin": True}),
    "a page in a named frame": _answer(client={"topOrigin": "https://evil.example"}),
    "nobody verified": _answer(flags=UP),
    "nobody present": _answer(flags=UV),
    "another host's key": _answer(rp_id="evil.example"),
    "another handle": _answer(handle=bytes(32)),
    "no handle": _answer(handle=None),
    "a forged signature": _answer(sign=lambda _data: bytes(70)),
    "an empty signature": _answer(sign=lambda _data: b""),
    "a flag for a key that is not there": _answer(flags=UP | UV | AT),
    "a flag for more that is not there": _answer(flags=UP | UV | ED),
    "a key that has become synced": _answer(flags=UP | UV | BE | BS),
    "backed up but not eligible": _answer(flags=UP | UV | BS),
    "an unknown key": _stranger,
    "an id that is not the raw id": _changed(id=b64(bytes(16))),
    "another type": _changed(type="password"),
    "no response": _changed(response=None),
    "a response that is a list": _changed(response=[1, 2]),
    "client data that is not base64": _response(clientDataJSON="%%%"),
    "client data that is no object": _response(clientDataJSON=b64(b"[]")),
    "client data that is not text": _response(clientDataJSON=b64(b"\xff\xfe")),
    "short authenticator data": _response(authenticatorData=b64(bytes(8))),
    "authenticator data with a tail": _tailed,
    "a signature that is a list": _response(signature=["x"]),
    "authenticator data that is a number": _response(authenticatorData=3),
    "a list": lambda _who, _options: [],
    "null": lambda _who, _options: None,
    "a number": lambda _who, _options: 12,
    "text": lambda _who, _options: json.dumps("credential"),
    "no JSON": lambda _who, _options: "{",
    "deep JSON": lambda _who, _options: "[" * 100_000,
    "an empty object": lambda _who, _options: {},
}


def test_there_are_at_least_forty_of_them() -> None:
    assert len(WRONG) >= 40


@pytest.mark.parametrize("how", WRONG)
def test_a_wrong_answer_opens_nothing(world: World, how: str) -> None:
    keys = with_key(world, world.ada)
    before = devices(world.ada)
    there = visitor(world, None, keys)
    answer = there.send("/welcome", WRONG[how](there, there.ask("/welcome/options")))
    assert answer.status_code == 422, how
    assert answer.json["say"].startswith("That didn’t open. Try once more, or ask Ada")
    assert there.secret() is None
    assert devices(world.ada) == before
    assert not there.is_in()


def test_a_refused_answer_has_used_its_question_up(world: World) -> None:
    there = visitor(world, None, with_key(world, world.ada))
    options = there.ask("/welcome/options")
    assert there.send("/welcome", there.keys.get(options, flags=UP)).status_code == 422
    assert there.send("/welcome", there.keys.get(options)).status_code == 422
    assert db.session.scalar(select(func.count()).select_from(Challenge)) == 0


def test_a_question_is_answered_once(world: World) -> None:
    there = visitor(world, None, with_key(world, world.ada))
    credential = there.keys.get(there.ask("/welcome/options"))
    page = there.client.get_cookie("page").value
    assert there.send("/welcome", credential).status_code == 200
    again = visitor(world)
    again.client.set_cookie("page", page)
    assert again.send("/welcome", credential).status_code == 422


def test_a_question_stands_for_five_minutes(world: World) -> None:
    there = visitor(world, None, with_key(world, world.ada))
    options = there.ask("/welcome/options")
    with clock.frozen(clock.now() + timedelta(minutes=5, seconds=1)):
        assert there.send("/welcome", there.keys.get(options)).status_code == 422


def test_a_question_is_answered_by_the_browser_it_was_put_to(world: World) -> None:
    there = visitor(world, None, with_key(world, world.ada))
    credential = there.keys.get(there.ask("/welcome/options"))
    thief = visitor(world)
    thief.ask("/welcome/options")
    assert thief.send("/welcome", credential).status_code == 422
    assert thief.secret() is None


def test_a_question_for_one_purpose_serves_no_other(world: World) -> None:
    keys = with_key(world, world.ada)
    ada = visitor(world, world.ada, keys)
    proof = keys.get(ada.ask("/me/proof/options"))
    assert ada.send("/welcome", proof).status_code == 422
    entry = keys.get(ada.ask("/welcome/options"))
    assert ada.send("/me/proof", entry).status_code == 422
    made = keys.create(ada.ask("/me/keys/options"))
    assert ada.send("/setup/keeper", made).status_code == 422


def test_twenty_replays_at_once_open_the_door_once(world: World) -> None:
    there = visitor(world, None, with_key(world, world.ada))
    before = devices(world.ada)
    credential = json.dumps(there.keys.get(there.ask("/welcome/options")))
    page = there.client.get_cookie("page").value

    def replay(_: int) -> int:
        client = world.as_(None)
        client.set_cookie("page", page)
        return client.post("/welcome", data={"credential": credential}, headers=AS_SCRIPT).status_code

    with ThreadPoolExecutor(20) as pool:
        codes = list(pool.map(replay, range(20)))
    assert sorted(codes) == [200] + [422] * 19
    assert devices(world.ada) == before + 1


def test_a_key_that_is_known_already_is_not_kept_twice(world: World) -> None:
    known = with_key(world, world.ben).keys[0].id
    ada = visitor(world, world.ada)
    assert ada.make_key(id=known).status_code == 422
    assert db.session.scalars(select(Passkey.person_id)).all() == [world.ben.id]


@pytest.mark.parametrize("bent", [
    {"flags": UP}, {"rp_id": "evil.example"}, {"client": {"crossOrigin": True}},
    {"client": {"origin": "https://evil.example"}}, {"client": {"type": "webauthn.get"}},
])  # fmt: skip
def test_a_wrong_new_key_is_not_kept(world: World, bent: dict[str, Any]) -> None:
    ada = visitor(world, world.ada)
    answer = ada.make_key(**bent)
    assert answer.status_code == 422
    assert db.session.scalar(select(func.count()).select_from(Passkey)) == 0


LEAVES = st.none() | st.booleans() | st.integers() | st.text()
PARTS = st.sampled_from(["id", "rawId", "response", "type", "clientDataJSON", "signature"])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.recursive(LEAVES, lambda inner: st.lists(inner) | st.dictionaries(PARTS, inner)))
def test_nonsense_is_refused_in_plain_words(world: World, nonsense: Any) -> None:
    there = visitor(world)
    there.client.environ_base["REMOTE_ADDR"] = f"10.0.{id(nonsense) % 250}.{id(there) % 250}"
    answer = there.send("/welcome", nonsense)
    assert answer.status_code in (422, 429)


def test_thirty_tries_in_five_minutes_and_no_more(world: World) -> None:
    there = visitor(world)
    for _ in range(30):
        there.ask("/welcome/options")
    answer = there.client.post("/welcome/options", headers=AS_SCRIPT)
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0
    assert "Wait a little" in answer.json["say"]


def test_without_script_the_page_says_what_is_missing(world: World) -> None:
    answer = visitor(world).client.post("/welcome")
    assert answer.status_code == 422
    assert "JavaScript" in answer.text
    assert "<noscript>" in visitor(world).client.get("/welcome").text
