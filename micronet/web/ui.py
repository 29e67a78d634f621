"""The parts of a page: every macro under `templates/ui/` becomes `ui.<name>` in every template and block."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, lru_cache
from types import SimpleNamespace
from typing import Any, cast

from flask import Flask, render_template

from micronet.web.moulds import Moulds
from micronet.web.render import dom_id


def init(app: Flask) -> None:
    """Give templates `ui` and `dom_id`. The macros are read once, at the first page."""
    app.jinja_env.globals["dom_id"] = dom_id
    app.jinja_env.globals["ui"] = Parts(cast(Moulds, app.jinja_env))
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    if app.config["SETTINGS"].development:
        app.add_url_rule("/ui", "ui", gallery)


def gallery() -> str:
    """Every part in every state, for whoever works on them. Only in development, for anyone signed in."""
    return render_template("ui/gallery.html")


class Parts:
    """Looks macros up in `ui/*.html` by name, in each language by itself."""

    def __init__(self, environment: Moulds) -> None:
        self._environment = environment
        self._found: dict[str, SimpleNamespace] = {}

    def __getattr__(self, name: str) -> object:
        return getattr(self.spoken(self._environment.tongue()), name)

    def spoken(self, tongue: str) -> SimpleNamespace:
        """All of them in this language, which is the one of this page."""
        found = self._found.get(tongue)
        if found is None:
            found = self._found[tongue] = self._read()
        return found

    def _read(self) -> SimpleNamespace:
        files = self._environment.list_templates(filter_func=_holds_macros)
        macros: dict[str, Any] = {}
        for file in files:
            module = self._environment.get_template(file).make_module({})
            macros.update({key: value for key, value in vars(module).items() if not key.startswith("_")})
        macros["icon"] = cache(macros["icon"])
        macros["face"] = Drawn(macros["face"], LOOKS)
        macros["window"] = Drawn(macros["window"], (*LOOKS, "part", "wx", "asleep"))
        return SimpleNamespace(**macros)


LOOKS = ("name", "photo", "portrait", "paint")
"""What a face depends on."""


class Drawn:
    """A macro that draws a member, asked once for each way they look: a board shows the same twelve over and over."""

    def __init__(self, draw: Callable[..., str], traits: tuple[str, ...]) -> None:
        self._draw = draw
        self._traits = traits
        self._drawn = lru_cache(maxsize=2048)(self._fresh)

    def __call__(self, member: Any, size: str = "", emoji: str = "", said: str = "") -> str:
        """See `ui/people.html`."""
        looks = tuple([getattr(member, trait, None) or "" for trait in self._traits])
        return self._drawn(looks, size, emoji, said)

    def _fresh(self, looks: tuple[str, ...], size: str, emoji: str, said: str) -> str:
        more = {key: value for key, value in (("size", size), ("emoji", emoji), ("said", said)) if value}
        return self._draw(SimpleNamespace(**dict(zip(self._traits, looks, strict=True))), **more)


def _holds_macros(name: str) -> bool:
    return name.startswith("ui/") and name.endswith(".html") and name != "ui/gallery.html"
