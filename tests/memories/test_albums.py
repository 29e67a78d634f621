"""Albums: the months that make themselves, and what members put together."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from micronet.activity.attached import Attachment
from micronet.base import clock
from micronet.base.db import db, writing
from micronet.base.ids import new_id
from micronet.circles.quiet import Block
from micronet.circles.roles import CAN, ROLES
from micronet.memories.models import Album, AlbumPhoto
from micronet.memories.purge import purge
from tests.memories.photos import MARCH, add, album, gone, photo, put
from tests.world import PARTIAL, World, statements


def shows(world: World, who: object, path: str) -> str:
    answer = world.as_(who).get(world.path(path))  # type: ignore[arg-type]
    assert answer.status_code == 200, answer.status_code
    return str(answer.text)


def rows(model: type) -> list[object]:
    db.session.rollback()
    db.session.expire_all()
    return list(db.session.scalars(select(model)))


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


def test_what_only_writes_is_not_to_be_looked_at(world: World) -> None:
    one, mine, ben = photo(world), album(world, world.ada), world.as_(world.ben)
    for path in (f"/albums/{mine}/remove", f"/albums/{mine}/restore", f"/albums/{mine}/photos/{one}/remove"):
        assert ben.get(world.path(path)).status_code == 405


def test_an_album_is_made_once_however_often_it_is_sent(world: World) -> None:
    ben, fresh = world.as_(world.ben), new_id()
    said = {"fresh": fresh, "name": "Whitby", "sort": "named"}
    places = {ben.post(world.path("/albums"), data=said).location for _time in range(2)}
    assert len(places) == len(rows(Album)) == 1
    other = ben.post(world.path("/albums"), data=said | {"name": "The garden"})
    assert other.location not in places
    assert len(rows(Album)) == 2


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"name": ""}, "Give it a name."),
        ({"name": "Fair", "sort": "event"}, "Say on which day it begins"),
        (
            {"name": "Fair", "sort": "event", "begins_on": "2026-03-14", "ends_on": "2026-03-01"},
            "comes after the first",
        ),
        ({"name": "Fair", "sort": "event", "begins_on": "soon"}, "That isn’t a day on the calendar"),
        ({"name": "Mo", "sort": "child"}, "Say when the child was born"),
        ({"name": "Mo", "sort": "child", "born_on": "2999-01-01"}, "still to come"),
        ({"name": "x" * 61}, "x" * 61),
        ({"name": "Mo", "sort": "king"}, "Choose one of the answers shown."),
    ],
)
def test_what_cannot_be_is_said_in_a_sentence_and_stays_typed(world: World, sent: dict[str, str], said: str) -> None:
    answer = world.as_(world.ben).post(world.path("/albums"), data={"sort": "named"} | sent)
    assert answer.status_code == 422
    assert said in answer.text
    assert sent["name"] in answer.text
    assert not rows(Album)


def test_photos_are_ticked_in_their_month_and_lie_in_the_album_once(world: World) -> None:
    one, two, mine = photo(world), photo(world, alt="The hill"), album(world, world.ben)
    page = shows(world, world.ada, f"/albums/2026/3?pick=1&album={mine}")
    assert page.count('type="checkbox" name="photo"') == 2
    assert f'<option value="{mine}" selected>' in page
    for _time in range(2):
        assert put(world, world.ada, mine, one, two).location == world.path(f"/albums/{mine}")
    assert len(rows(AlbumPhoto)) == 2
    page = shows(world, world.ben, f"/albums/{mine}")
    assert one in page
    assert f"/photos/{two}?in={mine}" in page
    assert "2 photos" in shows(world, world.ben, "/albums")


def test_with_nothing_ticked_the_month_comes_back_and_says_so(world: World) -> None:
    one, mine, ben = photo(world), album(world, world.ben), world.as_(world.ben)
    at = {"year": "2026", "month": "3"}
    answer = ben.post(world.path("/albums/photos"), data={"album": mine, **at})
    assert (answer.status_code, "Tick the photos first." in answer.text) == (422, True)
    answer = ben.post(world.path("/albums/photos"), data={"photo": one, **at})
    assert (answer.status_code, "Choose an album." in answer.text) == (422, True)
    assert f'value="{one}" checked' in answer.text
    assert ben.post(world.path("/albums/photos"), data={"album": mine, "year": "x", "month": "²"}).status_code == 422


def test_an_event_gathers_what_was_taken_on_its_days_and_a_photo_can_be_left_out(world: World) -> None:
    inside, outside = photo(world), photo(world, alt="Later", taken=MARCH + timedelta(days=3))
    fair = album(world, world.ben, "Fair", "event", begins_on="2026-03-14", ends_on="2026-03-15")
    page = shows(world, world.ben, f"/albums/{fair}")
    assert inside in page
    assert outside not in page
    put(world, world.ada, fair, outside)
    assert outside in shows(world, world.ben, f"/albums/{fair}")
    out = world.as_(world.ben).post(world.path(f"/albums/{fair}/photos/{inside}/remove"))
    assert out.location == world.path(f"/albums/{fair}")
    assert inside not in shows(world, world.ada, f"/albums/{fair}")
    assert "One photo" in shows(world, world.ada, "/albums")
    put(world, world.ada, fair, inside)
    assert inside in shows(world, world.ada, f"/albums/{fair}")


def test_a_childs_photos_stand_under_the_age_it_was(world: World) -> None:
    photos = [photo(world, taken=datetime(*day, 12, tzinfo=UTC)) for day in ((2026, 3, 20), (2024, 6, 3), (2024, 3, 2))]
    mo = album(world, world.ada, "Mo", "child", born_on="2024-02-29")
    put(world, world.ada, mo, *photos)
    page = shows(world, world.ben, f"/albums/{mo}")
    assert page.index("Two years") < page.index("Three months") < page.index("The first weeks")


def test_an_album_is_changed_and_removed_and_comes_back_for_a_while(world: World) -> None:
    one, mine, ben = photo(world), album(world, world.ben), world.as_(world.ben)
    put(world, world.ben, mine, one)
    at = world.path(f"/albums/{mine}")
    assert ben.post(f"{at}/edit", data={"name": "Robin Hood’s Bay", "sort": "named"}).location == at
    assert "Robin Hood’s Bay" in shows(world, world.ada, "/albums")
    assert ben.post(f"{at}/edit", data={"name": "", "sort": "named"}).status_code == 422
    assert ben.post(f"{at}/remove").status_code == 303
    assert ben.get(at).status_code == 404
    assert f"{at}/restore" in ben.get(world.path("/albums")).text
    assert world.as_(world.ada).post(f"{at}/restore").status_code == 404
    assert ben.post(f"{at}/restore").location == at
    assert one in shows(world, world.ben, f"/albums/{mine}")
    ben.post(f"{at}/remove")
    with clock.frozen(clock.now() + timedelta(minutes=1)):
        assert "too late" in ben.post(f"{at}/restore").text
        with writing():
            purge()
    assert not rows(Album)
    assert not rows(AlbumPhoto)
    assert one in shows(world, world.ben, "/albums")


@pytest.mark.parametrize("role", ROLES)
def test_each_role_makes_and_removes_as_the_table_says(world: World, role: str) -> None:
    with writing():
        who = world.person(role.title())
        world.join(who, world.family, role)
    bens, one, client = album(world, world.ben), photo(world), world.as_(who)
    made = client.post(world.path("/albums"), data={"name": "Mine", "sort": "named"})
    assert (made.status_code == 303) is (role in CAN["album.make"])
    assert (put(world, who, bens, one).status_code == 303) is (role in CAN["album.make"])
    for act in ("edit", "remove"):
        status = client.post(world.path(f"/albums/{bens}/{act}"), data={"name": "X", "sort": "named"}).status_code
        assert status == (303 if role in CAN["album.change_any"] else 403)


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
