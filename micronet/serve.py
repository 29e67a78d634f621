"""Serving: check what can be wrong, prepare the instance, say where it is, keep web and jobs running."""

from __future__ import annotations

import errno
import gc
import os
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from micronet import config
from micronet.config import BadSetting, Settings
from micronet.supervise import POSIX, Child, keep

HOME = Path(__file__).resolve().parent.parent
BACKLOG = 2048
LEAVING = 6.0
"""Seconds that what a killed run of ours has left behind may hold our port: longer than a web server takes to end."""


def main() -> None:
    """The whole of `python app.py`. What a host can put right is one line and exit code 1."""
    try:
        settings = config.load(os.environ, HOME)
        sys.exit(serve(settings))
    except BadSetting as problem:
        sys.exit(f"micronet: {problem}")
    except KeyboardInterrupt:
        sys.exit(130)


def serve(settings: Settings, greeting: Sequence[str] = (), web: str = "micronet.web_server") -> int:
    """Serve this instance until told to stop; gives the exit code. `greeting` is said instead of the usual line,
    `web` names the module that runs as the web server.

    Raises BadSetting when the port or the instance folder cannot be had.
    """
    os.umask(0o077)
    os.environ["MICRONET_INSTANCE"] = str(settings.instance.absolute())
    sockets = listen(settings.host, settings.port, LEAVING)
    link = prepare()
    print(*(greeting or lines(settings, link)), sep="\n", flush=True)
    children = [_web(web, settings, sockets), Child("jobs process", "micronet.jobs", looks=True)]
    if POSIX:
        load(settings, [child.module for child in children])
    return keep(children)


def prepare() -> str | None:
    """Have the instance made or brought up to date; gives the set-up address of a house that nobody keeps yet.

    A process of its own does it, so that what it loads is gone again. When that fails it has said why: we end too.
    """
    done = subprocess.run([sys.executable, "-m", "micronet.instance"], check=False, stdout=subprocess.PIPE, text=True)
    if done.returncode:
        sys.exit(done.returncode)
    return done.stdout.strip() or None


def load(settings: Settings, modules: Sequence[str]) -> None:
    """Load what web and jobs both need, and their own `modules`: they are copies of this process, and share it.

    Nothing of it opens a connection or starts a thread, and nothing waits in a way that the web server replaces later;
    a test holds that.
    """
    from micronet import lasting

    with lasting():
        from sqlalchemy import make_url
        from sqlalchemy.orm import configure_mappers

        import micronet.rooms  # noqa: F401 - the whole house, but for what only the web server needs

        for module in modules:
            import_module(module)
        if not settings.database_url:
            make_url(settings.database).get_dialect()
        configure_mappers()
    gc.collect()
    gc.freeze()


def lines(settings: Settings, link: str | None) -> list[str]:
    """What a host is told once everything is well."""
    here = f"Micronet is at {settings.url}"
    return [f"{here} (stop: Ctrl-C)"] if link is None else [here, f"Set it up here, once: {link}"]


def listen(host: str, port: int, patience: float = 0.0) -> list[socket.socket]:
    """Open sockets at every address that the host name has here. They outlive a restart of the web server.

    A port that is taken may come free within `patience`, in seconds. Raises BadSetting, in words for the host.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except OSError:
        raise BadSetting(f"HOST is {host!r}; this machine has no such address.") from None
    opened, problem = [], None
    for family, _, _, _, address in found:
        try:
            opened.append(_open(family, address, until=time.monotonic() + patience))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise BadSetting(f"Port {port} is taken by another program. Choose another: PORT={port + 1}") from None
            problem = error
    if not opened:
        raise BadSetting(f"Cannot listen on {host} port {port}: {problem.strerror if problem else 'no address'}.")
    return opened


def _open(family: int, address: Any, until: float) -> socket.socket:
    """A socket that listens there. Tries again until then (monotonic) while somebody else has the port."""
    while True:
        try:
            return _open_now(family, address)
        except OSError as error:
            if error.errno != errno.EADDRINUSE or time.monotonic() >= until:
                raise
        time.sleep(0.1)


def _open_now(family: int, address: Any) -> socket.socket:
    opened = socket.socket(family, socket.SOCK_STREAM)
    try:
        if POSIX:
            opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            opened.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, int(address[0] != "::"))
        opened.bind(address)
        opened.listen(BACKLOG)
    except OSError:
        opened.close()
        raise
    return opened


def _web(module: str, settings: Settings, sockets: Sequence[socket.socket]) -> Child:
    """The web server, given our sockets; on Windows it must open its own, so ours were only a test."""
    if POSIX:
        numbers = [opened.fileno() for opened in sockets]
        return Child("web server", module, [str(number) for number in numbers], numbers)
    for opened in sockets:
        opened.close()
    return Child("web server", module, [settings.host, str(settings.port)])
