"""Writes that must not be: by those outside, by those whose role or hand it is not, with ids of other circles."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from micronet.base.ids import new_id
from torture.canary_browser import Browser
from torture.canary_model import HOSTS, INVITES, LOOKS, Circle, Member, Said
from torture.canary_reads import Ask, gate

if TYPE_CHECKING:
    from torture.canary_walk import Walk

NO = frozenset({403, 404, 422})
"""How someone inside is refused."""
Right = Callable[[Member], bool]


def forged(walk: Walk, browser: Browser, circle: Circle) -> Ask:
    """A write that nobody may let through; what it says must never be seen."""
    rng, model = walk.rng, walk.model
    near = circle if rng.random() < 0.6 else rng.choice(model.circles)
    suffix, right, fresh = rng.choice(_ways(walk, near, circle))
    me = model.standing(browser.person, circle)
    if me is not None and right(me):  # it would be theirs to do: asked of a circle that is not
        others = [one for one in model.circles if model.standing(browser.person, one) is None]
        circle = rng.choice(others) if others else circle
        me = model.standing(browser.person, circle)
        if me is not None:
            suffix, fresh = f"/moments/{new_id()}/remove", False
    status = gate(model, browser, me, lambda _me: 403, fresh=fresh)
    status = NO if status == {403} else status
    word = walk.canary("Forged")
    form = {"words": word, "text": word, "nickname": word, "name": word, "rule_1": word, "for_name": word,
            "fresh": new_id(), "feeling": "love", "kind": "note", "paint": "sage", "role": "co_host", "sure": "yes",
            "emoji": "", "clears": "4h"}  # fmt: skip
    return Ask(f"/circles/{circle.id}{suffix}", status, method="POST", form=form, circle=circle)


def _ways(walk: Walk, near: Circle, circle: Circle) -> list[tuple[str, Right, bool]]:
    """(address, whose right it is, whether a key must have been used) of every write."""
    who = walk.rng.choice(near.members).id
    ways: list[tuple[str, Right, bool]] = [
        ("/moments", lambda me: me.role in LOOKS, False),
        ("/letters", lambda me: me.role in LOOKS, False),
        ("/status", lambda me: me.role in LOOKS, False),
        ("/status/remove", lambda _me: True, False),
        ("/me", lambda _me: True, False),
        ("/me/photo/remove", lambda _me: True, False),
        ("/reading", lambda _me: True, False),
        ("/leave", lambda _me: True, True),
        ("/invites", lambda me: me.role in INVITES, False),
        ("/picture", lambda me: me.role in HOSTS, False),
        (f"/settings/{walk.rng.choice(('name', 'rules'))}", lambda me: me.role in HOSTS, False),
        (f"/members/{who}/waves", lambda me: me.role in LOOKS and near is circle, False),
        (f"/members/{who}/role", lambda me: me.role == "host" and near is circle, False),
        (f"/members/{who}/host", lambda me: me.role == "host" and near is circle, True),
        (f"/members/{who}/removal", lambda me: me.role in HOSTS and near is circle, True),
        (f"/members/{who}/code", lambda me: me.role in HOSTS and near is circle, True),
    ]
    if near.invites:
        card = walk.rng.choice(near.invites)
        for rest in ("revoke", "again"):
            mine = lambda me: near is circle and (me.role in HOSTS or (me.role in INVITES and card.by is me))  # noqa: E731
            ways.append((f"/invites/{card.id}/{rest}", mine, False))
    for post in near.post[-2:]:
        ways.append((f"/letters/{post.id}", lambda me, post=post: near is circle and me in post.members, False))
        for rest in ("edit", "remove", "restore"):
            at, by = f"/letters/{post.id}/{post.letters[-1].id}/{rest}", post.letters[-1].by
            ways.append((at, lambda me, by=by: near is circle and me is by, False))
    for said in near.moments[-1:] + ([walk.late(near)] if near.moments else []):
        ways += _about(said, near is circle)
    return ways


def _about(said: Said, here: bool) -> list[tuple[str, Right, bool]]:
    """The writes under a moment, and under a reply of it."""
    path, there = f"/moments/{said.id}", lambda me: here and said.there_for(me)
    ways: list[tuple[str, Right, bool]] = [
        (f"{path}/edit", lambda me: there(me) and said.by is me, False),
        (f"{path}/remove", lambda me: there(me) and (said.by is me or me.role in HOSTS), False),
        (f"{path}/restore", lambda me: here and _may_restore(said, me), False),
        (f"{path}/reactions", lambda me: there(me) and me.role in LOOKS and said.by is not me, False),
        (f"{path}/replies", lambda me: there(me) and me.role in LOOKS, False),
        (f"{path}/open", lambda me: there(me) and said.by is me, False),
        (f"{path}/pin", lambda me: there(me) and me.role in INVITES, False),
        (f"{path}/unpin", lambda me: there(me) and me.role in INVITES, False),
    ]
    for one in said.replies[-2:]:
        under, is_there = f"{path}/replies/{one.id}", lambda me, one=one: here and one.there_for(me)
        ways += [
            (f"{under}/edit", lambda me, one=one, yes=is_there: yes(me) and one.by is me, False),
            (
                f"{under}/remove",
                lambda me, one=one, yes=is_there: yes(me) and (one.by is me or me.role in HOSTS),
                False,
            ),
            (f"{under}/restore", lambda me, one=one: here and _may_restore(one, me), False),
        ]
    return ways


def _may_restore(said: Said, me: Member) -> bool:
    return said.by is me if said.removed_at is None else said.removed_by is me
