"""The things that the table asks for: one that is there, one that is gone, and one of another circle, of each sort."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select, update

from micronet.activity.attached import Attachment, LinkPreview, Rendition
from micronet.activity.letters import Correspondent, Letter, Thread
from micronet.activity.models import Moment, Reply
from micronet.activity.polls import PollOption
from micronet.base import clock
from micronet.base.db import db
from micronet.base.ids import new_id
from micronet.circles import invites, pictures
from micronet.circles.models import Membership
from micronet.members import reporting
from micronet.members.models import Report
from micronet.memories import actions as memories
from micronet.memories.models import Album, NotThis
from micronet.moments import actions, polling, talk
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
        bens, cleos = self._ask(here), self._share(there)
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
        under = ((bens, here), (lost, here), (cleos, there))
        photos = [self._photo(one, by) for one, by in under]
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
            "photo_id": photos,
            "picture": kept,
            "shelf_id": kept,
            "circle_id": (self.family, self.family, self.family),
            "moment_id": (bens, lost, cleos),
            "reply_id": (self._reply(bens, here), back, self._reply(cleos, there)),
            **self._post(here, there),
            "member_id": (self.tess, self.out, there),
            "invite_id": cards,
            "picture_id": hung,
            "report_id": self._reports(),
        }
        return {name: dict(zip(STATES, (one.id for one in three), strict=False)) for name, three in made.items()}

    def _post(self, here: Any, there: Any) -> dict[str, Any]:
        """Ben's letters to Tess, with one he took back; a thread that is gone; one of Cleo's."""
        threads = [Thread(circle_id=one.circle_id) for one in (here, here, there)]
        db.session.add_all(threads)
        db.session.flush()
        for thread, member in zip((threads[0], *threads), (self.tess, here, here, there), strict=True):
            on = {"circle_id": thread.circle_id, "thread_id": thread.id}
            db.session.add(Correspondent(member_id=member.id, looked_at=clock.now(), **on))
        letters = [
            Letter(circle_id=by.circle_id, thread_id=thread.id, author_id=by.id, text="Dear.", removed_at=at)
            for by, thread, at in (
                (here, threads[0], None),
                (here, threads[0], clock.ago(hours=1)),
                (there, threads[2], None),
            )
        ]
        db.session.add_all(letters)
        db.session.flush()
        db.session.delete(threads[1])
        db.session.flush()
        return {"thread_id": threads, "letter_id": letters}

    def _reports(self) -> list[Report]:
        """What Ben asked about Tess, what was settled of it, and what was asked elsewhere."""
        whom = [(self.ben_here, self.tess)] * 2 + [(self.cleo_there, self.cleo_there)]
        made = [reporting.report(by, of, reporting.Subject(), id=new_id(), words="Please look.") for by, of in whom]
        reporting.settle(made[1], self.ada_here)
        db.session.flush()
        return made

    def _share(self, by: Any) -> Moment:
        """A moment with a link, and a picture behind it."""
        return self._behind(actions.share(by, id=new_id(), kind="note", text="Kettle on."))

    def _ask(self, by: Any) -> Moment:
        """A poll; `option` is one of its answers."""
        said = {"question": "Which tea?", "many": False, "secret": False, "ends_at": clock.ahead(days=1)}
        made = polling.ask(by, id=new_id(), options=["Black", "Green"], **said)
        self.option = db.session.scalars(select(PollOption.id).where(PollOption.moment_id == made.id)).first() or ""
        return self._behind(made)

    def _behind(self, moment: Moment) -> Moment:
        """A picture behind a link."""
        file = new_id()
        self.app.extensions["storage"].put(moment.circle_id, file, b"-")
        on = {"circle_id": moment.circle_id, "moment_id": moment.id, "url": "http://kettle.example/"}
        db.session.add(LinkPreview(**on, state="ready", picture_id=file))
        db.session.flush()
        return moment

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
