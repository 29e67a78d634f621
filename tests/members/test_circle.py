"""Starting a circle and changing what it is."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from micronet.activity.models import Activity
from micronet.base.db import db, writing
from micronet.circles.models import Circle, Membership
from tests.members.pictures import SECRET, file, photo
from tests.world import PARTIAL, World

GOOD = {
    "kind": "friends",
    "name": "Tuesday Supper",
    "paint": "primrose",
    "rule_1": "No phones.",
    "rule_3": "Bring bread.",
}


def newest() -> Circle:
    db.session.rollback()
    db.session.expire_all()
    return db.session.scalars(select(Circle).order_by(Circle.id.desc())).first()


def test_ada_starts_a_circle_hosts_it_and_lands_on_its_board(world: World) -> None:
    ada = world.as_(world.ada)
    answer = ada.post("/circles/new", data=GOOD)
    circle = newest()
    assert (answer.status_code, answer.location) == (303, f"/circles/{circle.id}")
    assert (circle.name, circle.kind, circle.cap, circle.paint) == ("Tuesday Supper", "friends", 20, "primrose")
    assert circle.rules == "No phones.\nBring bread."
    board = ada.get(answer.location).text
    assert f"/circles/{circle.id}/invites" in board
    about = ada.get(answer.location + "/about").text
    assert "Hosts the circle" in about
    assert "Nineteen" not in about
    assert "19 seats left." in about
    assert world.as_(world.ben).get(answer.location).status_code == 404


def test_a_circle_has_a_picture_if_one_was_chosen_and_nothing_of_its_file_but_pixels(world: World) -> None:
    ada = world.as_(world.ada)
    data = {**GOOD, "photo": file(photo())}
    answer = ada.post("/circles/new", data=data, content_type="multipart/form-data")
    assert answer.status_code == 303
    source = re.search(r'src="(/circles/[^"]+/pictures/[^"]+)"', ada.get(answer.location + "/about").text)
    served = ada.get(source[1])
    assert served.content_type == "image/webp"
    assert SECRET not in served.data


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("name", "", "Give it a name"),
        ("name", " \u200b\u202e ", "Give it a name"),
        ("name", "x" * 41, "Keep it to 40 characters"),
        ("name", "x" * 100_000, "Keep it to 40 characters"),
        ("rule_2", "y" * 121, "Keep it to 120 characters"),
        ("question", "y" * 121, "Keep it to 120 characters"),
        ("kind", "mob", "Choose one of the answers shown."),
        ("paint", "red; url(x)", "Choose one of the answers shown."),
        ("cap", "21", "from two to 20 people"),
        ("cap", "1", "from two to 20 people"),
        ("cap", "-5", "Write a number"),
        ("cap", "many", "Write a number"),
        ("cap", "9" * 400, "Write a number"),
    ],
)
def test_what_cannot_be_taken_is_said_and_what_was_typed_stays(world: World, field: str, value: str, said: str) -> None:
    answer = world.as_(world.ada).post("/circles/new", data={**GOOD, field: value})
    assert answer.status_code == 422, answer.text
    assert said in answer.text
    if field != "name":
        assert 'value="Tuesday Supper"' in answer.text
    assert 'value="No phones."' in answer.text
    assert newest().name != "Tuesday Supper"


def test_a_host_may_have_fewer_seats_and_other_kinds_ask_no_question(world: World) -> None:
    world.as_(world.ada).post("/circles/new", data={**GOOD, "cap": "4", "question": "Why?"})
    assert (newest().cap, newest().question) == (4, "")
    world.as_(world.ada).post("/circles/new", data={**GOOD, "kind": "purpose", "question": "Why?"})
    assert (newest().cap, newest().question) == (48, "Why?")


def test_turned_and_hidden_characters_never_reach_a_name(world: World) -> None:
    world.as_(world.ada).post("/circles/new", data={**GOOD, "name": "Fin\u202eches\x07\u2066\u200b"})
    assert newest().name == "Finches"
    assert world.as_(world.ada).post("/circles/new", data={**GOOD, "name": "Fin\x00ches"}).status_code in (303, 400)


@pytest.mark.parametrize("part", ["name", "paint", "rules", "seats"])
def test_each_setting_opens_in_its_place_and_on_a_page_of_its_own(world: World, part: str) -> None:
    ada = world.as_(world.ada)
    page, block = ada.get(world.path(f"/settings/{part}")), ada.get(world.path(f"/settings/{part}"), headers=PARTIAL)
    assert "<html" in page.text
    assert "<html" not in block.text
    for text in (page.text, block.text):
        assert f'action="{world.path(f"/settings/{part}")}"' in text
    shut = ada.get(world.path(f"/settings/{part}?shut"), headers=PARTIAL).text
    assert "<form" not in shut
    assert f'id="setting-{part}"' in shut


@pytest.mark.parametrize(
    ("part", "form", "shown"),
    [
        ("name", {"name": "The Finches"}, "The Finches"),
        ("paint", {"paint": "sage"}, "Sage"),
        ("rules", {"rule_1": "Be kind.", "rule_2": "", "rule_3": "Be brief."}, "Be brief."),
        ("seats", {"cap": "5"}, "At most five people"),
    ],
)
def test_each_setting_is_changed_with_and_without_script(
    world: World, part: str, form: dict[str, str], shown: str
) -> None:
    ada = world.as_(world.ada)
    plain = ada.post(world.path(f"/settings/{part}"), data=form)
    assert (plain.status_code, plain.location) == (303, world.path("/about"))
    assert shown in ada.get(world.path("/about")).text
    block = ada.post(world.path(f"/settings/{part}"), data=form, headers=PARTIAL)
    assert block.headers.get("HX-Redirect") == world.path("/about") or shown in block.text


def test_a_setting_that_cannot_be_taken_keeps_what_was_typed(world: World) -> None:
    answer = world.as_(world.ada).post(world.path("/settings/name"), data={"name": "z" * 41}, headers=PARTIAL)
    assert answer.status_code == 422
    assert "z" * 41 in answer.text
    assert world.as_(world.ada).get(world.path("/settings/door")).status_code == 404
    assert world.as_(world.ada).get(world.path("/settings/question")).status_code == 404


def test_seats_never_fall_below_who_is_inside_or_invited_nor_rise_above_the_kind(world: World) -> None:
    ada = world.as_(world.ada)
    for name in ("Ruth", "Theo"):
        ada.post(world.path("/invites"), data={"for_name": name, "role": "member"})
    for cap, said in (
        ("3", "at least 4"),
        ("13", "holds 12 people and no more"),
        ("", "Write a number"),
        ("x", "Write a number"),
    ):
        answer = ada.post(world.path("/settings/seats"), data={"cap": cap})
        assert (answer.status_code, said in answer.text) == (422, True), (cap, answer.text)
    assert ada.post(world.path("/settings/seats"), data={"cap": "4"}).status_code == 303
    assert "Every seat is taken or kept for someone." in ada.get(world.path("/about")).text


def test_every_change_tells_open_pages_and_stands_in_the_log(world: World) -> None:
    ada = world.as_(world.ada)
    ada.post(world.path("/settings/name"), data={"name": "The Finches"})
    ada.post(world.path("/settings/rules"), data={"rule_1": "Be kind."})
    acts = db.session.scalars(select(Activity).where(Activity.circle_id == world.family.id)).all()
    assert {(act.verb, act.signal) for act in acts} == {
        ("circle.renamed", "circle"),
        ("circle.rules_written", "circle"),
    }
    log = ada.get(world.path("/log")).text
    assert "Gave the circle another name." in log
    assert "Wrote down the rules anew." in log


def test_the_log_goes_back_page_by_page_and_keeps_no_book_on_windows(world: World) -> None:
    from micronet.activity.record import record

    with writing():
        for number in range(130):
            record(
                "circle.repainted", by=world.ada_here, circle_id=world.family.id, signal="circle", detail=str(number)
            )
        record("wave.sent", by=world.ben_here, circle_id=world.family.id, signal="windows")
    ada = world.as_(world.ada)
    first = ada.get(world.path("/log")).text
    assert first.count("Painted the walls.") == 100
    assert "Waved" not in first
    older = re.search(r'href="([^"]+before=[^"]+)"', first)[1]
    assert ada.get(older).text.count("Painted the walls.") == 30
    assert ada.get(world.path("/log?before=nonsense")).status_code == 200
    assert world.as_(world.ben).get(world.path("/log")).status_code == 403


def test_about_asks_the_database_the_same_for_two_and_for_forty_eight(world: World) -> None:
    from tests.world import statements

    ada = world.as_(world.ada)
    ada.get(world.path("/about"))
    with statements() as few:
        ada.get(world.path("/about"))
    with writing():
        for number in range(46):
            world.join(world.person(f"Number {number}"), world.family, invited_by=world.ada_here.id)
    with statements() as many:
        assert ada.get(world.path("/about")).text.count("Invited by") == 46
    assert len(few) == len(many) <= 8, "\n".join(many)


def test_a_write_is_never_a_get(world: World) -> None:
    ada = world.as_(world.ada)
    ben = world.ben_here.id
    for path in (f"/members/{ben}/role", f"/members/{ben}/code", "/me/photo/remove", f"/invites/{ben}/revoke"):
        answer = ada.get(world.path(path))
        assert (answer.status_code, answer.headers.get("Allow") is not None) == (405, True), path
    for path in ("/join/in", "/join/options", "/join/forget"):
        assert ada.get(path).status_code == 405


def test_the_membership_keeps_who_somebody_is_in_one_circle_only(world: World) -> None:
    with writing():
        world.join(world.ben, world.elsewhere)
    ben = world.as_(world.ben)
    ben.post(world.path("/me"), data={"nickname": "Uncle Bear", "paint": "sage", "town": "At the allotment"})
    assert "Uncle Bear" in world.as_(world.ada).get(world.path("/about")).text
    other = world.as_(world.cleo).get(world.path("/about", world.elsewhere)).text
    assert "Uncle Bear" not in other
    assert "Ben" in other
    rows = db.session.scalars(select(Membership.nickname).where(Membership.person_id == world.ben.id)).all()
    assert sorted(rows) == ["Ben", "Uncle Bear"]
