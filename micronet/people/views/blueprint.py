"""The blueprint that all of these pages hang on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from flask import Blueprint, g

from micronet.people import when

blueprint = Blueprint("people", __name__)


@blueprint.context_processor
def words() -> dict[str, Callable[[datetime], str]]:
    """For templates: `day_of(at)` and `moment_of(at)`, told by the reader's own clock."""
    return {"day_of": lambda at: when.day(at, g.me), "moment_of": lambda at: when.moment(at, g.me)}
