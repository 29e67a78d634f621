"""Taking a letter back: at once, ten seconds to think again, then no ghost. And going away."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from micronet.activity.letters import Correspondent, Letter, Thread
from micronet.base import clock
from micronet.base.db import db, writing
from micronet.letters.purge import purge
from tests.letters.post import answer, at, mine, quickly, read, write
from tests.world import World


def leave(world: World, words: str) -> None:
    assert world.as_(world.ben).post(world.path("/leave"), data={"words": words}).status_code == 303


def test_ben_says_it_in_other_words_and_ada_sees_that_he_did(world: World) -> None:
    thread = write(world, world.ada, world.ben_here)
    letter = answer(world, world.ben, thread, "Wich pears?")
    ben, edit = world.as_(world.ben), at(world, thread, f"/{letter}/edit")
    assert "Wich pears?</textarea>" in ben.get(edit).text
    ben.post(edit, data={"words": "Wich pears?"})
    assert "edited" not in read(world, world.ada, thread)
    assert ben.post(edit, data={"words": "Which pears?"}).location == at(world, thread, f"#letter-{letter[-12:]}")
    page = read(world, world.ada, thread)
    assert "Which pears?" in page
    assert "edited" in page
    refused = ben.post(edit, data={"words": "z" * 4001})
    assert refused.status_code == 422
    assert "z" * 4001 in refused.text


def test_only_who_wrote_a_letter_changes_it(world: World) -> None:
    thread = write(world, world.ada, world.ben_here)
    letter = answer(world, world.ben, thread, "His.")
    ada = world.as_(world.ada)
    assert ada.get(at(world, thread, f"/{letter}/edit")).status_code == 403
    for what, status in (("edit", 403), ("remove", 403), ("restore", 404)):
        assert ada.post(at(world, thread, f"/{letter}/{what}"), data={"words": "Hers."}).status_code == status
    assert "His." in read(world, world.ben, thread)


def test_a_letter_taken_back_is_gone_at_once_and_can_come_back_for_ten_seconds(world: World) -> None:
    thread = write(world, world.ada, world.ben_here, words="The first.")
    letter = answer(world, world.ada, thread, "Never mind.")
    ada, now = world.as_(world.ada), clock.now()
    with clock.frozen(now):
        assert ada.post(at(world, thread, f"/{letter}/remove")).location == at(world, thread)
        page = ada.get(at(world, thread)).text
    assert "Never mind." not in page
    assert 'seconds="10"' in page
    assert at(world, thread, f"/{letter}/restore") in page
    assert "Never mind." not in read(world, world.ben, thread)
    with clock.frozen(now + timedelta(seconds=14)):
        assert ada.post(at(world, thread, f"/{letter}/restore")).status_code == 303
    assert "Never mind." in read(world, world.ben, thread)


@pytest.mark.parametrize("purged", [False, True])
def test_after_that_it_is_too_late_and_said_so(world: World, purged: bool) -> None:
    thread = write(world, world.ada, world.ben_here)
    letter = answer(world, world.ada, thread, "Never mind.")
    ada = world.as_(world.ada)
    ada.post(at(world, thread, f"/{letter}/remove"))
    with clock.frozen(clock.ahead(seconds=17)):
        if purged:
            with writing():
                purge()
        late = ada.post(at(world, thread, f"/{letter}/restore"))
    assert late.status_code == 404
    assert "It’s too late to bring that back." in late.text


def test_the_only_letter_taken_back_leaves_neither_a_thread_nor_a_word(world: World) -> None:
    thread = write(world, world.ada, world.ben_here)
    kept = write(world, world.ben, world.ada_here)
    assert kept == thread
    letters = {one.author_id: one.id for one in db.session.scalars(select(Letter))}
    world.as_(world.ben).post(at(world, thread, f"/{letters[world.ben_here.id]}/remove"))
    ada = world.as_(world.ada)
    assert 'class="news"' not in mine(world, world.ada)
    assert ada.post(at(world, thread, f"/{letters[world.ada_here.id]}/remove")).location == world.path("/letters")
    assert "No letters yet." in mine(world, world.ben)
    with writing():
        purge()
    assert len(db.session.scalars(select(Letter)).all()) == 2
    with clock.frozen(clock.ahead(seconds=16)), writing():
        purge()
    db.session.expire_all()
    for model in (Letter, Thread, Correspondent):
        assert db.session.scalars(select(model)).all() == [], model


def test_ben_leaves_and_loses_the_letters_while_ada_keeps_hers(world: World) -> None:
    thread = write(world, world.ada, world.ben_here, words="From Ada.")
    answer(world, world.ben, thread, "From Ben.")
    ben = world.as_(world.ben)
    leave(world, "keep")
    for path in ("", at(world, thread).removeprefix(world.path())):
        assert ben.get(world.path(path)).status_code == 404
    page = read(world, world.ada, thread)
    assert "From Ben." in page
    assert "There’s nobody left here to write to." in page
    assert "<textarea" not in page
    refused = world.as_(world.ada).post(at(world, thread), data={"words": "Anyone?"})
    assert refused.status_code == 422
    assert "There’s nobody left here to write to." in refused.text


def test_ben_takes_his_letters_along_and_a_thread_that_held_no_others_goes(world: World) -> None:
    with writing():
        june = world.join(world.person("June"), world.family)
    thread, gone = write(world, world.ada, world.ben_here, words="From Ada."), quickly(world, world.ben_here, june)
    answer(world, world.ben, thread, "From Ben.")
    leave(world, "take")
    page = read(world, world.ada, thread)
    assert "From Ada." in page
    assert "From Ben." not in page
    assert world.as_(world.ada).get(at(world, gone)).status_code == 404
    assert [one.id for one in db.session.scalars(select(Thread))] == [thread]
