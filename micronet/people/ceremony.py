"""Between a key's page and its view: what the browser sent, and where it goes next.

The elements of `passkey.js` send forms and read JSON: options, `{"go": path}`, or a problem's `say`.
"""

from __future__ import annotations

import json
from typing import Any

from flask import Response, jsonify, redirect, request
from flask_babel import gettext as _

from micronet.base.errors import Invalid
from micronet.people.passkeys import refusal


def sent() -> dict[str, Any]:
    """The authenticator's answer in the form field `credential`. Raises Invalid for anything but a JSON object."""
    text = request.form.get("credential")
    if text is None:
        raise Invalid(_("Your browser didn’t hand us a key. It needs JavaScript for that."))
    try:
        credential = json.loads(text)
    except (ValueError, RecursionError):
        raise Invalid(refusal()) from None
    if not isinstance(credential, dict):
        raise Invalid(refusal())
    return credential


def go_to(path: str) -> Response:
    """Send the page on to `path`, one of our own addresses."""
    if request.accept_mimetypes.best == "application/json":
        return jsonify(go=path)
    return redirect(path, 303)  # type: ignore[return-value]
