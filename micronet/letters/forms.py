"""The forms of the room. A new letter brings the id it will have, so that sending twice makes it once."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, HiddenField, SelectMultipleField, TextAreaField, ValidationError

from micronet.activity.letters import LETTER_LENGTH
from micronet.base.ids import new_id, read_id
from micronet.web.forms import Cleaned, Form

LINES = 400
WRITE = _l("Write something first. A line will do.")


class LetterForm(Form):
    """A letter in a thread that is there."""

    fresh = HiddenField()
    """Not called `id`: within a form, a field of that name hides the form's own."""
    words = TextAreaField(_l("Your letter"), [Cleaned(LETTER_LENGTH, LINES, required=WRITE)])

    @property
    def made_id(self) -> str:
        """The id the page brought, or another for a page that brought none."""
        return read_id(self.fresh.data) or new_id()


class NewLetterForm(LetterForm):
    """A letter to some of those who are here; `to` holds their membership ids."""

    to = SelectMultipleField(_l("Who is it for?"), validate_choice=False)

    @property
    def choosable(self) -> set[str]:
        """The ids that are offered."""
        return {one.value for one in self.to.choices}

    def validate_to(self, field: Field) -> None:
        if not field.data:
            raise ValidationError(_("Choose who it’s for."))
        if not set(field.data) <= self.choosable:
            raise ValidationError(_("Choose from those who are here."))


class EditLetterForm(Form):
    """A letter in other words."""

    words = TextAreaField(_l("In other words"), [Cleaned(LETTER_LENGTH, LINES, required=WRITE)])
