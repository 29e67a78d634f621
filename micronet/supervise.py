"""Keeps child processes running: one that ends is started again, a signal ends them all.

A child runs `main(arguments)` of a module, but never longer than its supervisor. It is a copy of this process, or where
there is no fork `python -m micronet.supervise MODULE ARGUMENTS...`.
"""

from __future__ import annotations

import _thread
import contextlib
import os
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from micronet.copies import Copy

FIRST_PAUSE = 0.5
"""Seconds before a child that ended is started again; doubled each further time."""

LONGEST_PAUSE = 30.0
STEADY = 10.0
"""A child that ran this many seconds can run here: what came before is forgotten."""

PATIENCE = 5.0
"""Seconds that children have to end by themselves before they are killed."""

TRIES = 4
"""A child that gives up this often in a row, before it was ever steady, will never run here."""

POSIX = os.name == "posix"


@dataclass
class Child:
    """One process that must be running. `name` is what a host reads about it.

    `looks` says that it looks itself whether its supervisor is there, and needs no thread that does.
    """

    name: str
    module: str
    arguments: Sequence[str] = ()
    files: Sequence[int] = ()
    looks: bool = False
    process: Copy | subprocess.Popen[bytes] | None = None
    endings: int = 0
    refusals: int = 0
    was_steady: bool = False
    started: float = 0.0
    due: float = field(default=0.0)

    def tend(self, now: float) -> None:
        """Start it when it is due, or note that it ended. `now` is monotonic, in seconds."""
        if self.process is None:
            if now >= self.due:
                self._start(now)
        elif (code := self.process.poll()) is not None:
            self._ended(code, now)

    @property
    def hopeless(self) -> bool:
        """Whether starting it again is pointless, so that the host had better hear of it."""
        return self.refusals >= TRIES and not self.was_steady

    def _start(self, now: float) -> None:
        self.process = self._copy() if POSIX else self._run()
        self.started = now

    def _copy(self) -> Copy:
        from micronet import copies

        command = [self.module, *self.arguments]
        return copies.Copy(self.module, lambda: run(command, looks=self.looks), self.files)

    def _run(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "micronet.supervise", self.module, *self.arguments]
        return subprocess.Popen(command, stdin=subprocess.PIPE)

    def _ended(self, code: int, now: float) -> None:
        self._release()
        if now - self.started >= STEADY:
            self.endings, self.was_steady = 0, True
        pause = min(FIRST_PAUSE * 2**self.endings, LONGEST_PAUSE)
        self.due = now + pause
        self.endings += 1
        self.refusals += code > 0  # a signal is somebody else's doing
        say(f"the {self.name} ended ({_cause(code)}); starting it again in {pause:g} s")

    def _release(self) -> None:
        """Forget a process that has ended, and end whatever it left behind: an orphan would keep our port."""
        if self.process is None:
            return
        if POSIX:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)
        if self.process.stdin:
            self.process.stdin.close()
        self.process = None

    def ask_to_end(self) -> None:
        """Tell it to finish what it is doing."""
        if self.process and self.process.poll() is None:
            self.process.terminate()

    def end_by(self, deadline: float) -> None:
        """Wait until it has ended; past the deadline (monotonic) it is killed."""
        if self.process is None:
            return
        try:
            self.process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self._release()


def keep(children: Sequence[Child]) -> int:
    """Keep them running until a signal asks to stop; gives this process's exit code."""
    with _bell() as bell:
        try:
            while not bell.stopping:
                now = time.monotonic()
                for child in children:
                    child.tend(now)
                if lost := next((child for child in children if child.hopeless), None):
                    say(f"the {lost.name} cannot run here; giving up")
                    return 1
                bell.wait(_pause(children, now))
            return 0
        finally:
            _end(children)


def _pause(children: Sequence[Child], now: float) -> float | None:
    """Seconds until a child is due to start; None when only a signal can bring news."""
    waits = [max(0.0, child.due - now) for child in children if child.process is None]
    return min(waits, default=None if POSIX else 1.0)


def _end(children: Sequence[Child]) -> None:
    for child in children:
        child.ask_to_end()
    deadline = time.monotonic() + PATIENCE
    for child in children:
        child.end_by(deadline)


class Bell:
    """Sleeping that a signal ends at once: the interpreter writes each signal's number to a socket."""

    def __init__(self) -> None:
        self.stopping = False
        self._ear, self._mouth = socket.socketpair()
        for end in (self._ear, self._mouth):
            end.setblocking(False)

    def wait(self, seconds: float | None) -> None:
        """Until a signal comes, or this long."""
        select.select([self._ear], [], [], seconds)
        with contextlib.suppress(BlockingIOError):
            self._ear.recv(4096)

    def stop(self, *_: object) -> None:
        """The handler of the signals that mean: enough."""
        self.stopping = True

    def open(self) -> None:
        """Listen from now on."""
        signal.set_wakeup_fd(self._mouth.fileno(), warn_on_full_buffer=False)
        for name in ("SIGTERM", "SIGINT", "SIGHUP", "SIGBREAK"):
            if hasattr(signal, name):
                signal.signal(getattr(signal, name), self.stop)
        if POSIX:
            signal.signal(signal.SIGCHLD, lambda *_: None)

    def close(self) -> None:
        """Signals no longer ring."""
        signal.set_wakeup_fd(-1)
        self._ear.close()
        self._mouth.close()


@contextlib.contextmanager
def _bell() -> Iterator[Bell]:
    bell = Bell()
    bell.open()
    try:
        yield bell
    finally:
        bell.close()


def say(line: str) -> None:
    """One line to the host."""
    print(f"micronet: {line}", file=sys.stderr, flush=True)


def _cause(code: int) -> str:
    return f"signal {-code}" if code < 0 else f"exit code {code}"


def run(command: Sequence[str], *, looks: bool = False) -> None:
    """Be this module with these arguments, no longer than the supervisor lives; one that `looks` sees to it itself."""
    if not looks:
        end_with_parent()
    import_module(command[0]).main(command[1:])


def end_with_parent() -> None:
    """Our standard input is a pipe that nobody writes to: it closes when who started us is gone, however they went."""

    def watch() -> None:
        os.read(0, 1)
        os.kill(os.getpid(), signal.SIGTERM)

    # Not one of `threading`: gevent renames those that began before it, and they complain when they end.
    _thread.start_new_thread(watch, ())


if __name__ == "__main__":
    run(sys.argv[1:])
