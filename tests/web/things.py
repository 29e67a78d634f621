"""The things that the table asks for: one that is there, one that is gone, and one of another circle, of each sort."""

from __future__ import annotations

from typing import Any

from sqlalchemy import update

from micronet.activity.attached import Attachment, LinkPreview, Rendition
from micronet.activity.models import Moment, Reply
from micronet.base import clock
from micronet.base.db import db
from micronet.base.ids import new_id
from micronet.circles import invites, pictures
from micronet.circles.models import Membership
from micronet.memories import actions as memories
from micronet.memories.models import Album, NotThis
from micronet.moments import actions, talk
from micronet.shelf import actions as shelf
from micronet.shelf.models import ShelfPicture
from tests.world import World

DOT = bytes.fromhex(
    "524946463800000057454250565038202c000000f001009d012a0400030001402625a00274ba01f800044c0000feefbd57fe"
    "376e30df82eff7de80de06000000"
)
"""A WebP, as small as they come."""
STATES = {
    "there": "as one wants it",
    "gone": "taken back, revoked, left; for a card: none in hand",
    "foreign": "a thing of another circle (or person) asked for in mine",
    "mixed": "my thing asked for in another circle",
    "closed": "in a circle that is no more",
    "garbage": "an id that never was",
    "unproved": "as one wants it, but the key was not used lately",
}


class Things(World):
    """The world with something of every sort in it. `out` has left the circle, `tess` is inside."""

    out: Membership
    tess: Membership

    def _things(self) -> dict[str, dict[str, str]]:
        """The id of each argument of an address, by the state it is asked for in."""
        here, there = self.ben_here, self.cleo_there
        bens, cleos = (self._share(one) for one in (here, there))
        lost, back = self._share(here), self._reply(bens, here)
        actions.remove(lost, here)
        talk.remove_reply(back, here)
        cards = [self._card(one) for one in (here, here, there)]
        invites.revoke(cards[1], by=here)
        lost.removed_at = back.removed_at = clock.ago(hours=1)
        hung = [pictures.hang(self.app.extensions["storage"], one.circle_id, b"-") for one in (here, here, there)]
        self.tess.photo_id = hung[0].id
        db.session.flush()
        pictures.take_down(here.circle_id, hung[1].id)
        voices = [self._voice(one, by) for one, by in ((bens, here), (lost, here), (cleos, there))]
        kept = [self._keep(one, by) for one, by in ((bens, here), (bens, here), (cleos, there))]
        db.session.execute(update(Attachment).where(Attachment.id == kept[1].attachment_id).values(shelved=False))
        albums = [self._album(one) for one in (here, here, there)]
        albums[1].removed_at = clock.ago(hours=1)
        spared = [self._spared(one, under) for one, under in ((here, bens), (here, lost), (there, cleos))]
        db.session.delete(spared[1])
        made = {
            "album_id": albums,
            "not_this_id": spared,
            "attachment_id": voices,
            "picture": kept,
            "shelf_id": kept,
            "circle_id": (self.family, self.family, self.family),
            "moment_id": (bens, lost, cleos),
            "reply_id": (self._reply(bens, here), back, self._reply(cleos, there)),
            "member_id": (self.tess, self.out, there),
            "invite_id": cards,
            "picture_id": hung,
        }
        return {name: dict(zip(STATES, (one.id for one in three), strict=False)) for name, three in made.items()}

    def _share(self, by: Any) -> Moment:
        """A moment with a link, and a picture behind it."""
        made = actions.share(by, id=new_id(), kind="note", text="Kettle on: http://kettle.example/")
        file = new_id()
        self.app.extensions["storage"].put(by.circle_id, file, b"-")
        rows = update(LinkPreview).where(LinkPreview.moment_id == made.id)
        db.session.execute(rows.values(state="ready", picture_id=file))
        return made

    def _reply(self, under: Moment, by: Any) -> Reply:
        return talk.reply(under, by, id=new_id(), text="Which kettle?")

    def _voice(self, under: Moment, by: Any) -> Attachment:
        """A voice note that is with a moment."""
        made = Attachment(circle_id=by.circle_id, id=new_id(), author_id=by.id, moment_id=under.id, what="voice")
        made.state, made.size = "ready", 1
        file = Rendition(circle_id=by.circle_id, id=new_id(), attachment_id=made.id, role="whole", size=1)
        file.media_type = "audio/ogg"
        self.app.extensions["storage"].put(by.circle_id, file.id, b"-")
        db.session.add(made)
        db.session.flush()
        db.session.add(file)
        db.session.flush()
        return made

    def _photo(self, under: Moment, by: Any) -> Attachment:
        """A photo that is with a moment, in one size."""
        one = Attachment(circle_id=by.circle_id, id=new_id(), author_id=by.id, moment_id=under.id, what="photo")
        one.state = "ready"
        db.session.add(one)
        db.session.flush()
        size = Rendition(circle_id=by.circle_id, id=new_id(), attachment_id=one.id, role="size", width=480, height=360)
        size.media_type, size.size = "image/webp", len(DOT)
        self.app.extensions["storage"].put(by.circle_id, size.id, DOT)
        db.session.add(size)
        db.session.flush()
        return one

    def _keep(self, under: Moment, by: Any) -> ShelfPicture:
        return shelf.keep(self._photo(under, by), under, by, self.app.extensions["storage"])

    def _album(self, by: Any) -> Album:
        return memories.make(by, memories.Cover("Whitby"), id=new_id())

    def _spared(self, by: Any, moment: Moment) -> NotThis:
        made = NotThis(circle_id=by.circle_id, id=new_id(), member_id=by.id, sort="moment", what=moment.id)
        db.session.add(made)
        db.session.flush()
        return made

    def _card(self, by: Any) -> Any:
        made = invites.make(by, for_name="Ruth", role="member", pepper=self.app.config["SECRETS"].pepper)
        self.token = getattr(self, "token", made.token)
        return made.invite
