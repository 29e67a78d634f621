"""The forms of my pages: their fields, and what may stand in them."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, SelectField, StringField, TimeField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from micronet.base import zones
from micronet.people.models import NAME_LENGTH, Person
from micronet.people.quiet import as_minutes, as_time
from micronet.web.forms import Cleaned, Form
from micronet.web.i18n import NAMES, language

NAMELESS, UNCALLED = _l("Tell us what your people call you."), _l("Give it a name you’d know it by.")
SIZES = [SelectChoice(size, str(size)) for size in range(1, 6)]
AS_USUAL = _l("As the language does")


def offered(*choices: tuple[Any, Any]) -> list[SelectChoice]:
    """Values and their words, as a select wants them."""
    return [SelectChoice(value, words) for value, words in choices]


class NameForm(Form):
    """What I am called."""

    name = StringField(_l("What your people call you"), [Cleaned(NAME_LENGTH, required=NAMELESS)])


class KeyNameForm(Form):
    """What a key is called."""

    name = StringField(_l("Name of this key"), [Cleaned(NAME_LENGTH, required=UNCALLED)])


class ReadingForm(Form):
    """Text size, 1 to 5, and light."""

    text_size = RadioField(_l("How big should the writing be?"), coerce=int, choices=SIZES)
    theme = RadioField(_l("Light"), choices=[SelectChoice(light) for light in ("", "light", "dark")])


class PlaceForm(Form):
    """Where I am, and how dates and times are written for me."""

    zone = SelectField(_l("Your clock"), validate_choice=False)
    locale = SelectField(_l("Language"), choices=offered(*NAMES.items()))
    clock_hours = SelectField(
        _l("Time of day"), coerce=int, choices=offered((0, AS_USUAL), (24, "18:40"), (12, _l("6:40 pm")))
    )
    first_weekday = SelectField(
        _l("The week begins on"),
        coerce=int,
        choices=offered((-1, AS_USUAL), (0, _l("Monday")), (5, _l("Saturday")), (6, _l("Sunday"))),
    )
    units = SelectField(
        _l("Distances and warmth"),
        choices=offered(("", AS_USUAL), ("metric", _l("Kilometres and °C")), ("imperial", _l("Miles and °F"))),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups = zones.choices(language(), including=str(self.zone.data or zones.UTC))
        cities = [(zone, city, name or None) for name, some in groups for zone, city in some]
        self.zone.choices = [SelectChoice(zone, city, optgroup=name) for zone, city, name in cities]
        self.zone.data = zones.canonical(self.zone.data or zones.UTC)

    def validate_zone(self, field: SelectField) -> None:
        """Any zone there is, offered or not."""
        if not zones.is_zone(field.data):
            raise ValidationError(_l("Choose a place from the list."))


class QuietForm(Form):
    """When the curtains are drawn: two times of the person's own day."""

    quiet_from = TimeField(_l("Draw them at"), [InputRequired(_l("That isn’t a time on the clock. Try 21:00."))])
    quiet_until = TimeField(_l("Open them at"), [InputRequired(_l("That isn’t a time on the clock. Try 7:00."))])

    def process(self, formdata: Any = None, obj: Person | None = None, data: Any = None, **kwargs: Any) -> None:
        """Minutes after midnight, as they are kept, shown as times of day."""
        if obj is not None:
            kwargs.update(quiet_from=as_time(obj.quiet_from), quiet_until=as_time(obj.quiet_until))
        super().process(formdata, None, data, **kwargs)

    def populate_obj(self, obj: Person) -> None:
        """Times of day, kept as minutes after midnight."""
        obj.quiet_from, obj.quiet_until = as_minutes(self.quiet_from.data), as_minutes(self.quiet_until.data)


class WindowForm(Form):
    """What my window says by itself."""

    shows_here = BooleanField(_l("Say when I was last heard from"))


class CodeForm(Form):
    """A code, from paper or read aloud."""

    code = StringField(_l("Your code"), [Cleaned(80, required=_l("Type the code you have."))])


SECTIONS: dict[str, type[Form]] = {
    "name": NameForm, "reading": ReadingForm, "place": PlaceForm, "quiet": QuietForm, "window": WindowForm,
}  # fmt: skip
