"""Every form of this room. Nothing but the fields listed here is taken from a request."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import HiddenField, IntegerField, RadioField, SelectChoice, StringField, TextAreaField, ValidationError

from micronet.base.ids import new_id, read_id
from micronet.circles.models import KINDS, NAME_LENGTH, PAINTS, RULE_LENGTH, RULES
from micronet.circles.roles import GIVEN
from micronet.members import wording
from micronet.members.models import REPORT_LENGTH
from micronet.web.forms import Cleaned, Form

NUMBER = _l("Write a number, such as 8.")
CHOOSE = _l("Choose one of the answers shown.")


class OneOf:
    """A validator: the value is one of `words`, or is left as it was by sending nothing."""

    def __init__(self, words: tuple[str, ...]) -> None:
        self.words = words

    def __call__(self, form: Any, field: Any) -> None:
        if field.data not in self.words:
            raise ValidationError(str(CHOOSE))


class Radio(RadioField):
    """Radios that say in the house's voice that none of the answers was chosen; `missing` says it for one question."""

    missing = ""

    def offer(self, choices: Mapping[str, str]) -> None:
        """What there is to choose from: labels by value."""
        self.choices = [SelectChoice(value, label) for value, label in choices.items()]

    def pre_validate(self, form: Any) -> None:
        if self.data not in [choice.value for choice in self.choices or ()]:
            raise ValidationError(self.missing or str(CHOOSE))


class Whole(IntegerField):
    """A whole number, typed; anything else is said plainly and stays in the field. Nothing typed is None."""

    def process_formdata(self, valuelist: list[str]) -> None:
        typed = valuelist[0].strip() if valuelist else ""
        self.data = None
        if typed.isdecimal() and len(typed) < 6:
            self.data = int(typed)
        elif typed:
            raise ValueError(str(NUMBER))


def name_field() -> StringField:
    """A circle's name."""
    return StringField(
        _l("What is it called?"), [Cleaned(NAME_LENGTH, required=_l("Give it a name, such as The Finches."))]
    )


def paint_field() -> StringField:
    """One of the eight paints."""
    return StringField(_l("Colour"), [OneOf(PAINTS)], default=PAINTS[0])


def rule_field(label: str) -> StringField:
    """One line of rules."""
    return StringField(label, [Cleaned(RULE_LENGTH)])


def question_field() -> StringField:
    """A joining question."""
    return StringField(_l("What would you ask someone who joins?"), [Cleaned(RULE_LENGTH)])


class RulesPart(Form):
    """Up to three lines that everybody reads before they join."""

    rule_1 = rule_field(_l("First line"))
    rule_2 = rule_field(_l("Second line"))
    rule_3 = rule_field(_l("Third line"))

    @property
    def rules(self) -> str:
        """The lines that say something, joined."""
        typed = (self.rule_1.data, self.rule_2.data, self.rule_3.data)
        return "\n".join(line for line in typed if line)

    def show(self, rules: str) -> None:
        """Put a circle's rules into the fields."""
        lines = [*rules.split("\n"), "", "", ""][:RULES]
        self.rule_1.data, self.rule_2.data, self.rule_3.data = lines


class NewCircle(RulesPart):
    """A circle from nothing."""

    kind = Radio(_l("Who is it for?"), default=KINDS[0])
    name = name_field()
    paint = paint_field()
    photo = FileField(_l("A picture of the circle"))
    cap = Whole(_l("How many may come in?"))
    question = question_field()

    def allow(self, caps: dict[str, int]) -> None:
        """Offer the kinds, and hold the number to what the chosen one seats."""
        self.kind.offer(wording.kinds())
        self.caps = caps

    def validate_cap(self, field: Any) -> None:
        most = self.caps.get(self.kind.data, 0)
        if most and field.data is not None and not 2 <= field.data <= most:
            raise ValidationError(_("This kind of circle holds from two to %(most)s people.", most=most))


class NamePart(Form):
    """The circle's name."""

    name = name_field()


class PaintPart(Form):
    """The circle's colour."""

    paint = paint_field()


class PicturePart(Form):
    """The circle's picture."""

    photo = FileField(_l("A picture of the circle"))


class QuestionPart(Form):
    """The joining question; an empty one asks nothing."""

    question = question_field()


class SeatsPart(Form):
    """How many the circle holds."""

    cap = Whole(_l("How many may come in?"))


class Profile(Form):
    """How a circle sees me."""

    nickname = StringField(
        _l("What do they call you here?"), [Cleaned(NAME_LENGTH, required=_l("Write the name they know you by."))]
    )
    town = StringField(_l("What should it say about where you are?"), [Cleaned(NAME_LENGTH)])
    paint = paint_field()
    photo = FileField(_l("Your picture"))


class RoleForm(Form):
    """Someone's role."""

    role = Radio(_l("What do they do here?"))

    def allow(self, roles: tuple[str, ...] = GIVEN) -> None:
        """Offer these roles."""
        told = wording.roles()
        self.role.offer({role: told[role] for role in roles})


class InviteForm(RoleForm):
    """Whom an invite is for, and what they will do here."""

    for_name = StringField(
        _l("Who is it for?"), [Cleaned(NAME_LENGTH, required=_l("Write the name you call them by."))]
    )


class LeaveForm(Form):
    """Keep or take along what I shared; who hosts after me."""

    words = Radio(_l("What you’ve shared here"), default="keep")
    successor = Radio(_l("Who should host after you?"))


class QuietForm(Form):
    """How long one would rather not meet someone."""

    days = Radio(_l("For how long?"))

    def allow(self) -> None:
        """Offer the days there are, by their number."""
        self.days.offer({"1": _("A day"), "7": _("A week"), "30": _("A month")})


class ReportForm(Form):
    """What the hosts are asked. Where it is about no thing, words say what it is about."""

    fresh = HiddenField()
    words = TextAreaField(_l("What should they know?"), [Cleaned(REPORT_LENGTH, lines=20)])
    asks_for_words = True
    wait = 0

    @property
    def made_id(self) -> str:
        """The id the page brought, or another for a page that brought none."""
        return read_id(self.fresh.data) or new_id()

    def validate_words(self, field: Any) -> None:
        if self.asks_for_words and not field.data:
            raise ValidationError(_("Write a line about what happened."))
