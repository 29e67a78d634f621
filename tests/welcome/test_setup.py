"""The first evening: the printed link becomes the keeper's key, once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy import func, select

from micronet.base.db import db
from micronet.base.notes import note
from micronet.config import Settings
from micronet.instance import setup_link
from micronet.people.models import Person
from tests.authenticator import UP
from tests.people.visitor import AS_SCRIPT, Visitor
from tests.world import Visit


@pytest.fixture
def link(app: Flask, settings: Settings) -> str:
    """The secret behind the # of the link that was printed."""
    printed = setup_link(settings)
    assert printed
    return printed.partition("#")[2]


def newcomer(app: Flask) -> Visitor:
    client = Visit(app, app.response_class, use_cookies=True)
    client.environ_base.update({"HTTP_SEC_FETCH_SITE": "same-origin", "HTTP_USER_AGENT": "Firefox/140 (Linux)"})
    return Visitor(app, client)


def people() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(Person)) or 0


def move_in(who: Visitor, link: str, name: str = "Hana") -> int:
    who.client.post("/setup", data={"token": link})
    options = who.ask("/setup/options", name=name)
    return who.send("/setup/keeper", who.keys.create(options), zone="Asia/Tokyo").status_code


def test_hana_moves_in_and_is_led_to_her_first_circle(app: Flask, link: str) -> None:
    hana = newcomer(app)
    assert "fragment" in hana.client.get("/setup").text
    assert hana.client.post("/setup", data={"token": link}).location == "/setup"
    assert "What do your people call you?" in hana.client.get("/setup").text
    options = hana.ask("/setup/options", name="  Hana ")
    assert options["user"]["name"] == "Hana"
    answer = hana.send("/setup/keeper", hana.keys.create(options), zone="Asia/Tokyo")
    assert answer.json == {"go": "/me/codes"}
    kept = db.session.scalars(select(Person)).one()
    assert (kept.name, kept.zone, kept.keeper) == ("Hana", "Asia/Tokyo", True)
    assert "Second of three" in hana.client.get("/me/codes").text
    assert hana.client.post("/me/codes").text.count("<code") == 10
    assert hana.client.post("/me/codes/done").location == "/me/device"
    assert hana.client.post("/me/device", data={"whose": "own"}).location == "/circles/new"
    assert hana.client.get("/circles/new").status_code == 200
    assert Visitor(app, newcomer(app).client, hana.keys).sign_in().json == {"go": "/me/device"}


def test_the_link_works_once(app: Flask, link: str) -> None:
    assert move_in(newcomer(app), link) == 200
    late = newcomer(app)
    for answer in (late.client.get("/setup"), late.client.post("/setup", data={"token": link})):
        assert answer.status_code == 410
        assert "Ask them to invite you." in answer.text
    assert late.client.post("/setup/options", data={"name": "Eve"}, headers=AS_SCRIPT).status_code == 410
    assert people() == 1
    assert note("setup") is None


def test_a_get_spends_nothing(app: Flask, link: str) -> None:
    for _ in range(20):
        newcomer(app).client.get("/setup")
    assert move_in(newcomer(app), link) == 200


def test_a_forged_or_older_link_says_how_to_get_another(app: Flask, settings: Settings, link: str) -> None:
    newer = setup_link(settings)
    assert newer
    for token in ("forged", link, "", "x" * 9000):
        answer = newcomer(app).client.post("/setup", data={"token": token})
        assert answer.status_code == 410
        assert "Start Micronet again" in answer.text


def test_without_the_link_nobody_moves_in(app: Flask, link: str) -> None:
    eve = newcomer(app)
    assert eve.client.post("/setup/options", data={"name": "Eve"}, headers=AS_SCRIPT).status_code == 410
    hana = newcomer(app)
    hana.client.post("/setup", data={"token": link})
    credential = hana.keys.create(hana.ask("/setup/options", name="Hana"))
    assert eve.send("/setup/keeper", credential).status_code in (410, 422)
    assert people() == 0


def test_a_name_is_wanted(app: Flask, link: str) -> None:
    hana = newcomer(app)
    hana.client.post("/setup", data={"token": link})
    for name in ("", "  ", "\u200b", "x" * 61):
        answer = hana.client.post("/setup/options", data={"name": name}, headers=AS_SCRIPT)
        assert answer.status_code == 422
        assert answer.json["field"] == "name"


def test_a_failed_key_leaves_no_person_and_the_link_in_force(app: Flask, link: str) -> None:
    hana = newcomer(app)
    hana.client.post("/setup", data={"token": link})
    options = hana.ask("/setup/options", name="Hana")
    assert hana.send("/setup/keeper", hana.keys.create(options, flags=UP)).status_code == 422
    assert people() == 0
    assert move_in(hana, link) == 200


def test_two_at_once_make_one_keeper(app: Flask, link: str) -> None:
    pair = [newcomer(app) for _ in range(4)]
    ready = []
    for who in pair:
        who.client.post("/setup", data={"token": link})
        ready.append(who.keys.create(who.ask("/setup/options", name="Hana")))
    with ThreadPoolExecutor(4) as pool:
        codes = list(pool.map(lambda who, made: who.send("/setup/keeper", made).status_code, pair, ready))
    assert sorted(codes) == [200, 410, 410, 410]
    assert people() == 1


def test_before_anyone_lives_here_the_door_says_so(app: Flask, link: str) -> None:
    page = newcomer(app).client.get("/welcome").text
    assert "Nobody lives here yet." in page
    assert "Kept by" not in page
