"""The second wall on PostgreSQL: row-level security, forced, for a role that owns nothing.

Every statement of a transaction sees the circles that the setting `micronet.circles` names. It is set for that
transaction alone, before the first statement that follows a change of who asks; where it is not set there is none.
What PostgreSQL checks on reading it checks on writing too: a row of a foreign circle cannot be stored.
"""

from __future__ import annotations

import hashlib
from typing import Any

from sqlalchemy import Connection, Engine, event, literal_column, text
from sqlalchemy.dialects.postgresql.psycopg import dialect as postgres_dialect

from micronet.base import clock, search_postgres
from micronet.base.db import Model, is_writing
from micronet.base.postgres import ROLE, number
from micronet.base.search import searched
from micronet.base.walls import NOBODY, THEIRS, Sees, Viewer, audiences, viewer, walled

ACT_AS = (
    "create or replace function micronet_act_as(who text, at timestamptz, door text, reason text, writes boolean) "
    "returns void language plpgsql as $$ begin "
    "perform set_config('micronet.person', who, true), set_config('micronet.now', at::text, true), "
    "set_config('micronet.door', door, true), set_config('micronet.writes', writes::text, true); "
    "perform set_config('micronet.unscoped', 'yes', true); "
    "perform set_config('micronet.circles', concat_ws(',', door, (select string_agg(circle_id, ',') from ("
    + THEIRS.format(membership="membership", person="who", now="at")
    + ") as theirs)), true); "
    "perform set_config('micronet.unscoped', case when reason = '' then '' else 'yes' end, true); "
    "end $$"
)
"""Says who asks, for the rest of the transaction. While it looks up their circles the wall is open."""

RULE = (
    "(select current_setting('micronet.unscoped', true) = 'yes') or {column} = any ("
    "(select string_to_array(current_setting('micronet.circles', true), ','))::text[])"
)
MEANT = (
    "(select current_setting('micronet.unscoped', true) = 'yes' or current_setting('micronet.writes', true) = 'true') "
    "or {column} = (select current_setting('micronet.door', true)) or ({meant})"
)
"""Within a circle, what is not meant for whoever asks. Of reading only: who writes finds what was taken back, too."""
SEES = Sees(
    literal_column("(select current_setting('micronet.person', true))"),
    literal_column("(select current_setting('micronet.now', true)::timestamptz)"),
    apart=True,
)
MADE_OF = frozenset(("onlooker", "correspondent"))
TELL = "select micronet_act_as(%s, %s, %s, %s, %s)"
ALONE = ", pg_advisory_xact_lock(%s)"
"""Acts of one person wait for one another: keys, codes and devices are counted before they are taken away."""
UNTOLD = (NOBODY, None)


MAKE_ROLE = (
    f"do $$ begin create role {ROLE} nologin noinherit; exception when duplicate_object or unique_violation then null; "
    "end $$"
)
"""Roles are the whole server's: another house on it may be making the same one at this moment."""


def statements() -> list[str]:
    """What builds the wall, for the owner of the tables to run. Safe to run again."""
    tables = ", ".join(sorted(Model.metadata.tables))
    made = [
        ACT_AS,
        f"grant usage on schema public to {ROLE}",
        f"grant select, insert, update, delete on {tables} to {ROLE}",
        f"grant select on alembic_version to {ROLE}",
    ]
    for table, column in walled().items():
        made += [
            f"alter table {table} enable row level security",
            f"alter table {table} force row level security",
            f"drop policy if exists wall on {table}",
            f"create policy wall on {table} using ({RULE.format(column=column)})",
            f"drop policy if exists meant on {table}",
        ]
    for table, condition in meant_for().items():
        rule = MEANT.format(column=f"{table}.{walled()[table]}", meant=condition)
        made.append(f"create policy meant on {table} as restrictive for select using ({rule})")
    return made + search_postgres.statements(searched(), ROLE)


def meant_for() -> dict[str, str]:
    """What within a circle is not for everyone in it: by table, the condition of those whom a row is for.

    A rule that reads its own table would go round in circles. What a rule is made of (who is named on a moment, who
    writes in a thread) is therefore behind the circle's wall alone.
    """
    found = audiences(postgres_dialect(), SEES, "")  # type: ignore[no-untyped-call]
    return {table: rule for table, rule in found.items() if table not in MADE_OF}


def build(connection: Connection) -> None:
    """Bring the wall to what the models say, unless it is so already. As the owner, in the caller's transaction."""
    wanted = hashlib.sha256("\n".join(statements()).encode()).hexdigest()
    found = connection.execute(text("select obj_description(to_regproc('micronet_act_as'), 'pg_proc')")).scalar()
    if found == wanted:
        return
    connection.exec_driver_sql("drop function if exists micronet_act_as(text, timestamptz, text, text)")  # as it was
    for statement in statements():
        connection.exec_driver_sql(statement)
    connection.execute(text(f"comment on function micronet_act_as is '{wanted}'"))


def make_role(connection: Connection) -> None:
    """Make the lesser role, and let the owner put it on. The owner must be allowed to, once: see docs/POSTGRESQL.md."""
    if connection.execute(text("select 1 from pg_roles where rolname = :role"), {"role": ROLE}).scalar() is None:
        connection.execute(text(MAKE_ROLE))
    may = text("select pg_has_role(current_user, :role, 'member')")
    if not connection.execute(may, {"role": ROLE}).scalar():
        connection.execute(text(f"grant {ROLE} to current_user"))


def install(engine: Engine) -> None:
    """Have every statement of `engine` run as whoever asks at that moment."""
    event.listen(engine, "begin", _forget)
    event.listen(engine, "rollback_savepoint", _forget)
    event.listen(engine, "before_cursor_execute", _tell)


def _forget(connection: Connection, *_more: Any) -> None:
    if not connection.invalidated:
        connection.info["told"] = UNTOLD


def _tell(connection: Connection, cursor: Any, *_more: Any) -> None:
    asks = viewer()
    told = asks, is_writing()
    if connection.info["told"] != told:
        cursor.execute(*_setting(*told))
        connection.info["told"] = told


def _setting(asks: Viewer, writes: bool) -> tuple[str, tuple[Any, ...]]:
    values = asks.person_id, clock.now(), asks.door, asks.reason, writes
    if writes and asks.person_id:
        return TELL + ALONE, (*values, number(f"person {asks.person_id}"))
    return TELL, values
