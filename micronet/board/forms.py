"""The one form of the board: my line, for how long, and in which circles."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import DateField, RadioField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional
from wtforms.widgets import CheckboxInput, ListWidget

from micronet.board.models import STATUS_LENGTH
from micronet.web.forms import Cleaned, Form

MOODS = ("☀️", "🫖", "😌", "🌧️", "🌊", "🔋")


class StatusForm(Form):
    """How I am: an emoji, at most eighty characters, and when it clears by itself."""

    emoji = StringField(_l("A picture for it"), [Cleaned(16)])
    text = StringField(_l("How are you, in a line?"), [Cleaned(STATUS_LENGTH)])
    clears = RadioField(
        _l("How long should it stay?"),
        choices=[
            SelectChoice("4h", _l("Four hours")),
            SelectChoice("tonight", _l("Until tonight")),
            SelectChoice("date", _l("Until the end of a day")),
        ],
        default="4h",
    )
    until = DateField(_l("Which day?"), [Optional()])
    circles = SelectMultipleField(
        _l("In which windows?"), option_widget=CheckboxInput(), widget=ListWidget(prefix_label=False)
    )
