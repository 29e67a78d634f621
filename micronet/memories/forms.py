"""The form of an album: its name, its sort, and the days that go with it."""

from __future__ import annotations

from datetime import timedelta

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, Field, HiddenField, RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from micronet.base import clock
from micronet.base.dates import local_day
from micronet.base.ids import new_id, read_id
from micronet.memories.actions import Cover
from micronet.memories.models import ALBUM_NAME_LENGTH
from micronet.people.guards import me
from micronet.web.forms import Cleaned, Form

LONGEST = timedelta(days=366)
"""The longest event."""


class AlbumForm(Form):
    """It brings the id that the album will have, so that sending twice makes it once."""

    fresh = HiddenField()
    name = StringField(_l("What is it called?"), [Cleaned(ALBUM_NAME_LENGTH, required=_l("Give it a name."))])
    sort = RadioField(
        _l("What is it of?"),
        choices=[
            SelectChoice("named", _l("Anything you put in")),
            SelectChoice("event", _l("An event")),
            SelectChoice("child", _l("A child growing up")),
        ],
        default="named",
    )
    begins_on = DateField(_l("First day"), [Optional()])
    ends_on = DateField(_l("Last day"), [Optional()])
    born_on = DateField(_l("Birthday"), [Optional()])

    @property
    def made_id(self) -> str:
        """The id the page brought, or another for a page that brought none."""
        return read_id(self.fresh.data) or new_id()

    @property
    def cover(self) -> Cover:
        """What was typed, once it is good; days that its sort has no use for are left out."""
        name, sort = self.name.data or "", self.sort.data
        if sort == "event":
            return Cover(name, sort, self.begins_on.data, self.ends_on.data or self.begins_on.data)
        return Cover(name, sort, born_on=self.born_on.data if sort == "child" else None)

    def is_good(self) -> bool:
        """A field that the sort has no use for is not looked at."""
        unused = {"event": ["born_on"], "child": ["begins_on", "ends_on"]}
        for name in unused.get(self.sort.data, ["begins_on", "ends_on", "born_on"]):
            self._fields[name].process_errors = []
        good = super().is_good()
        problem = self._missing() if good else None
        if problem:
            field, told = problem
            field.errors = [*field.errors, told]
        return good and problem is None

    def _missing(self) -> tuple[Field, str] | None:
        """The field that is at fault, and why."""
        first, last, born = self.begins_on.data, self.ends_on.data, self.born_on.data
        if self.sort.data == "event" and first is None:
            return self.begins_on, _("Say on which day it begins: its photos are found by that.")
        if self.sort.data == "event" and last and first and not first <= last <= first + LONGEST:
            return self.ends_on, _("The last day comes after the first, within a year.")
        if self.sort.data == "child" and born is None:
            return self.born_on, _("Say when the child was born: its album tells the age by that.")
        if self.sort.data == "child" and born and born > local_day(clock.now(), me().zone):
            return self.born_on, _("That day is still to come. Write down the birthday.")
        return None
