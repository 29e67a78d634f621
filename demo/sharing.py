"""A moment of the sample family as it is told: a poll, a picture with words on it, words with what goes with them."""

from __future__ import annotations

from flask import current_app

from demo import photos, polls
from demo.told import FILES, Told
from micronet.activity import arriving, enclosing
from micronet.activity.models import Moment
from micronet.base import clock
from micronet.base.ids import new_id
from micronet.circles.models import Membership
from micronet.circles.serving import storage
from micronet.moments import actions, top
from micronet.shelf import actions as shelf
from micronet.shelf.captions import TINY, WIDTHS, Words, captioned, spoken
from micronet.shelf.queries import of_scene
from micronet.shelf.scenes import BY_KEY

TYPES = {".webm": "audio/webm", ".txt": "application/octet-stream"}


def share(by: Membership, story: Told) -> Moment:
    """Share now what is told, with its photos, its file and its place on top."""
    moment = _moment(by, story)
    if story.photos:
        photos.send(by, moment, story.photos)
    if story.file:
        _enclose(by, moment, *story.file)
    if story.pinned:
        top.pin(moment, by)
    return moment


def _moment(by: Membership, story: Told) -> Moment:
    id = new_id(int(clock.now().timestamp() * 1000))
    if story.poll:
        return polls.ask(by, id, story, story.poll)
    if story.drawing:
        return _drawn(by, id, *story.drawing)
    return actions.share(by, id=id, kind=story.kind, text=story.text, advice=story.advice)


def _drawn(by: Membership, id: str, scene: str, above: str, below: str) -> Moment:
    """A picture of the shelf with words on it."""
    words = Words(above, below)
    with current_app.test_request_context():  # what is in it is said in a language, and that is a visitor's
        alt = spoken(of_scene(BY_KEY[scene]).alt, words)
    sizes = captioned(BY_KEY[scene].file.read_bytes(), words, by.circle.paint, (TINY, *WIDTHS))
    return shelf.send(by, shelf.Finished(scene, alt, sizes), storage(), id=id)


def _enclose(by: Membership, moment: Moment, what: str, name: str, seconds: float) -> None:
    """A voice note or a document; it is looked at as any file is that comes in."""
    path, id, file_id = FILES / name, new_id(int(clock.now().timestamp() * 1000)), new_id()
    found = arriving.announce(by, id=id, what=what, size=path.stat().st_size, name=name, seconds=seconds)
    storage().put_file(by.circle_id, file_id, path)
    arriving.finish(found, arriving.Looked("", TYPES[path.suffix], seconds, file_id))
    enclosing.attach(by, [id], moment=moment)
