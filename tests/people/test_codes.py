"""Spare keys on paper, codes read aloud, and what the machine's owner can do."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from micronet.base import clock
from micronet.base.db import db, writing
from micronet.people import codes, crockford, spoken
from micronet.people.models import RecoveryCode
from tests.people.visitor import bring, devices, told, visitor
from tests.world import World


def _spoken(world: World) -> str:
    with writing():
        return spoken.make(world.ada)


SHEET = re.compile(r'<code dir="ltr"><span>([0-9A-Z-]+)</span><wbr><span>([0-9A-Z-]+)</span></code>')


def sheet(world: World) -> list[str]:
    """Ada's spare keys, as the page shows them once."""
    return shown(visitor(world, world.ada).client.post("/me/codes").text)


def shown(page: str) -> list[str]:
    return ["".join(halves) for halves in SHEET.findall(page)]


def test_ten_codes_of_a_hundred_bits_are_shown_once_with_a_drawing_each(world: World) -> None:
    page = visitor(world, world.ada).client.post("/me/codes")
    found = shown(page.text)
    assert len(set(found)) == 10
    for code in found:
        assert re.fullmatch(r"([0-9A-HJKMNP-TV-Z]{4}-){4}[0-9A-HJKMNP-TV-Z]{4}", code)
    assert page.text.count('<svg viewBox="0 0') == 10
    assert "style=" not in page.text
    again = visitor(world, world.ada).client.get("/me/codes").text
    assert not shown(again)
    assert "10 of your codes are unused." in again


def test_only_hashes_are_kept(world: World) -> None:
    code = sheet(world)[0]
    kept = str([vars(row) for row in db.session.scalars(select(RecoveryCode))])
    assert code not in kept
    assert code.replace("-", "") not in kept


def test_a_code_lets_ada_make_a_key_and_nothing_else_until_she_has(world: World) -> None:
    there = visitor(world)
    assert bring(there, sheet(world)[3]) == 303
    for path in ("/", "/me", "/me/keys", "/me/devices", "/me/codes", "/me/device", "/me/proof", world.path()):
        answer = there.client.get(path)
        assert (answer.status_code, answer.location) == (303, "/me/keys/new"), path
    for path in ("/me/codes", "/me/devices/new", "/me/devices/others/remove", "/me/name", "/me/proof", "/me/device"):
        answer = there.client.post(path)
        assert (answer.status_code, answer.location) == (303, "/me/keys/new"), path
    assert there.make_key().json == {"go": "/me/device"}
    assert there.is_in()
    assert visitor(world, None, there.keys).sign_in().status_code == 200


def test_a_device_let_in_by_a_code_has_an_hour(world: World) -> None:
    there = visitor(world)
    bring(there, sheet(world)[0])
    with clock.frozen(clock.now() + timedelta(minutes=61)):
        assert there.client.get("/me/keys/new").location == "/welcome"


def test_on_wish_the_new_key_signs_out_all_the_rest(world: World) -> None:
    code, old, there = sheet(world)[0], visitor(world, world.ada), visitor(world)
    bring(there, code)
    assert old.is_in()
    there.send("/me/keys", there.keys.create(there.ask("/me/keys/options")), others="y")
    assert not old.is_in()
    assert there.is_in()


def test_a_used_code_is_burned_and_stays_on_record(world: World) -> None:
    code = sheet(world)[0]
    assert bring(visitor(world), code) == 303
    assert bring(visitor(world), code) == 422
    rows = db.session.scalars(select(RecoveryCode)).all()
    assert len(rows) == 10
    assert [row.used_at is not None for row in rows].count(True) == 1
    assert "codes.used" in told(world.ada)


def test_new_codes_take_the_place_of_unused_ones(world: World) -> None:
    first = sheet(world)
    bring(visitor(world), first[0])
    second = sheet(world)
    assert bring(visitor(world), first[1]) == 422
    assert bring(visitor(world), second[1]) == 303
    assert len(db.session.scalars(select(RecoveryCode)).all()) == 11
    assert "codes.new" in told(world.ada)


TYPED = {
    "in small letters": str.lower,
    "without dashes": lambda code: code.replace("-", ""),
    "with long dashes": lambda code: code.replace("-", " – "),
    "with l for 1 and o for 0": lambda code: f" {code} ".replace("1", "l").replace("0", "o"),
    "with I for 1 and O for 0": lambda code: code.replace("1", "I").replace("0", "O"),
}


@pytest.mark.parametrize("how", TYPED)
def test_a_code_opens_however_it_is_typed(world: World, how: str) -> None:
    assert bring(visitor(world), TYPED[how](sheet(world)[0])) == 303


def test_the_address_in_the_drawing_fills_the_field_by_script_only(world: World) -> None:
    page = visitor(world).client.get("/recover").text
    assert '<from-fragment for="code"></from-fragment>' in page


def test_wrong_used_and_outdated_codes_look_the_same(world: World) -> None:
    used, late = sheet(world)[0], _spoken(world)
    bring(visitor(world), used)
    answers = {}
    with clock.frozen(clock.now() + timedelta(minutes=11)):
        for kind, code in {"wrong": "ABCD-EFGH-JKMN-PQRS-TVWX", "used": used, "late": late, "short": "QQQQ"}.items():
            answer = visitor(world).client.post("/recover", data={"code": code})
            answers[kind] = (answer.status_code, answer.text.replace(code, ""), sorted(answer.headers.keys()))
    assert len(set(map(str, answers.values()))) == 1
    assert answers["wrong"][0] == 422


def test_one_code_brought_twelve_times_at_once_opens_once(world: World) -> None:
    code = sheet(world)[0]
    before = devices(world.ada)

    def race(turn: int) -> int:
        client = world.as_(None)
        client.environ_base["REMOTE_ADDR"] = f"10.0.0.{turn}"
        return client.post("/recover", data={"code": code if turn % 2 else code.lower()}).status_code

    with ThreadPoolExecutor(12) as pool:
        answers = list(pool.map(race, range(12)))
    assert answers.count(303) == 1
    assert set(answers) <= {303, 422, 429}
    assert devices(world.ada) == before + 1


def test_an_empty_or_endless_code_is_refused_in_its_field(world: World) -> None:
    there = visitor(world)
    assert "Type the code you have." in there.client.post("/recover", data={"code": " "}).text
    assert there.client.post("/recover", data={"code": "A" * 5000}).status_code == 422
    assert there.client.post("/recover").status_code == 422


@given(st.integers(1, 30))
def test_a_fresh_code_is_its_own_normal_form(size: int) -> None:
    code = crockford.fresh(size)
    assert crockford.normal(code) == crockford.normal(crockford.grouped(code)) == code
    assert not set(code) & set("ILOU")


@given(st.text())
def test_any_text_has_a_short_normal_form(text: str) -> None:
    assert len(crockford.normal(text)) <= crockford.LONGEST
    assert codes.SIZE < crockford.LONGEST


def test_the_log_of_each_circle_says_who_came_back_in_by_a_code(world: World) -> None:
    with writing():
        code = spoken.make(world.ben)
    assert visitor(world).client.post("/recover", data={"code": code}).status_code == 303
    log = world.as_(world.ada).get(world.path("/log")).text
    assert "Came back in with a code." in log
