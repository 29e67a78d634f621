"""Texts travel small, and only to those who can open them."""

from __future__ import annotations

import gzip

import pytest

from micronet.web.squeeze import takes_gzip
from tests.world import World


@pytest.mark.parametrize(
    ("said", "takes"),
    [("gzip, deflate, br", True), ("br;q=1.0, gzip;q=0.8", True), ("GZIP", True), ("", False), ("br", False),
     ("gzip;q=0", False), ("gzip; q=0.0", False), ("identity, *;q=0", False), ("x-gzip", False)],
)  # fmt: skip
def test_a_browser_gets_what_it_takes(said: str, takes: bool) -> None:
    assert takes_gzip({"HTTP_ACCEPT_ENCODING": said}) is takes


def test_a_page_is_the_same_once_it_is_opened(world: World) -> None:
    for path in ("/me", "/welcome", "/robots.txt"):
        client = world.as_(world.ada)
        plain, small = client.get(path), client.get(path, headers={"Accept-Encoding": "gzip"})
        assert "Accept-Encoding" in small.headers["Vary"]
        assert "Accept-Encoding" in plain.headers["Vary"]
        if small.headers.get("Content-Encoding") == "gzip":
            assert gzip.decompress(small.data) == plain.data
            assert int(small.headers["Content-Length"]) == len(small.data) < len(plain.data)
        else:
            assert small.data == plain.data


def test_pictures_and_fonts_and_what_is_short_leave_as_they_are(world: World) -> None:
    client = world.as_(world.ada)
    with world.app.test_request_context():
        from micronet.web.assets import asset

        paths = [asset("img/icon-192.png"), asset("fonts/alegreya-latin-wght-normal.woff2"), "/robots.txt"]
    for path in paths:
        assert "Content-Encoding" not in client.get(path, headers={"Accept-Encoding": "gzip"}).headers


def test_a_question_about_a_page_has_no_body_and_no_encoding(world: World) -> None:
    answer = world.as_(world.ada).head("/me", headers={"Accept-Encoding": "gzip"})
    assert answer.data == b""
    assert "Content-Encoding" not in answer.headers
