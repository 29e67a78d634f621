"""`python -m demo`, as a host starts it."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from pathlib import Path

import pytest

from demo import __main__ as demo_main
from demo.door import CAST
from micronet.config import Settings

ROOT = Path(__file__).resolve().parents[2]


def test_it_takes_the_next_free_port() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert port < demo_main._free(Settings(port=port)) <= port + demo_main.PORTS


@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_it_prints_four_links_serves_and_leaves_nothing(tmp_path: Path) -> None:
    environ = {**os.environ, "PORT": "8360", "TMPDIR": str(tmp_path), "MICRONET_DATABASE": "sqlite:////nowhere/at.all"}
    with subprocess.Popen(
        [sys.executable, "-m", "demo"], cwd=ROOT, env=environ, stdout=subprocess.PIPE, text=True
    ) as running:
        try:
            assert running.stdout
            lines = [running.stdout.readline().strip() for _kind in CAST]
            found = dict(line.split("  ") for line in lines)
            assert list(found) == ["host", "member", "grandparent", "stranger"]
            assert all(re.fullmatch(r"http://localhost:\d+/demo#[\w-]{22}", link) for link in found.values())
            assert _opened(found["member"]) == 200
            assert list(tmp_path.iterdir())
        finally:
            running.send_signal(signal.SIGTERM)
            running.wait(20)
    assert not list(tmp_path.glob("micronet-demo-*"))


def _opened(link: str) -> int:
    """The status of the board behind a link."""
    address, _sign, token = link.partition("#")
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    origin = address.removesuffix("/demo")
    asked = urllib.request.Request(address, urllib.parse.urlencode({"token": token}).encode(), {"Origin": origin})
    for _try in range(100):
        try:
            return opener.open(asked, timeout=20).status
        except ConnectionError:
            time.sleep(0.2)
    raise AssertionError("nobody answers")
