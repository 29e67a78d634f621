"""The form that asks everyone: the question, the answers to choose from, and until when."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import DateField, Field, RadioField, TextAreaField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from micronet.activity.polls import MOST
from micronet.base.dates import clears_at, local_day
from micronet.base.errors import Invalid
from micronet.moments.forms import Making
from micronet.moments.polling import QUESTION_LENGTH, answers
from micronet.web.forms import Cleaned

LATER = {"days": 3, "week": 7}
"""Days until the end, by the word for it."""


class Answers(Field):
    """Several lines of one name. `data` is what was typed, with empty ones up to the most there may be."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = [one for one in valuelist if isinstance(one, str)]

    def lines(self) -> list[str]:
        """What stands in each of the fields of a page."""
        typed = self.data or []
        return [*typed, *[""] * (MOST - len(typed))][:MOST]


class PollForm(Making):
    """A poll."""

    words = TextAreaField(
        _l("What would you like to ask?"), [Cleaned(QUESTION_LENGTH, 4, required=_l("Ask something first."))]
    )
    answers = Answers(_l("What can they answer?"))
    many = RadioField(
        _l("How many answers may each choose?"),
        choices=[SelectChoice("one", _l("One")), SelectChoice("many", _l("As many as fit"))],
        default="one",
    )
    names = RadioField(
        _l("Are names shown?"),
        choices=[SelectChoice("named", _l("Yes, with faces")), SelectChoice("secret", _l("No, it’s secret"))],
        default="named",
    )
    ends = RadioField(
        _l("Until when?"),
        choices=[
            SelectChoice("tonight", _l("Until tonight")),
            SelectChoice("days", _l("For three days")),
            SelectChoice("week", _l("For a week")),
            SelectChoice("date", _l("Until the end of a day")),
        ],
        default="days",
    )
    until = DateField(_l("Which day?"), [Optional()])

    def validate_answers(self, field: Answers) -> None:
        try:
            self.options = answers(field.data or [])
        except Invalid as problem:
            raise ValidationError(problem.message) from None

    def ends_at(self, now: datetime, zone: str) -> datetime:
        """When (UTC) it ends for someone in `zone`. Raises Invalid."""
        last: str | date = self.ends.data
        if self.ends.data in LATER:
            last = local_day(now, zone) + timedelta(days=LATER[self.ends.data])
        elif self.ends.data == "date":
            last = self.until.data or ""
        return clears_at(last, now, zone, field="until")
