"""What is under the words of a moment besides replies and feelings: photos, a poll, the preview of a link.

Whoever adds such a thing registers a `Part` when its room is put in. A page then asks each part once, however many
moments it shows, and `templates/moments/_moment.html` includes its template wherever there is something to show.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select

from micronet.circles.models import Membership
from micronet.people.models import Person

Gather = Callable[[Membership, Person, list[str]], Mapping[str, Hashable]]
"""(my membership, me, ids of moments) to what is under each moment, by its id. At most two statements."""
Ids = Select[*tuple[str, str]]
"""A select of pairs: the circle and the id of what is about to be deleted for good."""
Forget = Callable[[Ids, Ids], object]
"""(moments, replies): sees to what deleting their rows leaves behind, such as files."""


@dataclass(frozen=True)
class Part:
    """One kind of thing under a moment. `template` finds what `gather` gave as `part.holds`, beside the moment itself.

    What it shows must all be in what `gather` gives, in words where it depends on the hour: a moment that looks the
    same is not rendered again.
    """

    name: str
    template: str
    gather: Gather
    place: int = 50
    """Lower ones are shown first."""
    forget: Forget | None = None
    kinds: frozenset[str] | None = None
    """The kinds of moments that may have it; None for all."""


@dataclass(frozen=True)
class Held:
    """What one part has to show under one moment."""

    name: str
    template: str
    holds: Any


_parts: dict[str, Part] = {}


def register(part: Part) -> None:
    """Have this part shown under moments. The same again takes its own place."""
    _parts[part.name] = part


def gathered(member: Membership, person: Person, moments: Mapping[str, str]) -> dict[str, tuple[Held, ...]]:
    """What is under each of these moments (their kinds by id), in the order it is shown."""
    found: dict[str, tuple[Held, ...]] = {}
    for part in sorted(_parts.values(), key=lambda one: (one.place, one.name)):
        ids = [id for id, kind in moments.items() if part.kinds is None or kind in part.kinds]
        for id, holds in part.gather(member, person, ids).items() if ids else ():
            if holds:
                found[id] = (*found.get(id, ()), Held(part.name, part.template, holds))
    return found


def forget(moments: Ids, replies: Ids) -> None:
    """Before moments and replies are deleted for good: let every part see to what is not in the database."""
    for part in _parts.values():
        if part.forget is not None:
            part.forget(moments, replies)
