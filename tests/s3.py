"""An object store of our own on a free port, for tests that keep files in one."""

from __future__ import annotations

import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.serve.house import free_port

TOOLS = Path(__file__).parent / "tools"
PROGRAM = ("node", "-r", str(TOOLS / "written-first.js"), str(TOOLS / "node_modules" / "s3rver" / "bin" / "s3rver.js"))
BUCKET = "family-files"
KEY = "S3RVER"


@contextmanager
def store(folder: Path) -> Iterator[dict[str, Any]]:
    """Serve a bucket from `folder`; gives the settings that reach it."""
    port = free_port()
    command = [*PROGRAM, "--directory", str(folder), "--address", "127.0.0.1", "--port", str(port)]
    process = subprocess.Popen(
        [*command, "--silent", "--configure-bucket", BUCKET], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        _wait(port)
        address = f"http://127.0.0.1:{port}"
        yield {"s3_bucket": BUCKET, "s3_endpoint": address, "s3_key": KEY, "s3_secret": KEY}
    finally:
        process.terminate()
        process.wait(20)


def _wait(port: int) -> None:
    ends = time.monotonic() + 60
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            if time.monotonic() > ends:
                raise
            time.sleep(0.1)
