"""The second wall within a circle: what is not meant for Ben is not there for him, whatever a developer forgets."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import delete, true

from micronet.activity.attached import Attachment, LinkPreview, Rendition
from micronet.activity.letters import Correspondent, Letter, Thread
from micronet.activity.models import Moment, Onlooker, Pin, Reaction, Reply
from micronet.activity.polls import Poll, PollOption, Vote
from micronet.base import clock
from micronet.base.db import writing
from micronet.circles import access
from micronet.memories.models import NotThis
from tests.base.foreign import WAYS, Full, names, seen_by
from tests.database import POSTGRES


@pytest.fixture
def full(app: Any) -> Full:
    return Full(app).fill()


def not_for_ben(full: Full) -> None:
    """Four moments of Ada's that Ben is not to see, each with all that may hang under one."""
    here, ada, ben = full.family.id, full.ada_here.id, full.ben_here.id
    hidden: list[dict[str, Any]] = [
        {"seen_by": "some"},
        {"seen_by": "all_but", "hidden_until": clock.ahead(days=1)},
        {"removed_at": clock.now()},
        {"ends_at": clock.ago(minutes=1)},
    ]
    with writing() as session:
        session.execute(delete(Attachment))  # one lies on the shelf, for everyone
        session.execute(delete(Moment))
        for traits in hidden:
            moment = Moment(circle_id=here, author_id=ada, text="canary", **traits)
            session.add(moment)
            session.flush()
            on = {"circle_id": here, "moment_id": moment.id}
            photo, option = Attachment(**on, author_id=ada, what="photo"), PollOption(**on, place_in_order=0, text="a")
            session.add_all([photo, option])
            session.flush()
            session.add_all([Reply(**on, author_id=ada, text="canary"), Reaction(**on, author_id=ada, feeling="love")])
            session.add_all([Pin(**on, by_id=ada), Poll(**on, ends_at=clock.ahead(days=1)), LinkPreview(**on, url="a")])
            session.add(Vote(**on, option_id=option.id, voter_id=ada))
            session.add(Rendition(circle_id=here, attachment_id=photo.id, role="size", media_type="a", size=1))
            if "hidden_until" in traits:
                session.add(Onlooker(**on, member_id=ben))


MADE_OF = (Onlooker, Correspondent)
"""What the rules themselves are made of: on PostgreSQL these are behind the circle's wall alone."""
HANGING = (Moment, Reply, Reaction, Pin, Poll, PollOption, Vote, LinkPreview, Attachment, Rendition, Onlooker)
ADAS_ALONE = (Thread, Letter, Correspondent, NotThis)
NOT_BENS = tuple(one for one in (*HANGING, *ADAS_ALONE) if not (POSTGRES and one in MADE_OF))


@pytest.mark.parametrize("way", sorted(set(WAYS) - {"raw cursor"}))
def test_no_way_of_asking_gives_ben_what_is_not_meant_for_him(full: Full, way: str) -> None:
    not_for_ben(full)
    with seen_by(full, full.ben):
        assert {names(model): WAYS[way](model) for model in NOT_BENS} == dict.fromkeys(map(names, NOT_BENS), 0)
    with seen_by(full, full.ada):
        assert all(WAYS[way](model) for model in NOT_BENS)


def test_with_the_first_wall_forgetting_whom_a_moment_is_for_ben_still_finds_nothing(
    full: Full, monkeypatch: pytest.MonkeyPatch
) -> None:
    not_for_ben(full)
    for model in HANGING:
        monkeypatch.setattr(model, "audience", classmethod(lambda cls, person: true()))
    with seen_by(full, full.ben) as session:
        for model in set(HANGING) & set(NOT_BENS):
            assert session.scalars(access.visible(model, to=full.ben)).all() == [], names(model)
