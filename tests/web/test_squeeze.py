"""Texts travel small, and only to those who can open them."""

from __future__ import annotations

import gzip
from collections.abc import Callable

import brotli
import pytest

from micronet.web.squeeze import taken
from tests.world import World


@pytest.mark.parametrize(
    ("said", "taking"),
    [("gzip, deflate, br", "br"), ("br;q=1.0, gzip;q=0.8", "br"), ("GZIP", "gzip"), ("", ""), ("br", "br"),
     ("gzip;q=0", ""), ("gzip; q=0.0, br;q=0", ""), ("br;q=0, gzip", "gzip"), ("identity, *;q=0", ""), ("x-gzip", "")],
)  # fmt: skip
def test_a_browser_gets_what_it_takes(said: str, taking: str) -> None:
    assert taken({"HTTP_ACCEPT_ENCODING": said}) == taking


@pytest.mark.parametrize(("how", "opened"), [("gzip", gzip.decompress), ("br", brotli.decompress)])
def test_a_page_is_the_same_once_it_is_opened(world: World, how: str, opened: Callable[[bytes], bytes]) -> None:
    for path in ("/me", "/welcome", "/robots.txt"):
        client = world.as_(world.ada)
        plain, small = client.get(path), client.get(path, headers={"Accept-Encoding": how})
        assert "Accept-Encoding" in small.headers["Vary"]
        assert "Accept-Encoding" in plain.headers["Vary"]
        if small.headers.get("Content-Encoding") == how:
            assert opened(small.data) == plain.data
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
