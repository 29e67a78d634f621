"""Invited: by link or words, a look inside, then in."""

from __future__ import annotations

import json
import logging
import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from micronet.activity.models import Activity
from micronet.base import clock
from micronet.base.db import db, writing
from micronet.circles.models import Invite, Membership
from micronet.people.models import Person
from tests.authenticator import Authenticator
from tests.members.pictures import file, photo
from tests.world import World


@dataclass
class Card:
    """A card as somebody holds it."""

    path: str
    token: str
    words: str


def make(world: World, name: str = "Nana Ruth", role: str = "member", by: Person | None = None) -> Card:
    client = world.as_(by or world.ada)
    made = client.post(world.path("/invites"), data={"for_name": name, "role": role})
    assert made.status_code == 303, made.text
    page = client.get(made.location).text
    token = re.search(r"/join#([\w-]+)", page)[1]
    return Card(made.location, token, re.search(r'class="words"[^>]*>([^<]+)', page)[1].replace("\xa0", " "))


def take(client: FlaskClient, card: Card) -> FlaskClient:
    assert client.post("/join", data={"token": card.token}).location == "/join/card"
    return client


def used(card: Card) -> bool:
    db.session.rollback()
    invite = select(Invite.used_at).where(Invite.id == card.path.rsplit("/", 1)[1])
    return db.session.scalar(invite) is not None


def arrive(client: FlaskClient, name: str = "Ruth", **form: str) -> Any:
    """A newcomer makes their first key and sends it."""
    sent = {"name": name, "zone": "Europe/Paris"} | form
    options = client.post("/join/options", data=sent, headers={"Accept": "application/json"})
    if options.status_code != 200:
        return options
    credential = json.dumps(Authenticator().create(options.json))
    return client.post("/join/key", data=sent | {"credential": credential}, headers={"Accept": "application/json"})


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


def test_every_card_that_opens_nothing_gets_the_same_answer(world: World) -> None:
    gone = make(world, "Gone")
    take(world.as_(world.cleo), gone).post("/join/in")
    revoked, late = make(world, "Revoked"), make(world, "Late")
    world.as_(world.ada).post(revoked.path + "/revoke")
    answers = [world.as_(None).post("/join", data={"token": card.token}) for card in (gone, revoked)]
    answers += [world.as_(None).post("/join", data={"words": card.words}) for card in (gone, revoked)]
    answers += [
        world.as_(None).post("/join", data={"token": text}) for text in ("forged", "x" * 5000, gone.token + "A")
    ]
    answers += [world.as_(None).post("/join", data={"words": "zoo zoo zoo zoo"})]
    with clock.frozen(clock.now() + timedelta(days=7, seconds=1)):
        answers += [world.as_(None).post("/join", data={"token": late.token})]
    answers += [
        world.as_(None).get("/join/card"),
        world.as_(None).get("/join/key"),
        world.as_(None).post("/join/options"),
    ]
    assert {answer.status_code for answer in answers} == {410}
    assert len({answer.data for answer in answers}) == 1
    assert "This card has run out." in answers[0].text
    assert "Family" not in answers[0].text


def test_looking_is_free_bots_and_previews_spend_nothing(world: World) -> None:
    card = make(world)
    bot = world.as_(None, user_agent="TelegramBot (like TwitterBot)")
    for _visit in range(20):
        assert bot.get("/join").status_code == 200
        assert bot.get(f"/join?token={card.token}").status_code == 200
    assert not used(card)
    take(world.as_(None), card)
    assert not used(card)


def test_words_that_are_no_words_are_said_and_stay_in_the_field(world: World) -> None:
    for typed in ("one two", "", "zzzz finch river maple", "<b>", "ы " * 300):
        answer = world.as_(None).post("/join", data={"words": typed})
        assert answer.status_code == 422
        assert "field-wrong" in answer.text
        if typed.isascii() and typed:
            assert typed.replace("<", "&lt;").replace(">", "&gt;") in answer.text


def test_words_may_be_tried_ten_times_an_hour_from_one_address(world: World) -> None:
    card = make(world)
    client = world.as_(None)
    for _try in range(10):
        assert client.post("/join", data={"words": "zoo zoo zoo zoo"}).status_code == 410
    refused = client.post("/join", data={"words": card.words})
    assert refused.status_code == 429
    assert int(refused.headers["Retry-After"]) > 3000
    assert card.words in refused.text
    assert (
        client.post("/join", data={"words": card.words}, environ_base={"REMOTE_ADDR": "192.0.2.7"}).status_code == 303
    )
    take(client, card)
    with clock.frozen(clock.now() + timedelta(hours=1, seconds=2)):
        assert client.post("/join", data={"words": card.words}).status_code == 303


def test_words_may_be_tried_a_hundred_times_an_hour_in_all(world: World) -> None:
    client = world.as_(None)
    tries = [
        client.post("/join", data={"words": "zoo zoo zoo zoo"}, environ_base={"REMOTE_ADDR": f"192.0.2.{n // 9}"})
        for n in range(101)
    ]
    assert [answer.status_code for answer in tries] == [410] * 100 + [429]


def test_the_token_is_in_no_address_no_log_and_no_row(world: World, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    card = make(world)
    guest = take(world.as_(None), card)
    guest.get("/join/card")
    arrive(guest)
    assert card.token not in caplog.text
    assert card.token not in card.path
    row = db.session.scalars(select(Invite)).one()
    kept = [str(getattr(row, column.name)) for column in Invite.__table__.columns]
    assert not [value for value in kept if card.token in value or card.words.split()[0] in value]


def test_a_card_is_shown_for_ten_minutes_by_the_browser_that_made_it(world: World) -> None:
    ada = world.as_(world.ada)
    path = ada.post(world.path("/invites"), data={"for_name": "Ruth", "role": "member"}).location
    for _reload in range(3):
        page = ada.get(path).text
        assert "/join#" in page
    assert "<svg viewBox" in page
    assert " style=" not in page
    assert "/join#" not in world.as_(world.ada).get(path).text
    with clock.frozen(clock.now() + timedelta(minutes=10, seconds=1)):
        late = ada.get(path).text
        assert "/join#" not in late
        assert "Make another instead" in late
    again = ada.post(path + "/again")
    assert again.status_code == 303
    assert "/join#" in ada.get(again.location).text
    assert ada.get(path).location == world.path("/about")


def test_only_a_host_invites_someone_to_help_to_host(world: World) -> None:
    assert "Helps to host" in world.as_(world.ada).get(world.path("/invites")).text
    assert "Helps to host" not in world.as_(world.ben).get(world.path("/invites")).text
    refused = world.as_(world.ben).post(world.path("/invites"), data={"for_name": "Ruth", "role": "co_host"})
    assert refused.status_code == 422
    for role in ("host", "guest", "", "member "):
        form = {"for_name": "Ruth", "role": role}
        assert world.as_(world.ada).post(world.path("/invites"), data=form).status_code == 422
    for name in ("", "x" * 41, "\u2066\u200b"):
        form = {"for_name": name, "role": "member"}
        answer = world.as_(world.ada).post(world.path("/invites"), data=form)
        assert answer.status_code == 422
        assert "field-wrong" in answer.text
