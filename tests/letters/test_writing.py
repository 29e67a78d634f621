"""Writing to one or a few, and finding it again."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from micronet.activity import spending
from micronet.activity.letters import Letter, Thread
from micronet.activity.models import Activity
from micronet.base import clock
from micronet.base.db import db, writing
from micronet.base.ids import new_id
from micronet.circles.access import enter
from micronet.circles.inside import person_of
from micronet.circles.models import Membership
from micronet.circles.quiet import Block
from tests.letters.post import answer, at, mine, quickly, read, write
from tests.world import PARTIAL, World, statements


@pytest.fixture
def june(world: World) -> Membership:
    """June lives in *Family* too."""
    with writing():
        return world.join(world.person("June"), world.family)


def block(world: World, by: Membership, of: Membership) -> None:
    with writing() as session:
        session.add(Block(circle_id=world.family.id, by_id=by.id, of_id=of.id))


def test_ada_writes_to_ben_and_both_find_it(world: World) -> None:
    thread = write(world, world.ada, world.ben_here, words="The pears are ripe.")
    for who, other in ((world.ada, "Ben"), (world.ben, "Ada")):
        page = read(world, who, thread)
        assert "The pears are ripe." in page
        assert f"Letters with <bdi>{other}</bdi>" in page
        assert f'<b dir="auto">{other}</b>' in mine(world, who)
    assert "You: <bdi>The pears are ripe.</bdi>" in mine(world, world.ada)


def test_nothing_of_it_stands_on_the_spine_and_no_version_moves_on(world: World) -> None:
    before = enter(world.family.id, world.ada).circle.version
    thread = write(world, world.ada, world.ben_here)
    letter = answer(world, world.ben, thread)
    ben = world.as_(world.ben)
    ben.post(at(world, thread, f"/{letter}/edit"), data={"words": "Or not."})
    ben.post(at(world, thread, f"/{letter}/remove"))
    ben.post(at(world, thread, f"/{letter}/restore"))
    db.session.expire_all()
    assert enter(world.family.id, world.ada).circle.version == before
    assert db.session.scalars(select(Activity)).all() == []


def test_the_same_few_again_continue_the_same_thread_whoever_writes(world: World, june: Membership) -> None:
    two = write(world, world.ada, world.ben_here)
    three = write(world, world.ada, world.ben_here, june)
    assert two != three
    assert write(world, world.ben, world.ada_here) == two
    assert write(world, world.ben, june, world.ada_here) == three
    assert write(world, world.ben, june) not in (two, three)


def test_what_is_sent_twice_is_there_once(world: World) -> None:
    ada, form = world.as_(world.ada), {"fresh": new_id(), "to": [world.ben_here.id], "words": "Once."}
    first, second = (ada.post(world.path("/letters"), data=form) for _ in range(2))
    assert (first.status_code, first.location) == (second.status_code, second.location)
    thread = first.location.split("/")[-1].split("#")[0]
    again = {"fresh": new_id(), "words": "Twice."}
    for _ in range(2):
        ada.post(at(world, thread), data=again)
    assert re.findall(r"Once\.|Twice\.", read(world, world.ben, thread)) == ["Once.", "Twice."]


def test_other_words_under_a_used_id_are_another_letter(world: World) -> None:
    ada, id = world.as_(world.ada), new_id()
    for words in ("The one.", "The other."):
        ada.post(world.path("/letters"), data={"fresh": id, "to": [world.ben_here.id], "words": words})
    theirs = {"fresh": id, "to": [world.ada_here.id], "words": "From Ben."}
    assert world.as_(world.ben).post(world.path("/letters"), data=theirs).status_code == 303
    assert len(db.session.scalars(select(Letter)).all()) == 3


def test_an_open_thread_answers_htmx_with_its_block(world: World) -> None:
    thread = write(world, world.ada, world.ben_here, words="Kettle on?")
    form = {"fresh": new_id(), "words": "Always."}
    block = world.as_(world.ben).post(at(world, thread), data=form, headers=PARTIAL)
    assert block.status_code == 200
    assert block.text.lstrip().startswith('<section id="letters"')
    assert block.text.index("Kettle on?") < block.text.index("Always.")
    assert 'name="fresh"' in block.text
    assert f'name="fresh" value="{form["fresh"]}"' not in block.text


def test_an_open_thread_that_shows_all_there_is_gets_nothing_new(world: World) -> None:
    thread = write(world, world.ada, world.ben_here)
    ben = world.as_(world.ben)
    asks = re.search(r'data-hx-get="([^"]+\?since=\w+)"', ben.get(at(world, thread)).text)
    assert asks
    assert ben.get(asks[1], headers=PARTIAL).status_code == 204
    assert ben.get(asks[1]).status_code == 200
    letter = answer(world, world.ada, thread, "One thing more.")
    assert "One thing more." in ben.get(asks[1], headers=PARTIAL).text
    world.as_(world.ada).post(at(world, thread, f"/{letter}/remove"))
    assert ben.get(asks[1], headers=PARTIAL).status_code == 204


def test_new_is_a_word_until_its_reader_has_looked(world: World) -> None:
    thread = write(world, world.ada, world.ben_here)
    assert 'class="news"' in mine(world, world.ben)
    assert 'class="news"' not in mine(world, world.ada)
    read(world, world.ben, thread)
    assert 'class="news"' not in mine(world, world.ben)
    answer(world, world.ben, thread)
    assert 'class="news"' in mine(world, world.ada)
    assert 'class="news"' not in mine(world, world.ben)


def test_from_someones_page_a_letter_is_to_them(world: World) -> None:
    page = world.as_(world.ada).get(world.path(f"/members/{world.ben_here.id}")).text
    link = world.path(f"/letters/new?to={world.ben_here.id}")
    assert link in page
    assert "letters/new" not in world.as_(world.ada).get(world.path(f"/members/{world.ada_here.id}")).text
    ada = world.as_(world.ada)
    assert f'value="{world.ben_here.id}" checked' in ada.get(link).text
    thread = write(world, world.ada, world.ben_here)
    assert ada.get(link).location == at(world, thread, "#write")


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"words": ""}, "Write something first."),
        ({"words": "z" * 4001}, "z" * 4001),
        ({"to": []}, "Choose who it’s for."),
        ({"to": ["ada"]}, "Choose from those who are here."),
        ({"to": ["cleo"]}, "Choose from those who are here."),
        ({"to": ["guest"]}, "Choose from those who are here."),
        ({"to": ["gone"]}, "Choose from those who are here."),
        ({"to": [new_id()]}, "Choose from those who are here."),
    ],
)
def test_what_cannot_be_taken_is_said_and_kept(world: World, form: dict[str, Any], said: str) -> None:
    with writing():
        guest = world.join(world.person("Gus"), world.family, "guest", ends_at=clock.ahead(hours=1))
        gone = world.join(world.person("Gone"), world.family, left_at=clock.now())
    known = {"ada": world.ada_here, "cleo": world.cleo_there, "guest": guest, "gone": gone}
    sent = {"fresh": new_id(), "words": "Keep these words.", "to": [world.ben_here.id]} | form
    sent["to"] = [known[one].id if one in known else one for one in sent["to"]]
    for headers in ({}, PARTIAL):
        page = world.as_(world.ada).post(world.path("/letters"), data=sent, headers=headers)
        assert page.status_code == 422
        assert said in page.text
        assert sent["words"] in page.text
    assert db.session.scalars(select(Thread)).all() == []


def test_two_who_are_kept_apart_cannot_write_to_each_other_either_way(world: World, june: Membership) -> None:
    thread, three = quickly(world, world.ada_here, world.ben_here), quickly(world, june, world.ada_here, world.ben_here)
    block(world, world.ada_here, world.ben_here)
    for who, other in ((world.ada, world.ben_here), (world.ben, world.ada_here)):
        client = world.as_(who)
        tries = [client.post(at(world, one), data={"fresh": new_id(), "words": "But—"}) for one in (thread, three)]
        form = {"fresh": new_id(), "words": "But—", "to": [other.id]}
        for page in (*tries, client.post(world.path("/letters"), data=form)):
            assert page.status_code == 422
            assert "You can’t write to each other here." in page.text
        assert "You can’t write to each other here." in client.get(at(world, thread)).text
    answer(world, person_of(june), three, "June is apart from nobody.")


def test_letters_count_with_what_is_said_in_an_hour(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spending, "MOST", 2)
    ada = world.as_(world.ada)
    ada.post(world.path("/moments"), data={"fresh": new_id(), "words": "On the board."})
    thread = write(world, world.ada, world.ben_here)
    page = ada.post(at(world, thread), data={"fresh": new_id(), "words": "Too much."})
    assert page.status_code == 429
    assert int(page.headers["Retry-After"]) > 0
    assert "Too much." in page.text
    assert "That was a lot in one hour." in page.text


def test_a_long_thread_shows_fifty_under_their_months_and_the_way_to_the_rest(world: World) -> None:
    thread = write(world, world.ada, world.ben_here, words="The first.")
    start = datetime.fromisoformat("2026-01-05T10:00:00+00:00")
    with writing() as session:
        session.scalars(select(Letter)).one().created_at = start
        for n in range(1, 70):
            made = Letter(circle_id=world.family.id, thread_id=thread, author_id=world.ada_here.id, text=f"No. {n}.")
            made.created_at = start + timedelta(days=n)
            session.add(made)
    with clock.frozen(start + timedelta(days=71)):
        page = read(world, world.ben, thread)
        assert (page.count('<article class="moment letter'), "No. 69." in page, "No. 20." in page) == (50, True, True)
        assert "No. 19." not in page
        assert re.findall(r'<h2 class="when">.*?</svg> (\w+)</h2>', page) == ["January", "February", "March"]
        earlier = re.search(r'href="([^"]+\?before=\w+)"', page)
        assert earlier
        page = world.as_(world.ben).get(earlier[1]).text
    assert (page.count('<article class="moment letter'), "The first." in page, "No. 19." in page) == (20, True, True)
    assert "The latest letters" in page
    assert "look-again" not in page


def test_no_page_takes_more_statements_for_more_letters(world: World) -> None:
    thread = quickly(world, world.ada_here, world.ben_here)
    ben = world.as_(world.ben)

    def sent(path: str) -> int:
        ben.get(path)
        with statements() as asked:
            assert ben.get(path).status_code == 200
        return len(asked)

    paths = [world.path("/letters"), world.path("/letters/new"), at(world, thread)]
    few = [sent(path) for path in paths]
    with writing():
        others = [world.join(world.person(f"Person {n}"), world.family) for n in range(5)]
    for one in others:
        quickly(world, one, world.ben_here)
        quickly(world, world.ada_here, world.ben_here)
    assert [sent(path) for path in paths] == few
    assert all(asked <= most for asked, most in zip(few, (6, 5, 9), strict=True)), few
