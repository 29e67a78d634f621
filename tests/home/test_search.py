"""Searching: whatever I may see, and nothing else."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from micronet.activity.models import Moment, Onlooker
from micronet.base import clock
from micronet.base.db import writing
from micronet.circles.quiet import Block
from micronet.home import finding
from micronet.moments.purge import purge
from tests.moments.saying import at, quickly, replied, share
from tests.world import PARTIAL, World, statements


def look(world: World, person: Any, words: str, status: int = 200, **more: str) -> str:
    """The page on which `person` looks for `words`."""
    answer = world.as_(person).get("/search", query_string={"words": words, **more})
    assert answer.status_code == status
    return answer.text


def hits(page: str) -> list[str]:
    """What was found, as text."""
    found = re.findall(r'<p class="voice" dir="auto">(.*?)</p>', page, re.S)
    return [re.sub(r"</?mark>", "", one) for one in found]


def test_it_finds_moments_and_replies_newest_first_with_the_words_marked(world: World) -> None:
    first = share(world, world.ada, "The kettle is on & <hot>")
    replied(world, world.ben, first, "Which kettle?")
    share(world, world.ben, "A KETTLE for Nana", kind="question")
    page = look(world, world.ada, "kettle")
    assert hits(page) == ["A KETTLE for Nana", "Which kettle?", "The kettle is on &amp; &lt;hot&gt;"]
    assert "The <mark>kettle</mark> is on" in page
    assert at(world, first) in page
    assert re.search(rf"{at(world, first)}#reply-\w{{12}}", page)
    assert "A question" in page
    assert "A reply" in page
    assert "Family" in page
    assert "That is all that was found." in page


def test_cleo_finds_nothing_of_family_and_nobody_finds_the_way(world: World) -> None:
    share(world, world.ada, "Kettle on.")
    page = look(world, world.cleo, "kettle")
    assert hits(page) == []
    assert "Nothing like that was said." in page
    look(world, world.cleo, "kettle", 404, circle=world.family.id)
    look(world, world.ada, "kettle", 404, circle=world.elsewhere.id)
    look(world, world.ada, "kettle", 404, circle="nonsense")
    assert world.as_(None).get("/search?words=kettle").status_code == 303
    assert world.as_(world.ada).post("/search", data={"words": "kettle"}).status_code == 405


def test_a_guest_who_may_not_look_around_finds_nothing(world: World) -> None:
    share(world, world.ada, "Kettle on.")
    with writing():
        guest = world.person("Gus")
        world.join(guest, world.family, "guest", ends_at=clock.ahead(days=1))
    assert hits(look(world, guest, "kettle")) == []
    look(world, guest, "kettle", 404, circle=world.family.id)


def test_it_works_as_a_block(world: World) -> None:
    share(world, world.ada, "Kettle on.")
    answer = world.as_(world.ben).get(f"/search?words=kett&circle={world.family.id}", headers=PARTIAL)
    assert answer.text.lstrip().startswith('<section id="found"')
    assert hits(answer.text) == ["Kettle on."]
    assert 'id="search-who" data-hx-swap-oob="true"' in answer.text
    assert "<html" not in answer.text


def test_it_can_be_narrowed_to_a_person_a_kind_and_a_year(world: World) -> None:
    with writing() as session:
        for year, who, kind in (
            (2024, world.ada_here, "win"),
            (2025, world.ada_here, "note"),
            (2025, world.ben_here, "win"),
        ):
            made = {"circle_id": world.family.id, "author_id": who.id, "kind": kind}
            said = f"Kettle of {who.nickname}, {kind}, {year}"
            session.add(Moment(**made, text=said, created_at=datetime(year, 6, 1, tzinfo=UTC)))
        world.family.created_at = datetime(2024, 1, 1, tzinfo=UTC)
    here = {"circle": world.family.id}
    assert len(hits(look(world, world.ada, "kettle"))) == 3
    assert hits(look(world, world.ada, "kettle", year="2024")) == ["Kettle of Ada, win, 2024"]
    assert hits(look(world, world.ada, "kettle", kind="win", year="2025")) == ["Kettle of Ben, win, 2025"]
    assert hits(look(world, world.ada, "kettle", who=world.ben_here.id, **here)) == ["Kettle of Ben, win, 2025"]
    assert len(hits(look(world, world.ada, "", kind="win"))) == 2
    assert len(hits(look(world, world.ada, "kettle", who=world.cleo_there.id, **here))) == 3, "whom nobody offered"


@pytest.mark.parametrize("more", [{"kind": "song"}, {"year": "soon"}, {"year": "1066"}])
def test_what_is_not_offered_is_refused_with_the_words_kept(world: World, more: dict[str, str]) -> None:
    page = look(world, world.ada, "kettle", 422, **more)
    assert "Choose one of the answers shown." in page
    assert 'value="kettle"' in page


def test_too_little_and_too_much_are_told_apart(world: World) -> None:
    share(world, world.ada, "A kettle.")
    assert "Write a little more" in look(world, world.ada, "a")
    assert "Write a little more" in look(world, world.ada, "?!")
    assert "longer than fits" in look(world, world.ada, "kettle " * 30, 422)
    assert hits(look(world, world.ada, "")) == []
    assert "Nobody is told what you look for." in look(world, world.ada, "  ")


def test_what_is_meant_for_others_is_not_found_nor_what_was_taken_back_or_has_run_out(world: World) -> None:
    with writing() as session:
        made = {"circle_id": world.family.id, "author_id": world.ada_here.id}
        secret = Moment(**made, text="Kettle for Ada alone", seen_by="some")
        hidden = Moment(**made, text="Kettle, a surprise for Ben", seen_by="all_but", hidden_until=clock.ahead(days=1))
        session.add_all([secret, hidden, Moment(**made, text="Kettle gone soon", ends_at=clock.ahead(hours=1))])
        session.flush()
        named = {"circle_id": world.family.id, "member_id": world.ben_here.id}
        session.add(Onlooker(**named, moment_id=hidden.id))
    assert len(hits(look(world, world.ada, "kettle"))) == 3
    assert hits(look(world, world.ben, "kettle")) == ["Kettle gone soon"]
    with clock.frozen(clock.now() + timedelta(hours=2)):
        assert hits(look(world, world.ben, "kettle")) == []
    with clock.frozen(clock.now() + timedelta(days=2)):
        assert hits(look(world, world.ben, "kettle")) == ["Kettle, a surprise for Ben"]


def test_taking_back_bringing_back_and_saying_otherwise_are_found_out_at_once(world: World) -> None:
    id = share(world, world.ada, "Zanzibar")
    said = replied(world, world.ben, id, "Quagga")
    ada, ben = world.as_(world.ada), world.as_(world.ben)
    ada.post(at(world, id, "/edit"), data={"words": "Madagascar"})
    ben.post(at(world, id, f"/replies/{said}/edit"), data={"words": "Lemur"})
    assert [len(hits(look(world, world.ben, one))) for one in ("zanzibar", "quagga", "mada", "lemur")] == [0, 0, 1, 1]
    ben.post(at(world, id, f"/replies/{said}/remove"))
    assert hits(look(world, world.ada, "lemur")) == []
    ben.post(at(world, id, f"/replies/{said}/restore"))
    assert hits(look(world, world.ada, "lemur")) == ["Lemur"]
    ada.post(at(world, id, "/remove"))
    assert [len(hits(look(world, world.ben, one))) for one in ("madagascar", "lemur")] == [0, 0]
    ada.post(at(world, id, "/restore"))
    assert [len(hits(look(world, world.ben, one))) for one in ("madagascar", "lemur")] == [1, 1]
    ada.post(at(world, id, "/remove"))
    with clock.frozen(clock.ahead(seconds=30)), writing():
        purge()
    assert [len(hits(look(world, world.ben, one))) for one in ("madagascar", "lemur")] == [0, 0]


def test_whoever_goes_takes_along_what_is_found_or_leaves_it(world: World) -> None:
    id = share(world, world.ada, "Kettle on.")
    replied(world, world.ben, id, "My kettle?")
    share(world, world.ben, "A kettle of mine")
    world.as_(world.ben).post(world.path("/leave"), data={"words": "take"})
    assert hits(look(world, world.ada, "kettle")) == ["Kettle on."]
    assert hits(look(world, world.ben, "kettle")) == []


def test_neither_of_two_between_whom_a_block_stands_finds_the_other(world: World) -> None:
    share(world, world.ada, "Kettle of Ada")
    share(world, world.ben, "Kettle of Ben")
    with writing() as session:
        session.add(Block(circle_id=world.family.id, by_id=world.ada_here.id, of_id=world.ben_here.id))
    assert hits(look(world, world.ada, "kettle")) == ["Kettle of Ada"]
    assert hits(look(world, world.ben, "kettle")) == ["Kettle of Ben"]


def test_further_back_goes_on_to_the_very_first_even_past_much_that_is_hidden(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "PAGE", 3)
    monkeypatch.setattr(finding, "REACH", (4, 5, 6))
    for place in range(7):
        quickly(world, world.ada, f"Kettle {place}")
    with writing() as session:
        made = {"circle_id": world.family.id, "author_id": world.ada_here.id, "seen_by": "some"}
        session.add_all([Moment(**made, text=f"Kettle unseen {place}") for place in range(20)])
    url, seen, pages = "/search?words=kettle", list[str](), 0
    ben = world.as_(world.ben)
    while url:
        page = ben.get(url).text
        seen += hits(page)
        pages += 1
        onward = re.search(r'href="(/search[^"]*before=\d+)"', page)
        url = onward[1].replace("&amp;", "&") if onward else ""
    assert seen == [f"Kettle {place}" for place in range(6, -1, -1)]
    assert 3 <= pages <= 5


def test_it_takes_as_many_statements_for_a_hundred_hits_as_for_three(world: World) -> None:
    ada = world.as_(world.ada)
    counts = []
    for many in (3, 100):
        for place in range(many):
            quickly(world, world.ben, f"Kettle {place}")
        ada.get("/search?words=kettle")
        with statements() as sent:
            ada.get("/search?words=kettle")
        counts.append(len(sent))
    assert counts[0] == counts[1] <= 14, counts


def test_sixty_in_a_minute_are_enough(world: World) -> None:
    ada = world.as_(world.ada)
    for _ in range(60):
        assert ada.get("/search?words=kettle").status_code == 200
    answer = ada.get("/search?words=kettle")
    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == "60"
    assert "Wait a little" in answer.text
    assert 'value="kettle"' in answer.text
    assert ada.get("/search").status_code == 200
    with clock.frozen(clock.now() + timedelta(seconds=61)):
        assert ada.get("/search?words=kettle").status_code == 200


def test_the_way_there_is_on_the_board_and_at_home(world: World) -> None:
    ada = world.as_(world.ada)
    assert f'href="/search?circle={world.family.id}"' in ada.get(world.path()).text
    assert 'href="/search"' in ada.get("/me").text
