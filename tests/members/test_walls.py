"""What one circle shows stays in it, and what somebody typed is never more than text."""

from __future__ import annotations

import re

import pytest

from micronet.base.db import db, writing
from micronet.base.ids import new_id
from micronet.circles.models import Invite, Picture
from micronet.people.models import Person
from tests.members.pictures import file, photo
from tests.world import World

HOSTILE = (
    "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 7*7 }}", "javascript:alert(1)",
    "%(name)s %s {name}", "'-alert(1)-'", "<!--", "]]>", "&lt;b&gt;",
)  # fmt: skip
PAGES = ("", "/about", "/me", "/invites", "/log", "/leave", "/settings/name", "/settings/rules", "/picture", "/reading")


def seeded(world: World) -> list[str]:
    """Every address below *Family* that names a thing, as GET and POST can ask it."""
    world.as_(world.ben).post(world.path("/me"), data={"nickname": "Ben", "paint": "sage", "photo": file(photo())},
                              content_type="multipart/form-data")  # fmt: skip
    world.as_(world.ada).post(world.path("/invites"), data={"for_name": "Ruth", "role": "member"})
    db.session.rollback()
    invite = db.session.query(Invite).one().id
    picture = db.session.query(Picture).one().id
    ben = f"/members/{world.ben_here.id}"
    things = (f"/invites/{invite}", f"/invites/{invite}/revoke", f"/invites/{invite}/again", f"/pictures/{picture}")
    return [*PAGES, *things, *(ben + rest for rest in ("/place", "/role", "/host", "/removal", "/code"))]


def test_every_address_of_a_circle_that_is_not_mine_looks_like_one_that_never_was(world: World) -> None:
    cleo, nobody = world.as_(world.cleo), new_id()
    for path in seeded(world):
        for ask in (cleo.get, cleo.post):
            foreign, unknown = ask(world.path(path)), ask(f"/circles/{nobody}{path}")
            assert foreign.status_code == unknown.status_code, path
            assert foreign.data == unknown.data, path
            assert foreign.status_code in (404, 405), path


def test_a_thing_of_another_circle_is_not_found_in_mine(world: World) -> None:
    cleo = world.as_(world.cleo)
    unknown = cleo.get(world.path(f"/members/{new_id()}/place", world.elsewhere))
    for path in seeded(world):
        if re.search("/(invites|pictures|members)/[0-9a-f]{32}", path):
            for ask in (cleo.get, cleo.post):
                answer = ask(world.path(path, world.elsewhere))
                assert answer.status_code in (404, 405), path
                assert answer.status_code == 405 or answer.data == unknown.data, path


def test_an_invite_of_another_member_is_not_bens_to_see(world: World) -> None:
    made = world.as_(world.ada).post(world.path("/invites"), data={"for_name": "Ruth", "role": "member"}).location
    ben = world.as_(world.ben)
    for answer in (ben.get(made), ben.post(made + "/revoke"), ben.post(made + "/again")):
        assert answer.status_code == 404


@pytest.mark.parametrize("broken", ["x", "../../etc/passwd", "0" * 32, "0190A0B0C0D07E0F8A0B0C0D0E0F0A0B", "%00"])
def test_a_broken_id_is_not_found(world: World, broken: str) -> None:
    ada = world.as_(world.ada)
    for path in (f"/circles/{broken}/about", world.path(f"/members/{broken}/place"), world.path(f"/pictures/{broken}")):
        assert ada.get(path).status_code in (404, 308), path


def test_the_members_of_one_circle_never_show_in_another(world: World) -> None:
    with writing():
        for number in range(5):
            world.join(world.person(f"Secret {number}"), world.elsewhere)
        world.join(world.ben, world.elsewhere, town="Far away")
    for person in (world.ada, world.ben):
        client = world.as_(person)
        for path in PAGES:
            page = client.get(world.path(path)).text
            assert "Secret" not in page, path
            assert "Cleo" not in page, path
            assert "Far away" not in page, path


def test_no_page_of_a_circle_holds_the_id_of_a_person(world: World) -> None:
    ids = [person.id for person in db.session.query(Person)]
    addresses = seeded(world)
    for person in (world.ada, world.ben):
        client = world.as_(person)
        for path in addresses:
            body = client.get(world.path(path)).data
            assert not [id for id in ids if id.encode() in body or id[-12:].encode() in body], path


def test_hostile_names_are_text_wherever_they_show(world: World) -> None:
    ada = world.as_(world.ada)
    for name in HOSTILE:
        ada.post(world.path("/me"), data={"nickname": name, "paint": "sage", "town": name})
        ada.post(world.path("/settings/name"), data={"name": name})
        ada.post(world.path("/settings/rules"), data={"rule_1": name, "rule_2": name})
        card = ada.post(world.path("/invites"), data={"for_name": name, "role": "member"}).location
        for path in (*PAGES, f"/members/{world.ben_here.id}/place", f"/members/{world.ben_here.id}/removal"):
            safe(ada.get(world.path(path)).text, name)
        safe(ada.get(card).text, name)
        ada.post(card + "/revoke")


def safe(page: str, name: str) -> None:
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "49" not in re.findall(r"<bdi>(\d+)</bdi>", page)
    assert "<!--" not in page
    assert 'href="javascript' not in page


def test_names_in_any_script_stand_by_themselves(world: World) -> None:
    ada = world.as_(world.ada)
    ada.post(world.path("/me"), data={"nickname": "دادي فاطمة", "paint": "sage"})
    ada.post(world.path("/settings/name"), data={"name": "עברית \u200f(x"})
    about = ada.get(world.path("/about")).text
    assert "<bdi>دادي فاطمة</bdi>" in about
    assert "<h1><bdi>עברית" in about
