"""The form of this room."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, SelectChoice

from micronet.base.sizes import in_words
from micronet.web.forms import Form

PARTS = 2, 4, 10
"""A circle may take this part of what the house allows, and no more."""


class CupboardForm(Form):
    """How much the circle's files may take, in bytes (0: as much as the house allows), and whether originals stay."""

    budget = RadioField(_l("How much may its files take?"))
    keeps_originals = BooleanField(_l("Keep photos as they came"))

    def offer(self, house: int, chosen: int, locale: str) -> None:
        """What there is to choose from: all that the house allows, parts of it, and what was chosen before."""
        sizes = {house // part for part in PARTS} | ({chosen} if 0 < chosen < house else set())
        everything = SelectChoice("0", _("All that the house allows: %(size)s", size=in_words(house, locale)))
        parts = [SelectChoice(str(size), in_words(size, locale)) for size in sorted(sizes, reverse=True)]
        self.budget.choices = [everything, *parts]
