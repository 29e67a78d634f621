"""The notice at the top of the next page: what just happened, in a sentence, perhaps with a way back."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from flask import session


@dataclass(frozen=True)
class Strip:
    """`text` is a whole sentence. `undo` is one of our own addresses to post to, offered for `seconds`."""

    text: str
    undo: str = ""
    seconds: int = 0
    care: bool = False


def say(text: str, undo: str = "", seconds: int = 0, care: bool = False) -> None:
    """Show `text` on the next page this browser opens."""
    session["strip"] = asdict(Strip(text, undo, seconds, care))


def take() -> Strip | None:
    """The waiting notice, handed out once."""
    held: dict[str, Any] | None = session.pop("strip", None)
    return Strip(**held) if held else None
