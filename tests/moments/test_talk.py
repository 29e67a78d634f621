"""Under a moment: replies in the order they were said, and feelings that only two people know of."""

from __future__ import annotations

import re

import pytest

from micronet.activity import spending
from micronet.activity.models import FEELINGS
from micronet.base import clock
from micronet.base.db import writing
from micronet.base.ids import new_id
from micronet.moments.feelings import EMOJI
from tests.moments.saying import article, at, board, feel, order, quickly, replied, reply, share
from tests.world import PARTIAL, World


def test_replies_stand_under_their_moment_in_the_order_they_were_said(world: World) -> None:
    id = quickly(world, world.ada)
    other = quickly(world, world.ada)
    for who, words in ((world.ben, "First."), (world.ada, "Second."), (world.ben, "Third.")):
        assert reply(world, who, id, words).status_code == 303
    page = article(world, world.ben, id)
    assert re.findall(r"(First|Second|Third)\.", page) == ["First", "Second", "Third"]
    assert "First." not in article(world, world.ben, other)


def test_a_reply_never_moves_its_moment(world: World) -> None:
    for n in range(4):
        quickly(world, world.ada, f"Number {n}.")
    before = order(board(world, world.ben))
    last = before[-1]
    whole = re.search(rf"/moments/(\w+{last})", board(world, world.ben))
    assert whole
    reply(world, world.ben, whole[1], "A word.")
    feel(world, world.ben, whole[1], "love")
    assert order(board(world, world.ben)) == before
    assert order(board(world, world.ada)) == before


def test_a_reply_answers_with_the_moments_block_or_leads_back_to_it(world: World) -> None:
    id = quickly(world, world.ada)
    block = reply(world, world.ben, id, "Which flour?", headers=PARTIAL)
    assert block.status_code == 200
    assert block.text.strip().startswith("<article")
    assert "Which flour?" in block.text
    assert "<html" not in block.text
    whole = reply(world, world.ben, id, "And which oven?")
    assert (whole.status_code, whole.location) == (303, world.path() + f"#moment-{id[-12:]}")


def test_one_comes_back_to_the_page_the_form_stood_on(world: World) -> None:
    id = quickly(world, world.ada)
    own = at(world, id)
    home = "http://localhost"
    for came_from, goes_to in (
        (home + own, own),
        (home + world.path(f"/members/{world.ada_here.id}"), world.path(f"/members/{world.ada_here.id}")),
        (home + own + "/edit", world.path()),
        (home + world.path("/moments/new"), world.path()),
        (home + "/me", world.path()),
        (home + own + "/replies", world.path()),
        ("https://evil.example" + own, world.path()),
        (home + world.path(circle=world.elsewhere), world.path()),
    ):
        answer = reply(world, world.ben, id, "A word.", headers={"Referer": came_from})
        assert answer.location == f"{goes_to}#moment-{id[-12:]}", came_from


def test_a_reply_sent_twice_is_there_once(world: World) -> None:
    id, sent = quickly(world, world.ada), {"fresh": new_id(), "words": "Which flour?"}
    for _again in range(3):
        assert world.as_(world.ben).post(at(world, id, "/replies"), data=sent).status_code == 303
    assert article(world, world.ada, id).count("Which flour?") == 1
    world.as_(world.ben).post(at(world, id, "/replies"), data=sent | {"words": "Rye, then?"})
    assert article(world, world.ada, id).count('class="reply"') == 2


def test_the_id_of_somebody_elses_reply_or_of_one_elsewhere_writes_over_nothing(world: World) -> None:
    id, other = quickly(world, world.ada), quickly(world, world.ada)
    said = replied(world, world.ben, id, "Which flour?")
    world.as_(world.ada).post(at(world, id, "/replies"), data={"fresh": said, "words": "Rye."})
    world.as_(world.ben).post(at(world, other, "/replies"), data={"fresh": said, "words": "Which flour?"})
    assert [word in article(world, world.ada, id) for word in ("Which flour?", "Rye.")] == [True, True]
    assert "Which flour?" in article(world, world.ada, other)


@pytest.mark.parametrize("words", ["", " \n ", "x" * 2001, "x\n" * 300])
def test_a_reply_that_cannot_be_said_stays_in_its_open_form(world: World, words: str) -> None:
    id = quickly(world, world.ada)
    for headers in ({}, PARTIAL):
        answer = reply(world, world.ben, id, words, headers=headers)
        assert answer.status_code == 422
        assert words.strip() in answer.text
        assert f'id="moment-{id[-12:]}-talk" open' in answer.text
        assert 'aria-invalid="true"' in answer.text
    assert 'class="reply"' not in article(world, world.ada, id)


def test_replies_count_toward_the_hour_and_wait_in_the_form(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spending, "MOST", 1)
    id = quickly(world, world.ada)
    assert reply(world, world.ben, id, "Once.").status_code == 303
    answer = reply(world, world.ben, id, "Do keep this.", headers=PARTIAL)
    assert answer.status_code == 429
    assert answer.headers["Retry-After"]
    assert "Do keep this.</textarea>" in answer.text
    assert world.as_(world.ben).post(world.path("/moments"), data={"words": "Mine."}).status_code == 429


def test_ben_says_his_reply_in_other_words_and_all_see_that_he_did(world: World) -> None:
    id = quickly(world, world.ada)
    said = replied(world, world.ben, id, "Wich flour?")
    path = at(world, id, f"/replies/{said}/edit")
    form = world.as_(world.ben).get(path)
    assert "Wich flour?</textarea>" in form.text
    block = world.as_(world.ben).get(path, headers=PARTIAL).text
    assert block.strip().startswith("<article")
    assert "data-keep" in block
    answer = world.as_(world.ben).post(path, data={"words": "Which flour?"}, headers=PARTIAL)
    assert answer.status_code == 200
    seen = article(world, world.ada, id)
    assert "Which flour?" in seen
    assert "Wich" not in seen
    assert "<small>edited</small>" in seen
    refused = world.as_(world.ben).post(path, data={"words": "y" * 2001})
    assert refused.status_code == 422


def test_nobody_edits_what_another_said(world: World) -> None:
    id = quickly(world, world.ben)
    said = replied(world, world.ben, id, "Mine.")
    for path in (at(world, id, "/edit"), at(world, id, f"/replies/{said}/edit")):
        assert world.as_(world.ada).get(path).status_code == 403
        assert world.as_(world.ada).post(path, data={"words": "Hers."}).status_code == 403
    assert "Hers." not in article(world, world.ben, id)


def test_a_feeling_is_seen_by_its_giver_and_the_author_and_by_nobody_else(world: World) -> None:
    with writing():
        dora = world.person("Dora")
        world.join(dora, world.family)
    id = quickly(world, world.ada)
    blind = article(world, dora, id)
    assert feel(world, world.ben, id, "hug").status_code == 303
    assert "Ben sent a hug" in article(world, world.ada, id)
    assert "You sent a hug" in article(world, world.ben, id)
    assert article(world, dora, id) == blind


def test_a_board_reads_the_same_to_others_however_much_is_felt(world: World) -> None:
    with writing():
        dora = world.person("Dora")
        world.join(dora, world.family)
        crowd = [world.person(f"Friend {n}") for n in range(6)]
        for one in crowd:
            world.join(one, world.family)
    id = quickly(world, world.ada)
    before = article(world, dora, id)
    for one, feeling in zip(crowd, FEELINGS, strict=True):
        feel(world, one, id, feeling)
    assert article(world, dora, id) == before
    mine = article(world, world.ada, id)
    assert all(emoji in mine for emoji in EMOJI.values())
    assert "6" not in re.sub(r'="[^"]*"|Friend \d', "", mine).replace(clock.now().strftime("%H:%M"), "")


def test_the_same_feeling_again_takes_it_back_and_another_takes_its_place(world: World) -> None:
    id = quickly(world, world.ada)
    feel(world, world.ben, id, "hug")
    feel(world, world.ben, id, "love")
    seen = article(world, world.ada, id)
    assert "Ben sent love" in seen
    assert "hug" not in seen
    assert 'value="love" aria-pressed="true"' in article(world, world.ben, id)
    feel(world, world.ben, id, "love")
    assert "Ben sent" not in article(world, world.ada, id)
    assert 'aria-pressed="true"' not in article(world, world.ben, id)


def test_every_feeling_is_told_in_words(world: World) -> None:
    told = ("sent love", "sent a hug", "laughed", "said well done", "finds this lovely", "is thinking of you")
    mine = ("sent love", "sent a hug", "laughed", "said well done", "find this lovely", "’re thinking of them")
    id = quickly(world, world.ada)
    for feeling, theirs, own in zip(FEELINGS, told, mine, strict=True):
        feel(world, world.ben, id, feeling)
        assert f"Ben {theirs}" in article(world, world.ada, id)
        assert f"You {own}".replace("You ’", "You’") in article(world, world.ben, id)


def test_nobody_cheers_at_a_setback(world: World) -> None:
    id = quickly(world, world.ada, kind="setback")
    offered = re.findall(r'name="feeling" value="(\w+)"', article(world, world.ben, id))
    assert offered == ["love", "hug", "thinking"]
    assert feel(world, world.ben, id, "well_done").status_code == 422
    assert feel(world, world.ben, id, "hug").status_code == 303


def test_nobody_sends_themselves_a_feeling(world: World) -> None:
    id = quickly(world, world.ada)
    assert 'name="feeling"' not in article(world, world.ada, id)
    assert feel(world, world.ada, id, "love").status_code == 403


@pytest.mark.parametrize("feeling", ["", "rage", "love ", "0", "love\x07"])
def test_an_unknown_feeling_is_refused(world: World, feeling: str) -> None:
    id = quickly(world, world.ada)
    assert feel(world, world.ben, id, feeling).status_code == 422


def test_a_feeling_answers_with_the_moments_block(world: World) -> None:
    id = quickly(world, world.ada)
    block = feel(world, world.ben, id, "love", headers=PARTIAL)
    assert block.status_code == 200
    assert block.text.strip().startswith("<article")
    assert "You sent love" in block.text


def test_the_reply_of_someone_who_left_keeps_their_name(world: World) -> None:
    id = share(world, world.ada)
    replied(world, world.ben, id, "Which flour?")
    with writing():
        world.ben_here.left_at = clock.now()
    seen = article(world, world.ada, id)
    assert "<bdi>Ben</bdi>" in seen
    assert world.as_(world.ben).get(at(world, id)).status_code == 404
