"""Slow calls of libraries that know nothing of greenlets, made where they hold up nobody else's page."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any, TypeVar

Answer = TypeVar("Answer")


def aside(call: Callable[..., Answer], *given: Any, **more: Any) -> Answer:
    """What `call` gives, or raises. Under the web server it runs in a thread, and others are answered meanwhile."""
    monkey = sys.modules.get("gevent.monkey")
    if monkey is None or not monkey.is_module_patched("threading"):
        return call(*given, **more)
    from gevent import get_hub

    answer: Answer = get_hub().threadpool.apply(call, given, more)
    return answer
