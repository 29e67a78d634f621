"""The forms of the room. Each that makes something brings the id it will have, so that sending twice makes it once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    Field,
    HiddenField,
    MultipleFileField,
    RadioField,
    SelectMultipleField,
    TextAreaField,
    ValidationError,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional
from wtforms.widgets import CheckboxInput, ListWidget

from micronet.activity.models import MOMENT_LENGTH, REPLY_LENGTH
from micronet.base.ids import new_id, read_id
from micronet.web.forms import Cleaned, Form

LINES = 200
SAY = _l("Say something first. A word will do.")


class Making(Form):
    """A form that makes something."""

    fresh = HiddenField()
    """Not called `id`: within a form, a field of that name hides the form's own."""

    @property
    def made_id(self) -> str:
        """The id the page brought, or another for a page that brought none."""
        return read_id(self.fresh.data) or new_id()


class Enclosing(Making):
    """A form that may enclose files: `files` without script, `enclosed` as ids of what a script has sent before.

    What is said of each is in `alt-<id>` and `place-<id>`.
    """

    files = MultipleFileField(_l("Pictures, films or files"))
    enclosed = SelectMultipleField(validate_choice=False)

    @property
    def sent(self) -> list[Any]:
        """The files that came with it."""
        return [one for one in self.files.data or () if one and one.filename]

    @property
    def ids(self) -> list[str]:
        """The ids it brought, those that are any."""
        return list(dict.fromkeys(id for one in self.enclosed.data or () if (id := read_id(one))))

    def said(self, prefix: str, ids: Iterable[str]) -> dict[str, str]:
        """What was said of these, by id, in fields of this prefix."""
        return {id: request.form[f"{prefix}-{id}"] for id in ids if f"{prefix}-{id}" in request.form}

    def validate_words(self, field: Field) -> None:
        if not (field.data or self.sent or self.ids):
            raise ValidationError(_(SAY))


class MomentForm(Enclosing):
    """A moment: its words, its kind, and in which circles it is shared."""

    words = TextAreaField(_l("What would you say if they rang?"), [Cleaned(MOMENT_LENGTH, LINES)])
    kind = RadioField(
        _l("What is it?"),
        choices=[
            ("note", _l("A moment")),
            ("win", _l("A win")),
            ("setback", _l("A setback")),
            ("question", _l("A question")),
            ("announcement", _l("An announcement")),
        ],
        default="note",
        validate_choice=False,
    )
    advice = BooleanField(_l("Advice is welcome"))
    circles = SelectMultipleField(
        _l("Who is it for?"),
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
        validate_choice=False,
    )
    """Ids of my circles; a page that asks for them sends `which` along, so that none ticked is told from none asked."""
    which = HiddenField()
    seen_by = RadioField(
        _l("Who sees it?"),
        choices=[
            SelectChoice("circle", _l("The whole circle")),
            SelectChoice("some", _l("These people")),
            SelectChoice("all_but", _l("Everyone but these, until a day")),
            SelectChoice("me", _l("Only me")),
        ],
        default="circle",
    )
    people = SelectMultipleField(
        _l("Who?"), option_widget=CheckboxInput(), widget=ListWidget(prefix_label=False), validate_choice=False
    )
    """Ids of members of the circle whose page it is."""
    until = DateField(_l("They may find it on"), [Optional()])
    lasts = RadioField(
        _l("How long does it stay?"),
        choices=[
            SelectChoice("", _l("For good")),
            SelectChoice("1", _l("A day")),
            SelectChoice("7", _l("A week")),
            SelectChoice("30", _l("A month")),
        ],
        default="",
    )

    def validate_kind(self, field: Field) -> None:
        if field.data not in dict(field.choices):
            raise ValidationError(_("Choose one of the answers shown."))

    def validate_circles(self, field: Field) -> None:
        if any(chosen not in dict(field.choices) for chosen in field.data or []):
            raise ValidationError(_("Choose from your own circles."))
        if self.which.data and not field.data:
            raise ValidationError(_("Choose who it’s for."))


class EditForm(Form):
    """A moment in other words."""

    words = TextAreaField(_l("In other words"), [Cleaned(MOMENT_LENGTH, LINES, required=SAY)])
    advice = BooleanField(_l("Advice is welcome"))


class EditReplyForm(Form):
    """A reply in other words."""

    words = TextAreaField(_l("In other words"), [Cleaned(REPLY_LENGTH, LINES, required=SAY)])


class ReplyForm(Enclosing):
    """Words under a moment. `after` names the last reply on the page, for one that brings no id."""

    after = HiddenField()
    words = TextAreaField(_l("Your words"), [Cleaned(REPLY_LENGTH, LINES)])
