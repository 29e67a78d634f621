"""What the sample family is, and that `data/` tells it rightly."""

from __future__ import annotations

import io
from collections import Counter
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from sqlalchemy import func, select

from demo import pictures, told
from demo.days import at, part
from demo.houses import inside
from demo.told import CIRCLES, PORTRAITS
from micronet.activity.models import Activity, Moment, Reply
from micronet.activity.polls import Poll, Vote
from micronet.base import clock
from micronet.base.db import db
from micronet.base.text import clean, is_one_emoji
from micronet.board.models import STATUS_LENGTH, Status, Wave
from micronet.circles.models import PAINTS, RULE_LENGTH, Circle, Membership
from micronet.circles.seats import seats
from micronet.moments.polling import answers
from micronet.moments.talk import fitting
from tests.demo.conftest import Demo

STORIES = [(circle, story) for circle in CIRCLES for story in told.moments(circle)]


def test_the_family_has_twelve_people_in_three_circles(demo: Demo) -> None:
    with inside(demo.app):
        here = demo.family.members["finches"]
        assert len(here) == 12
        hers = [circle for circle, inside in demo.family.members.items() if "hana" in inside]
        assert hers == ["finches", "door", "supper"]
        kinds = {circle.kind for circle in db.session.scalars(select(Circle))}
        assert kinds == {"family", "friends", "purpose"}
        assert len({one.zone for one in (demo.family.people[key] for key in here)}) >= 8
        assert Counter(one.role for one in here.values()) == {"host": 1, "co_host": 1, "supported": 1, "member": 9}
        assert all(one.photo_id for one in here.values())


def test_they_have_lived_here_for_sixty_days(demo: Demo) -> None:
    with inside(demo.app):
        first, last = db.session.execute(select(func.min(Moment.created_at), func.max(Moment.created_at))).one()
        assert timedelta(days=58) < clock.now() - first < timedelta(days=61)
        assert clock.now() - last < timedelta(days=1)
        days = {when.date() for when in db.session.scalars(select(Moment.created_at))}
        assert len(days) > 45
        kinds = Counter(db.session.scalars(select(Moment.kind)))
        assert set(kinds) >= {"note", "win", "setback", "question", "poll"}
        assert kinds["setback"] >= 12
        assert kinds["win"] >= 12
        assert db.session.scalar(select(func.count()).select_from(Status)) >= 8
        assert db.session.scalar(select(func.count()).select_from(Wave)) >= 5
        assert not db.session.scalar(select(func.count()).select_from(Moment).where(Moment.created_at > clock.now()))


def test_replies_come_after_what_they_answer(demo: Demo) -> None:
    with inside(demo.app):
        same = (Moment.circle_id == Reply.circle_id) & (Moment.id == Reply.moment_id)
        pairs = db.session.execute(select(Moment.created_at, Reply.created_at).join(Reply, same)).all()
        assert len(pairs) > 60
        assert all(moment < reply <= clock.now() for moment, reply in pairs)


def test_invitations_are_on_their_way_where_there_is_room(demo: Demo) -> None:
    with inside(demo.app):
        taken = {one.name: seats(one) for one in db.session.scalars(select(Circle))}
        assert taken["The Finches"].left == 0
        assert taken["Out the Door"].pending == taken["Tuesday Supper"].pending == 1


def test_nobody_is_in_a_circle_twice_and_the_stranger_knows_nobody(demo: Demo) -> None:
    with inside(demo.app):
        theirs = {one.person_id for one in demo.family.members["choir"].values()}
        others = set(db.session.scalars(select(Membership.person_id))) - theirs
        assert len(others) == 19
        assert not theirs & {
            one.person_id for c in ("finches", "door", "supper") for one in demo.family.members[c].values()
        }


def test_every_story_is_told_by_people_who_were_there() -> None:
    for circle, story in STORIES:
        row = told.circles()[circle]
        since = {one["who"]: one["day"] for one in row["members"]}
        assert since[story.by] >= story.day < row["day"], story
        for who, feeling in story.feel.items():
            assert who != story.by, story
            assert feeling in fitting(story.kind), story
            assert since[who] >= story.day, story
        for who, minutes, words in story.said:
            assert since[who] >= story.day, story
            assert minutes > 0, story
            assert words == clean(words, 2000, lines=40), story
        assert story.text == clean(story.text, 4000, lines=40)
        assert "'" not in story.text + "".join(words for _who, _minutes, words in story.said), story


def test_one_poll_is_open_and_a_secret_one_has_ended(demo: Demo) -> None:
    with inside(demo.app):
        polls = {one.secret: one for one in db.session.scalars(select(Poll))}
        assert len(polls) == db.session.scalar(select(func.count()).select_from(Poll)) == 2
        assert polls[False].ends_at > clock.now()
        assert polls[False].told_at is None
        assert polls[True].ends_at <= polls[True].told_at <= clock.now()
        secret = select(Activity.actor_id).where(Activity.verb == "poll.voted")
        assert None in set(db.session.scalars(secret.where(Activity.subject_id == polls[True].moment_id)))
        assert db.session.scalar(select(func.count()).select_from(Vote)) >= 10


def test_every_poll_is_answered_by_people_who_were_there() -> None:
    for circle, story in STORIES:
        assert (story.kind == "poll") is (story.poll is not None), story
        if story.poll is None:
            continue
        assert answers(story.poll.options) == list(story.poll.options), story
        inside_then = {one["who"] for one in told.circles()[circle]["members"] if one["day"] >= story.day}
        for who, minutes, place in story.poll.votes:
            assert who in inside_then, story
            assert 0 < minutes < 60 * 24 * story.poll.days, story
            assert 1 <= place <= len(story.poll.options), story


def test_what_stands_in_windows_and_rules_fits() -> None:
    for one in told.people().values():
        for emoji, text, minutes in one.lines.values():
            assert is_one_emoji(emoji)
            assert text == clean(text, STATUS_LENGTH)
            assert 0 < minutes < 240
    for row in told.circles().values():
        assert len(row["rules"]) <= 3
        assert all(len(rule) <= RULE_LENGTH for rule in row["rules"])
        assert {one["paint"] for one in row["members"]} | {row["paint"]} <= set(PAINTS)


def test_portraits_and_pictures_are_small_squares() -> None:
    faces = {one["who"] for row in told.circles().values() for one in row["members"] if one.get("photo")}
    found = {path.stem: path.read_bytes() for path in PORTRAITS.glob("*.webp")}
    assert faces <= set(found)
    for name, data in (found | {circle: pictures.picture(circle) for circle in CIRCLES}).items():
        assert Image.open(io.BytesIO(data)).size == (512, 512), name
        assert len(data) < 25_000, name


@given(st.datetimes(datetime(2024, 1, 1), datetime(2031, 1, 1), timezones=st.just(UTC)), st.sampled_from(STORIES))
def test_whenever_the_demo_starts_everything_has_happened(now: datetime, told_there: tuple[str, told.Told]) -> None:
    story = told_there[1]
    author = told.people()[story.by]
    when = at(story, author, now)
    assert timedelta(0) < now - when < timedelta(days=story.day + 2)
    assert part(author, now) in ("night", "morning", "afternoon", "evening")


def test_each_circle_was_written_down_in_the_order_it_happened(demo: Demo) -> None:
    with inside(demo.app):
        for circle in db.session.scalars(select(Circle)):
            acts = select(Activity.at).where(Activity.circle_id == circle.id).order_by(Activity.version)
            times = list(db.session.scalars(acts))
            assert len(times) > 20
            assert times == sorted(times)
