"""Cleo, strangers, wrong methods: every address of the room, asked by those who may not."""

from __future__ import annotations

from io import BytesIO

import pytest

from micronet.base.ids import new_id
from tests.moments.saying import at, quickly, replied
from tests.world import PARTIAL, World

READS = ["/moments/new", "/moments/{m}", "/moments/{m}/edit", "/moments/{m}/replies/{r}/edit", "/2026/3"]
WRITES = [
    "/moments",
    "/moments/{m}/edit",
    "/moments/{m}/remove",
    "/moments/{m}/restore",
    "/moments/{m}/pin",
    "/moments/{m}/unpin",
    "/moments/{m}/open",
    "/moments/{m}/reactions",
    "/moments/{m}/replies",
    "/moments/{m}/replies/{r}/edit",
    "/moments/{m}/replies/{r}/remove",
    "/moments/{m}/replies/{r}/restore",
]
SENT = {"words": "Let me in.", "feeling": "love"}


@pytest.fixture
def ids(world: World) -> dict[str, str]:
    """A moment of Ben's with a reply of his."""
    moment = quickly(world, world.ben, "The bread has risen.")
    return {"m": moment, "r": replied(world, world.ben, moment, "Which flour?")}


def test_cleo_finds_nothing_and_it_looks_like_what_never_was(world: World, ids: dict[str, str]) -> None:
    cleo = world.as_(world.cleo)
    unknown = {"m": new_id(), "r": new_id()}
    for path in READS:
        real, none = cleo.get(world.path(path.format(**ids))), cleo.get(world.path(path.format(**unknown)))
        assert real.status_code == none.status_code == 404, path
        assert real.data == none.data
    for path in WRITES:
        real = cleo.post(world.path(path.format(**ids)), data=SENT)
        none = cleo.post(world.path(path.format(**unknown)), data=SENT)
        assert real.status_code == none.status_code == 404, path
        assert real.data == none.data
        assert cleo.post(world.path(path.format(**ids)), data=SENT, headers=PARTIAL).status_code == 404, path


def test_cleo_finds_nothing_through_her_own_circle_either(world: World, ids: dict[str, str]) -> None:
    cleo = world.as_(world.cleo)
    for path in READS[1:4]:
        assert cleo.get(world.path(path.format(**ids), world.elsewhere)).status_code == 404, path
    for path in WRITES[1:]:
        assert cleo.post(world.path(path.format(**ids), world.elsewhere), data=SENT).status_code == 404, path
    seen = world.as_(world.ben).get(at(world, ids["m"])).text
    assert "Let me in." not in seen


def test_members_find_nothing_behind_ids_that_do_not_exist(world: World, ids: dict[str, str]) -> None:
    ada = world.as_(world.ada)
    for path in READS[1:4]:
        assert ada.get(world.path(path.format(m=new_id(), r=ids["r"]))).status_code == 404, path
    for path in WRITES[1:]:
        assert ada.post(world.path(path.format(m=new_id(), r=ids["r"])), data=SENT).status_code == 404, path
    for bad in ("x", "0" * 32, "%00", ids["m"].upper(), ids["m"][:-1], "..%2f..%2fetc"):
        assert ada.get(world.path(f"/moments/{bad}")).status_code == 404, bad


def test_a_reply_is_found_under_its_own_moment_only(world: World, ids: dict[str, str]) -> None:
    other = quickly(world, world.ben)
    ben = world.as_(world.ben)
    assert ben.get(at(world, other, f"/replies/{ids['r']}/edit")).status_code == 404
    assert ben.post(at(world, other, f"/replies/{ids['r']}/remove")).status_code == 404


def test_nobody_gets_in_without_signing_in(world: World, ids: dict[str, str]) -> None:
    nobody = world.as_(None)
    for path in READS:
        assert nobody.get(world.path(path.format(**ids))).status_code == 303, path
    for path in WRITES:
        answer = nobody.post(world.path(path.format(**ids)), data=SENT)
        assert answer.status_code == 303, path
        assert world.family.id not in answer.location
    assert nobody.get("/share").status_code == 303


def test_reading_a_write_and_writing_from_another_site_are_refused(world: World, ids: dict[str, str]) -> None:
    ada = world.as_(world.ada)
    for path in WRITES:
        if not path.endswith("/edit"):
            assert ada.get(world.path(path.format(**ids))).status_code == 405, path
        foreign = ada.post(world.path(path.format(**ids)), data=SENT, headers={"Sec-Fetch-Site": "cross-site"})
        assert foreign.status_code == 403, path
    assert "Let me in." not in ada.get(world.path()).text


def test_odd_bodies_and_headers_are_refused_or_ignored_plainly(world: World, ids: dict[str, str]) -> None:
    ada = world.as_(world.ada)
    for path in ("/moments", f"/moments/{ids['m']}/replies"):
        for words in ("x", ["x"], 5, {"a": 1}, None):
            assert ada.post(world.path(path), json={"words": words}).status_code == 422
        assert ada.post(world.path(path), data=b"\xff\xfe", content_type="application/octet-stream").status_code == 422
        assert ada.post(world.path(path), data={"words": (BytesIO(b"x"), "x.txt")}).status_code == 422
    odd = {"HX-Request": "true", "HX-Request-Type": "sideways", "HX-Target": "'\"><script>", "HX-Source": "\u00e9"}
    page = ada.get(at(world, ids["m"]), headers=odd)
    assert page.status_code == 200
    assert page.text.startswith("<!doctype html>")


def test_pages_hold_memberships_never_persons(world: World, ids: dict[str, str]) -> None:
    for path in ("", *READS):
        page = world.as_(world.ben).get(world.path(path.format(**ids))).text
        for person in (world.ada, world.ben, world.cleo):
            assert person.id not in page, path
