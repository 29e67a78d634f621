"""A page or one block of it, from the same view, the same context and the same template."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from flask import Response, current_app, make_response, redirect, render_template, request, url_for
from jinja2_fragments.flask import render_block


def is_partial() -> bool:
    """Whether htmx asks for a block. A restored history entry wants the whole page and says so."""
    headers = request.headers
    return headers.get("HX-Request-Type") == "partial" and "HX-History-Restore-Request" not in headers


def page(template: str, block: str | None = None, status: int = 200, **context: Any) -> Response:
    """The whole page, or `block` alone when htmx asks for a part of one."""
    if block is not None and is_partial():
        return make_response(render_block(template, block, **context), status)
    return make_response(render_template(template, **context), status)


def go(endpoint: str, **values: Any) -> Response:
    """Send the browser to one of our own pages after a write (303), the htmx way if htmx asked.

    Only endpoints are taken, never addresses, so nobody can be sent elsewhere.
    """
    address = url_for(endpoint, **values)
    if request.headers.get("HX-Request"):
        answer = make_response("", 204)
        answer.headers["HX-Redirect"] = address
        return answer
    return make_response(redirect(address, 303))


def own_path(address: str | None) -> str | None:
    """The path of an address of ours that a GET can answer, or None. For going back to where someone was."""
    parts = urlsplit(address or "")
    if parts.netloc and parts.netloc != request.host:
        return None
    adapter = current_app.create_url_adapter(request)
    if adapter is None or not adapter.test(parts.path, "GET"):
        return None
    return parts.path


def dom_id(thing: Any, part: str = "") -> str:
    """The id of the element that shows `thing`, the same in the page and in its blocks."""
    name = getattr(thing, "dom_name", type(thing).__name__.lower())
    return "-".join(filter(None, (name, str(thing.id)[-12:], part)))
