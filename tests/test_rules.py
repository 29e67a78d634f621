"""The rules of the house, testing themselves."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask

from micronet import config
from micronet.base import search
from micronet.base.db import db, engine
from micronet.base.jobs import is_queue
from micronet.base.search import is_index
from micronet.migrate import metadata

ROOT = Path(__file__).parent.parent
HOUSE = ROOT / "micronet"
SOURCES = [path for path in HOUSE.rglob("*.py") if "migrations" not in path.parts]
PAGES = list((HOUSE / "templates").rglob("*.html"))
OWN_STATIC = [p for p in (HOUSE / "static").rglob("*") if p.suffix in {".css", ".js"} and "vendor" not in p.parts]

PUBLIC = {
    "static",
    "pwa.manifest",
    "pwa.worker",
    "pwa.offline",
    "pwa.robots",
    "pwa.health",
}
"""Routes that anyone may ask besides those of the door (`welcome`, `invited`), which are all public."""

UNCLASSED_IS_WRONG = {"walled", "personal", "global"}


def calls(path: Path) -> Iterator[tuple[str, ast.Call]]:
    """Every call in a source file with the last part of the name that is called."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            yield name, node


def short(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_every_route_is_guarded_or_listed_as_public(app: Flask) -> None:
    for rule in app.url_map.iter_rules():
        open_to_all = getattr(app.view_functions[rule.endpoint], "is_public", False)
        at_the_door = rule.endpoint.split(".")[0] in {"welcome", "invited"}
        assert not open_to_all or at_the_door or rule.endpoint in PUBLIC, f"{rule.endpoint} is public but not listed"


def test_no_view_looks_things_up_by_itself() -> None:
    for path in SOURCES:
        if path.parts[-1] not in ("views.py", "forms.py") and path.parent.name != "views":
            continue
        if path.parent.name in ("activity",):
            continue  # the stream asks through the engine, with no session to hold
        called = ast.parse(path.read_text())
        found = {n.func.id for n in ast.walk(called) if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)}
        found &= {"select", "delete", "update", "insert", "text"}
        assert not found, f"{short(path)} uses {found}; a query belongs in queries.py"


def test_nothing_is_fetched_past_the_walls() -> None:
    for path in SOURCES:
        source = path.read_text()
        assert "db.session.get(" not in source, f"{short(path)} fetches by key"
        assert "get_or_404" not in source, short(path)
        assert ".query." not in source, f"{short(path)} uses Model.query"
        assert "from_statement" not in source, short(path)


def test_raw_sql_stays_in_the_few_files_that_need_it() -> None:
    raw = {"line.py", "live.py", "migrate.py", "postgres.py", "prepared.py", "sqlite.py"}
    raw |= {"db.py", "walls_postgres.py", "writer.py"}
    raw |= {"draw.py", "search_sqlite.py"}  # writes letters on pictures
    for path in SOURCES:
        for name, _call in calls(path):
            assert name not in ("exec_driver_sql", "text") or path.name in raw, f"{short(path)} sends raw SQL"


def test_what_is_searched_is_made_and_changed_through_its_model_alone(app: Flask) -> None:
    names = {model.__name__ for model in search.models()}
    assert {"Moment", "Reply"} <= names
    for path in SOURCES:
        for name, call in calls(path):
            of = {one.id for one in call.args if isinstance(one, ast.Name)}
            assert name not in ("insert", "update") or not of & names, f"{short(path)} leaves the index behind"


def test_every_recorded_verb_has_its_template(app: Flask) -> None:
    known = {verb: name for room in app.extensions["rooms"] for verb, name in room.activities.items()}
    used = {
        call.args[0].value
        for path in SOURCES
        for name, call in calls(path)
        if name == "record" and call.args and isinstance(call.args[0], ast.Constant)
    }
    assert used, "nothing is recorded anywhere"
    assert used <= set(known), f"no template for {used - set(known)}"
    for name in known.values():
        app.jinja_env.get_template(name)


def test_time_and_ids_come_from_base() -> None:
    banned = re.compile(r"datetime\.(now|utcnow)\(|time\.time\(|uuid\.uuid|date\.today\(")
    for path in SOURCES:
        if path.parent.name != "base":
            assert not banned.search(path.read_text()), f"{short(path)} asks its own clock or makes its own id"


def test_only_views_jobs_and_commands_commit() -> None:
    for path in SOURCES:
        if path.name in ("actions.py", "queries.py", "models.py", "record.py"):
            assert "commit" not in {name for name, _call in calls(path)}, f"{short(path)} commits"


def test_every_table_is_classed_and_walled_rows_are_keyed_by_their_circle(app: Flask) -> None:
    for mapper in db.Model.registry.mappers:
        model, table = mapper.class_, mapper.local_table
        assert model.data_class in UNCLASSED_IS_WRONG, f"{table.name} is not classed"
        if model.data_class != "walled" or table.name == "circle":
            continue
        assert [column.name for column in table.primary_key] == ["circle_id", "id"], table.name
        for constraint in table.foreign_key_constraints:
            inside = constraint.referred_table.name in {
                m.local_table.name for m in db.Model.registry.mappers if m.class_.data_class == "walled"
            }
            if inside and constraint.referred_table.name != "circle":
                assert constraint.column_keys[0] == "circle_id", f"{table.name} can refer to another circle"


def test_migrations_make_what_the_models_say(app: Flask) -> None:
    with engine(writing=True).connect() as connection:
        others = lambda name, _kind, _parents: not (is_index(name) or is_queue(name))  # noqa: E731
        ours = {"compare_type": True, "include_name": others}
        context = MigrationContext.configure(connection, opts=ours)
        assert compare_metadata(context, metadata()) == []


def test_every_setting_is_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text()
    names = set(re.findall(r'"((?:MICRONET_\w+|HOST|PORT))"', Path(config.__file__).read_text()))
    assert len(names) > 8
    for name in names:
        assert f"`{name}`" in readme, f"{name} is not in the README"


SPEAKS_TO_THE_NET = {
    "socket", "ssl", "urllib.request", "http.client", "urllib3", "requests", "httpx", "httpcore", "aiohttp", "ftplib",
    "smtplib", "poplib", "imaplib", "xmlrpc", "telnetlib", "asyncio", "obstore", "pywebpush", "gevent.socket",
}  # fmt: skip
"""Modules by which one could get out of the house."""
MAY_SPEAK = {
    "base/wire.py": {"socket", "ssl", "http.client", "urllib3"},
    "base/resolve.py": {"socket"},
    "base/storage_s3.py": {"obstore"},  # the object store that the host named
    "serve.py": {"socket"},  # listens
    "supervise.py": {"socket"},  # a pair of them, for signals
    "activity/streams.py": {"socket"},  # looks whether a reader has gone
}
"""Who imports them, and which. The one that fetches is `base.fetch`, by these first two."""


def test_there_is_one_way_out_of_the_house() -> None:
    found: dict[str, set[str]] = {}
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text())):
            names = [one.name for one in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom):
                names = [node.module or "", *(f"{node.module}.{one.name}" for one in node.names)]
            for outside in SPEAKS_TO_THE_NET:
                if any(name == outside or name.startswith(f"{outside}.") for name in names):
                    found.setdefault(str(path.relative_to(HOUSE)), set()).add(outside)
    assert found == MAY_SPEAK


def test_only_fetch_uses_the_wire() -> None:
    for path in SOURCES:
        if path.name not in ("fetch.py", "wire.py", "resolve.py"):
            assert not re.search(r"base\.wire|import wire|create_connection", path.read_text()), short(path)


def test_pages_ask_nobody_else_for_anything() -> None:
    for path in [*PAGES, *OWN_STATIC]:
        for found in re.findall(
            r"""(?:src|href|url\(|from|import|fetch\()\s*=?\s*["'(]+(https?:)?//""", path.read_text()
        ):
            raise AssertionError(f"{short(path)} points to another host: {found}")


def test_htmx_is_spelled_the_way_of_its_fourth_version() -> None:
    old = re.compile(r"hx-on|hx-ext|hx-vars|js:\{|sse-swap|(?<!data-)\bhx-(?!partial|morph)")
    for path in PAGES:
        body = re.sub(r"\{#.*?#\}", "", path.read_text(), flags=re.S)
        found = old.search(body)
        assert not found, f"{short(path)}: {found and body[found.start() : found.start() + 30]!r}"


def test_pages_hold_no_inline_style_or_script() -> None:
    for path in PAGES:
        body = re.sub(r"\{#.*?#\}", "", path.read_text(), flags=re.S)
        assert not re.search(r"\sstyle=|\son[a-z]+=|<style|<script(?![^>]*\bsrc=)", body), short(path)


@pytest.mark.parametrize("folder", ["micronet", "tests", "demo", "scripts"])
def test_no_file_grows_past_250_lines(folder: str) -> None:
    kinds = {".py", ".html", ".js", ".css"}
    for path in (ROOT / folder).rglob("*"):
        if path.suffix in kinds and not {"vendor", "versions", "node_modules"} & set(path.parts):
            assert len(path.read_text().splitlines()) <= 250, short(path)


def test_the_app_names_no_machine_and_no_registry() -> None:
    lock = (ROOT / "requirements.txt").read_text() + (ROOT / "requirements-dev.txt").read_text()
    assert "http" not in lock.replace("httptools", "").replace("http-ece", "").replace("http_ece", "").replace(
        "httpx", ""
    )
