"""Addresses of our own pages, put together quickly: a page holds a hundred of them and most differ in ids alone.

`url_for` gives what Flask's own gives. Where nothing but ids goes into a rule it is filled in like a form;
everything else is left to Flask.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Any

import flask
from flask import Flask, current_app, g, has_request_context, request

from micronet.base.ids import is_id

Form = tuple[str, frozenset[str]]
Forms = Callable[[str], Form | None]

_ID = re.compile(r"<id:(\w+)>")


def init(app: Flask) -> None:
    """Give templates `url_for`."""
    app.jinja_env.globals["url_for"] = url_for
    app.extensions["addresses"] = cache(lambda endpoint: _form(app, endpoint))


def url_for(endpoint: str, **values: Any) -> str:
    """The address of a page, as `flask.url_for` says it. Raises BuildError for a page that does not exist."""
    find = _forms()
    form = None if find is None or endpoint.startswith(".") else find(endpoint)
    if form is None:
        return flask.url_for(endpoint, **values)
    text, names = form
    if values.keys() != names or not all(map(is_id, values.values())):
        return flask.url_for(endpoint, **values)
    return str(text % values)


def _forms() -> Forms | None:
    """Where the forms of this request are; None where they would not do. Found out once a request."""
    found: Forms | None = g.get("addresses")
    if found is None and has_request_context() and not request.script_root:
        found = g.addresses = current_app.extensions["addresses"]
    return found


def _form(app: Flask, endpoint: str) -> Form | None:
    """The one rule of this endpoint with gaps for its ids, and their names; None where it takes more than ids."""
    rules = [rule for rule in app.url_map.iter_rules() if rule.endpoint == endpoint]
    if len(rules) != 1 or "%" in rules[0].rule or rules[0].defaults or rules[0].host or rules[0].subdomain:
        return None
    text, many = _ID.subn(r"%(\1)s", rules[0].rule)
    names = frozenset(rules[0].arguments)
    return (text, names) if many == len(names) and "<" not in text else None
