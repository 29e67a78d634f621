"""Templates are read once for each language, and mean what they meant before."""

from __future__ import annotations

from flask import Flask, render_template_string
from flask_babel import force_locale
from jinja2 import DictLoader
from markupsafe import Markup

from tests.world import World

HOSTILE = "<b>\"Ben\" & 'co'</b>"
ESCAPED = "&lt;b&gt;&#34;Ben&#34; &amp; &#39;co&#39;&lt;/b&gt;"


def told(app: Flask, source: str, locale: str = "en", **context: object) -> str:
    """What a template says in a language."""
    with app.app_context(), app.test_request_context(), force_locale(locale):
        return render_template_string(source, **context)


def test_every_language_has_its_own_words_whichever_came_first(world: World) -> None:
    for _again in range(2):
        assert told(world.app, "{{ _('Board') }} {{ _('You waved') }}") == "Board You waved"
        assert told(world.app, "{{ _('Moments') }}", "de") == "Momente"
        assert told(world.app, "{{ _('Moments') }}") == "Moments"


def test_names_inside_words_are_escaped_like_all_else(world: World) -> None:
    for source in (
        "{{ _('to %(name)s', name=name) }}",
        "{% set words = _('to %(name)s', name=name) %}{{ words }}",
        "{{ ui.lampnote(_('to %(name)s', name=name)) }}",
    ):
        said = told(world.app, source, name=HOSTILE)
        assert f"to {ESCAPED}" in said
        assert "<b>" not in said


def test_whatever_is_written_is_escaped_once(world: World) -> None:
    source = "{{ a }}|{{ b }}|{{ c }}|{{ d.e }}|{{ gone|default('<') }}"
    said = told(world.app, source, a=HOSTILE, b=Markup("<i>"), c=7, d={"e": "<"})
    assert said == f"{ESCAPED}|<i>|7|&lt;|&lt;"


def test_a_trait_is_found_before_an_entry_and_what_is_missing_is_nothing(world: World) -> None:
    assert told(world.app, "{{ d.x }}{{ d.y }}{{ d.none is defined }}", d={"x": 1, "y": 2}) == "12False"


def test_what_an_included_template_sets_stays_in_it(world: World) -> None:
    environment = world.app.jinja_env
    kept = environment.loader
    environment.loader = DictLoader(
        {
            "outer.html": "{% set a = 1 %}{% for n in (1, 2) %}{% include 'inner.html' %}{% endfor %}"
            "{{ a }}{{ b|default('-') }}",
            "inner.html": "{% set a = a + n %}{% set b = a %}{{ b }}{{ later|default('!') }}",
            "again.html": "{{ n }}{% if n > 1 %}{% set n = n - 1 %}{% include 'again.html' %}{% endif %}",
        }
    )
    try:
        with world.app.test_request_context():
            assert environment.get_template("outer.html").render() == "2!3!1-"
            assert environment.get_template("again.html").render(n=3) == "321"
    finally:
        environment.loader = kept
