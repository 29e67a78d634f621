"""What is behind a link in a moment: looked at by the jobs, once, and shown without asking anyone else."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import render_template
from PIL import Image
from sqlalchemy import delete, func, select

from micronet.activity.models import Activity, Moment
from micronet.base.db import db, writing
from micronet.base.walls import unscoped
from micronet.circles import strays
from micronet.moments import previews as looked
from micronet.moments.links import previews
from tests.base.servers import Server, moved, page, serving
from tests.moments.looking import LOAF, bread, files, rows, seen, within, work
from tests.moments.saying import at, share
from tests.world import World, statements


@pytest.fixture
def there(world: World) -> Iterator[Server]:
    """Somebody's pages about bread."""
    with serving(LOAF) as server:
        within(world, server)
        yield server


def test_ben_sees_what_is_behind_adas_link(world: World, there: Server) -> None:
    moment = share(world, world.ada, f"Look: {there.at('/bread')}. And {there.at('/other')}")
    assert [(row.url, row.state) for row in rows()] == [(there.at("/bread"), "waiting")]
    assert seen(world, moment) == {}
    assert work() == 1
    found = seen(world, moment)[moment]
    assert (found.title, found.text, found.host) == ("Sourdough, slowly", "Three days.", "page.example")
    assert (found.width, found.height) == (640, 427)
    assert there.asked == ["GET /bread HTTP/1.1", "GET /loaf.jpg HTTP/1.1"]
    assert work() == 0


def test_its_picture_comes_from_us_rebuilt(world: World, there: Server) -> None:
    moment = share(world, world.ada, there.at("/bread"))
    work()
    answer = world.as_(world.ben).get(at(world, moment, "/preview"))
    assert (answer.status_code, answer.content_type) == (200, "image/webp")
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    with Image.open(io.BytesIO(answer.data)) as picture:
        assert (picture.format, picture.size) == ("WEBP", (640, 427))
        assert not picture.getexif()
    assert b"kitchen" not in answer.data
    [row] = rows()
    assert row.picture_size == len(answer.data)
    again = world.as_(world.ben).get(at(world, moment, "/preview"), headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_the_picture_is_nobodys_who_may_not_see_the_moment(world: World, there: Server) -> None:
    moment = share(world, world.ada, there.at("/bread"))
    bare = share(world, world.ada, "No link.")
    work()
    assert world.as_(world.cleo).get(at(world, moment, "/preview")).status_code == 404
    assert world.as_(world.ben).get(at(world, bare, "/preview")).status_code == 404
    assert world.as_(world.ben).post(at(world, moment, "/preview")).status_code == 405
    assert seen(world, moment, to=world.cleo) == {}
    with writing() as session:
        there_is = session.scalars(select(Moment).where(Moment.id == moment)).one()
        there_is.seen_by = "some"
    assert world.as_(world.ben).get(at(world, moment, "/preview")).status_code == 404
    assert world.as_(world.ada).get(at(world, moment, "/preview")).status_code == 200
    assert seen(world, moment) == {}


def test_open_boards_hear_of_it_and_nobody_is_told_news(world: World, there: Server) -> None:
    share(world, world.ada, there.at("/bread"))
    db.session.rollback()
    db.session.refresh(world.family)
    version, news = world.family.version, world.family.news_at
    work()
    db.session.rollback()
    db.session.refresh(world.family)
    act = db.session.scalars(select(Activity).where(Activity.verb == "moment.previewed")).one()
    assert (act.actor_id, act.signal) == (None, "moments")
    assert (world.family.version, world.family.news_at) == (version + 1, news)


def test_one_statement_whatever_their_number(world: World, there: Server) -> None:
    shared = [share(world, world.ada, there.at("/bread")) for _ in range(4)]
    work()
    family, ben = world.family.id, world.ben
    assert ben.id
    for some in (shared[:1], shared):
        with statements() as sent:
            assert len(previews(family, some, to=ben)) == len(some)
        assert len(sent) == 1


def test_sent_twice_is_looked_at_once(world: World, there: Server) -> None:
    sent = {"fresh": "0" * 12 + "7" + "0" * 3 + "8" + "0" * 15, "words": there.at("/bread")}
    for _again in range(3):
        assert world.as_(world.ada).post(world.path("/moments"), data=sent).status_code == 303
    assert len(rows()) == 1


def test_other_words_around_the_same_link_change_nothing(world: World, there: Server) -> None:
    moment = share(world, world.ada, there.at("/bread"))
    work()
    world.as_(world.ada).post(at(world, moment, "/edit"), data={"words": f"Bread: {there.at('/bread')}"})
    assert work() == 0
    assert seen(world, moment)[moment].title == "Sourdough, slowly"


def test_another_link_is_looked_at_anew_and_none_is_none(world: World, there: Server) -> None:
    moment = share(world, world.ada, "Bread soon.")
    assert rows() == []
    for words, known in (
        (there.at("/bread"), 1),
        (there.at("/bread?2"), 0),
        (f"a {there.at('/bread')}", 1),
        ("No.", 0),
    ):
        world.as_(world.ada).post(at(world, moment, "/edit"), data={"words": words})
        work()
        assert len(seen(world, moment)) == known, words
    assert rows() == []


@pytest.mark.parametrize(
    ("answer", "title", "width"),
    [
        (bread(picture="/none.jpg"), "Sourdough, slowly", 0),
        (bread(picture="/page"), "Sourdough, slowly", 0),
        (bread(picture="http://[::"), "Sourdough, slowly", 0),
        (bread(picture="http://127.0.0.1:1/x.jpg"), "Sourdough, slowly", 0),
        (bread(picture="data:image/png;base64,xxxx"), "Sourdough, slowly", 0),
        (bread(picture="/broken.jpg"), "Sourdough, slowly", 0),
        (bread(title="&lt;script&gt;alert(1)&lt;/script&gt;"), "<script>alert(1)</script>", 640),
        (moved("/bread"), "Sourdough, slowly", 640),
        (page(b"<title></title>"), "", 0),
        (page(b"x", type="application/pdf"), "", 0),
        (page(b"x", status="404 Not Found"), "", 0),
        (moved("/page"), "", 0),
        (moved("ftp://page.example/"), "", 0),
    ],
)
def test_whatever_is_there_is_looked_at_once(world: World, answer: bytes, title: str, width: int) -> None:
    with serving({**LOAF, "/page": answer, "/broken.jpg": page(b"\xff\xd8\xffno", type="image/jpeg")}) as server:
        within(world, server)
        moment = share(world, world.ada, server.at("/page"))
        assert work() == 1
    found = seen(world, moment)
    assert [(one.title, one.width) for one in found.values()] == ([(title, width)] if title else [])
    assert [row.state for row in rows()] == ["ready" if title else "none"]
    assert len(files(world)) == bool(width)


def test_what_was_taken_back_is_not_looked_at(world: World, there: Server) -> None:
    moment = share(world, world.ada, there.at("/bread"))
    world.as_(world.ada).post(at(world, moment, "/remove"))
    assert work() == 0
    assert there.reached == 0
    world.as_(world.ada).post(at(world, moment, "/restore"))
    assert work() == 1


def test_the_picture_stays_while_a_row_names_it_and_is_swept_then(
    world: World, there: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(strays, "OLD", -1.0)
    moment = share(world, world.ada, there.at("/bread"))
    work()
    with writing():
        strays.remove_strays()
    assert len(files(world)) == 1
    with writing() as session:
        session.execute(delete(Moment).where(Moment.id == moment))
    with writing():
        strays.remove_strays()
    assert (rows(), files(world)) == ([], [])


def test_a_host_who_wants_no_previews_has_none_fetched(world: World, there: Server) -> None:
    world.app.config["SETTINGS"] = replace(world.app.config["SETTINGS"], previews=False)
    share(world, world.ada, there.at("/bread"))
    assert work() == 0
    assert [row.state for row in rows()] == ["none"]
    assert there.reached == 0


def test_the_errand_works_behind_the_walls_as_the_jobs_run_it(world: World, there: Server) -> None:
    share(world, world.ada, there.at("/bread"))
    assert looked.look in [one for room in world.app.extensions["rooms"] for one in room.errands]
    with world.app.app_context(), unscoped("a test runs what the jobs run"):
        assert looked.look()
    assert db.session.scalar(select(func.count()).select_from(Activity).where(Activity.actor_id.is_(None))) == 1


def test_the_card_is_one_link_that_asks_nobody_else(world: World, there: Server) -> None:
    moment = share(world, world.ada, there.at("/bread"))
    work()
    found = replace(seen(world, moment)[moment], title="<b>Brot & مرحبا", text='"Quoted"')
    with world.app.test_request_context():
        html = render_template("moments/_preview.html", part={"holds": found}, circle=world.family)
    assert html.count("<a ") == 1
    assert f'href="{there.at("/bread")}" rel="noopener nofollow noreferrer"' in html
    assert f'<img src="{at(world, moment, "/preview")}" alt="" width="640" height="427"' in html
    assert '<b dir="auto">&lt;b&gt;Brot &amp; مرحبا</b>' in html
    assert '<small dir="ltr">page.example</small>' in html
    assert "loaf.jpg" not in html
