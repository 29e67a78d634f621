"""Child processes that begin as copies of this one: what it has loaded is in memory once for all of them.

For systems that can fork. This process must have no thread and no open connection while it is copied: neither would
be whole in the copy.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Callable, Sequence
from typing import BinaryIO, NoReturn

import setproctitle

MOST_FILES = 65_536
"""Above any number that a file of a process to be copied has."""
BREATH = 0.02
"""Seconds between two looks at a process that is waited for."""


class Copy:
    """A running copy, with as much of the face of `subprocess.Popen` as the supervisor needs."""

    def __init__(self, name: str, work: Callable[[], object], files: Sequence[int] = ()) -> None:
        """Start `work` in a copy of this process that is called `name` and keeps only these open `files`.

        Its standard input is a pipe that closes when this process is gone, or closes `stdin`.
        """
        ear, mouth = os.pipe()
        self.returncode: int | None = None
        heeded = signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())  # until the copy hears for itself
        self.pid = os.fork()
        if not self.pid:
            _live(name, work, ear, files)
        signal.pthread_sigmask(signal.SIG_SETMASK, heeded)
        os.close(ear)
        self.stdin: BinaryIO = os.fdopen(mouth, "wb")

    def poll(self) -> int | None:
        """Its exit code once it has ended; minus the number of the signal that ended it."""
        if self.returncode is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            self.returncode = os.waitstatus_to_exitcode(status) if pid else None
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Wait for its end, so many seconds at most. Raises subprocess.TimeoutExpired."""
        begun = time.monotonic()
        while (code := self.poll()) is None:
            if timeout is not None and time.monotonic() - begun > timeout:
                raise subprocess.TimeoutExpired(str(self.pid), timeout)
            time.sleep(BREATH)
        return code

    def terminate(self) -> None:
        """Ask it to end."""
        os.kill(self.pid, signal.SIGTERM)

    def kill(self) -> None:
        """End it."""
        os.kill(self.pid, signal.SIGKILL)


def apart(name: str, work: Callable[[], object], left: Callable[[float], object] = time.sleep) -> int:
    """Do this in a copy and wait for it; gives its exit code. What it took is free again, whatever it did.

    `left` waits so many seconds and says whether nobody wants the work any more: then the copy is told, and that it
    ends is no fault.
    """
    copy = Copy(name, work)
    with copy.stdin:
        while (code := copy.poll()) is None:
            if left(BREATH):
                break
    if code is None:
        copy.wait()
    return code or 0


def _live(name: str, work: Callable[[], object], ear: int, files: Sequence[int]) -> NoReturn:
    """All of a copy's life. It never returns to what this process was doing, nor ends as it would."""
    code = 1
    try:
        os.setsid()
        _be_new(ear, files)
        setproctitle.setproctitle(name)
        work()
        code = 0
    except SystemExit as ending:
        code = _code(ending)
    except BaseException:
        traceback.print_exc()
    finally:
        try:
            sys.stdout.flush()
            sys.stderr.flush()
        finally:
            os._exit(code)


def _be_new(ear: int, files: Sequence[int]) -> None:
    """Signals mean what they mean to a new process, and no file is open but ours."""
    signal.set_wakeup_fd(-1)
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGCHLD):
        signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.pthread_sigmask(signal.SIG_SETMASK, ())
    os.dup2(ear, 0)
    ours = sorted({0, 1, 2, *files})
    for after, before in zip(ours, [*ours[1:], MOST_FILES], strict=True):
        os.closerange(after + 1, before)


def _code(ending: SystemExit) -> int:
    if ending.code is None or isinstance(ending.code, int):
        return ending.code or 0
    print(ending.code, file=sys.stderr)
    return 1
