"""Languages: who decides, which way they run, and what a page needs to know about them."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from babel import Locale
from flask import Flask, current_app, g, request
from flask_babel import Babel, Domain, get_locale, get_translations
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup

NAMES = {"en": "English", "de": "Deutsch"}
"""The languages with a complete catalogue, each by its own name."""


class Words(Domain):
    """The catalogues, each found by its language without spelling that out anew for every word."""

    def __init__(self, domain: str) -> None:
        super().__init__(domain=domain)
        self._known: dict[tuple[str | None, ...], Any] = {}

    def get_translations(self) -> Any:
        """The catalogue of the language that is spoken just now."""
        locale = get_locale()
        if locale is None:
            return super().get_translations()
        key = locale.language, locale.territory, locale.script
        if key not in self._known:
            self._known[key] = super().get_translations()
        return self._known[key]


class Tongues(Babel):
    """Flask-Babel with those catalogues."""

    @cached_property
    def domain_instance(self) -> Words:
        """Where the words of pages come from."""
        return Words(self.domain)


babel = Tongues()


def init(app: Flask) -> None:
    """Choose language and zone by the person, else by the browser, else by the host's setting."""
    babel.init_app(app, locale_selector=language, timezone_selector=zone)
    app.jinja_env.globals.update(_=words, gettext=words)


def language() -> str:
    """The language of this page."""
    person = g.get("me")
    if person is not None and person.locale in NAMES:
        return str(person.locale)
    default: str = current_app.config["SETTINGS"].language
    return request.accept_languages.best_match([default, *NAMES], default) or default


def zone() -> str:
    """The time zone that times on this page are told in."""
    person = g.get("me")
    return person.zone if person is not None else "UTC"


def direction(code: str) -> str:
    """`rtl` or `ltr`, by the language's script."""
    return "rtl" if Locale.parse(code).text_direction == "rtl" else "ltr"


def tongue() -> str:
    """The language that the words of this page are in."""
    return _spoken()[0]


def catalogue() -> Any:
    """The words of this page's language."""
    return _spoken()[1]


def _spoken() -> tuple[str, Any]:
    """Language and catalogue, found together once a request, so that they are always those of one another."""
    found: tuple[str, Any] | None = g.get("spoken")
    if found is None:
        found = g.spoken = str(get_locale()), get_translations()
    return found


@pass_eval_context
def words(context: EvalContext, message: str, **values: object) -> str:
    """What templates call `_`: the same as flask_babel's, without finding the catalogue anew for every word."""
    text: str = catalogue().ugettext(message)
    marked = Markup(text) if context.autoescape else text  # noqa: S704 - the words of our own catalogue
    return marked % values
