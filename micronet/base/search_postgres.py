"""The index on PostgreSQL: a table with a GIN index that follows the entries by a trigger, and the one way to ask it.

Under row-level security an index on words could not be used. So the terms lie in a table of their own, which the
lesser role has no rights on; it may only ask `micronet_find`, which looks into the circles that the transaction is
in (see `walls_postgres`) and answers with numbers.
"""

from __future__ import annotations

from collections.abc import Iterable

INDEX = "search_index"
FEW = 3_000
"""Entries that are quickly read and put in order."""
FOLLOW = (
    "create or replace function micronet_follow() returns trigger language plpgsql "
    "security definer set search_path = public, pg_temp as $$ begin "
    "if tg_op <> 'INSERT' then delete from search_index where number = old.number; end if; "
    "if tg_op <> 'DELETE' then insert into search_index (number, circle_id, words) "
    "values (new.number, new.circle_id, array_to_tsvector(string_to_array(new.words, ' '))); end if; "
    "return null; end $$"
)
FORGET = (
    "create or replace function micronet_forget() returns trigger language plpgsql as $$ begin "
    "delete from search_entry where circle_id = old.circle_id and id = old.id and thing = tg_table_name; "
    "return null; end $$"
)
MATCHES = (
    "select number from search_index where words @@ $1::tsquery and number >= $2 and number < $3 "
    "and ($5 or circle_id = any ($6)) "
)
GIVEN = (
    "using wanted, since, before, most, coalesce(current_setting('micronet.unscoped', true), '') = 'yes', "
    "string_to_array(current_setting('micronet.circles', true), ',')"
)
FIND = (
    "create or replace function micronet_find(wanted text, since bigint, before bigint, most bigint) "  # noqa: S608 - all of it is ours
    "returns setof bigint language plpgsql security definer set search_path = public, pg_temp "
    "set enable_seqscan = off set enable_indexscan = off set enable_bitmapscan = on "
    "as $$ declare few bigint[]; begin "
    f"execute 'select array_agg(number) from ({MATCHES} limit {FEW}) as found' into few {GIVEN}; "
    f"if coalesce(cardinality(few), 0) < {FEW} then "
    "return query select one from unnest(few) as one order by one desc limit most; return; end if; "
    "perform set_config('enable_indexscan', 'on', true), set_config('enable_bitmapscan', 'off', true); "
    f"return query execute '{MATCHES} order by number desc limit $4' {GIVEN}; end $$"
)
"""What few entries hold is found by the words and then put in order; what many hold, by looking from the newest on.
PostgreSQL is told which: from what it knows of words it cannot judge which way is the shorter one."""
SIGNATURE = "micronet_find(text, bigint, bigint, bigint)"


def statements(tables: dict[str, tuple[str, ...]], role: str) -> list[str]:
    """What builds functions and triggers, for the owner of the tables to run. Safe to run again.

    `tables` are those that are searched, with the columns an entry is made of; `role` is who may ask.
    """
    made = [FOLLOW, FORGET, FIND, f"revoke all on function {SIGNATURE} from public"]
    made.append(f"grant execute on function {SIGNATURE} to {role}")
    made += _trigger("search_follow", "insert or update or delete", "search_entry", "micronet_follow")
    for table, columns in tables.items():
        when = f"delete or update of {', '.join(columns)}"
        made += _trigger("search_forget", when, table, "micronet_forget")
    return made


def _trigger(name: str, when: str, table: str, function: str) -> list[str]:
    run = f"for each row execute function {function}()"
    return [f"drop trigger if exists {name} on {table}", f"create trigger {name} after {when} on {table} {run}"]


def expression(marks: Iterable[str], whole: Iterable[str], begun: Iterable[str]) -> str:
    """The tsquery: every term in quotes, so that nothing anyone types is a word of its language."""
    whole, begun = tuple(whole), tuple(begun)
    each = []
    for mark in marks:
        terms = [f"'{_quoted(mark + one)}'" for one in whole] + [f"'{_quoted(mark + one)}':*" for one in begun]
        each.append("(" + " & ".join(terms) + ")")
    return " | ".join(each)


def _quoted(term: str) -> str:
    return term.replace("\\", "\\\\").replace("'", "''")
