"""An engine beside those that Playwright drives: WebKit, by its own driver and the protocol of the W3C."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from tests.serve.house import free_port

MINIBROWSER = Path("/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser")
STARTS = 30.0
"""Seconds until a driver answers, on a busy machine."""


class WebKit:
    """One window of a WebKit, driven from outside."""

    def __init__(self, port: int) -> None:
        self._base = f"http://127.0.0.1:{port}"
        options = {"binary": str(MINIBROWSER), "args": ["--automation"]}
        wanted = {"alwaysMatch": {"browserName": "MiniBrowser", "webkitgtk:browserOptions": options}}
        self._session = self._ask("POST", "/session", {"capabilities": wanted})["sessionId"]

    def open(self, url: str) -> None:
        self._ask("POST", f"/session/{self._session}/url", {"url": url})

    def keep(self, name: str, value: str) -> None:
        """A cookie for the page that is open."""
        cookie = {"name": name, "value": value, "path": "/", "httpOnly": True}
        self._ask("POST", f"/session/{self._session}/cookie", {"cookie": cookie})

    def run(self, script: str) -> Any:
        """What a function's body returns, waited for."""
        return self._ask("POST", f"/session/{self._session}/execute/sync", {"script": script, "args": []})

    def close(self) -> None:
        with suppress(OSError):
            self._ask("DELETE", f"/session/{self._session}", None)

    def _ask(self, method: str, path: str, body: object) -> Any:
        data = None if body is None else json.dumps(body).encode()
        asked = urllib.request.Request(self._base + path, data, {"Content-Type": "application/json"}, method=method)
        with urllib.request.urlopen(asked, timeout=STARTS) as answer:
            return json.loads(answer.read())["value"]


@contextmanager
def webkit() -> Iterator[WebKit]:
    """A WebKit with a screen of its own; both are gone afterwards."""
    driver, port = shutil.which("WebKitWebDriver"), free_port()
    assert driver, "no WebKit here: run scripts/install-test-tools"
    command = ["xvfb-run", "-a", "-s", "-screen 0 1400x1000x24", driver, f"--port={port}"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    try:
        window = _answering(port)
        yield window
        window.close()
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        process.wait(10)


def _answering(port: int) -> WebKit:
    ends = time.monotonic() + STARTS
    while True:
        try:
            return WebKit(port)
        except OSError:
            if time.monotonic() > ends:
                raise
            time.sleep(0.2)
