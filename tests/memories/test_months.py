"""The months that make themselves, one photo, and who finds nothing of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from micronet.activity.attached import Attachment
from micronet.base import clock
from micronet.base.db import db, writing
from micronet.circles.quiet import Block
from micronet.memories.models import AlbumPhoto
from tests.memories.photos import MARCH, add, album, gone, photo, put, rows, shows
from tests.world import PARTIAL, World, statements


def walls(world: World, hidden: str) -> None:
    """Ben finds the photo in no month, count, cover or album, and not by its address."""
    mine = album(world, world.ada)
    put(world, world.ada, mine, hidden)
    page = shows(world, world.ben, "/albums")
    assert hidden not in page
    assert "/albums/2026/3" not in page
    assert "No photos yet" in page
    assert "Nothing in it yet." in shows(world, world.ben, f"/albums/{mine}")
    assert hidden not in shows(world, world.ben, "/albums/2026/3")
    assert world.as_(world.ben).get(world.path(f"/photos/{hidden}")).status_code == 404


def test_every_photo_lands_in_the_month_it_was_taken_in(world: World) -> None:
    photo(world, alt="The pond")
    photo(world, alt="The hill", taken=datetime(2025, 12, 31, 23, 30, tzinfo=UTC))
    photo(world, alt="A scan", taken=None)
    page = shows(world, world.ben, "/albums")
    assert page.index("/albums/2026/3") < page.index("/albums/2025/12")
    assert "One photo" in page
    march = shows(world, world.ben, "/albums/2026/3")
    assert 'alt="The pond"' in march
    assert "The hill" not in march
    now = clock.now()
    assert 'alt="A scan"' in shows(world, world.ben, f"/albums/{now.year}/{now.month}")


def test_days_and_so_months_are_the_readers_own(world: World) -> None:
    photo(world, alt="Fireworks", taken=datetime(2025, 12, 31, 20, tzinfo=UTC))
    with writing():
        here = world.person("Mika", zone="Pacific/Auckland")
        world.join(here, world.family)
    assert "Fireworks" in shows(world, world.ben, "/albums/2025/12")
    assert "Fireworks" in shows(world, here, "/albums/2026/1")
    assert "Fireworks" not in shows(world, here, "/albums/2025/12")


def test_a_month_has_the_newest_first_and_goes_on_by_a_plain_link(world: World) -> None:
    first = photo(world, alt="Nr 0")
    with writing() as session:
        moment_id = session.scalars(select(Attachment.moment_id)).one()
        ids = [add(world.ada_here, moment_id, MARCH + timedelta(minutes=turn), f"Nr {turn}") for turn in range(1, 65)]
    page = shows(world, world.ben, "/albums/2026/3")
    assert page.count('<img src="/circles/') == 60
    assert page.index(ids[-1]) < page.index(ids[10])
    assert first not in page
    assert f"before={ids[4]}" in page
    rest = shows(world, world.ben, f"/albums/2026/3?before={ids[4]}")
    assert rest.count('<img src="/circles/') == 5
    assert first in rest
    assert "Further back" not in rest


def test_a_photo_is_shown_in_sizes_with_words_and_a_faint_one_behind(world: World) -> None:
    one = photo(world)
    page = shows(world, world.ben, "/albums/2026/3")
    at = world.path(f"/attachments/{one}/")
    assert f'srcset="{at}480 480w, {at}960 960w"' in page
    assert 'loading="lazy"' in page
    assert 'width="960" height="720"' in page
    assert "data:image/webp;base64," in page


def test_where_there_are_no_photos_it_says_so(world: World) -> None:
    assert "No photos yet." in shows(world, world.ben, "/albums")
    assert "There are no photos of that month." in shows(world, world.ben, "/albums/2026/2")
    assert world.as_(world.ben).get(world.path("/albums/2026/13")).status_code == 404


def test_a_photo_hidden_from_ben_is_nowhere_for_ben(world: World) -> None:
    hidden = photo(world, hidden_from=world.ben_here)
    walls(world, hidden)
    assert hidden in shows(world, world.ada, "/albums")


def test_a_photo_of_someone_ben_has_blocked_is_nowhere_for_ben(world: World) -> None:
    hidden = photo(world)
    with writing() as session:
        session.add(Block(circle_id=world.family.id, by_id=world.ben_here.id, of_id=world.ada_here.id))
    walls(world, hidden)


def test_a_photo_that_was_taken_back_or_has_run_out_is_nowhere(world: World) -> None:
    one, two = photo(world), photo(world)
    gone(one, removed_at=clock.now())
    gone(two, ends_at=clock.ago(minutes=1))
    walls(world, one)
    assert two not in shows(world, world.ada, "/albums")


def test_a_picture_with_words_on_it_is_no_photo(world: World) -> None:
    assert photo(world, kind="picture") not in shows(world, world.ada, "/albums")


def test_cleo_finds_nothing_of_the_family(world: World) -> None:
    one, mine = photo(world), album(world, world.ada)
    cleo = world.as_(world.cleo)
    for path in (
        "/albums",
        "/albums/2026/3",
        "/albums/new",
        f"/albums/{mine}",
        f"/albums/{mine}/edit",
        f"/photos/{one}",
    ):
        assert cleo.get(world.path(path)).status_code == 404
    for path in ("/albums", "/albums/photos", f"/albums/{mine}/edit", f"/albums/{mine}/remove",
                 f"/albums/{mine}/restore", f"/albums/{mine}/photos/{one}/remove"):  # fmt: skip
        assert cleo.post(world.path(path), data={"name": "x", "album": mine, "photo": one}).status_code == 404
    theirs = photo(world, world.cleo_there)
    assert put(world, world.ben, mine, theirs).status_code == 422
    assert not rows(AlbumPhoto)


def test_one_photo_has_its_words_its_neighbours_and_its_moment(world: World) -> None:
    old, one, new = (photo(world, taken=MARCH + timedelta(hours=hour), text="By the pond.") for hour in (0, 1, 2))
    page = shows(world, world.ben, f"/photos/{one}")
    assert "By the pond." in page
    assert f'rel="prev" href="{world.path(f"/photos/{new}")}"' in page
    assert f'rel="next" href="{world.path(f"/photos/{old}")}"' in page
    assert world.path("/albums/2026/3") in page
    mine = album(world, world.ben)
    put(world, world.ben, mine, old, one)
    page = shows(world, world.ben, f"/photos/{one}?in={mine}")
    assert f"/photos/{old}?in={mine}" in page
    assert new not in page
    assert "Take it out of this album" in page


def test_a_page_can_be_asked_for_in_part(world: World) -> None:
    one, mine, ben = photo(world), album(world, world.ben), world.as_(world.ben)
    for path in ("/albums", "/albums/2026/3", f"/albums/{mine}", f"/photos/{one}", "/albums/new"):
        block = ben.get(world.path(path), headers=PARTIAL)
        assert block.status_code == 200
        assert "<html" not in block.text


def test_pages_ask_as_little_of_the_database_however_much_there_is(world: World) -> None:
    one, mine, ben = photo(world), album(world, world.ben), world.as_(world.ben)
    put(world, world.ben, mine, one)
    paths = {"/albums": 9, "/albums/2026/3": 7, "/albums/2026/3?pick=1": 8, f"/albums/{mine}": 7, f"/photos/{one}": 11}
    few = {path: count(world, ben, path) for path in paths}
    for number in range(5):
        two = photo(world, taken=MARCH - timedelta(days=number * 20))
        put(world, world.ben, album(world, world.ben, f"No {number}"), two)
        put(world, world.ben, mine, two)
    assert {path: count(world, ben, path) for path in paths} == few
    assert all(few[path] <= most for path, most in paths.items()), few


def count(world: World, client: object, path: str) -> int:
    client.get(world.path(path))  # type: ignore[attr-defined]
    db.session.rollback()
    with statements() as sent:
        client.get(world.path(path))  # type: ignore[attr-defined]
    return len(sent)
