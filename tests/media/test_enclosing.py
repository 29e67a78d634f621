"""What other rooms do with files: enclose them, show them, take them away; and forms without script."""

from __future__ import annotations

import io
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import delete
from werkzeug.datastructures import FileStorage

from micronet.activity import arriving, enclosing
from micronet.activity.attached import Attachment
from micronet.activity.models import Moment
from micronet.activity.withdraw import withdraw
from micronet.base.db import db, writing
from micronet.base.errors import Forbidden, Invalid, TooBig
from micronet.base.ids import new_id
from micronet.circles.models import Membership
from micronet.circles.quiet import Block
from micronet.moments import actions, talk
from tests.media.sending import FILM, OGG, announce, files, lying, row, send, share, work
from tests.members.pictures import photo
from tests.world import World, statements
from torture import hostile


@pytest.fixture
def ben(world: World) -> FlaskClient:
    return world.as_(world.ben)


def shown(world: World, *moments: Any, to: Any = None) -> dict[str, list[enclosing.Enclosed]]:
    db.session.rollback()
    return enclosing.of_moments(world.family.id, [one.id for one in moments], to=to or world.ada)


def test_files_stand_in_the_order_in_which_they_were_chosen(world: World, ben: FlaskClient) -> None:
    ids = [
        send(ben, world, OGG, "voice")["id"],
        send(ben, world, FILM, "video")["id"],
        send(ben, world, b"-", "file")["id"],
    ]
    moment = share(world, ids[2], ids[0], ids[1], alts={ids[0]: " Ada  laughs. ", "nobody's": "x"})
    assert [one.id for one in shown(world, moment)[moment.id]] == [ids[2], ids[0], ids[1]]
    assert row(ids[0]).alt == "Ada laughs."


def test_enclosing_twice_is_enclosing_once_and_nothing_moves_to_another(world: World, ben: FlaskClient) -> None:
    id = send(ben, world, OGG, "voice")["id"]
    moment, other = share(world, id), share(world)
    with writing():
        assert [one.id for one in enclosing.attach(world.ben_here, [id, id], moment=moment)] == [id]
        assert enclosing.attach(world.ben_here, [id], moment=other) == []
    assert row(id).moment_id == moment.id


def test_only_what_is_ones_own_and_usable_is_enclosed(world: World, ben: FlaskClient) -> None:
    adas = send(world.as_(world.ada), world, OGG, "voice")["id"]
    refused = send(ben, world, b"<svg/>")["id"]
    moment = share(world)
    with writing():
        assert enclosing.attach(world.ben_here, [adas, refused, new_id(), "x"], moment=moment) == []
    assert shown(world, moment) == {}


def test_what_is_still_on_its_way_is_waited_for(world: World, ben: FlaskClient) -> None:
    id = announce(ben, world).json["id"]
    with world.app.test_request_context(), pytest.raises(Invalid, match="arrived"), writing():
        enclosing.attach(world.ben_here, [id], moment=actions.share(world.ben_here, id=new_id(), kind="note", text="-"))
    assert row(id).moment_id is None


def test_a_page_of_moments_takes_one_statement_for_what_is_with_them(world: World, ben: FlaskClient) -> None:
    ids = [send(ben, world, photo(size=(1000, 500)))["id"] for _ in range(3)]
    moments = [share(world, ids[0], ids[1]), share(world, ids[2]), share(world)]
    waiting = shown(world, *moments)
    assert [one.state for one in waiting[moments[0].id]] == ["waiting", "waiting"]
    work()
    circle, named, ada = world.family.id, [one.id for one in moments], world.ada
    assert ada.id
    with statements() as sent:
        found = enclosing.of_moments(circle, named, to=ada)
    assert len(sent) == 1
    assert [[one.id for one in found.get(moment.id, [])] for moment in moments] == [[ids[0], ids[1]], [ids[2]], []]
    first = found[moments[0].id][0]
    assert [one.width for one in first.sizes] == [480, 960, 1000]
    assert (first.whole, first.poster, first.width) == (None, None, 1000)


def test_a_refused_photo_is_known_to_its_author_alone(world: World, ben: FlaskClient) -> None:
    id = send(ben, world, hostile.bomb())["id"]
    moment = share(world, id)
    work()
    assert shown(world, moment) == {}
    assert [one.problem for one in shown(world, moment, to=world.ben)[moment.id]] == ["too_many_pixels"]


def test_what_is_with_a_reply_goes_with_it_and_stays_from_those_who_do_not_meet_its_author(
    world: World, ben: FlaskClient
) -> None:
    moment, id = share(world, by=world.ada_here), send(ben, world, OGG, "voice")["id"]
    with writing():
        said = talk.reply(moment, world.ben_here, id=new_id(), text="Look.")
        enclosing.attach(world.ben_here, [id], reply=said)
        carl = world.join(world.person("Carl"), world.family)
        db.session.add(Block(circle_id=world.family.id, by_id=carl.id, of_id=world.ben_here.id))
        carl_person = db.session.get_one(type(world.ada), carl.person_id)
    assert [one.reply_id for one in shown(world, moment)[moment.id]] == [said.id]
    assert shown(world, moment, to=carl_person) == {}
    assert world.as_(carl_person).get(world.path(f"/attachments/{id}/whole")).status_code == 404
    with writing():
        talk.remove_reply(said, world.ben_here)
    assert shown(world, moment) == {}
    assert world.as_(world.ada).get(world.path(f"/attachments/{id}/whole")).status_code == 404


def test_nothing_is_shown_to_somebody_of_another_circle(world: World, ben: FlaskClient) -> None:
    moment = share(world, send(ben, world, OGG, "voice")["id"])
    assert shown(world, moment, to=world.cleo) == {}


def test_what_is_removed_is_gone_from_the_disk_once_that_is_certain(world: World, ben: FlaskClient) -> None:
    id = send(ben, world, OGG, "voice")["id"]
    share(world, id)
    (kept,) = files(id)
    with pytest.raises(RuntimeError), writing():
        enclosing.remove(row_in(id), world.ben_here)
        raise RuntimeError
    assert [path.name for path in lying(world)] == [kept.id]
    with pytest.raises(Forbidden), writing():
        enclosing.remove(row_in(id), world.ada_here)
    with writing():
        enclosing.remove(row_in(id), world.ben_here)
    assert lying(world) == []


def row_in(id: str) -> Attachment:
    return db.session.scalars(db.select(Attachment).where(Attachment.id == id)).one()


def test_the_files_of_moments_that_go_go_with_them(world: World, ben: FlaskClient) -> None:
    ids = [send(ben, world, photo())["id"], send(ben, world, OGG, "voice")["id"]]
    moment = share(world, *ids)
    stays = send(ben, world, FILM, "video")["id"]
    with writing() as session:
        enclosing.throw_away(Attachment.moment_id == moment.id)
        session.execute(delete(Moment).where(Moment.id == moment.id))
    assert {path.name for path in lying(world)} == {one.id for one in files(stays)}


def test_whoever_takes_along_what_they_said_takes_their_files(world: World, ben: FlaskClient) -> None:
    share(world, send(ben, world, OGG, "voice")["id"])
    send(ben, world, photo())
    adas = send(world.as_(world.ada), world, OGG, "voice")["id"]
    with writing():
        withdraw(db.session.get_one(Membership, (world.family.id, world.ben_here.id)))
    assert {path.name for path in lying(world)} == {one.id for one in files(adas)}


def form(*sent: tuple[str, bytes]) -> list[FileStorage]:
    return [FileStorage(io.BytesIO(data), name) for name, data in sent]


def test_a_form_without_script_brings_whole_files(world: World) -> None:
    with world.app.test_request_context():
        sent = form(("a.jpg", photo()), ("", b""), ("b.ogg", OGG), ("c.mp4", FILM), ("d.pdf", b"%PDF-1.7"))
        ids = [new_id() for _ in sent]
        for _ in range(2):
            for one in sent:
                one.stream.seek(0)
            brought = arriving.bring(world.ben_here, sent, ids)
            with writing():
                kept = arriving.keep(world.ben_here, brought)
    assert kept == [ids[0], *ids[2:]]
    assert [(row(id).what, row(id).state) for id in kept] == [
        ("photo", "waiting"), ("voice", "ready"), ("video", "ready"), ("file", "ready")
    ]  # fmt: skip
    work()
    assert len(files(kept[0])) == 2


@pytest.mark.parametrize("data", [b"", bytes(51 * 1024 * 1024)])
def test_a_form_with_a_file_that_is_not_taken_is_refused_and_leaves_nothing(data: bytes, world: World) -> None:
    with world.app.test_request_context(), pytest.raises((Invalid, TooBig)) as refused:
        arriving.bring(world.ben_here, form(("a", data)), [new_id()])
    assert refused.value.message
    assert lying(world) == []
