"""A poll as people see it: choosing, faces, secrecy, the end, without script as with it."""

from __future__ import annotations

import re

import pytest

from micronet.base import clock
from micronet.base.db import writing
from micronet.people.models import Person
from tests.moments.asking import ask, options, time_is_up, vote
from tests.moments.saying import article, at, board, quickly, replied
from tests.world import PARTIAL, World, statements


@pytest.fixture
def dora(world: World) -> Person:
    """Another member of Family."""
    with writing():
        dora = world.person("Dora")
        world.join(dora, world.family)
    return dora


def poll(world: World, who: Person, moment: str) -> str:
    """The poll in the moment's block as `who` sees it."""
    found = re.search(r'<div class="poll" .*?(?=<div class="replies")', article(world, who, moment), re.S)
    assert found
    return found[0]


def test_ben_chooses_and_then_sees_his_answer_and_a_way_to_change_it(world: World) -> None:
    id = ask(world, world.ada)
    before = poll(world, world.ben, id)
    assert before.count('type="radio"') == 3
    assert "Choose one" in before
    assert "Change your answer" not in before
    block = vote(world, world.ben, id, "Sunday", headers=PARTIAL).text
    assert "Your answer" in block
    assert "Change your answer" in block
    assert f'value="{options(id)["Sunday"]}" checked' in block
    assert f'action="{at(world, id, "/votes")}"' in block


def test_everyone_sees_faces_by_name_also_on_a_board_that_was_kept(world: World, dora: Person) -> None:
    id = ask(world, world.ada)
    assert '<span class="vh">Ben</span>' not in poll(world, dora, id)
    first = board(world, dora)
    vote(world, world.ben, id, "Sunday")
    assert '<span class="vh">Ben</span>' in poll(world, dora, id)
    second = board(world, dora)
    assert '<ul class="faces-tight" aria-label="Who chose it"' not in first
    assert '<ul class="faces-tight" aria-label="Who chose it"' in second
    assert "Your answer" not in second
    assert "Your answer" in board(world, world.ben)


def test_a_secret_poll_reads_the_same_to_all_others_until_its_end(world: World, dora: Person) -> None:
    id = ask(world, world.ada, names="secret")
    before = [poll(world, who, id) for who in (world.ada, dora)]
    vote(world, world.ben, id, "Sunday")
    assert [poll(world, who, id) for who in (world.ada, dora)] == before
    mine = poll(world, world.ben, id)
    assert mine.count("Your answer") == 1
    assert "poll-bar" not in mine
    time_is_up(id)
    told = poll(world, dora, id)
    assert "Everyone who answered said <bdi>Sunday</bdi>." in told
    assert "One said so" in told
    assert "Nobody said so" in told
    assert "Ben" not in told
    assert "faces" not in told


def test_after_the_end_nothing_can_be_chosen_and_the_result_is_there(world: World, dora: Person) -> None:
    id = ask(world, world.ada, many="many")
    vote(world, world.ben, id, "Sunday", "Friday")
    vote(world, dora, id, "Sunday")
    time_is_up(id)
    for page in (poll(world, world.ben, id), board(world, world.ben)):
        assert "Most said <bdi>Sunday</bdi>." in page
        assert 'name="option"' not in page
        assert "End it early" not in page
    late = vote(world, dora, id, "Friday")
    assert late.status_code == 422
    assert "The poll had ended by then" in late.text


@pytest.mark.parametrize(
    ("chosen", "words"),
    [((), "Choose an answer first."), (("Friday", "Sunday"), "Choose one answer, not several.")],
)
def test_a_refused_answer_says_why_and_keeps_what_was_ticked(world: World, chosen: tuple[str, ...], words: str) -> None:
    id = ask(world, world.ada)
    for headers in ({}, PARTIAL):
        answer = vote(world, world.ben, id, *chosen, headers=headers)
        assert answer.status_code == 422
        assert words in answer.text
        assert 'aria-invalid="true"' in answer.text
        for day, option in options(id).items():
            assert (f'value="{option}" checked' in answer.text) is (day in chosen)


def test_only_the_author_and_hosts_find_the_way_to_end_it(world: World, dora: Person) -> None:
    id = ask(world, world.ben)
    found = ["End it early" in poll(world, who, id) for who in (world.ada, world.ben, dora)]
    assert found == [True, True, False]


def test_until_when_goes_by_the_clock_also_on_a_kept_board(world: World) -> None:
    with clock.frozen(clock.now().replace(hour=12)):
        ask(world, world.ada, ends="tonight")
        assert "Open until tonight." in board(world, world.ben)
    with clock.frozen(clock.ahead(days=2)):
        page = board(world, world.ben)
    assert "Open until" not in page
    assert "Nobody answered this time." in page


def test_words_of_people_are_no_markup(world: World) -> None:
    id = ask(world, world.ada, words="<b>Bold?</b>", answers=["<i>Yes</i>", "No & never"])
    seen = poll(world, world.ben, id)
    assert "<i>" not in seen
    assert "<bdi>&lt;i&gt;Yes&lt;/i&gt;</bdi>" in seen
    assert "&lt;b&gt;Bold?" in seen


def test_a_board_with_polls_takes_two_statements_more_than_one_without(world: World, dora: Person) -> None:
    ben = world.as_(world.ben)
    quickly(world, world.ada)  # what any moment may have under it is asked for in any case
    counts = []
    for polls in (0, 1, 3):
        for _ in range(polls):
            id = ask(world, world.ada)
            vote(world, dora, id, "Friday")
            replied(world, dora, id, "A word.")
        ben.get(world.path())
        with statements() as sent:
            assert ben.get(world.path(), headers={"Accept": f"text/html;n={polls}"}).status_code == 200
        counts.append(len(sent))
    assert counts[1] - counts[0] <= 2
    assert counts[2] == counts[1]
