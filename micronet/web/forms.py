"""The base of every form: fields are cleaned as they arrive, and nothing but listed fields is taken."""

from __future__ import annotations

from typing import Any

from flask import request
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from werkzeug.datastructures import CombinedMultiDict, MultiDict
from wtforms import Field, FileField, ValidationError

from micronet.base.errors import Invalid, NoRoom
from micronet.base.text import N_, clean

OURS = {
    "Not a valid time value.": N_("That isn’t a time on the clock. Try 21:00."),
    "Not a valid date value.": N_("That isn’t a day on the calendar. Try 20 March like this: 2026-03-20."),
    "Not a valid integer value.": N_("Write a number, such as 8."),
    "Not a valid choice.": N_("Choose one of the answers shown."),
    "Invalid Choice: could not coerce.": N_("Choose one of the answers shown."),
}
"""What WTForms says of itself, as this house says it."""


class Voice:
    """The translations WTForms asks for: its own sentences in our words, and in the reader's language."""

    def gettext(self, text: str) -> str:
        """Our sentence for one of theirs; for one we never thought of, that something needs another look."""
        return _(OURS.get(text, N_("Something there needs another look.")))

    def ngettext(self, one: str, many: str, count: int) -> str:
        """Theirs with a number are about choices that are not offered."""
        return _("Choose one of the answers shown.")


class Form(FlaskForm):
    """A form without token (writes are checked for their origin) that reads the request's own fields."""

    class Meta(FlaskForm.Meta):
        csrf = False

        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            """Fields come from forms alone: in JSON they could be of any type. Files only where one is asked for."""
            if request.is_json:
                return None
            sent = super().wrap_formdata(form, formdata)
            if not isinstance(sent, CombinedMultiDict):
                return sent
            asked = {field.name for field in form if isinstance(field, FileField)}
            files = [(name, file) for name, file in request.files.items(multi=True) if name in asked]
            return CombinedMultiDict((MultiDict(files), request.form))

        def get_translations(self, form: Any) -> Voice:
            """So that a field never speaks in another voice."""
            return Voice()

    def is_good(self) -> bool:
        """Whether the request's fields are all good; what was typed stays in the fields either way."""
        good: bool = self.validate()
        return good

    def blame(self, problem: Invalid | NoRoom) -> None:
        """Put what a verb refused under the field it names, or under the first one."""
        wanted = getattr(problem, "field", "files")
        name = wanted if wanted in self._fields else next(iter(self._fields))
        self._fields[name].errors = [*self._fields[name].errors, problem.message]


class Cleaned:
    """A validator that strips and checks text by `base.text.clean`: at most `most` characters in `lines` lines."""

    def __init__(self, most: int, lines: int = 1, required: str = "") -> None:
        self.most, self.lines, self.required = most, lines, required

    def __call__(self, form: Any, field: Field) -> None:
        typed = field.data if isinstance(field.data, str) else ""
        try:
            field.data = clean(typed, self.most, self.lines)
        except Invalid as problem:
            raise ValidationError(problem.message) from None
        if self.required and not field.data:
            raise ValidationError(_(self.required))


def one_of(name: str, choices: tuple[str, ...], default: str) -> str:
    """A field that holds one of a few known words; anything else is Invalid."""
    value = request.form.get(name, default)
    if value not in choices:
        raise Invalid(_("Choose one of the answers shown."), name)
    return value
