"""A block: two who find nothing of each other's, and hosts who know."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from micronet.activity.models import Activity
from micronet.base import clock
from micronet.base.db import db, writing
from micronet.board import actions as windows
from micronet.board.models import Wave
from micronet.circles.models import Membership
from micronet.circles.quiet import Block
from micronet.people.models import Person
from tests.moments.saying import article, at, board, feel, quickly, replied
from tests.world import PARTIAL, World


@pytest.fixture
def family(world: World) -> World:
    """Ada hosts; Ben and Dora live there, and Hal helps to host. Dora and Ben have talked."""
    with writing():
        for name, role in (("Dora", "member"), ("Hal", "co_host")):
            person = world.person(name)
            setattr(world, name.lower(), person)
            setattr(world, f"{name.lower()}_here", world.join(person, world.family, role, town=f"{name}’s town"))
        world.ben_here.town = "Bristol"
        for who in (world.dora_here, world.ben_here):
            windows.say(who, emoji="", text=f"A line of {who.nickname}’s", clears_at=clock.ahead(hours=4))
            windows.wave(who, world.ada_here, zone="UTC")
        windows.wave(world.ben_here, world.dora_here, zone="UTC")
    world.bens = quickly(world, world.ben, "The bread has risen.")
    world.doras = quickly(world, world.dora, "The hens are in.")
    world.adas = quickly(world, world.ada, "Kettle on.")
    replied(world, world.ben, world.adas, "Milk, please.")
    replied(world, world.dora, world.adas, "Two sugars.")
    return world


def about(world: World, who: str, rest: str = "") -> str:
    return world.path(f"/members/{getattr(world, f'{who}_here').id}{rest}")


def block(world: World, by: Person, of: str, rest: str = "/block") -> None:
    assert world.as_(by).post(about(world, of, rest)).status_code == 303


def nothing_of(family: World, who: Person, name: str, moment: str, words: tuple[str, ...]) -> None:
    """`who` finds nothing that this member shared, on any page."""
    client, now = family.as_(who), clock.now()
    member = getattr(family, f"{name.lower()}_here")
    pages = ("", f"/{now.year}/{now.month}", f"/members/{member.id}", f"/moments/{family.adas}")
    for path in pages:
        page = client.get(family.path(path)).text
        assert not [one for one in words if one in page], (name, path)
    for target in ("section#moments", "section#windows", "div#hello"):
        page = client.get(family.path(), headers=PARTIAL | {"HX-Target": target}).text
        assert not [one for one in words if one in page], (name, target)
    assert client.get(at(family, moment)).status_code == 404
    assert feel(family, who, moment, "love").status_code == 404


BENS = ("The bread has risen.", "Milk, please.", "A line of Ben’s", "Bristol")
DORAS = ("The hens are in.", "Two sugars.", "A line of Dora’s", "Dora’s town")


def test_neither_finds_anything_of_the_others_and_everyone_else_finds_both(family: World) -> None:
    block(family, family.dora, "ben")
    nothing_of(family, family.dora, "Ben", family.bens, BENS)
    nothing_of(family, family.ben, "Dora", family.doras, DORAS)
    page = board(family, family.ada)
    assert not [one for one in (*BENS, *DORAS) if one not in page]


def test_whoever_looks_first_takes_nothing_from_those_who_look_after(family: World) -> None:
    block(family, family.dora, "ben")
    with clock.frozen(clock.now()):
        for turn in (("ada", "dora", "ben"), ("dora", "ben", "ada"), ("ben", "ada", "dora")):
            for name in turn:
                page = board(family, getattr(family, name))
                assert ("The bread has risen." in page) is (name != "dora"), (turn, name)
                assert ("The hens are in." in page) is (name != "ben"), (turn, name)
            quickly(family, family.ada, "Something new, so that nothing is kept.")


def test_the_windows_stay_with_a_name_and_a_time_and_without_a_wave(family: World) -> None:
    block(family, family.dora, "ben")
    for who, other in ((family.ben, "dora"), (family.dora, "ben")):
        client = family.as_(who)
        page = client.get(family.path()).text
        pane = page.split(f'id="window-{getattr(family, f"{other}_here").id[-12:]}"')[1].split("</li>")[0]
        assert f"<bdi>{other.title()}</bdi>" in pane
        assert 'class="facts"' in pane
        for words in ("says", "heard", "Wave", "waved", "<form"):
            assert words not in pane, words
        refused = client.post(about(family, other, "/waves"))
        assert refused.status_code == 422
        assert "You can’t wave to each other here." in refused.text
    assert "Ben waved to you." not in board(family, family.dora)
    assert len(db.session.scalars(select(Wave)).all()) == 3


def test_it_says_so_to_whoever_made_it_and_not_to_the_other(family: World) -> None:
    block(family, family.dora, "ben")
    page = family.as_(family.dora).get(about(family, "ben", "/quiet")).text
    assert "You asked to be kept apart from <bdi>Ben</bdi> on" in page
    for path in (about(family, "dora", "/quiet"), about(family, "dora"), family.path("/about")):
        page = family.as_(family.ben).get(path).text
        assert "kept apart from" not in page.split("</nav>")[-1], path
    assert family.as_(family.ben).post(about(family, "dora", "/block/lift")).status_code == 303
    assert len(db.session.scalars(select(Block)).all()) == 1, "only who made it lifts it"


def test_lifted_everything_is_there_again(family: World) -> None:
    block(family, family.dora, "ben")
    block(family, family.dora, "ben")
    block(family, family.dora, "ben", "/block/lift")
    block(family, family.dora, "ben", "/block/lift")
    page = board(family, family.dora)
    assert not [one for one in BENS if one not in page]
    acts = select(Activity.verb).where(Activity.verb.startswith("block.")).order_by(Activity.version)
    assert db.session.scalars(acts).all() == ["block.made", "block.lifted"]


def test_two_blocks_stand_each_for_itself(family: World) -> None:
    block(family, family.dora, "ben")
    block(family, family.ben, "dora")
    block(family, family.dora, "ben", "/block/lift")
    nothing_of(family, family.dora, "Ben", family.bens, BENS)


def test_hosts_read_of_it_in_the_log_and_the_one_it_is_about_does_not(family: World) -> None:
    block(family, family.dora, "ben")
    block(family, family.dora, "hal")
    adas, hals = (family.as_(who).get(family.path("/log")).text for who in (family.ada, family.hal))
    for name in ("Ben", "Hal"):
        assert f"Asked to be kept apart from <bdi>{name}</bdi>." in adas
    assert "Asked to be kept apart from <bdi>Ben</bdi>." in hals
    assert "Asked to be kept apart from <bdi>Hal</bdi>." not in hals
    block(family, family.dora, "hal", "/block/lift")
    assert "Is no longer kept apart from <bdi>Hal</bdi>." in family.as_(family.ada).get(family.path("/log")).text
    assert "<bdi>Hal</bdi>." not in family.as_(family.hal).get(family.path("/log")).text


def test_no_other_page_tells_of_it(family: World) -> None:
    with writing():
        family.join(family.ben, family.circle("Supper"))
    block(family, family.dora, "ben")
    ben = family.as_(family.ben)
    seen = ben.get("/").text + ben.get(family.path("/about")).text + ben.get(family.path()).text
    assert "apart" not in seen
    assert "Dora shared" not in ben.get("/").text
    assert ben.get(family.path("/pulse?v=1")).json["names"] == ["circle", "moments", "windows"]


def test_the_hosts_announcements_reach_both(family: World) -> None:
    said = quickly(family, family.ada, "The boiler is off on Friday.", "announcement")
    block(family, family.ben, "ada")
    page = board(family, family.ben)
    assert "The boiler is off on Friday." in page
    assert "Kettle on." not in page
    assert "The boiler is off on Friday." in article(family, family.ben, said)


def test_leaving_and_being_removed_leave_a_block_standing(family: World) -> None:
    block(family, family.dora, "ben")
    family.as_(family.ben).post(family.path("/leave"), data={"words": "keep"})
    assert "The bread has risen." not in board(family, family.dora)
    dora = family.as_(family.dora)
    assert "Lift it" in dora.get(about(family, "ben", "/quiet")).text
    block(family, family.dora, "ben", "/block/lift")
    assert "The bread has risen." in board(family, family.dora)
    assert dora.get(about(family, "ben", "/quiet")).status_code == 404


def test_what_a_host_takes_away_stands_in_the_log(family: World) -> None:
    hal = family.as_(family.hal)
    hal.post(at(family, family.bens, "/remove"))
    hal.post(at(family, family.bens, "/restore"))
    family.as_(family.dora).post(at(family, family.doras, "/remove"))
    reply = replied(family, family.ben, family.adas, "Where is it?")
    hal.post(at(family, family.adas, f"/replies/{reply}/remove"))
    log = family.as_(family.ada).get(family.path("/log")).text
    for line in ("Took away a moment of <bdi>Ben</bdi>.", "Put back a moment of <bdi>Ben</bdi>."):
        assert log.count(line) == 1
    assert log.count("Took away a reply of <bdi>Ben</bdi>.") == 1
    assert "<bdi>Dora</bdi>." not in log, "what she takes back herself is nobody's to read"


def test_a_guest_asks_for_nothing(family: World) -> None:
    with writing():
        family.join(family.cleo, family.family, "guest", ends_at=clock.ahead(hours=1))
    cleo = family.as_(family.cleo)
    for rest in ("/quiet", "/quiet/end", "/block", "/block/lift", "/report"):
        assert cleo.post(about(family, "ben", rest), data={"days": "7", "words": "Help."}).status_code == 403
    assert cleo.get(family.path("/reports")).status_code == 403
    assert db.session.scalars(select(Membership).where(Membership.role == "guest")).one()
