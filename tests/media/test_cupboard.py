"""What takes the room of a circle and of the house is told to who looks after it, in sums and nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from micronet.activity import allowance
from micronet.activity.attached import Attachment
from micronet.activity.models import Activity
from micronet.base.db import db, writing
from micronet.base.ids import new_id
from micronet.base.walls import unscoped
from micronet.circles import strays
from micronet.circles.models import Circle
from micronet.config import Settings
from micronet.media import measure
from tests.base.planted import photo
from tests.media.sending import FILM, OGG, announce, send, share, work
from tests.world import World, statements

GB = 1024**3


@pytest.fixture
def ben(world: World) -> FlaskClient:
    return world.as_(world.ben)


@pytest.fixture
def ada(world: World) -> FlaskClient:
    return world.as_(world.ada)


def kept(world: World) -> Circle:
    db.session.rollback()
    db.session.expire_all()
    return db.session.scalars(select(Circle).where(Circle.id == world.family.id)).one()


def test_every_sort_is_summed_and_the_whole_is_what_counts_against_the_budget(world: World, ben: FlaskClient) -> None:
    with writing():
        world.family.keeps_originals = True
    share(world, send(ben, world, photo("JPEG", (700, 500)))["id"])
    work()
    for data, what in ((OGG, "voice"), (FILM, "video"), (b"Dear parents", "file")):
        share(world, send(ben, world, data, what)["id"])
    announce(ben, world, size=12345)
    db.session.rollback()
    family = world.family.id
    with statements() as sent:
        taken = measure.of_circle(family)
    assert len(sent) == 1
    assert (taken.voice, taken.video, taken.file, taken.coming) == (len(OGG), len(FILM), 12, 12345)
    assert taken.photo > 0
    assert taken.original > 0
    with writing():
        assert taken.all == allowance.used(world.family.id)
    assert measure.of_circle(world.elsewhere.id) == measure.Taken()
    assert [(one.circle_id, one.kind, one.size) for one in measure.of_house()] == [
        (world.family.id, "family", taken.all)
    ]


def test_a_host_reads_what_takes_the_room_even_of_what_is_hidden_from_them(
    world: World, ada: FlaskClient, ben: FlaskClient
) -> None:
    send(ben, world, b"x" * 3_000_000, "file", name="Surprise.txt")
    page = ada.get(world.path("/storage")).text
    assert "2.9\N{NO-BREAK SPACE}MB" in page
    assert "Surprise" not in page


def test_hosts_furnish_the_cupboard_and_the_log_tells_of_it(world: World, ada: FlaskClient) -> None:
    form = {"budget": str(5 * GB // 2), "keeps_originals": "y"}
    for _time in range(2):
        assert ada.post(world.path("/storage"), data=form).status_code == 303
    assert (kept(world).file_budget, kept(world).keeps_originals) == (5 * GB // 2, True)
    acts = db.session.scalars(select(Activity.verb).where(Activity.verb == "circle.furnished")).all()
    assert len(acts) == 1, "the same again changes nothing"
    assert "cupboard" in ada.get(world.path("/log")).text
    page = ada.get(world.path("/storage")).text
    assert page.count(" checked") == 2
    assert f'value="{5 * GB // 2}" checked' in page
    assert ada.post(world.path("/storage"), data={"budget": "0"}).status_code == 303
    assert (kept(world).file_budget, kept(world).keeps_originals) == (0, False)


@pytest.mark.parametrize("budget", [str(6 * GB), "-1", "7", "", "all", "9" * 40])
def test_nothing_but_what_is_offered_is_taken_and_what_was_ticked_stays(
    world: World, ada: FlaskClient, budget: str
) -> None:
    answer = ada.post(world.path("/storage"), data={"budget": budget, "keeps_originals": "y"})
    assert answer.status_code == 422
    assert "Choose one of the answers shown." in answer.text
    assert 'name="keeps_originals" value="y" checked' in answer.text
    assert (kept(world).file_budget, kept(world).keeps_originals) == (0, False)


def test_those_who_do_not_host_are_kept_out(world: World, ben: FlaskClient) -> None:
    cleo = world.as_(world.cleo)
    for client, status in ((ben, 403), (cleo, 404)):
        assert client.get(world.path("/storage")).status_code == status
        assert client.post(world.path("/storage"), data={"budget": "0"}).status_code == status


def test_a_full_cupboard_says_so_and_what_is_in_it_stays(world: World, ada: FlaskClient, ben: FlaskClient) -> None:
    share(world, send(ben, world, OGG, "voice")["id"])
    with writing():
        world.family.file_budget = 1000
    page = ada.get(world.path("/storage")).text
    assert "It’s full: it holds 5\N{NO-BREAK SPACE}kB." in page
    assert 'value="1000" checked' in page
    assert "room for 0\N{NO-BREAK SPACE}kB more" in ada.get(world.path("/files")).text


@given(st.integers(0, 10**15), st.integers(1, 10**15))
def test_a_circle_never_has_more_than_the_house_allows(chosen: int, house: int) -> None:
    circle = Circle(file_budget=chosen)
    assert allowance.budget(circle, replace(Settings(), circle_bytes=house)) == (
        min(chosen, house) if chosen else house
    )


def test_the_keeper_reads_what_fills_the_machine_and_no_name_of_a_circle_they_are_not_in(
    world: World, ada: FlaskClient, ben: FlaskClient
) -> None:
    share(world, send(ben, world, OGG, "voice")["id"])
    with writing() as session:
        secret = world.circle("Knitting", kind="friends")
        world.join(world.cleo, secret, "host")
        there = Attachment(circle_id=secret.id, author_id=world.join(world.ben, secret).id, what="photo")
        there.size, there.state = 7_340_032, "waiting"
        session.add(there)
    page = ada.get("/house/storage").text
    for told in ("Family", "5\N{NO-BREAK SPACE}kB", "Circles of friends you’re not in", "7\N{NO-BREAK SPACE}MB"):
        assert told in page
    for hidden in ("Knitting", "Elsewhere", secret.id, "Cleo"):
        assert hidden not in page
    assert "in a folder on this machine" in page
    with statements() as sent:
        ada.get("/house/storage")
    assert len(sent) <= 9


def test_strays_are_counted_as_they_will_be_swept(
    world: World, ada: FlaskClient, ben: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    share(world, send(ben, world, OGG, "voice")["id"])
    world.app.extensions["storage"].put(world.family.id, new_id(), b"nobody's")
    with unscoped("as the page does"):
        assert strays.many() == 0, "it may be on its way yet"
    monkeypatch.setattr(strays, "OLD", -strays.FAR)
    with unscoped("as the page does"):
        assert strays.many() == 1
    assert "Strays, swept out each hour" in ada.get("/house/storage").text


def test_only_who_keeps_the_house_finds_its_page_and_the_way_to_it(
    world: World, ada: FlaskClient, ben: FlaskClient
) -> None:
    assert "/house/storage" in ada.get("/me").text
    assert "/house/storage" not in ben.get("/me").text
    assert ben.get("/house/storage").status_code == 404
    assert world.as_(None).get("/house/storage").status_code == 303
    assert ada.post("/house/storage").status_code == 405
