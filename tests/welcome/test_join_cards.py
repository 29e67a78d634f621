"""Cards that open nothing, words that may be tried so often, and what never leaks."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest
from sqlalchemy import select

from micronet.base import clock
from micronet.base.db import db
from micronet.circles.models import Invite
from tests.welcome.cards import arrive, make, take, used
from tests.world import World


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
