"""Processes that begin as copies of another: what comes along, and what must not."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.serve.house import HOME, free_port

LOADED = """
import sys, threading, time, select, socket, queue, subprocess
from pathlib import Path
from micronet.config import Settings
from micronet.serve import load
load(Settings(instance=Path("nowhere")), ["micronet.web_server", "micronet.jobs"])
"""
WAITS = """
waits = [threading.Lock, threading.RLock, threading.local, threading.Condition, threading.Event, threading.Thread,
         time.sleep, select.select, socket.socket, socket.create_connection, queue.SimpleQueue, queue.Queue]
for name, module in list(sys.modules.items()):
    if name.startswith("micronet"):
        for owner in [module, *(one for one in vars(module).values() if getattr(one, "__module__", "") == name)]:
            for label, held in list(getattr(owner, "__dict__", {}).items()):
                if any(held is one for one in waits):
                    print(name, getattr(owner, "__name__", owner), label)
"""


def said_by(code: str, *arguments: object) -> str:
    """What this program prints, in a process of its own."""
    command = [sys.executable, "-c", code, *map(str, arguments)]
    return subprocess.run(command, cwd=HOME, capture_output=True, text=True, check=True, timeout=60).stdout


def test_what_is_loaded_before_the_house_is_copied_has_no_thread_and_no_connection() -> None:
    code = LOADED + (
        "import os, stat\n"
        "def is_open(number):\n"
        "    try:\n"
        "        return not stat.S_ISCHR(os.fstat(number).st_mode)\n"
        "    except OSError:\n"
        "        return False\n"
        "print(threading.active_count(), [number for number in range(3, 500) if is_open(number)])"
    )
    assert said_by(code) == "1 []\n"


def test_what_is_loaded_before_the_house_is_copied_waits_in_no_way_that_the_web_server_replaces_later() -> None:
    assert said_by(LOADED + WAITS) == ""


def test_what_only_the_web_server_needs_is_not_in_the_memory_of_the_others() -> None:
    heavy = "gunicorn", "gevent", "psycopg", "cryptography", "webauthn", "PIL", "alembic", "segno.encoder"
    assert said_by(LOADED + f"print([name for name in {heavy} if name in sys.modules])") == "[]\n"


def test_a_copy_inherits_no_open_file_but_those_it_is_given(tmp_path: Path) -> None:
    code = """
import os, socket, sys
from micronet import copies
from micronet.base.sqlite import sqlite3
house, port, given = sqlite3.connect(sys.argv[1]), socket.socket(), os.open(sys.argv[1], os.O_RDONLY)
house.execute("create table one (id)")

def is_open(number):
    try:
        return bool(os.fstat(number))
    except OSError:
        return False

def look():
    print([number for number in range(3, 500) if is_open(number)] == [given])

copy = copies.Copy("copy", look, [given])
print(copy.wait())
"""
    assert said_by(code, tmp_path / "a.db").splitlines() == ["True", "0"]


@pytest.mark.parametrize(
    ("work", "code"), [("None", 0), ("sys.exit(3)", 3), ("1 / 0", 1), ("os.kill(os.getpid(), 9)", -9)]
)
def test_a_copy_ends_by_itself_and_never_as_its_parent_would(work: str, code: int) -> None:
    program = (
        "import os, sys\nfrom micronet import copies\n"
        f"try:\n    print(copies.apart('copy', lambda: {work}), flush=True)\nfinally:\n    print('end')"
    )
    assert said_by(program) == f"{code}\nend\n"


def test_a_copy_whose_work_nobody_wants_any_more_ends_and_that_is_no_fault() -> None:
    program = """
import time
from micronet import copies
from micronet.supervise import end_with_parent

def work():
    end_with_parent()
    time.sleep(60)

begun = time.monotonic()
print(copies.apart("copy", work, lambda _within: time.monotonic() - begun > 0.5), time.monotonic() - begun < 30)
"""
    assert said_by(program) == "0 True\n"


def test_a_web_server_that_hangs_is_ended(tmp_path: Path) -> None:
    """An alarm ends it, whatever it is caught in; the supervisor then starts another."""
    code = f"""
import http.client, socket, threading
from micronet import copies, web_server

def hang(environ, start):
    while True:
        pass

def serve():
    from micronet import web_worker
    web_worker.HANGS = 2
    web_server.main([str(port.fileno())], lambda: hang)

port = socket.create_server(("127.0.0.1", {free_port()}))
copy = copies.Copy("copy", serve, [port.fileno()])
asking = http.client.HTTPConnection(*port.getsockname())
asking.request("GET", "/")
print(copy.wait())
"""
    assert said_by(code) == "-14\n"
