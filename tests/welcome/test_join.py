"""Invited: by link or words, a look inside, then in."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from micronet.activity.models import Activity
from micronet.base.db import db, writing
from micronet.circles.models import Membership
from micronet.people.models import Person
from tests.members.pictures import file, photo
from tests.welcome.cards import arrive, make, take, used
from tests.world import World


def test_the_link_shows_who_is_inside_who_hosts_and_who_can_read_before_anyone_joins(world: World) -> None:
    ada = world.as_(world.ada)
    ada.post(world.path("/settings/rules"), data={"rule_1": "No phones at table."})
    with writing():
        world.ben_here.role, world.ada_here.role = "host", "co_host"
    page = take(world.as_(None), make(world)).get("/join/card").text
    for told in ("Hello, <bdi>Nana Ruth</bdi>.", "<bdi>Ada</bdi> has kept a window", "<bdi>Ben</bdi> hosts it.",
                 "No phones at table.", "<bdi>Ada</bdi> keeps the machine this lives on, localhost",
                 "whoever does that can read what is shared here", "never more than 12", "Yes, that’s me",
                 "I’m not <bdi>Nana Ruth</bdi>"):  # fmt: skip
        assert told in page, told
    assert world.ada.id not in page
    assert world.ada_here.id not in page


def test_faces_are_shown_to_who_holds_a_card_and_to_nobody_else(world: World) -> None:
    world.as_(world.ben).post(world.path("/me"), data={"nickname": "Ben", "paint": "sage", "photo": file(photo())},
                              content_type="multipart/form-data")  # fmt: skip
    card = make(world)
    guest = take(world.as_(None), card)
    source = re.search(r'src="(/join/pictures/[0-9a-f]+)"', guest.get("/join/card").text)[1]
    assert guest.get(source).content_type == "image/webp"
    assert world.as_(None).get(source).status_code == 410
    world.as_(world.ada).post(card.path + "/revoke")
    assert guest.get(source).status_code == 410
    theirs = take(world.as_(None), make(world)).get("/join/pictures/0190a0b0c0d07e0f8a0b0c0d0e0f0a0b")
    assert theirs.status_code == 404


def test_the_four_words_open_the_same_card_however_they_are_typed(world: World) -> None:
    card = make(world)
    typed = ".".join(word[:4].upper() for word in card.words.split(" · "))
    client = world.as_(None)
    assert client.post("/join", data={"words": typed}).location == "/join/card"
    assert "Nana Ruth" in client.get("/join/card").text


def test_somebody_signed_in_joins_as_who_they_are(world: World) -> None:
    card = make(world)
    cleo = take(world.as_(world.cleo), card)
    assert "Join as <bdi>Cleo</bdi>" in cleo.get("/join/card").text
    assert not used(card)
    assert cleo.post("/join/in").location == world.path()
    assert used(card)
    assert "Came in, invited by <bdi>Ada</bdi>." in world.as_(world.ada).get(world.path("/log")).text
    row = world.as_(world.ada).get(world.path("/about")).text
    assert "Invited by <bdi>Ada</bdi>, here since" in row
    assert cleo.get(world.path()).status_code == 200
    act = db.session.scalars(select(Activity).where(Activity.verb == "member.joined")).one()
    assert act.signal == "circle"


def test_somebody_inside_goes_to_the_board_and_the_card_stays_good(world: World) -> None:
    card = make(world)
    ben = take(world.as_(world.ben), card)
    assert ben.get("/join/card").location == world.path()
    take(ben, card)
    assert ben.post("/join/in").location == world.path()
    assert not used(card)
    assert take(world.as_(world.cleo), card).post("/join/in").status_code == 303


def test_a_newcomer_makes_a_key_and_everything_happens_at_once(world: World) -> None:
    card = make(world, role="supported")
    guest = take(world.as_(None), card)
    page = guest.get("/join/key").text
    assert 'value="Nana Ruth"' in page
    assert "<passkey-make" in page
    answer = arrive(guest, "Ruth")
    assert answer.json == {"go": "/me/codes"}
    db.session.rollback()
    person = db.session.scalars(select(Person).where(Person.name == "Ruth")).one()
    member = db.session.scalars(select(Membership).where(Membership.person_id == person.id)).one()
    assert (member.role, member.nickname, person.zone, person.keeper) == ("supported", "Ruth", "Europe/Paris", False)
    assert member.invited_by == world.ada_here.id
    assert used(card)
    assert guest.get(world.path()).status_code == 200


def test_the_way_in_ends_with_the_size_of_writing_and_then_the_board(world: World) -> None:
    guest = take(world.as_(None), make(world))
    arrive(guest)
    onward = guest.post("/me/codes/done").location
    if onward == "/me/device":
        onward = guest.post(onward, data={"whose": "own"}).location
    assert onward == world.path("/reading")
    assert "Is the writing big enough?" in guest.get(onward).text
    assert guest.post(onward, data={"text_size": "9"}).status_code == 422
    assert guest.post(onward, data={"text_size": "4"}).location == world.path()
    assert 'data-text="4"' in guest.get(world.path()).text


def test_a_purpose_circle_asks_its_question_at_the_door(world: World) -> None:
    with writing():
        goal = world.circle("Out the Door", kind="purpose", cap=48, question="What would you like to finish?")
        world.join(world.ada, goal, "host")
    made = world.as_(world.ada).post(world.path("/invites", goal), data={"for_name": "Cleo", "role": "member"}).location
    token = re.search(r"/join#([\w-]+)", _card(world, made))
    cleo = world.as_(world.cleo)
    cleo.post("/join", data={"token": token[1]} if token else {})
    if token is None:
        pytest.fail("no link on the card")
    assert "What would you like to finish?" in cleo.get("/join/card").text
    refused = cleo.post("/join/in", data={"answer": "x" * 281})
    assert refused.status_code == 422
    assert "x" * 281 in refused.text
    assert cleo.post("/join/in", data={"answer": ""}).status_code == 422
    assert cleo.post("/join/in", data={"answer": "My <b>shed</b>"}).status_code == 303
    assert "My &lt;b&gt;shed&lt;/b&gt;" in world.as_(world.ada).get(world.path("/about", goal)).text


def _card(world: World, path: str) -> str:
    """A card made a moment ago by another browser of Ada's: made again, since only its maker's browser shows it."""
    ada = world.as_(world.ada)
    return ada.get(ada.post(path + "/again").location).text


def test_the_first_wrong_name_or_answer_lets_nobody_in(world: World) -> None:
    card = make(world)
    guest = take(world.as_(None), card)
    for name in ("", "   ", "\u202e\u200b", "n" * 61):
        refused = arrive(guest, name)
        assert (refused.status_code, refused.json["field"]) == (422, "name")
    assert not used(card)
    assert db.session.scalar(select(Person.id).where(Person.name == "Ruth")) is None


def test_the_circle_may_fill_up_meanwhile_and_the_card_is_not_spent(world: World) -> None:
    card = make(world)
    cleo, guest = take(world.as_(world.cleo), card), take(world.as_(None), card)
    with writing():
        world.family.cap = 2
    assert "Every seat is taken just now." in cleo.get("/join/card").text
    refused = cleo.post("/join/in")
    assert (refused.status_code, used(card)) == (422, False)
    assert "Ask" in refused.text
    assert "filled up since" in arrive(guest).json["say"]
    assert db.session.scalar(select(Person.id).where(Person.name == "Ruth")) is None


def test_not_me_and_not_now_put_the_card_down_unspent(world: World) -> None:
    card = make(world)
    guest = take(world.as_(None), card)
    assert "Then this window isn’t yours." in guest.get("/join/not-me").text
    assert guest.post("/join/forget").status_code == 303
    assert guest.get("/join/card").status_code == 410
    assert not used(card)


def test_who_has_a_key_signs_in_first_and_finds_the_card_again(world: World) -> None:
    guest = take(world.as_(None), make(world))
    assert guest.get("/join/known").location == "/welcome"
    with guest.session_transaction() as held:
        assert held["after_sign_in"] == "/join/card"
