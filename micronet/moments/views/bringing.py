"""Files that come with a form, or were sent before by its script: taken, kept, shown again when something is amiss."""

from __future__ import annotations

from typing import Any

from micronet.activity import arriving, enclosing
from micronet.activity.arriving import Brought
from micronet.activity.attached import Attachment
from micronet.base.db import db
from micronet.base.errors import Invalid, NoRoom
from micronet.circles.access import visible
from micronet.circles.models import Membership
from micronet.config import MB
from micronet.moments.enclosed import Chosen
from micronet.moments.forms import Enclosing
from micronet.moments.ids import offspring
from micronet.people.guards import me

MOST_SENT = 160 * MB
"""What one form may bring without script."""


def bring(member: Membership, form: Enclosing, of: str) -> list[Brought] | None:
    """Take the files that came with a form; None, with a word in it, when one cannot be. Slow: before writing.

    Their ids follow from `of`, the id of what the form makes, so that a form sent twice brings them once.
    """
    try:
        ids = [offspring(of, f"file {n} {one.filename} {_size(one)}") for n, one in enumerate(form.sent)]
        return arriving.bring(member, form.sent[: enclosing.MOST + 1], ids)
    except (Invalid, NoRoom) as problem:
        form.blame(problem if isinstance(problem, Invalid) else Invalid(problem.message, "files"))
        return None


def _size(sent: Any) -> int:
    size = int(sent.stream.seek(0, 2))
    sent.stream.seek(0)
    return size


def keep(member: Membership, form: Enclosing, brought: list[Brought]) -> Chosen:
    """The rows of what was brought, together with what a script had sent. Raises as `arriving.keep` does. Flushes."""
    ids = [*form.ids, *arriving.keep(member, brought)]
    return Chosen(ids, form.said("alt", ids), form.said("place", ids))


def under_way(member: Membership, form: Enclosing) -> list[Attachment]:
    """What a script had sent for this form, in order, to be shown in it again."""
    if not form.ids:
        return []
    rows = visible(Attachment, to=me()).where(Attachment.circle_id == member.circle_id, Attachment.id.in_(form.ids))
    found = {one.id: one for one in db.session.scalars(rows.where(Attachment.author_id == member.id))}
    return [found[id] for id in form.ids if id in found]
