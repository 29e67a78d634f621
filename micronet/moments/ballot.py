"""A poll as it is shown: its answers with faces or counts, until when it is open, and the result in a sentence."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from babel import Locale
from babel.lists import format_list
from flask_babel import gettext as _
from markupsafe import Markup, escape

from micronet.activity.polled import OptionView, PollView
from micronet.base.dates import DAY_ENDS, clock_time, day_and_month, local_day, weekday
from micronet.base.zones import local
from micronet.circles.models import Membership
from micronet.circles.roles import can
from micronet.moments.polling import may_end

STEPS = 8
"""A bar is as long as so many parts of the longest one: nobody reads a number off it."""


@dataclass(frozen=True)
class Answer:
    """One option. `share` is the length of its bar in `STEPS`; `said` tells in words how many, where that is told."""

    id: str
    text: str
    mine: bool
    faces: tuple[Hashable, ...]
    share: int
    said: str


@dataclass(frozen=True)
class Ballot:
    """A poll for one reader, with all that shows of it: a kept piece may be known by it.

    `when` says until when it is open, `result` what came out, once it has ended.
    """

    many: bool
    secret: bool
    ended: bool
    when: str
    result: str
    answers: tuple[Answer, ...]
    answered: bool
    may_answer: bool
    may_end: bool


def ballot(
    poll: PollView | None,
    author_id: str,
    member: Membership,
    faces: Mapping[str, Hashable],
    now: datetime,
    zone: str,
    locale: Locale | str,
    hours: int = 0,
) -> Ballot | None:
    """The poll that `author_id` asked, as `member` sees it at `now` (UTC) by the clocks of `zone`; None without one."""
    if poll is None:
        return None
    most = max((one.votes for one in poll.options), default=0)
    return Ballot(
        many=poll.many,
        secret=poll.secret,
        ended=poll.ended,
        when="" if poll.ended else until_words(poll.ends_at, now, zone, locale, hours),
        result=result(poll, locale) if poll.ended else "",
        answers=tuple(_answer(one, poll, most, faces) for one in poll.options),
        answered=bool(poll.mine),
        may_answer=not poll.ended and can(member, "poll.vote"),
        may_end=not poll.ended and may_end(author_id, member),
    )


def _answer(one: OptionView, poll: PollView, most: int, faces: Mapping[str, Hashable]) -> Answer:
    shown = tuple(faces[who] for who in one.voters if who in faces)
    share = max(1, round(STEPS * one.votes / most)) if one.votes else 0
    return Answer(one.id, one.text, one.id in poll.mine, shown, share, _said(one) if poll.secret and poll.ended else "")


def _said(one: OptionView) -> str:
    if not one.votes:
        return _("Nobody said so")
    return _("One said so") if one.votes == 1 else _("%(many)s said so", many=one.votes)


def result(poll: PollView, locale: Locale | str) -> str:
    """What came out, in a sentence."""
    ahead = leading(poll)
    if not ahead:
        return _("Nobody answered this time.")
    if len(ahead) > 1:
        return _marked(_("%(answers)s came out even."), answers=[one.text for one in ahead], locale=locale)
    only = all(one is ahead[0] or not one.votes for one in poll.options)
    said = _("Everyone who answered said %(answers)s.") if only else _("Most said %(answers)s.")
    return _marked(said, answers=[ahead[0].text], locale=locale)


def leading(poll: PollView) -> list[OptionView]:
    """The options that were chosen most, in their order; none when nothing was chosen."""
    most = max((one.votes for one in poll.options), default=0)
    return [one for one in poll.options if most and one.votes == most]


def _marked(message: str, answers: list[str], locale: Locale | str) -> Markup:
    """The sentence with people's own words in it, each kept apart from the direction of ours."""
    words = [str(Markup("<bdi>{}</bdi>").format(one)) for one in answers]
    return escape(message) % {"answers": Markup(format_list(words, locale=locale))}  # noqa: S704 - escaped above


def until_words(ends_at: datetime, now: datetime, zone: str, locale: Locale | str, hours: int = 0) -> str:
    """Until when a poll is open: "Open until tonight.", "Open until Friday.", where the clocks differ with the time."""
    there, last = local(ends_at, zone), local_day(ends_at - timedelta(seconds=1), zone)
    days = (last - local_day(now, zone)).days
    whole = there.time().replace(second=0, microsecond=0) == DAY_ENDS
    if whole and days <= 1:
        return _("Open until tonight.") if days <= 0 else _("Open until tomorrow night.")
    time, today = clock_time(there, locale, hours), local_day(now, zone)
    day = weekday(last, locale) if days < 7 else day_and_month(last, locale, today)
    if whole:
        return _("Open until %(when)s.", when=day)
    return _("Open until %(when)s.", when=time if days <= 0 else _("%(day)s, %(time)s", day=day, time=time))
