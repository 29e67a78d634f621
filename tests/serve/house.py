"""A house served as its host serves it: by the command, in processes of its own, on a free port."""

from __future__ import annotations

import fcntl
import http.client
import os
import random
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

TAKEN: list[BinaryIO] = []
HOME = Path(__file__).resolve().parent.parent.parent
FAULT = re.compile(r"^.*\n?Traceback [^\n]*\n(?:[ \t].*\n|\n)*.*", re.MULTILINE)


class House:
    """One run of `python app.py` over an instance folder. What it says is kept in files: pipes would fill."""

    def __init__(self, folder: Path, port: int | None = None, **settings: str) -> None:
        self.folder = folder
        self.port = port or free_port()
        self._said, self._complained = (folder.parent / f"{folder.name}-{self.port}.{end}" for end in ("out", "err"))
        environment = {name: value for name, value in os.environ.items() if not name.startswith("MICRONET_")}
        environment |= {"HOST": "127.0.0.1", "PORT": str(self.port), "MICRONET_INSTANCE": str(folder)}
        environment |= {"MICRONET_PREVIEWS": "0"} | settings  # what is said in tests holds addresses of nobody
        with self._said.open("w") as out, self._complained.open("w") as err:
            self.process = subprocess.Popen(
                [sys.executable, "app.py"], cwd=HOME, env=environment, stdout=out, stderr=err
            )

    @property
    def said(self) -> str:
        return self._said.read_text()

    @property
    def complained(self) -> str:
        return self._complained.read_text()

    @property
    def faults(self) -> list[str]:
        """Every traceback it has printed, whole, each with the line before it that says what was being done."""
        return FAULT.findall(self.complained)

    def get(self, path: str, timeout: float = 10) -> int:
        """The status of one answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            connection.request("GET", path)
            return connection.getresponse().status
        finally:
            connection.close()

    def well(self) -> bool:
        """Whether /healthz answers 200: web, jobs and disk."""
        try:
            return self.get("/healthz") == 200
        except OSError:
            return False

    def child(self, module: str) -> int:
        """The process that runs this module, or 0 while there is none."""
        return next((pid for pid in self.family() if module in command_of(pid)), 0)

    def family(self) -> list[int]:
        """Every process below ours."""
        return below(self.process.pid)

    def stop(self, how: int = signal.SIGTERM) -> int:
        """Ask it to stop; gives the exit code."""
        self.process.send_signal(how)
        return self.process.wait(10)

    def end(self) -> None:
        """Kill whatever runs of it. Its supervisor is held first, so that it starts nothing that we do not see."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGSTOP)
        family = self.family()
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        for pid in family:
            end(pid)


@contextmanager
def served(folder: Path, **settings: str) -> Iterator[House]:
    """A house that is up and well. At the end nothing of it is left, whatever the test did."""
    house = House(folder, **settings)
    try:
        wait_for(house.well, 60, lambda: house.complained)
        yield house
    finally:
        house.end()


def refused(folder: Path, port: int | None = None, **settings: str) -> tuple[int, str, str]:
    """Exit code, output and complaint of a house that should not start."""
    house = House(folder, port, **settings)
    try:
        return house.process.wait(20), house.said, house.complained
    finally:
        house.process.kill()


def wait_for(happened: Callable[[], object], seconds: float = 10, why: Callable[[], str] = str) -> float:
    """Wait until it has happened; gives the seconds it took."""
    begun = time.monotonic()
    while not happened():
        assert time.monotonic() - begun < seconds, why()
        time.sleep(0.05)
    return time.monotonic() - begun


def free_port() -> int:
    """One that nobody listens on, and that is ours as long as this process lives, even between two runs of a house.

    The system gives it to no outgoing connection: it is below those that Linux, macOS and Windows give by themselves.
    """
    while True:
        port = random.randrange(20_000, 32_000)
        with socket.socket() as probe, suppress(OSError):
            TAKEN.append(_held(port))
            probe.bind(("127.0.0.1", port))
            return port


def _held(port: int) -> BinaryIO:
    """A file that no two tests hold at once. Raises OSError when another one does."""
    held = (Path(tempfile.gettempdir()) / f"micronet-test-port-{port}").open("wb")
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        held.close()
        raise
    return held


def below(pid: int) -> list[int]:
    """The children of a process, and theirs."""
    children = [child for child, parent in parents().items() if parent == pid]
    return [found for child in children for found in (child, *below(child))]


def parents() -> dict[int, int]:
    """Every process of this machine with its parent. /proc where there is one: a small Debian has no ps."""
    if not Path("/proc/self/stat").exists():
        listed = subprocess.run(["ps", "-axo", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
        return {int(pid): int(parent) for pid, parent in (line.split() for line in listed.splitlines())}
    found = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            found[int(stat.parent.name)] = int(stat.read_text().rpartition(")")[2].split()[1])
        except OSError:  # it ended while we looked
            continue
    return found


def command_of(pid: int) -> str:
    """Its command line, or nothing when it is gone."""
    line = Path(f"/proc/{pid}/cmdline")
    try:
        if line.parent.parent.joinpath("self").exists():
            return line.read_text().replace("\0", " ")
        return subprocess.run(["ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True).stdout
    except OSError:
        return ""


def alive(pid: int) -> bool:
    """Whether it runs; a process that only waits to be reaped does not."""
    stat = Path(f"/proc/{pid}/stat")
    try:
        os.kill(pid, 0)
        return not stat.exists() or stat.read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def end(pid: int) -> None:
    """Kill it if it still runs."""
    if alive(pid):
        os.kill(pid, signal.SIGKILL)
