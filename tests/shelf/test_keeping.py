"""The circle's own pictures: kept from photos, taken off, put back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import delete, update

from micronet.activity.attached import Attachment, Rendition
from micronet.activity.models import Activity, Moment
from micronet.base import clock
from micronet.base.db import db, writing
from micronet.circles.roles import CAN, ROLES
from micronet.shelf import actions
from micronet.shelf.models import ShelfPicture
from micronet.shelf.purge import purge
from tests.shelf.pictures import keep, opened, photo, rows, send
from tests.world import World, statements


def kept(world: World) -> str:
    """The id of the one picture that is kept."""
    (one,) = rows(ShelfPicture)
    return str(one.id)


def test_a_photo_is_kept_as_a_copy_that_outlives_its_moment(world: World, app: Flask) -> None:
    answer = keep(world, world.ada, photo(world))
    assert (answer.status_code, answer.location) == (303, world.path("/shelf"))
    with writing() as session:
        session.execute(delete(Moment))
    page = world.as_(world.ben).get(world.path("/shelf")).text
    assert "Kept by" in page
    assert "The pond" in page
    (copy,) = rows(Attachment)
    assert (copy.shelved, copy.moment_id, copy.author_id) == (True, None, world.ada_here.id)
    assert sorted(one.width for one in rows(Rendition)) == [480, 960]
    at = world.path(f"/shelf/{kept(world)}/preview")
    assert opened(world.as_(world.ben).get(at).data).width == 960
    assert opened(world.as_(world.ben).get(at + "?small=1").data).width == 480
    assert opened(world.as_(world.ben).get(at + "?top=Hello").data).size[0] == 640


def test_a_kept_photo_is_written_on_and_sent(world: World) -> None:
    keep(world, world.ada, photo(world))
    assert send(world, world.ben, kept(world), top="في البركة").status_code == 303
    sent = [one for one in rows(Attachment) if one.name == f"{kept(world)}.webp"]
    assert [one.alt for one in sent] == ["The pond It says: “في البركة”"]


def test_kept_twice_by_whomever_it_lies_there_once(world: World) -> None:
    one = photo(world)
    for who in (world.ada, world.ben, world.ada):
        assert keep(world, who, one).status_code == 303
    assert len(rows(ShelfPicture)) == 1
    assert [act.verb for act in rows(Activity)] == ["shelf.kept"]


@pytest.mark.parametrize(
    ("traits", "said"),
    [
        ({"seen_by": "all_but"}, "isn’t for everyone"),
        ({"ends_at": clock.now() + timedelta(days=7)}, "goes away by itself"),
        ({"what": "video"}, "Only a photo"),
    ],
)
def test_what_is_for_some_or_for_a_while_is_not_kept(world: World, traits: dict[str, object], said: str) -> None:
    answer = keep(world, world.ben, photo(world, **traits))  # type: ignore[arg-type]
    assert answer.status_code == 422
    assert said in answer.text
    assert not rows(ShelfPicture)


def test_a_draft_that_is_with_nothing_yet_is_not_kept(world: World) -> None:
    one = photo(world)
    with writing() as session:
        session.execute(update(Attachment).values(moment_id=None))
    assert keep(world, world.ben, one).status_code == 422
    assert keep(world, world.ada, one).status_code == 404


def test_the_shelf_holds_so_many_and_says_so(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "MOST", 1)
    keep(world, world.ben, photo(world))
    answer = keep(world, world.ben, photo(world))
    assert answer.status_code == 422
    assert "The shelf is full" in answer.text


def test_whoever_kept_it_takes_it_off_and_puts_it_back(world: World) -> None:
    keep(world, world.ben, photo(world))
    id, ben = kept(world), world.as_(world.ben)
    assert ben.post(world.path(f"/shelf/kept/{id}/remove")).status_code == 303
    page = ben.get(world.path("/shelf")).text
    assert "The pond" not in page
    assert f"/shelf/kept/{id}/restore" in page
    assert ben.get(world.path(f"/shelf/{id}")).status_code == 404
    assert ben.post(world.path(f"/shelf/kept/{id}/restore")).status_code == 303
    assert ben.get(world.path(f"/shelf/{id}")).status_code == 200
    assert ben.post(world.path(f"/shelf/kept/{id}/restore")).status_code == 303
    assert [act.verb for act in rows(Activity)] == ["shelf.kept", "shelf.removed", "shelf.kept"]


def test_a_host_takes_any_off_and_a_member_only_their_own(world: World) -> None:
    keep(world, world.ada, photo(world))
    address = world.path(f"/shelf/kept/{kept(world)}/remove")
    assert world.as_(world.ben).post(address).status_code == 403
    assert "Take off" not in world.as_(world.ben).get(world.path("/shelf")).text
    keep(world, world.ben, photo(world, alt="The hill"))
    bens = next(one for one in rows(ShelfPicture) if one.kept_by_id == world.ben_here.id)
    assert world.as_(world.ada).post(world.path(f"/shelf/kept/{bens.id}/remove")).status_code == 303
    assert world.as_(world.ben).post(world.path(f"/shelf/kept/{bens.id}/restore")).status_code == 404


def test_too_late_it_is_gone_for_good_and_may_be_kept_again(world: World) -> None:
    one = photo(world)
    keep(world, world.ben, one)
    id = kept(world)
    world.as_(world.ben).post(world.path(f"/shelf/kept/{id}/remove"))
    with writing():
        purge()
    assert len(rows(ShelfPicture)) == 1
    with writing() as session:
        session.execute(update(Activity).values(at=clock.ago(minutes=1)))
    late = world.as_(world.ben).post(world.path(f"/shelf/kept/{id}/restore"))
    assert late.status_code == 404
    assert "too late" in late.text
    with writing():
        purge()
    assert not rows(ShelfPicture)
    assert [row.id for row in rows(Attachment)] == [one]
    assert keep(world, world.ben, one).status_code == 303
    assert kept(world) == id


def test_cleo_keeps_nothing_of_the_family_and_takes_nothing_off(world: World) -> None:
    one, cleo = photo(world), world.as_(world.cleo)
    keep(world, world.ben, one)
    for address in (
        f"/keep/{one}",
        f"/shelf/kept/{kept(world)}/remove",
        f"/shelf/kept/{kept(world)}/restore",
    ):
        assert cleo.post(world.path(address)).status_code == 404
        assert cleo.get(world.path(address)).status_code in (404, 405)  # GET asks for a file
    theirs = photo(world, world.cleo_there)
    assert keep(world, world.ben, theirs).status_code == 404


def test_the_shelf_asks_as_little_of_the_database_however_much_lies_there(world: World) -> None:
    ben = world.as_(world.ben)
    ben.get(world.path("/shelf"))
    with statements() as few:
        ben.get(world.path("/shelf"))
    for _time in range(4):
        keep(world, world.ben, photo(world))
    ben.get(world.path("/shelf"))
    db.session.rollback()
    with statements() as many:
        ben.get(world.path("/shelf"))
    assert len(many) == len(few) <= 8


@pytest.mark.parametrize("role", ROLES)
def test_each_role_keeps_and_takes_off_as_the_table_says(world: World, role: str) -> None:
    with writing():
        who = world.person(role.title())
        world.join(who, world.family, role)
    one = photo(world)
    assert (keep(world, who, one).status_code == 303) is (role in CAN["shelf.keep"])
    keep(world, world.ben, photo(world, alt="The hill"))
    bens = next(one for one in rows(ShelfPicture) if one.kept_by_id == world.ben_here.id)
    answer = world.as_(who).post(world.path(f"/shelf/kept/{bens.id}/remove"))
    assert answer.status_code == (303 if role in CAN["shelf.remove_any"] else 403)
