"""Sharing a moment: in one circle, in several, once, in words that fit."""

from __future__ import annotations

import pytest

from micronet.activity import spending
from micronet.base import clock
from micronet.base.db import writing
from micronet.base.ids import new_id
from micronet.circles.models import Circle
from tests.moments.saying import article, at, board, order, quickly, share
from tests.world import PARTIAL, World


@pytest.fixture
def book_club(world: World) -> Circle:
    """A second circle of Ada's, with Cleo in it."""
    with writing():
        circle = world.circle("Book Club", kind="friends", cap=20)
        world.join(world.ada, circle, "host")
        world.join(world.cleo, circle)
    return circle


def test_ada_shares_a_moment_and_ben_finds_it_on_the_board(world: World) -> None:
    answer = world.as_(world.ada).post(world.path("/moments"), data={"words": "The bread has risen."})
    assert (answer.status_code, answer.location) == (303, world.path())
    page = board(world, world.ben)
    assert "The bread has risen." in page
    assert "This " in page


def test_the_composer_names_the_circle_and_offers_four_kinds(world: World) -> None:
    page = world.as_(world.ada).get(world.path("/moments/new")).text
    assert "Share with Family" in page
    for kind in ("note", "win", "setback", "question"):
        assert f'name="kind" value="{kind}"' in page
    assert "Advice is welcome" in page
    assert "Elsewhere" not in page
    assert "Who is it for?" not in page


def test_each_kind_is_said_in_words(world: World) -> None:
    for kind, words in (("win", "A win"), ("setback", "A setback"), ("question", "A question")):
        assert f"<span>{words}</span>" in article(world, world.ben, share(world, world.ada, kind=kind))


def test_shared_says_where_and_offers_to_take_it_back(world: World) -> None:
    ada = world.as_(world.ada)
    ada.post(world.path("/moments"), data={"words": "The bread has risen."})
    page = ada.get(world.path()).text
    assert "Shared with Family." in page
    assert "/remove?everywhere=1" in page
    assert "Shared with" not in ada.get(world.path()).text


def test_sent_twice_is_there_once(world: World) -> None:
    sent = {"fresh": new_id(), "words": "The bread has risen."}
    for _again in range(3):
        assert world.as_(world.ada).post(world.path("/moments"), data=sent).status_code == 303
    assert board(world, world.ben).count("The bread has risen.") == 1


def test_going_back_and_writing_something_else_makes_a_second_moment(world: World) -> None:
    first = {"fresh": new_id(), "words": "The bread has risen."}
    other = first | {"words": "And so have I."}
    for sent in (first, other, other, first):
        assert world.as_(world.ada).post(world.path("/moments"), data=sent).status_code == 303
    page = board(world, world.ben)
    assert len(order(page)) == 2
    assert "And so have I." in page


def test_sending_again_what_was_taken_back_shares_it_again(world: World) -> None:
    sent = {"fresh": new_id(), "words": "The bread has risen."}
    world.as_(world.ada).post(world.path("/moments"), data=sent)
    world.as_(world.ada).post(at(world, sent["fresh"], "/remove"))
    assert "The bread has risen." not in board(world, world.ben)
    world.as_(world.ada).post(world.path("/moments"), data=sent)
    assert board(world, world.ben).count("The bread has risen.") == 1


def test_ben_cannot_write_over_adas_moment_by_bringing_its_id(world: World) -> None:
    id = share(world, world.ada, "The bread has risen.")
    world.as_(world.ben).post(world.path("/moments"), data={"fresh": id, "words": "It has not."})
    page = board(world, world.ada)
    assert "The bread has risen." in page
    assert "It has not." in page


def test_an_id_that_is_none_is_replaced(world: World) -> None:
    for bad in ("", "x", "../../etc", "0" * 32):
        world.as_(world.ada).post(world.path("/moments"), data={"fresh": bad, "words": "Hello."})
    assert len(order(board(world, world.ben))) == 4


def test_ticking_a_second_circle_shares_a_copy_and_nothing_else_crosses(world: World, book_club: Circle) -> None:
    share(world, world.ada, "Only for the family.")
    id = share(world, world.ada, "For both.", which="1", circles=[world.family.id, book_club.id])
    assert "For both." in board(world, world.ben)
    there = board(world, world.cleo, book_club)
    assert "For both." in there
    assert "Only for the family." not in there
    assert world.as_(world.cleo).get(world.path(f"/moments/{id}", book_club)).status_code == 404
    world.as_(world.ben).post(at(world, id, "/replies"), data={"words": "Said among us."})
    assert "Said among us." not in board(world, world.cleo, book_club)


def test_a_copy_sent_twice_is_there_once_in_each_circle(world: World, book_club: Circle) -> None:
    sent = {"fresh": new_id(), "words": "For both.", "which": "1", "circles": [world.family.id, book_club.id]}
    for _again in range(2):
        assert world.as_(world.ada).post(world.path("/moments"), data=sent).status_code == 303
    assert len(order(board(world, world.ada))) == len(order(board(world, world.ada, book_club))) == 1


def test_it_can_go_to_another_circle_only(world: World, book_club: Circle) -> None:
    answer = world.as_(world.ada).post(
        world.path("/moments"), data={"words": "Chapter five.", "which": "1", "circles": [book_club.id]}
    )
    assert answer.location == world.path(circle=book_club)
    assert "Chapter five." not in board(world, world.ben)
    assert "Chapter five." in board(world, world.cleo, book_club)


def test_taking_it_back_from_the_notice_takes_every_copy(world: World, book_club: Circle) -> None:
    id = share(world, world.ada, "For both.", which="1", circles=[world.family.id, book_club.id])
    ada = world.as_(world.ada)
    ada.post(at(world, id, "/remove?everywhere=1"))
    assert "For both." not in board(world, world.cleo, book_club)
    ada.post(at(world, id, "/restore?everywhere=1"))
    assert "For both." in board(world, world.cleo, book_club)
    assert "For both." in board(world, world.ben)


def test_no_circle_and_a_foreign_circle_are_refused_and_the_words_kept(world: World, book_club: Circle) -> None:
    for circles, why in (([], "Choose who it’s for."), ([world.elsewhere.id], "Choose from your own circles.")):
        answer = world.as_(world.ada).post(
            world.path("/moments"), data={"words": "Do keep this.", "which": "1", "circles": circles}
        )
        assert answer.status_code == 422
        assert why in answer.text
        assert "Do keep this.</textarea>" in answer.text
    assert "Do keep this." not in board(world, world.cleo, world.elsewhere)


@pytest.mark.parametrize(
    ("sent", "why"),
    [
        ({"words": ""}, "Say something first."),
        ({"words": " \n\u200b\u2800 "}, "Say something first."),
        ({}, "Say something first."),
        ({"words": "x" * 4001}, "longer than fits here"),
        ({"words": "x\n" * 300}, "more lines than fit"),
        ({"words": "Do keep this.", "kind": "party"}, "Choose one of the answers shown."),
    ],
)
def test_what_cannot_be_shared_is_said_and_what_was_typed_stays(world: World, sent: dict[str, str], why: str) -> None:
    for headers in ({}, PARTIAL):
        answer = world.as_(world.ada).post(world.path("/moments"), data=sent, headers=headers)
        assert answer.status_code == 422
        assert why in answer.text
        assert sent.get("words", "").strip(" \n\u200b\u2800") in answer.text
        assert ("<html" in answer.text) == (not headers)
    assert order(board(world, world.ben)) == []


def test_four_thousand_flags_fit_and_are_not_cut(world: World) -> None:
    share(world, world.ada, "\U0001f1eb\U0001f1ee" * 4000)
    assert "\U0001f1eb\U0001f1ee" * 4000 in board(world, world.ben)


def test_controls_and_turned_lines_do_not_come_through(world: World) -> None:
    id = share(world, world.ada, "ab\x07c\u202ed\u2066e\u200bf\r\ng")
    assert ">abcdef\ng</p>" in article(world, world.ben, id)


def test_markup_in_words_is_inert_wherever_it_is_shown(world: World) -> None:
    nasty = '"><img src=x onerror=alert(1)><script>alert(2)</script>{{ 7*7 }}<hx-partial data-hx-target="body">'
    id = share(world, world.ada, nasty)
    world.as_(world.ben).post(at(world, id, "/replies"), data={"words": nasty})
    pages = [world.as_(world.ada).get(path).text for path in (world.path(), at(world, id), at(world, id, "/edit"))]
    pages.append(world.as_(world.ada).post(world.path("/moments"), data={"words": nasty, "kind": "x"}).text)
    for page in pages:
        assert "<img src=x" not in page
        assert "<script>alert" not in page
        assert "<hx-partial" not in page
        assert "{{ 7*7 }}" in page


def test_advice_is_kept_for_setbacks_only(world: World) -> None:
    wanted = share(world, world.ada, kind="setback", advice="y")
    unwanted = share(world, world.ada, kind="setback")
    plain = share(world, world.ada, kind="win", advice="y")
    assert "Advice is welcome here." in article(world, world.ben, wanted)
    assert "no advice was asked for" in article(world, world.ben, unwanted)
    assert "dvice" not in article(world, world.ben, plain)


def test_sixty_an_hour_and_then_the_words_wait_in_the_form(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spending, "MOST", 2)
    ada = world.as_(world.ada)
    for _time in range(2):
        assert ada.post(world.path("/moments"), data={"words": "Hello."}).status_code == 303
    answer = ada.post(world.path("/moments"), data={"words": "Do keep this."})
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0
    assert "Do keep this.</textarea>" in answer.text
    assert world.as_(world.ben).post(world.path("/moments"), data={"words": "Mine."}).status_code == 303
    with clock.frozen(clock.ahead(hours=1, minutes=1)):
        assert ada.post(world.path("/moments"), data={"words": "Do keep this."}).status_code == 303


def test_share_from_outside_a_circle_goes_to_the_only_one_or_asks_which(world: World) -> None:
    ben = world.as_(world.ben)
    assert ben.get("/share").location == world.path("/moments/new")
    with writing():
        other = world.circle("Book Club", kind="friends", cap=20)
        world.join(world.ben, other)
    page = ben.get("/share").text
    assert world.path("/moments/new") in page
    assert world.path("/moments/new", other) in page
    with writing():
        dora = world.person("Dora")
    assert world.as_(dora).get("/share").location == "/"


def test_a_guest_may_neither_look_nor_share(world: World) -> None:
    with writing():
        guest = world.person("Gus")
        world.join(guest, world.family, "guest")
    id = quickly(world, world.ada)
    gus = world.as_(guest)
    assert gus.get(world.path("/moments/new")).status_code == 403
    assert gus.post(world.path("/moments"), data={"words": "Hello."}).status_code == 403
    assert gus.get(at(world, id)).status_code == 403
    assert gus.post(at(world, id, "/replies"), data={"words": "Hello."}).status_code == 403
    assert gus.post(at(world, id, "/reactions"), data={"feeling": "love"}).status_code == 403
