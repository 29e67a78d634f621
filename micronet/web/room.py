"""The manifest of a room: what `rooms.py` needs to know to open it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import Blueprint
from werkzeug.routing import BaseConverter, ValidationError

from micronet.base.ids import is_id
from micronet.web.sought import Sought


@dataclass(frozen=True)
class Room:
    """`activities` maps each verb the room records to the template that says it in one line.

    `sweeps` run each minute in the jobs process, each in a transaction of its own. `errands` run there soon after
    `base.jobs.nudge()`, and each minute: each does one piece of work that waits, in transactions of its own, and says
    whether there may be more. `leaving` is called with the membership of someone who leaves or is removed: what their
    window showed goes with them. `searched` is what of the room can be found by its words.
    """

    name: str
    blueprint: Blueprint
    activities: Mapping[str, str] = field(default_factory=dict)
    sweeps: tuple[Callable[[], Any], ...] = ()
    errands: tuple[Callable[[], bool], ...] = ()
    leaving: tuple[Callable[[Any], None], ...] = ()
    searched: tuple[Sought, ...] = ()


class IdConverter(BaseConverter):
    """`<id:name>` in a rule: 32 hex digits of an id; anything else is simply not found."""

    regex = "[0-9a-f]{32}"

    def to_python(self, value: str) -> str:
        if not is_id(value):
            raise ValidationError
        return value
