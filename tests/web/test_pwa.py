"""The app shell: manifest, worker, offline page, static files, health."""

from __future__ import annotations

import re

import pytest

from micronet.base import clock
from micronet.base.db import writing
from micronet.base.notes import keep_note
from tests.world import World


def test_the_manifest_names_icons_that_exist_and_shortcuts_that_answer(world: World) -> None:
    nobody, ada = world.as_(None), world.as_(world.ada)
    answer = nobody.get("/manifest.webmanifest")
    assert answer.mimetype == "application/manifest+json"
    told = answer.json
    assert {icon["sizes"] for icon in told["icons"]} == {"192x192", "512x512"}
    assert "maskable" in {icon["purpose"] for icon in told["icons"]}
    for icon in told["icons"]:
        assert nobody.get(icon["src"]).mimetype == "image/png"
    for shortcut in told["shortcuts"]:
        assert ada.get(shortcut["url"]).status_code in (200, 303)


def test_the_worker_lists_files_that_exist_and_nothing_of_anyone(world: World) -> None:
    nobody = world.as_(None)
    worker = nobody.get("/sw.js")
    assert worker.mimetype == "text/javascript"
    assert worker.headers["Cache-Control"] == "no-cache"
    files = re.findall(r'"(/static/[^"]+)"', worker.text)
    assert len(files) >= 6
    for file in files:
        assert nobody.get(file).status_code == 200, file
    assert nobody.get("/sw.js").text == world.as_(world.ada).get("/sw.js").text


def test_the_offline_page_names_nobody(world: World) -> None:
    page = world.as_(world.ada).get("/offline").text
    assert "You’re offline." in page
    assert "Ada" not in page
    assert "Family" not in page


def test_a_static_file_is_kept_for_ever_under_its_hashed_name_only(world: World) -> None:
    nobody = world.as_(None)
    page = nobody.get("/offline").text
    (bundle,) = re.findall(r'href="(/static/bundle\.[^"]+\.css)"', page)
    answer = nobody.get(bundle)
    assert "immutable" in answer.headers["Cache-Control"]
    for wrong in ("/static/bundle.css", "/static/../config.py", "/static/bundle.000000000000.css", "/static/css/ORDER"):
        assert nobody.get(wrong).status_code == 404
    for inside in re.findall(r'url\("(/static/[^"]+)"\)', answer.text):
        assert nobody.get(inside).status_code == 200, inside


def test_health_is_well_only_while_the_jobs_are(world: World) -> None:
    nobody = world.as_(None)
    assert nobody.get("/healthz").status_code == 503
    with writing():
        keep_note("jobs.beat", clock.now().isoformat())
    answer = nobody.get("/healthz")
    assert (answer.status_code, answer.json) == (200, {"database": "well", "jobs": "well", "disk": "well"})
    with clock.frozen(clock.ahead(minutes=4)):
        assert nobody.get("/healthz").status_code == 503


@pytest.mark.parametrize("path", ["/nothing", "/circles/x", "/circles/" + "0" * 32, "/static/none.css", "/me/nothing"])
def test_what_does_not_exist_is_said_in_the_same_words_to_everyone(world: World, path: str) -> None:
    answer = world.as_(world.ada).get(path)
    assert answer.status_code == 404
    assert "There’s nothing behind this window." in answer.text


def test_a_fault_of_ours_says_so_and_nothing_more(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.app.view_functions["home.show"] = lambda: 1 / 0
    answer = world.as_(world.ada).get("/")
    assert answer.status_code == 500
    assert "Something broke on our side." in answer.text
    assert "ZeroDivision" not in answer.text
    assert world.as_(world.ada).get(world.path()).status_code == 200


def test_nothing_is_for_search_engines(world: World) -> None:
    nobody = world.as_(None)
    assert "Disallow: /" in nobody.get("/robots.txt").text
    assert "noindex" in nobody.get("/offline").headers["X-Robots-Tag"]
