"""Cleo, the host, strangers, wrong methods: every address of the room, asked by those who don't write in the thread."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from micronet.activity.letters import Letter
from micronet.base import walls
from micronet.base.db import db, writing
from micronet.base.ids import new_id
from micronet.people.models import Person
from tests.letters.post import at, quickly
from tests.world import PARTIAL, World

READS = ["/letters/{t}", "/letters/{t}/{l}/edit"]
WRITES = ["/letters/{t}", "/letters/{t}/{l}/edit", "/letters/{t}/{l}/remove", "/letters/{t}/{l}/restore"]
SENT = {"words": "Let me in."}
CANARY = "Between Ben and June."


@pytest.fixture
def ids(world: World) -> dict[str, str]:
    """A letter of Ben's to June, which Ada, who hosts the circle and keeps the house, is not to see."""
    with writing():
        june = world.join(world.person("June"), world.family)
    thread = quickly(world, world.ben_here, june, words=CANARY)
    return {"t": thread, "l": db.session.scalars(select(Letter.id)).one()}


@pytest.mark.parametrize("who", ["cleo", "ada"])
def test_whoever_does_not_write_in_it_finds_nothing_and_it_looks_like_what_never_was(
    world: World, ids: dict[str, str], who: str
) -> None:
    client = world.as_(getattr(world, who))
    unknown = {"t": new_id(), "l": new_id()}
    for path in READS:
        real, none = client.get(world.path(path.format(**ids))), client.get(world.path(path.format(**unknown)))
        assert real.status_code == none.status_code == 404, path
        assert real.data == none.data
    for path in WRITES:
        real = client.post(world.path(path.format(**ids)), data=SENT)
        none = client.post(world.path(path.format(**unknown)), data=SENT)
        assert real.status_code == none.status_code == 404, path
        assert real.data == none.data
        assert client.post(world.path(path.format(**ids)), data=SENT, headers=PARTIAL).status_code == 404, path
        assert client.post(world.path(path.format(**ids), world.elsewhere), data=SENT).status_code == 404, path


def test_cleo_finds_no_letters_room_here_and_cannot_write_into_it(world: World) -> None:
    cleo = world.as_(world.cleo)
    for path in ("/letters", "/letters/new"):
        assert cleo.get(world.path(path)).status_code == 404
    form = {"words": "Let me in.", "to": [world.ben_here.id]}
    assert cleo.post(world.path("/letters"), data=form).status_code == 404
    assert cleo.post(world.path("/letters", world.elsewhere), data=form).status_code == 422


def test_no_page_of_the_circle_tells_the_host_that_two_write_to_each_other(world: World, ids: dict[str, str]) -> None:
    ada = world.as_(world.ada)
    rest = ("", "/letters", "/letters/new", "/about", "/log", f"/members/{world.ben_here.id}", "/pulse?v=0")
    for path in (*map(world.path, rest), "/"):
        page = ada.get(path, follow_redirects=True).text
        assert not {part for part in (CANARY, *ids.values()) if part in page}, path
        assert "A letter from" not in page


def test_a_letter_is_found_in_its_own_thread_only(world: World, ids: dict[str, str]) -> None:
    other = quickly(world, world.ben_here, world.ada_here)
    ben = world.as_(world.ben)
    assert ben.get(at(world, other, f"/{ids['l']}/edit")).status_code == 404
    for what in ("edit", "remove", "restore"):
        assert ben.post(at(world, other, f"/{ids['l']}/{what}"), data=SENT).status_code == 404
    assert CANARY not in ben.get(at(world, other, f"?before={ids['l']}")).text
    assert ben.get(at(world, other, "?before=x")).status_code == 200


def test_beneath_the_pages_the_database_gives_the_host_no_letter_either(world: World, ids: dict[str, str]) -> None:
    def held(person: Person) -> int:
        with world.app.app_context():
            walls.act_as(person.id)
            return len(db.session.scalars(select(Letter)).all())

    assert (held(world.ada), held(world.cleo), held(world.ben)) == (0, 0, 1)


def test_guests_write_no_letters(world: World) -> None:
    with writing():
        gus = world.person("Gus")
        world.join(gus, world.family, "guest")
    client = world.as_(gus)
    for path in ("/letters", "/letters/new"):
        assert client.get(world.path(path)).status_code == 403
    assert client.post(world.path("/letters"), data={"words": "Hello.", "to": [world.ada_here.id]}).status_code == 403


def test_reading_a_write_and_writing_from_another_site_are_refused(world: World, ids: dict[str, str]) -> None:
    ben = world.as_(world.ben)
    for path in WRITES[2:]:
        assert ben.get(world.path(path.format(**ids))).status_code == 405, path
    for path in WRITES:
        foreign = ben.post(world.path(path.format(**ids)), data=SENT, headers={"Sec-Fetch-Site": "cross-site"})
        assert foreign.status_code == 403, path
    nobody = world.as_(None)
    for path in ("/letters", "/letters/new", *READS):
        assert nobody.get(world.path(path.format(**ids))).status_code == 303, path
    for path in ("/letters", *WRITES):
        assert nobody.post(world.path(path.format(**ids)), data=SENT).status_code == 303, path


def test_pages_hold_memberships_never_persons_and_text_stays_text(world: World, ids: dict[str, str]) -> None:
    ben = world.as_(world.ben)
    ben.post(at(world, ids["t"]), data={"words": "<b>bold</b>"})
    for path in ("/letters", "/letters/new", *READS):
        page = ben.get(world.path(path.format(**ids))).text
        assert "<b>bold" not in page
        for person in (world.ada, world.ben, world.cleo):
            assert person.id not in page, path
