"""How old a child was in a photo: the headings of its album."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from micronet.base.text import N_

MONTHS = (
    N_("One month"), N_("Two months"), N_("Three months"), N_("Four months"), N_("Five months"), N_("Six months"),
    N_("Seven months"), N_("Eight months"), N_("Nine months"), N_("Ten months"), N_("Eleven months"),
)  # fmt: skip
YEARS = (
    N_("One year"), N_("Two years"), N_("Three years"), N_("Four years"), N_("Five years"), N_("Six years"),
    N_("Seven years"), N_("Eight years"), N_("Nine years"), N_("Ten years"), N_("Eleven years"), N_("Twelve years"),
)  # fmt: skip


@dataclass(frozen=True, order=True)
class Age:
    """Whole years, and whole months in the first year alone. `years` is -1 before the birth."""

    years: int
    months: int = 0


def age(born_on: date, on: date) -> Age:
    """How old someone born on `born_on` is on a day.

    A month is over on the day of the birth, or on the last day of a month that is too short for it: who was born on
    29 February has their birthday on the 28th in other years.
    """
    if on < born_on:
        return Age(-1)
    last = calendar.monthrange(on.year, on.month)[1]
    months = (on.year - born_on.year) * 12 + on.month - born_on.month - (on.day < min(born_on.day, last))
    return Age(months // 12) if months >= 12 else Age(0, months)


def age_words(old: Age) -> str:
    """The heading of the photos of that age."""
    if old.years < 0:
        return _("Before the first day")
    if old.years > len(YEARS):
        return _("%(years)s years", years=old.years)
    if old.years:
        return _(YEARS[old.years - 1])
    return _(MONTHS[old.months - 1]) if old.months else _("The first weeks")
