"""What has been rendered before: pieces of pages and whole answers, kept as long as there is room.

A key holds everything that a piece is made of, so a piece is never out of date: what changes has another key. What
nobody asks for any more is forgotten first.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Hashable
from typing import Any

from flask import Flask, current_app
from markupsafe import Markup

from micronet.web.i18n import tongue

MOST_BYTES = 12 * 1024 * 1024
"""Room for about 400 whole pages, or for the pieces of as many boards."""
OVERHEAD = 300
"""About what a key and its place take, in bytes."""


class Kept:
    """Things by key, the ones asked for last, up to `most` bytes in all."""

    def __init__(self, most: int = MOST_BYTES) -> None:
        self.most, self.size = most, 0
        self._things: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable) -> Any:
        """What is kept under this key, or None."""
        with self._lock:
            found = self._things.get(key)
            if found is None:
                return None
            if 2 * self.size > self.most:  # while there is room, nothing is forgotten in any order
                self._things.move_to_end(key)
            return found[0]

    def put(self, key: Hashable, thing: Any, size: int) -> None:
        """Keep `thing`, of about `size` bytes; whatever is no longer asked for makes room."""
        size += OVERHEAD
        with self._lock:
            self.size += size - self._things.pop(key, (None, 0))[1]
            self._things[key] = thing, size
            while self.size > self.most:
                self.size -= self._things.popitem(last=False)[1][1]

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._things.clear()
            self.size = 0


def piece(template: str, *made_of: Hashable, **context: Any) -> Markup:
    """The rendered `template`, from what is kept if it was rendered from the same before.

    `made_of` is everything of the context that shows, down to the reader's own rights. The language is added here.
    """
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    kept: Kept = app.extensions["pieces"]
    key = (template, tongue(), made_of)
    found = kept.get(key)
    if found is None:
        found = Markup(app.jinja_env.get_template(template).render(context))  # noqa: S704 - autoescaped
        kept.put(key, found, 2 * len(found))
    return found
