"""What a page says of itself to those who link to it: read from hostile HTML in a child process with limits."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from micronet.base.page_words import MOST_BYTES, ROUGH_LENGTH
from micronet.base.text import clean, cut

TITLE_LENGTH, TEXT_LENGTH = 160, 300
SECONDS = 10
HOME = Path(__file__).parents[2]
PASSED_ON = {"PATH", "LANG", "LD_LIBRARY_PATH", "SYSTEMROOT", "TMPDIR", "VIRTUAL_ENV"}
"""Of our environment, what the child gets: no secret of the house."""


@dataclass(frozen=True)
class Glance:
    """Title and text, clean and short; and the address of a picture as it stands on the page. Each may be empty."""

    title: str = ""
    text: str = ""
    picture: str = ""


def glance(page: bytes, charset: str = "") -> Glance:
    """What `page` says of itself; `charset` is what its server said. A page that can't be read says nothing."""
    command = [sys.executable, "-m", "micronet.base.page_words", charset[:40]]
    environment = {name: value for name, value in os.environ.items() if name in PASSED_ON}
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and our own module
            command, input=page[:MOST_BYTES], capture_output=True, timeout=SECONDS, check=False, cwd=HOME,
            env=environment,
        )  # fmt: skip
        said = json.loads(done.stdout) if done.returncode == 0 else {}
    except (subprocess.TimeoutExpired, ValueError):
        return Glance()
    title, text, picture = (str(said.get(name, "")) for name in ("title", "text", "picture"))
    return Glance(_short(title, TITLE_LENGTH), _short(text, TEXT_LENGTH), picture)


def _short(text: str, most: int) -> str:
    whole = clean(text, ROUGH_LENGTH)
    return clean(cut(whole, most)[: 4 * most], most)
