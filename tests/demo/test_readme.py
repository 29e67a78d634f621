"""What the README promises is there, and what it tells people to type works."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from micronet.base.sqlite import sqlite3
from micronet.config import Settings
from tests.demo.conftest import Demo

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text()


def test_every_picture_and_page_it_shows_is_there() -> None:
    shown = re.findall(r"\]\(([^)#]+)\)", README + (ROOT / "CREDITS.md").read_text())
    assert len(shown) > 15
    assert not [path for path in shown if not path.startswith("https:") and not (ROOT / path).exists()]


def test_every_verb_it_names_is_in_the_makefile() -> None:
    known = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.M))
    named = set(re.findall(r"(?:^|[`=0-9] ?)make ([a-z]+)", README, re.M))
    assert {"run", "demo", "test"} <= named <= known


def test_its_defaults_are_those_of_the_code() -> None:
    rows = dict(re.findall(r"^\| `(\w+)` \| `([^`]+)` \|", README, re.M))
    plain = Settings()
    told = {
        "HOST": plain.host, "PORT": plain.port, "MICRONET_PROXIES": plain.proxies, "MICRONET_INSTANCE": plain.instance,
        "MICRONET_NAME": plain.name, "MICRONET_LANGUAGE": plain.language, "MICRONET_FAMILY_CAP": plain.family_cap,
        "MICRONET_FRIENDS_CAP": plain.friends_cap, "MICRONET_PURPOSE_CAP": plain.purpose_cap,
        "MICRONET_DEVELOPMENT": int(plain.development),
    }  # fmt: skip
    for name, value in told.items():
        assert rows[name] == str(value), name


def test_its_folders_are_there_and_all_of_them() -> None:
    drawn = re.search(r"```\napp\.py.*?```", README, re.S)
    assert drawn
    named = set(re.findall(r"(\w+)/", re.sub(r"[A-Z].*", "", drawn[0])))
    inside = {path.name for path in (ROOT / "micronet").iterdir() if path.is_dir() and not path.name.startswith("__")}
    assert inside <= named
    assert not [
        name
        for name in named
        if not any((place / name).is_dir() for place in (ROOT, ROOT / "micronet", ROOT / "tests"))
    ]


def test_its_backup_line_copies_the_database(demo: Demo, tmp_path: Path) -> None:
    line = re.search(r'^\.venv/bin/python -c "(.+)"$', README, re.M)
    assert line
    (tmp_path / "instance").symlink_to(demo.app.config["SETTINGS"].instance)
    environ = {**os.environ, "PYTHONPATH": str(ROOT)}
    subprocess.run([sys.executable, "-c", line[1]], cwd=tmp_path, env=environ, check=True, timeout=60)
    with sqlite3.connect(tmp_path / "backup.db") as copy:
        assert copy.execute("select count(*) from moment").fetchone()[0] > 90
        assert copy.execute("pragma integrity_check").fetchone() == ("ok",)
