"""What was sent and came to nothing goes again."""

from __future__ import annotations

import shutil

from micronet.activity import incoming
from micronet.base import clock
from micronet.base.ids import is_id
from micronet.media import queries

UNUSED = 24 * 3600.0
"""Seconds after which what is with no moment, reply or letter goes."""
STILL = 3600.0
"""Seconds after which a file that nobody waits for is no longer about to be wanted."""


def sweep() -> None:
    """Each hour. The names of the files come before the rows, so that none that is just coming is taken."""
    if clock.now().minute == 30:
        clear()


def clear() -> None:
    """Forget what nobody used for a day, and remove from `incoming` what no row waits for. Flushes."""
    lying = list(incoming.lying(STILL))
    queries.forget_unused(UNUSED)
    wanted = queries.coming(name for name in lying if is_id(name))
    for name in lying:
        if name not in wanted:
            path = incoming.folder() / name
            shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
