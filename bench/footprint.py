"""Memory at rest, the CPU of a cold start, and the bytes and requests of a first visit."""

from __future__ import annotations

import os
import re
import resource
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

from bench.houses import ROOT
from bench.paths import first_circle
from bench.reader import ask, environ
from bench.served import HOME, Served, answering, get
from micronet import create_app
from micronet.config import Settings
from tests.serve.house import free_port

LIBRARIES = "import flask, flask_sqlalchemy, flask_login"
HOUSE = "from micronet import create_app; create_app()"
SETTLES = 20
"""Seconds after which a house that was just looked at is at rest."""


def at_rest(folder: Path) -> dict[str, float]:
    """PSS of the web and the jobs process (and what keeps them running), after a few pages."""
    port = free_port()
    environment = {**os.environ, "MICRONET_INSTANCE": str(folder), "PORT": str(port), "HOST": "127.0.0.1"}
    process = subprocess.Popen([sys.executable, "app.py"], cwd=HOME, env=environment, stdout=subprocess.DEVNULL)
    try:
        served: Served = answering(process.pid, port)
        link, board = served.connect(), f"/circles/{first_circle(folder)}"
        for path in ("/", board, f"{board}/about", "/me", board):
            get(link, path)
        time.sleep(SETTLES)
        return {"pss_web_and_jobs_mb": served.pss()}
    finally:
        process.terminate()
        process.wait(20)


def cold_start(folder: Path, rounds: int = 7) -> dict[str, float]:
    """CPU of an application ready to answer, against that of importing its three libraries; in turns."""
    ratios = [_cpu(HOUSE, folder) / _cpu(LIBRARIES, folder) for _ in range(rounds + 1)]
    return {"cold_start_vs_imports": median(ratios[1:])}


def _cpu(code: str, folder: Path) -> float:
    """CPU seconds of a program whose modules are compiled, as they are from the second start on."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    environment = {**os.environ, "MICRONET_INSTANCE": str(folder), "PYTHONPYCACHEPREFIX": str(ROOT / "compiled")}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    subprocess.run([sys.executable, "-c", code], cwd=HOME, env=environment, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def first_visit(folder: Path) -> dict[str, float]:
    """The compressed board, and what a browser that has nothing yet fetches until the page stands.

    Asked for are the page, what it links to for itself, and what its style sheet needs at once: one file of each font
    family, since Latin letters are in one.
    """
    app = create_app(Settings(instance=folder)).wsgi_app
    board = ask(app, environ(f"/circles/{first_circle(folder)}"))
    plain = ask(app, environ(f"/circles/{first_circle(folder)}", accept_encoding="")).body.decode()
    linked = set(re.findall(r'(?:src|href)="(/static/[^"#]+\.(?:js|css|svg|woff2))[#"]', plain))
    scripts = [path for path in linked if path.endswith(".js")]
    style = next(path for path in linked if path.endswith(".css"))
    css = ask(app, environ(style, accept_encoding="")).body.decode()
    fonts = {path for path in re.findall(r'url\("(/static/fonts/[^"]+)"\)', css) if "-latin-wght" in path}
    pictures = {path for path in re.findall(r'url\("(/static/img/sky/[^"]+)"\)', css) if "rain" not in path}
    wanted = {"page"} | linked | fonts | pictures
    return {
        "board_compressed_bytes": len(board.body),
        "board_bytes": len(plain.encode()),
        "first_visit_requests": len(wanted),
        "first_visit_script_bytes": sum(len(ask(app, environ(path)).body) for path in scripts),
    }
