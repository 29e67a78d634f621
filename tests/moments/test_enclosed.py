"""Photos, films, voice notes and files with words: sent by a plain form or by a script, and shown under a moment."""

from __future__ import annotations

import io
import re

from micronet.activity.attached import Attachment
from micronet.activity.models import Moment
from micronet.base.db import db, writing
from micronet.base.ids import new_id
from micronet.moments.enclosed import in_words, lasting
from tests.media.sending import FILM, OGG, announce, lying, row, send, work
from tests.members.pictures import photo
from tests.moments.saying import article, at, board, share
from tests.world import PARTIAL, World
from torture import hostile


def sends(world: World, *files: bytes, words: str = "", **more: object) -> tuple[str, object]:
    """Ben's form as a browser without script sends it; gives the moment's id and the answer."""
    id = new_id()
    brought = [(io.BytesIO(data), f"{n}.jpg") for n, data in enumerate(files)]
    form = {"fresh": id, "words": words, "files": brought} | more
    return id, world.as_(world.ben).post(world.path("/moments"), data=form, content_type="multipart/form-data")


def enclosed(moment: str) -> list[Attachment]:
    db.session.rollback()
    return list(db.session.query(Attachment).filter_by(moment_id=moment).order_by(Attachment.place_in_order))


def kind(moment: str) -> str:
    return str(db.session.query(Moment.kind).filter_by(id=moment).scalar())


def test_a_photo_by_a_plain_form_is_there_once_however_often_it_is_sent(world: World) -> None:
    id, data = new_id(), photo(size=(1000, 500))
    for _again in range(2):
        form = {"fresh": id, "words": "Snow.", "files": [(io.BytesIO(data), "snow.jpg")]}
        answer = world.as_(world.ben).post(world.path("/moments"), data=form, content_type="multipart/form-data")
        assert answer.status_code == 303
    assert "Being made ready" in article(world, world.ada, id)
    work()
    shown = article(world, world.ada, id)
    assert len(enclosed(id)) == 1
    assert "Being made ready" not in shown
    assert re.search(r'srcset="\S+/480 480w, \S+/960 960w, \S+/1000 1000w"', shown)
    assert 'alt="Photo 1"' in shown
    assert "data:image/webp;base64," in shown


def test_photos_alone_need_no_words_and_an_empty_form_does(world: World) -> None:
    id, answer = sends(world, photo(), photo())
    assert (answer.status_code, kind(id), len(enclosed(id))) == (303, "photos", 2)
    _id, answer = sends(world)
    assert (answer.status_code, "Say something first" in answer.text) == (422, True)


def test_what_a_script_sent_comes_along_by_its_id_with_the_words_about_it(world: World) -> None:
    ben, id = world.as_(world.ben), new_id()
    one, two = send(ben, world, photo())["id"], send(ben, world, OGG, "voice", seconds="80")["id"]
    said = {f"alt-{one}": "Ada under the plum tree", f"place-{one}": "At home"}
    answer = ben.post(world.path("/moments"), data={"fresh": id, "enclosed": [one, two], **said})
    assert answer.status_code == 303
    work()
    shown = article(world, world.ada, id)
    assert 'alt="Ada under the plum tree"' in shown
    assert "At home" in shown
    assert "A voice note, 1 minute, 20 seconds" in shown
    assert kind(id) == "note"


def test_a_voice_note_alone_is_a_voice_note(world: World) -> None:
    ben, id = world.as_(world.ben), new_id()
    ben.post(world.path("/moments"), data={"fresh": id, "enclosed": send(ben, world, OGG, "voice")["id"]})
    assert kind(id) == "voice"
    assert '<audio controls preload="none"' in article(world, world.ada, id)


def test_a_film_and_a_file_have_their_own_frames(world: World) -> None:
    ben, id = world.as_(world.ben), new_id()
    ids = [send(ben, world, FILM, "video")["id"], send(ben, world, b"x" * 2500, "file", name="Rosi's list.txt")["id"]]
    ben.post(world.path("/moments"), data={"fresh": id, "words": "Both.", "enclosed": ids})
    shown = article(world, world.ada, id)
    assert '<video controls preload="none"' in shown
    assert "Rosi&#39;s list.txt" in shown
    assert "2 KB" in shown


def test_what_is_still_on_its_way_keeps_the_form_with_its_words_and_rows(world: World) -> None:
    ben = world.as_(world.ben)
    one, coming = send(ben, world, photo())["id"], announce(ben, world).json["id"]
    sent = {"fresh": new_id(), "words": "Half.", "enclosed": [one, coming], f"alt-{one}": "Half a cake"}
    answer = ben.post(world.path("/moments"), data=sent, headers=PARTIAL)
    assert answer.status_code == 422
    assert "Not everything has arrived yet" in answer.text
    assert f'value="{one}"' in answer.text
    assert "Half a cake" in answer.text
    assert "Half." not in board(world, world.ada)


def test_files_of_somebody_else_are_passed_over_and_alone_they_are_nothing(world: World) -> None:
    adas = send(world.as_(world.ada), world, photo())["id"]
    answer = world.as_(world.ben).post(world.path("/moments"), data={"fresh": new_id(), "enclosed": adas})
    assert (answer.status_code, "Say something first" in answer.text) == (422, True)
    assert row(adas).moment_id is None


def test_a_page_named_as_a_photo_is_refused_with_a_sentence_and_leaves_nothing(world: World) -> None:
    _id, answer = sends(world, b"\xff\xd8\xff" + b"-" * 40, b"", words="Look.")
    assert answer.status_code == 422
    assert "That file is empty" in answer.text
    assert "Look." in answer.text


def test_a_photo_that_cannot_be_opened_is_told_to_its_author_alone(world: World) -> None:
    id, _answer = sends(world, hostile.bomb(), words="Look.")
    work()
    assert "larger than we can open" in article(world, world.ben, id)
    assert "larger than we can open" not in article(world, world.ada, id)


def test_the_fifth_photo_and_those_after_it_are_folded_away(world: World) -> None:
    id, _answer = sends(world, *[photo()] * 6)
    work()
    shown = article(world, world.ada, id)
    assert shown.count('<figure class="photo">') == 6
    assert "and 2 more" in shown.split('class="photos-more"')[1]


def test_each_photo_has_a_page_with_the_way_to_the_next(world: World) -> None:
    id, _answer = sends(world, photo(), photo())
    work()
    ada = world.as_(world.ada)
    first, second = ada.get(at(world, id, "/photos/1")), ada.get(at(world, id, "/photos/2"))
    assert ('rel="next" href="2"' in first.text, 'rel="prev"' in first.text) == (True, False)
    assert ('rel="next"' in second.text, 'rel="prev" href="1"' in second.text) == (False, True)
    for number in (0, 3):
        assert ada.get(at(world, id, f"/photos/{number}")).status_code == 404
    assert world.as_(world.cleo).get(at(world, id, "/photos/1")).status_code == 404


def test_one_photo_may_be_kept_on_the_shelf_unless_it_is_not_for_all_or_goes_again(world: World) -> None:
    kept, _answer = sends(world, photo())
    short, _answer = sends(world, photo(), lasts="1")
    work()
    assert "Keep on the shelf" in article(world, world.ada, kept)
    assert "Keep on the shelf" not in article(world, world.ada, short)
    assert "Keep on the shelf" not in world.as_(world.ada).get(at(world, short, "/photos/1")).text


def test_a_reply_may_carry_one_photo(world: World) -> None:
    id = share(world, world.ada)
    form = {"fresh": new_id(), "words": "", "files": [(io.BytesIO(photo()), "a.jpg"), (io.BytesIO(photo()), "b.jpg")]}
    answer = world.as_(world.ben).post(at(world, id, "/replies"), data=form, content_type="multipart/form-data")
    assert answer.status_code == 303
    work()
    shown = article(world, world.ada, id)
    assert shown.split('class="reply-holds"')[1].count('<figure class="photo">') == 1
    assert len(enclosed(id)) == 1


def test_files_go_to_one_circle_alone(world: World) -> None:
    with writing():
        club = world.circle("Book Club", kind="friends", cap=20)
        world.join(world.ben, club)
    both = [world.family.id, club.id]
    _id, answer = sends(world, photo(), words="Both.", circles=both, which="1")
    assert (answer.status_code, "Photos and files go to Family alone" in answer.text) == (422, True)


def test_the_files_of_what_is_deleted_for_good_are_gone(world: World) -> None:
    from micronet.moments.purge import purge

    id, _answer = sends(world, photo())
    work()
    before = len(lying(world))
    with writing():
        moment = db.session.query(Moment).filter_by(id=id).one()
        moment.ends_at = moment.created_at
    with writing():
        purge()
    assert before
    assert lying(world) == []


def test_sizes_and_lengths_are_said_in_words(world: World) -> None:
    with world.app.test_request_context():
        assert (in_words(1), in_words(2500), in_words(2_440_000)) == ("1 KB", "2 KB", "2.4 MB")
        assert (lasting(0.2), lasting(60)) == ("1 second", "1 minute")
