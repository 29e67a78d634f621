"""A house with a row of every walled table, and every way in which someone could ask for one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from flask import g
from sqlalchemy import column, exists, func, select, table, text, true
from sqlalchemy.orm import aliased

from micronet.activity.attached import Attachment, LinkPreview, Rendition
from micronet.activity.letters import Correspondent, Letter, Thread
from micronet.activity.models import Moment, Onlooker, Pin, Reaction, Reply
from micronet.activity.polls import Poll, PollOption, Vote
from micronet.activity.record import MOMENTS, record
from micronet.base import clock, walls
from micronet.base.db import Model, db, engine, writing
from micronet.board.models import Status, Wave
from micronet.circles.models import Invite, Picture
from micronet.circles.quiet import Block, Mute
from micronet.members.models import Report
from micronet.memories.models import Album, AlbumPhoto, NotThis
from micronet.people.models import Person
from micronet.shelf.models import ShelfPicture
from tests.world import World

WALLED = tuple(one.class_ for one in Model.registry.mappers if one.class_.data_class == "walled")


class Full(World):
    """The world with a row of every walled table in *Family*."""

    def fill(self) -> Full:
        here = self.family.id
        with writing() as session:
            self.moment = Moment(circle_id=here, author_id=self.ada_here.id, text="canary")
            session.add(self.moment)
            session.flush()
            under = {"circle_id": here, "moment_id": self.moment.id, "author_id": self.ben_here.id}
            session.add_all([Reply(**under, text="canary"), Reaction(**under, feeling="love")])
            session.add(
                Status(circle_id=here, author_id=self.ada_here.id, text="canary", clears_at=clock.ahead(days=1))
            )
            session.add(Wave(circle_id=here, from_id=self.ada_here.id, to_id=self.ben_here.id, on=clock.now().date()))
            session.add(Picture(circle_id=here, media_type="image/webp", size=1))
            hashes = {"token_hash": "canary", "words_hash": "canary"}
            session.add(Invite(circle_id=here, by_id=self.ada_here.id, ends_at=clock.ahead(days=1), **hashes))
            record("moment.shared", by=self.ada_here, circle_id=here, signal=MOMENTS, subject_id=self.moment.id)
            self._fill_in_full(session)
        return self

    def _fill_in_full(self, session: Any) -> None:
        """What may be enclosed with a moment, hang under it or lie beside it."""
        here, ada, ben = self.family.id, self.ada_here.id, self.ben_here.id
        on = {"circle_id": here, "moment_id": self.moment.id}
        photo, thread = Attachment(**on, author_id=ada, what="photo"), Thread(circle_id=here)
        option, album = (
            PollOption(**on, place_in_order=0, text="canary"),
            Album(circle_id=here, name="canary", by_id=ada),
        )
        kept = Attachment(circle_id=here, author_id=ada, what="photo", shelved=True)
        session.add_all([photo, kept, thread, option, album])
        session.flush()
        of = {"circle_id": here, "attachment_id": photo.id}
        session.add_all([Onlooker(**on, member_id=ben), Pin(**on, by_id=ada), Poll(**on, ends_at=clock.ahead(days=1))])
        session.add_all([Vote(**on, option_id=option.id, voter_id=ben), LinkPreview(**on, url="canary")])
        session.add(Rendition(**of, role="size", width=480, media_type="image/webp", size=1))
        session.add(ShelfPicture(circle_id=here, attachment_id=kept.id, kept_by_id=ada))
        session.add(AlbumPhoto(**of, album_id=album.id, by_id=ada))
        session.add(Correspondent(circle_id=here, thread_id=thread.id, member_id=ada))
        session.add(Letter(circle_id=here, thread_id=thread.id, author_id=ada, text="canary"))
        session.add(Mute(circle_id=here, by_id=ada, of_id=ben, ends_at=clock.ahead(days=1)))
        dora = self.join(self.person("Dora"), self.family)
        session.add(Block(circle_id=here, by_id=dora.id, of_id=ben))
        session.add(Report(circle_id=here, by_id=ada, about_id=ben, sort="person"))
        session.add(NotThis(circle_id=here, member_id=ada, sort="day", what="02-29"))


@contextmanager
def seen_by(world: World, person: Person | None) -> Iterator[Any]:
    """A unit of work of its own that reads as `person`."""
    with world.app.app_context():
        g.viewer = walls.NOBODY
        if person is not None:
            walls.act_as(person.id)
        yield db.session


def many(rows: Any) -> int:
    return len(db.session.execute(rows).all())


def names(model: Any) -> str:
    return str(model.__table__.name)


WAYS: dict[str, Callable[[Any], int]] = {
    "orm": lambda model: len(db.session.scalars(select(model)).all()),
    "core": lambda model: many(select(model.__table__)),
    "light table": lambda model: many(select(column("id")).select_from(table(names(model)))),
    "text": lambda model: many(text(f"select * from {names(model)}")),
    "text from statement": lambda model: len(
        db.session.scalars(select(model).from_statement(text(f"select * from {names(model)}"))).all()
    ),
    "count": lambda model: db.session.scalar(select(func.count()).select_from(model)) or 0,
    "alias": lambda model: many(select(aliased(model))),
    "subquery": lambda model: many(select(select(model.__table__).subquery())),
    "cte": lambda model: many(select(select(model.__table__).cte("all_of_them"))),
    "union": lambda model: many(select(model.__table__).union_all(select(model.__table__))),
    "exists": lambda model: int(db.session.scalar(select(exists().where(model.id.is_not(None)))) or 0),
    "scalar subquery": lambda model: int(
        db.session.scalar(select(select(func.max(model.id)).scalar_subquery())) is not None
    ),
    "outer join": lambda model: sum(
        row.id is not None
        for row in db.session.execute(select(Person.id.label("who"), model.id).outerjoin(model, true()))
    ),
    "connection": lambda model: len(db.session.connection().execute(select(model.__table__)).all()),
    "driver": lambda model: len(db.session.connection().exec_driver_sql(f"select * from {names(model)}").all()),
    "engine": lambda model: _through_engine(model),
    "raw cursor": lambda model: _through_cursor(model),
}


def _through_engine(model: Any) -> int:
    with engine(writing=False).connect() as connection:
        return len(connection.execute(text(f"select * from {names(model)}")).all())


def _through_cursor(model: Any) -> int:
    raw = engine(writing=False).raw_connection()
    try:
        cursor = raw.cursor()
        cursor.execute(f"select * from {names(model)}")
        return len(cursor.fetchall())
    finally:
        raw.close()
