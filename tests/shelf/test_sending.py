"""Pictures to laugh at: picked, written on and sent."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from PIL import Image

from micronet.activity.attached import Attachment, Rendition
from micronet.activity.models import Moment
from micronet.base.ids import new_id
from micronet.shelf.captions import PAPERS
from micronet.shelf.scenes import SCENES
from micronet.web.assets import ROOT
from tests.shelf.pictures import opened, rows, send
from tests.world import PARTIAL, World


def near(one: tuple[int, ...], other: str) -> bool:
    wanted = tuple(int(other[at : at + 2], 16) for at in (1, 3, 5))
    return all(abs(a - b) < 12 for a, b in zip(one, wanted, strict=True))


def test_every_scene_lies_on_the_shelf_with_a_name_and_words_for_who_hears_it(world: World) -> None:
    page = world.as_(world.ben).get(world.path("/shelf")).text
    assert len(SCENES) == 10
    for scene in SCENES:
        assert f'href="{world.path(f"/shelf/{scene.key}")}"' in page
        assert f'alt="{scene.alt}"' in page
        with Image.open(scene.file) as picture:
            assert (picture.format, picture.size) == ("WEBP", (1200, 900))
        assert scene.file.stat().st_size < 60 * 1024


def test_two_touches_send_a_picture_without_a_word(world: World) -> None:
    ben = world.as_(world.ben)
    shelf = ben.get(world.path("/shelf")).text
    first = re.search(r'class="laugh" href="([^"]+)"', shelf)
    assert first
    maker = ben.get(first[1]).text
    fresh = re.search(r'name="fresh" value="(\w+)"', maker)
    assert fresh
    answer = ben.post(first[1], data={"fresh": fresh[1], "top": "", "bottom": ""})
    assert (answer.status_code, answer.location) == (303, world.path())
    (moment,), (enclosed,) = rows(Moment), rows(Attachment)
    assert (moment.id, moment.kind, moment.seen_by, moment.author_id) == (
        fresh[1], "picture", "circle", world.ben_here.id)  # fmt: skip
    assert (enclosed.moment_id, enclosed.what, enclosed.state) == (moment.id, "photo", "ready")
    assert enclosed.alt == "A ginger cat lies around the kettle and looks unmoved."
    assert f'/moments/{moment.id}/remove"' in ben.get(world.path()).text


def test_the_words_stand_on_paper_above_and_below_in_the_circles_colours(world: World, app: Flask) -> None:
    assert send(world, world.ben, "hen", top="Größere Straße", bottom="¿Y tú? 🐔").status_code == 303
    (enclosed,) = rows(Attachment)
    assert enclosed.alt.endswith(" It says: “Größere Straße ¿Y tú? 🐔”")
    sizes = {one.width: one for one in rows(Rendition)}
    assert set(sizes) == {480, 960}
    for width, one in sizes.items():
        data = app.extensions["storage"].get(world.family.id, one.id)
        picture = opened(data)
        assert picture.size == (width, one.height)
        assert len(data) == one.size
        assert one.height > width * 3 // 4
        for corner in ((2, 2), (width - 3, one.height - 3)):
            assert near(picture.getpixel(corner), PAPERS["plaster"][0])
        assert b"EXIF" not in data
        assert b"XMP" not in data
    assert (enclosed.width, enclosed.height) == (960, sizes[960].height)
    assert 0 < len(enclosed.placeholder) < 1200


def test_sent_twice_it_is_there_once(world: World) -> None:
    id = new_id()
    for _time in range(2):
        assert send(world, world.ben, id=id, top="Mine").status_code == 303
    assert [one.id for one in rows(Moment)] == [id]
    assert len(rows(Attachment)) == 1
    assert len(rows(Rendition)) == 2


def test_going_back_and_writing_something_else_sends_another(world: World) -> None:
    id = new_id()
    for words in ("Mine", "Yours", "Yours"):
        send(world, world.ben, id=id, top=words)
    assert sorted(one.alt[-7:] for one in rows(Attachment)) == [" “Mine”", "“Yours”"]


def test_nobody_takes_an_id_of_another(world: World) -> None:
    id = new_id()
    send(world, world.ben, id=id, top="Mine")
    send(world, world.ada, id=id, top="Mine")
    assert {one.author_id for one in rows(Moment)} == {world.ada_here.id, world.ben_here.id}


@pytest.mark.parametrize(
    ("top", "said"),
    [
        ("x" * 121, "longer than fits"),
        ("a\U00013000b", "can’t draw these letters"),
        ("Z" + "\u0335" * 500, "draw these"),
    ],
)
def test_what_cannot_be_drawn_is_said_and_stays_in_its_field(world: World, top: str, said: str) -> None:
    answer = send(world, world.ben, top=top, bottom="Below")
    assert answer.status_code == 422
    assert said in answer.text
    assert 'value="Below"' in answer.text
    assert top[:3] in answer.text
    assert not rows(Moment)


def test_what_turns_a_line_about_or_is_not_to_be_seen_is_left_out(world: World) -> None:
    send(world, world.ben, top="Tea\u202e now\u200b", bottom="\u2066\u2069")
    (enclosed,) = rows(Attachment)
    assert enclosed.alt.endswith("It says: “Tea now”")


def test_a_picture_that_is_none_is_not_found(world: World) -> None:
    for key in ("nothing", new_id(), "..", "kettle.svg"):
        for answer in (send(world, world.ben, key), world.as_(world.ben).get(world.path(f"/shelf/{key}/preview"))):
            assert answer.status_code == 404, key


def test_a_preview_is_what_will_be_sent_and_is_not_drawn_twice(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    ben = world.as_(world.ben)
    first = ben.get(world.path("/shelf/tin/preview?top=Hello"))
    assert (first.status_code, first.content_type) == (200, "image/webp")
    picture = opened(first.data)
    assert picture.width == 640
    assert picture.height > 480
    assert near(picture.getpixel((2, 2)), PAPERS["plaster"][0])
    from micronet.shelf import views

    monkeypatch.setattr(views, "captioned", None)
    again = ben.get(world.path("/shelf/tin/preview?top=Hello"))
    assert again.data == first.data
    tag = {"If-None-Match": first.headers["ETag"]}
    assert ben.get(world.path("/shelf/tin/preview?top=Hello"), headers=tag).status_code == 304


def test_a_preview_tells_a_script_what_is_wrong(world: World) -> None:
    asked = world.path("/shelf/tin/preview?top=" + "x" * 121)
    answer = world.as_(world.ben).get(asked, headers={"Accept": "application/json"})
    assert answer.status_code == 422
    assert "longer than fits" in answer.json["say"]


def test_more_previews_in_a_minute_than_anyone_needs_are_put_off(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    from micronet.shelf import views

    monkeypatch.setattr(views, "PREVIEWS", 1)
    ben = world.as_(world.ben)
    assert ben.get(world.path("/shelf/tin/preview?top=One")).status_code == 200
    assert ben.get(world.path("/shelf/tin/preview?top=Two")).status_code == 429


def test_without_a_script_the_page_itself_shows_the_words(world: World) -> None:
    page = world.as_(world.ben).get(world.path("/shelf/call?top=Hello+%26+good+night&bottom=")).text
    assert 'formmethod="get"' in page
    assert 'value="Hello &amp; good night"' in page
    assert f'src="{world.path("/shelf/call/preview")}?top=Hello+%26+good+night' in page.replace("%20", "+")


def test_the_form_works_as_a_block(world: World) -> None:
    block = world.as_(world.ben).post(world.path("/shelf/tin"), data={"top": "x" * 121}, headers=PARTIAL)
    assert block.status_code == 422
    assert block.text.lstrip().startswith("<caption-maker")
    assert "<html" not in block.text
    sent = world.as_(world.ben).post(world.path("/shelf/tin"), data={"fresh": new_id()}, headers=PARTIAL)
    assert (sent.status_code, sent.headers["HX-Redirect"]) == (204, world.path())


def test_cleo_finds_no_shelf_here(world: World) -> None:
    cleo = world.as_(world.cleo)
    for address in ("/shelf", "/shelf/tin", "/shelf/tin/preview"):
        assert cleo.get(world.path(address)).status_code == 404
    assert cleo.post(world.path("/shelf/tin"), data={"fresh": new_id()}).status_code == 404


def test_the_papers_are_those_of_the_style_sheet() -> None:
    sheet = (ROOT / "css/paints.css").read_text()
    for paint, (paper, ink) in PAPERS.items():
        rule = re.search(rf'data-paint="{paint}"\][^}}]*--wall-l: ({paper});[^}}]*--ink-l: ({ink});', sheet)
        assert rule, paint
