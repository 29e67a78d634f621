"""Every rule, every kind of answer, over HTTP and HTTPS: the strict headers, and cookies handed to us alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image

from micronet import create_app
from micronet.activity.live import Hub
from micronet.base.db import db, writing
from micronet.config import Settings
from micronet.people import guards, sessions
from tests import database
from tests.strict import weaknesses
from tests.world import Visit, World

HOME = "https://home.example"


def planted() -> str:
    raise RuntimeError("a fault that this test planted")


@pytest.fixture
def safe(settings: Settings) -> Iterator[Flask]:
    """The application as it stands behind HTTPS, with one page that is broken."""
    app = create_app(replace(settings, public_url=HOME, trusted_hosts=("home.example",)))
    app.config["PROPAGATE_EXCEPTIONS"] = False
    app.add_url_rule("/broken", "broken", guards.public(planted))
    with app.app_context():
        yield app
    database.hang_up(app)


def visit(world: World, person: object = None) -> FlaskClient:
    """A browser over HTTPS in which `person`, or nobody, is signed in."""
    client = Visit(world.app, world.app.response_class, use_cookies=True)
    client.environ_base.update({"HTTP_SEC_FETCH_SITE": "same-origin", "HTTP_HOST": "home.example"})
    client.environ_base["wsgi.url_scheme"] = "https"
    if person is not None:
        with writing():
            _device, secret = sessions.start(person, "Test browser", shared=False)
        client.set_cookie("__Host-sid", secret, domain="home.example", secure=True)
    return client


def addresses(world: World) -> Iterator[tuple[str, str]]:
    """Every rule with every method, its ids filled with those of Ada's world."""
    ids = {"circle_id": world.family.id, "member_id": world.ben_here.id, "part": "name", "year": "2026", "month": "7"}
    ids |= {"number": "1"}
    for rule in world.app.url_map.iter_rules():
        path = rule.build({name: ids.get(name, world.ada.id) for name in rule.arguments})
        assert path
        yield from ((method, path[1]) for method in sorted(rule.methods or ()))


def ask(client: FlaskClient, method: str, path: str, **more: object) -> object:
    return client.open(path, method=method, base_url=HOME, **more)


def test_every_rule_and_method_answers_with_the_strict_headers_to_anyone(safe: Flask) -> None:
    world = World(safe)
    asked = 0
    for person in (None, world.ada):
        client = visit(world, person)
        for method, path in addresses(world):
            if path.endswith("/sign-out"):
                continue
            answer = ask(client, method, path)
            assert weaknesses(answer.headers, secure=True) == [], (method, path, answer.status_code)
            answer.close()
            asked += 1
    safe.extensions["hub"] = Hub()
    assert ask(client, "GET", "/me").status_code == 200, "Ada was signed in all the time"
    assert asked > 250


def test_every_kind_of_answer_has_them(safe: Flask) -> None:
    world = World(safe)
    ada, nobody = visit(world, world.ada), visit(world)
    photo = BytesIO()
    Image.new("RGB", (40, 40)).save(photo, "PNG")
    photo.seek(0)
    ask(ada, "POST", world.path("/me"), data={"nickname": "Ada", "paint": "plaster", "photo": (photo, "a.png")})
    db.session.rollback()
    db.session.refresh(world.ada_here)
    picture = f"/circles/{world.family.id}/pictures/{world.ada_here.photo_id}"
    etag = ask(ada, "GET", picture).headers.get("ETag", "")
    json = {"Accept": "application/json"}
    evil = {"Sec-Fetch-Site": "cross-site"}
    answers = [
        (200, ask(ada, "GET", world.path())),
        (200, ask(nobody, "GET", "/welcome")),
        (303, ask(nobody, "GET", world.path())),
        (304, ask(ada, "GET", picture, headers={"If-None-Match": etag})),
        (400, ask(ada, "POST", "/me/name", data=b"name=%FF", content_type="application/x-www-form-urlencoded")),
        (401, ask(nobody, "GET", world.path(), headers=json)),
        (401, ask(nobody, "GET", world.path(), headers={"HX-Request": "true"})),
        (403, ask(ada, "POST", "/me/name", headers=evil)),
        (404, ask(nobody, "GET", "/nothing")),
        (404, ask(visit(world, world.cleo), "GET", world.path())),
        (404, ask(nobody, "GET", "/static/nothing.css")),
        (405, ask(ada, "DELETE", world.path())),
        (410, ask(nobody, "POST", "/join", data={"token": "x"})),
        (413, ask(ada, "POST", world.path("/status"), data={"text": "x" * 1_000_000})),
        (422, ask(ada, "POST", "/me/name", data={"name": ""})),
        (500, ask(nobody, "GET", "/broken")),
    ]
    for status, answer in answers:
        assert answer.status_code == status
        assert weaknesses(answer.headers, secure=True) == [], status


def test_what_is_said_too_little_is_noticed(world: World) -> None:
    headers = world.as_(world.ada).get(world.path()).headers
    assert weaknesses(headers) == []
    for name in ("Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy", "Vary", "Cache-Control",
                 "Cross-Origin-Opener-Policy", "Cross-Origin-Resource-Policy", "Permissions-Policy"):  # fmt: skip
        less = headers.copy()
        less.remove(name)
        assert weaknesses(less), name
    for loose in (
        "sid=x; Path=/; SameSite=Lax",
        "sid=x; HttpOnly; Path=/",
        "sid=x; HttpOnly; SameSite=Lax; Domain=a.b; Path=/",
    ):
        more = headers.copy()
        more.add("Set-Cookie", loose)
        assert weaknesses(more), loose
    assert weaknesses(headers, secure=True), "no HSTS over HTTP"
