"""The supervisor alone, with children that only sleep."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.serve.house import HOME, alive, below, end, wait_for


@contextmanager
def keeping(*modules: str) -> Iterator[subprocess.Popen[str]]:
    """A supervisor in a process of its own, with short pauses, keeping a child for each module."""
    children = ", ".join(f"supervise.Child({module!r}, {module!r})" for module in modules)
    code = (
        "import sys; from micronet import supervise; supervise.FIRST_PAUSE = 0.05;"
        f"sys.exit(supervise.keep([{children}]))"
    )
    process = subprocess.Popen([sys.executable, "-c", code], cwd=HOME, stderr=subprocess.PIPE, text=True)
    try:
        yield process
    finally:
        family = below(process.pid)
        process.kill()
        process.wait()
        for pid in family:
            end(pid)


@contextmanager
def asleep() -> Iterator[tuple[subprocess.Popen[str], list[int]]]:
    """A supervisor whose two children sleep, and those."""
    with keeping("tests.serve.sleeper", "tests.serve.sleeper") as supervisor:
        wait_for(lambda: len(below(supervisor.pid)) == 2)
        yield supervisor, below(supervisor.pid)


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_every_way_to_say_stop_ends_the_children_and_is_no_failure(how: int) -> None:
    with asleep() as (supervisor, children):
        supervisor.send_signal(how)
        assert supervisor.wait(5) == 0
        assert not [pid for pid in children if alive(pid)]


def test_a_supervisor_that_is_killed_takes_its_children_along() -> None:
    with asleep() as (supervisor, children):
        supervisor.kill()
        supervisor.wait()
        wait_for(lambda: not [pid for pid in children if alive(pid)])


def test_a_child_that_is_killed_again_and_again_comes_back_each_time() -> None:
    with asleep() as (supervisor, _):
        for _ in range(5):
            killed = below(supervisor.pid)[0]
            os.kill(killed, signal.SIGKILL)
            wait_for(lambda gone=killed: gone not in below(supervisor.pid) and len(below(supervisor.pid)) == 2)
        assert supervisor.poll() is None


def test_a_child_that_can_never_run_ends_them_all_and_the_host_hears_of_it() -> None:
    with keeping("tests.serve.sleeper", "micronet.nowhere") as supervisor:
        assert supervisor.wait(20) == 1
        assert supervisor.stderr is not None
        assert supervisor.stderr.read().splitlines()[-1] == "micronet: the micronet.nowhere cannot run here; giving up"
