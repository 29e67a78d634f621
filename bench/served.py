"""An application served as the house serves it, in a process of its own, and what its answers cost there."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.fill import secret
from tests.serve.house import below

TICKS = os.sysconf("SC_CLK_TCK")
HOME = Path(__file__).resolve().parent.parent


@dataclass
class Served:
    """A web process and its address."""

    pid: int
    port: int

    def connect(self) -> http.client.HTTPConnection:
        """A connection that is kept open."""
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)

    def cpu(self) -> float:
        """CPU seconds the process and its children have used."""
        return sum(_cpu(pid) for pid in tree(self.pid))

    def pss(self) -> float:
        """Megabytes of memory, shared pages counted in parts."""
        return sum(_pss(pid) for pid in tree(self.pid))


@contextmanager
def serve(create: str, folder: Path | None = None) -> Iterator[Served]:
    """Serve what `module:function` makes, with the shipped server."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(2048)
        code = (
            "import sys; from importlib import import_module; from micronet import web_server; "
            "module, name = sys.argv[1].split(':'); "
            "web_server.main(sys.argv[2:], getattr(import_module(module), name))"
        )
        number = listening.fileno()
        environment = {**os.environ, "MICRONET_INSTANCE": str(folder or ""), "PYTHONHASHSEED": "0"}
        process = subprocess.Popen(
            [sys.executable, "-c", code, create, str(number)], cwd=HOME, env=environment, pass_fds=[number]
        )
        try:
            yield answering(process.pid, listening.getsockname()[1])
        finally:
            process.terminate()
            process.wait(20)


def answering(pid: int, port: int) -> Served:
    """The web process on this port, once it answers. Raises TimeoutError."""
    served = Served(pid, port)
    for _ in range(600):
        try:
            get(served.connect(), "/healthz")
        except OSError:
            time.sleep(0.05)
        else:
            return served
    raise TimeoutError("the server does not answer")


def get(
    connection: http.client.HTTPConnection, path: str, number: int = 0, place: int = 0, **headers: str
) -> tuple[int, bytes]:
    """Status and body of one answer, asked for by the first or another member of circle `number`."""
    cookie = {"Cookie": f"sid={secret(number, place)}", "Accept-Encoding": "gzip, deflate, br", "Accept": "text/html"}
    connection.request("GET", path, headers=cookie | {name.replace("_", "-"): value for name, value in headers.items()})
    answer = connection.getresponse()
    return answer.status, answer.read()


def tree(pid: int) -> list[int]:
    """The process and everything below it."""
    return [pid, *below(pid)]


def _cpu(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def _pss(pid: int) -> float:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("Pss:"))
