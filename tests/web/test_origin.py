"""Writes come from our own pages, and every answer carries the strict headers."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import pytest

from micronet import create_app
from micronet.activity.models import Moment
from micronet.base.db import db, writing
from micronet.config import Settings
from tests import database
from tests.strict import weaknesses
from tests.world import World


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, 303),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "none"}, 403),
        ({"Origin": "http://localhost"}, 303),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({}, 403),
    ],
)
def test_a_write_from_elsewhere_is_refused(world: World, headers: dict[str, str], status: int) -> None:
    ben = world.as_(world.ben)
    del ben.environ_base["HTTP_SEC_FETCH_SITE"]
    data = {"text": "Hello.", "clears": "4h"}
    assert ben.post(world.path("/status"), data=data, headers=headers).status_code == status


def test_every_answer_of_every_rule_carries_the_strict_headers(world: World) -> None:
    ada = world.as_(world.ada)
    asked = 0
    for rule in world.app.url_map.iter_rules():
        if "GET" not in rule.methods or rule.endpoint == "activity.stream":
            continue
        values = {name: world.family.id if "circle" in name else "x" for name in rule.arguments}
        answer = ada.get(rule.rule.replace("<id:circle_id>", world.family.id).replace("<", "").replace(">", ""))
        assert values is not None
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"], rule
        assert "unsafe" not in answer.headers["Content-Security-Policy"], rule
        assert answer.headers["X-Content-Type-Options"] == "nosniff", rule
        assert answer.headers["Referrer-Policy"] == "same-origin", rule
        assert answer.headers["X-Frame-Options"] == "DENY", rule
        if answer.mimetype == "text/html":
            assert "no-store" in answer.headers["Cache-Control"] or rule.endpoint == "pwa.offline", rule
            assert "Cookie" in answer.headers["Vary"], rule
        asked += 1
    assert asked > 15


def test_a_body_of_ten_megabytes_is_refused_in_plain_words(world: World) -> None:
    answer = world.as_(world.ben).post(world.path("/status"), data={"text": "x" * 10_000_000, "clears": "4h"})
    assert answer.status_code == 413
    assert "too big" in answer.text


@pytest.mark.parametrize("body", [b"\xff\xfe\x00", b"%%%", b"text=%FF%FE", b"text=" + b"\x00" * 10])
def test_broken_encodings_are_a_plain_refusal_and_never_a_fault(world: World, body: bytes) -> None:
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = world.as_(world.ben).post(world.path("/status"), data=body, headers=kind)
    assert 400 <= answer.status_code < 500


def test_a_file_where_words_are_asked_for_is_no_fault(world: World) -> None:
    def file() -> tuple[BytesIO, str]:
        return BytesIO(b"words"), "words.txt"

    ben = world.as_(world.ben)
    assert world.as_(None).post("/join", data={"words": file()}).status_code == 422
    assert ben.post(world.path("/status"), data={"text": file(), "clears": "4h"}).status_code == 422
    assert ben.post(world.path("/me"), data={"nickname": file(), "photo": file()}).status_code == 422


def test_head_asks_and_never_acts(world: World) -> None:
    ada, ben = world.as_(world.ada), f"/members/{world.ben_here.id}"
    with writing():
        moment = Moment(circle_id=world.family.id, author_id=world.ada_here.id, text="Kettle on.")
        db.session.add(moment)
    for rest in ("/status", "/invites", "/me", f"{ben}/removal", f"{ben}/host", f"/moments/{moment.id}/edit"):
        assert ada.head(world.path(rest)).status_code == ada.get(world.path(rest)).status_code, rest


def test_unknown_htmx_headers_change_nothing(world: World) -> None:
    odd = {
        "HX-Request": "true",
        "HX-Request-Type": "sideways",
        "HX-Target": "#" * 500,
        "HX-Boosted": "\u00e9".encode("latin1").decode("latin1"),
    }
    assert world.as_(world.ada).get(world.path(), headers=odd).status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "[::1", "a b", "localhost:99999999", "\xff", "local_host", "x" * 300])
def test_a_name_that_is_not_ours_is_refused_in_plain_words(settings: Settings, host: str) -> None:
    app = create_app(replace(settings, public_url="https://home.example", trusted_hosts=("home.example",)))
    for path in ("/welcome", "/nothing", "/static/x"):
        answer = app.test_client().get(path, headers={"Host": host})
        assert answer.status_code == 400
        assert answer.text.startswith("That didn’t reach us whole.")
        assert weaknesses(answer.headers) == []
    database.hang_up(app)
