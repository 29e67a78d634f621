"""Alembic's entry: runs the revisions on the connection it is handed, in one transaction."""

from typing import Any

from alembic import context

from micronet.base.db import Utc
from micronet.base.jobs import is_queue
from micronet.base.search import is_index
from micronet.migrate import metadata


def plain(kind: str, thing: Any, _context: Any) -> str | bool:
    """Write our own column types in a revision as what they are in the database."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(thing, Utc) else False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata(),
    render_as_batch=True,
    render_item=plain,
    compare_type=True,
    include_name=lambda name, kind, _parents: kind != "table" or not (is_index(name) or is_queue(name)),
)
with context.begin_transaction():
    context.run_migrations()
