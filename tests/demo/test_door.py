"""Four links let four people in, each once."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from flask import Flask

from demo.door import CAST
from tests.demo.conftest import Demo

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("kind", CAST)
def test_each_link_signs_in_once_and_lands_on_a_board(demo: Demo, kind: str) -> None:
    token = demo.links()[kind].partition("#")[2]
    browser = demo.browser()
    answer = browser.post("/demo", data={"token": token})
    assert answer.status_code == 303
    board = browser.get(answer.location)
    assert board.status_code == 200
    assert demo.path(CAST[kind][1]) in board.text

    again = demo.browser().post("/demo", data={"token": token})
    assert again.status_code == 410
    assert "has been used" in again.text


def test_looking_at_a_link_spends_nothing(demo: Demo) -> None:
    link = demo.links()["host"]
    assert demo.browser().get("/demo").status_code == 200
    demo.open(link)


def test_a_forged_link_opens_nothing(demo: Demo) -> None:
    for token in ("", "x" * 22, "Zürich", "x" * 5000):
        assert demo.browser().post("/demo", data={"token": token}).status_code == 410


def test_another_site_cannot_open_a_link(demo: Demo) -> None:
    browser, token = demo.browser(), demo.links()["host"].partition("#")[2]
    assert browser.post("/demo", data={"token": token}, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403


def test_the_grandparent_reads_in_large_letters(demo: Demo) -> None:
    page = demo.open(demo.links()["grandparent"]).get(demo.path("finches"))
    assert 'data-text="3"' in page.text


def test_the_host_may_do_everything_without_a_key(demo: Demo) -> None:
    host = demo.open(demo.links()["host"])
    assert host.get(demo.path("finches", "/about")).status_code == 200
    assert host.get("/me/keys").status_code == 200


def test_the_stranger_finds_nothing_of_the_family(demo: Demo) -> None:
    stranger = demo.open(demo.links()["stranger"])
    hana = demo.family.members["finches"]["hana"]
    inner = ("", "/about", "/moments/new", f"/pictures/{hana.photo_id}", f"/members/{hana.id}", "/pulse")
    for circle in ("finches", "door", "supper"):
        for rest in inner:
            assert stranger.get(demo.path(circle, rest)).status_code == 404, (circle, rest)
    assert stranger.get(demo.path("choir")).status_code == 200


def test_the_product_has_no_such_door(app: Flask) -> None:
    assert not [rule for rule in app.url_map.iter_rules() if "demo" in rule.rule or "demo" in rule.endpoint]
    for path in [*(ROOT / "micronet").rglob("*.py"), ROOT / "app.py"]:
        for node in ast.walk(ast.parse(path.read_text())):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert not [name for name in names if name.split(".")[0] == "demo"], path
