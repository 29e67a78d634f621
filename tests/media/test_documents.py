"""The files of a circle are found again: by those who may see what they were shared with, and by nobody else."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from sqlalchemy import update

from micronet.activity.attached import Attachment
from micronet.activity.models import Moment, Onlooker
from micronet.base import clock
from micronet.base.db import writing
from micronet.circles.quiet import Block
from micronet.media import documents
from micronet.moments.actions import remove
from tests.media.sending import OGG, send, share
from tests.world import World, statements


@pytest.fixture
def ben(world: World) -> FlaskClient:
    return world.as_(world.ben)


def letter(client: FlaskClient, world: World, name: str) -> str:
    """A file that Ben shared; gives its id."""
    id = str(send(client, world, b"Dear parents, " * 200, "file", name=name)["id"])
    share(world, id)
    return id


def test_a_file_is_found_again_and_leads_to_its_moment(world: World, ben: FlaskClient) -> None:
    id = send(ben, world, b"Dear parents, " * 200, "file", name="School trip.pdf")["id"]
    moment = share(world, id).id
    page = world.as_(world.ada).get(world.path("/files")).text
    assert "School trip.pdf" in page
    assert "3\N{NO-BREAK SPACE}kB, shared by" in page
    assert "today at" in page
    assert world.path(f"/attachments/{id}/whole") in page
    assert world.path(f"/moments/{moment}") in page
    whole = world.as_(world.ada).get(world.path(f"/attachments/{id}/whole"))
    assert whole.headers["Content-Disposition"].startswith('attachment; filename="School trip.pdf"')


def test_what_is_no_file_or_not_shared_yet_is_not_there(world: World, ben: FlaskClient) -> None:
    share(world, send(ben, world, OGG, "voice")["id"])
    send(ben, world, b"not yet", "file", name="Draft.txt")
    for client in (ben, world.as_(world.ada)):
        page = client.get(world.path("/files")).text
        assert "No files yet." in page
        assert "Draft.txt" not in page


def test_files_of_what_is_hidden_taken_back_or_of_somebody_blocked_are_not_there(
    world: World, ben: FlaskClient
) -> None:
    ada = world.as_(world.ada)
    id = send(ben, world, b"A secret", "file", name="Surprise party.txt")["id"]
    moment = share(world, id)
    with writing() as session:
        moment.seen_by = "all_but"
        session.add(Onlooker(circle_id=world.family.id, moment_id=moment.id, member_id=world.ada_here.id))
    assert "Surprise" not in ada.get(world.path("/files")).text
    assert "Surprise" in ben.get(world.path("/files")).text
    with writing() as session:
        session.execute(update(Moment).where(Moment.id == moment.id).values(seen_by="circle"))
    assert "Surprise" in ada.get(world.path("/files")).text
    with writing() as session:
        session.add(Block(circle_id=world.family.id, by_id=world.ada_here.id, of_id=world.ben_here.id))
    assert "Surprise" not in ada.get(world.path("/files")).text
    with writing():
        remove(moment, world.ben_here)
    assert "Surprise" not in ben.get(world.path("/files")).text


def test_cleo_finds_neither_the_page_nor_a_way_in_by_a_file_of_her_own(world: World, ben: FlaskClient) -> None:
    id = letter(ben, world, "Ours.txt")
    cleo = world.as_(world.cleo)
    assert cleo.get(world.path("/files")).status_code == 404
    assert cleo.get(world.path(f"/files?before={id}", world.elsewhere)).status_code == 404
    assert ben.post(world.path("/files")).status_code == 405


def test_more_than_a_page_of_files_goes_on_behind_a_link(
    world: World, ben: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(documents, "MANY", 3)
    ids = [letter(ben, world, f"Minutes {number}.txt") for number in range(7)]
    with writing() as session:
        session.execute(update(Attachment).where(Attachment.id.in_(ids)).values(created_at=clock.now()))
    seen: list[str] = []
    address = world.path("/files")
    while address:
        page = ben.get(address).text
        seen += [name for name in (f"Minutes {number}.txt" for number in range(7)) if name in page]
        address = page.partition("?before=")[2][:32]
        address = world.path(f"/files?before={address}") if address else ""
    assert sorted(seen) == [f"Minutes {number}.txt" for number in range(7)]
    assert ben.get(world.path("/files?before=soup")).status_code == 200


def test_only_hosts_read_how_much_room_is_left(world: World, ben: FlaskClient) -> None:
    left = "There’s room for 5\N{NO-BREAK SPACE}GB more"
    assert left in world.as_(world.ada).get(world.path("/files")).text
    assert "There’s room for" not in ben.get(world.path("/files")).text


def test_the_page_asks_as_often_for_many_files_as_for_one(world: World, ben: FlaskClient) -> None:
    letter(ben, world, "One.txt")
    ada = world.as_(world.ada)
    ada.get(world.path("/files"))
    with statements() as few:
        ada.get(world.path("/files"))
    for number in range(6):
        letter(ben, world, f"More {number}.txt")
    with statements() as many:
        ada.get(world.path("/files"))
    assert len(many) == len(few) <= 6
