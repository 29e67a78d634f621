"""What the form of the search page holds, as it was sent, and what it may be narrowed to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flask import request
from flask_babel import gettext as _

from micronet.base import clock
from micronet.base.dates import day_end, local_day
from micronet.base.errors import Invalid, NotFound
from micronet.base.search import LAST, Wanted, number_at, wanted
from micronet.base.text import clean
from micronet.circles.faces import Face, face
from micronet.circles.inside import ever_inside
from micronet.circles.models import Membership
from micronet.home.finding import Asked
from micronet.people.guards import me
from micronet.web.sought import Sought

LENGTH = 100


@dataclass
class Form:
    """The fields, what there is to choose from, and what is wrong with what was sent, if anything."""

    mine: list[Membership]
    words: str = ""
    circle: Membership | None = None
    who: str = ""
    kind: str = ""
    year: str = ""
    before: str = ""
    people: dict[str, Face] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    is_short: bool = False
    wrong: str = ""
    status: int = 200

    @property
    def asked(self) -> Wanted:
        """What the words ask for."""
        return wanted(self.words)

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but words is asked for."""
        return bool(self.circle or self.who or self.kind or self.year)

    @property
    def years(self) -> list[int]:
        """The years in which something can have been said, the latest first."""
        this = local_day(clock.now(), me().zone).year
        first = min((local_day(one.circle.created_at, me().zone).year for one in self.mine), default=this)
        return list(range(this, min(first, this) - 1, -1))

    def refuse(self, why: str, status: int = 422) -> None:
        """Say what to do instead."""
        self.wrong, self.status = why, status

    def question(self) -> Asked | None:
        """What is to be looked for; None while too little is asked for."""
        labels = tuple(label for label in (self.who, self.kind) if label)
        self.is_short = bool(self.words) and self.asked.is_short
        if self.is_short or not self.mine or not (self.words or labels):
            return None
        circles = [self.circle] if self.circle else self.mine
        since, before = self._span()
        return Asked(self.asked, tuple(one.circle_id for one in circles), labels, since, before)

    def _span(self) -> tuple[int, int]:
        """The numbers of the year as days go where I am, as far as this page goes back."""
        since, before = 0, LAST
        if self.year:
            since, before = (_begins(int(self.year) + more) for more in (0, 1))
        told = int(self.before) if self.before.isascii() and self.before.isdigit() and len(self.before) < 20 else LAST
        return since, min(before, told)

    def values(self) -> dict[str, Any]:
        """The fields that hold something, for an address."""
        circle = self.circle.circle_id if self.circle else ""
        named = {"words": self.words, "circle": circle, "who": self.who, "kind": self.kind, "year": self.year}
        return {name: value for name, value in named.items() if value}


def read(mine: list[Membership], sought: Iterable[Sought]) -> Form:
    """The form as it was sent. Raises NotFound for a circle that is none of mine."""
    sent = request.args
    form = Form(mine, sent.get("words", ""), kind=sent.get("kind", ""), year=sent.get("year", ""))
    form.before = sent.get("before", "")
    form.kinds = {label: words for one in sought for label, words in one.kinds().items()}
    if chosen := sent.get("circle"):
        form.circle = next((one for one in mine if one.circle_id == chosen), None)
        if form.circle is None:
            raise NotFound
        form.people = {id: face(one) for id, one in ever_inside(chosen).items()}
        form.who = sent.get("who", "") if sent.get("who") in form.people else ""
    try:
        form.words = clean(form.words, LENGTH)
    except Invalid as problem:
        form.refuse(problem.message)
    if (form.kind and form.kind not in form.kinds) or (form.year and form.year not in map(str, form.years)):
        form.refuse(_("Choose one of the answers shown."))
    return form


def _begins(year: int) -> int:
    """The number with which a year begins where I am."""
    return number_at(day_end(date(year - 1, 12, 31), me().zone))
