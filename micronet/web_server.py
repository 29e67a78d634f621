"""The web process: gunicorn's gevent worker, on sockets that the supervisor opened; waitress on Windows.

gunicorn's own parent process is left out: the supervisor starts the worker again, which ends by itself when it hangs.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from typing import Any

from micronet import create_app

SHARED_MEMORY = "/dev/shm"  # noqa: S108 - where a worker's heartbeat costs no disk


def main(arguments: Sequence[str], create: Callable[[], Any] = create_app) -> None:
    """Serve what `create` makes until told to stop.

    The arguments are the numbers of open sockets, or on Windows an address and a port.
    """
    if sys.platform == "win32":
        _serve_threads(create, *arguments)
    else:
        _serve_greenlets(create, [int(number) for number in arguments])


def settings(sockets: list[int]) -> dict[str, Any]:
    """What gunicorn is told; all else is its default."""
    return {
        "bind": [f"fd://{number}" for number in sockets],
        "workers": 1,
        "worker_class": "micronet.web_worker.Worker",
        "worker_connections": 7500,
        "worker_tmp_dir": SHARED_MEMORY if os.access(SHARED_MEMORY, os.W_OK) else None,
        "graceful_timeout": 3,
        "timeout": 60,
        "keepalive": 15,
        "limit_request_line": 4094,
        "limit_request_fields": 64,
        "limit_request_field_size": 8190,
        "forwarded_allow_ips": "",
        "secure_scheme_headers": {},
        "control_socket_disable": True,
        "loglevel": "error",
        "umask": 0o077,
    }


def _serve_greenlets(create: Callable[[], Any], sockets: list[int]) -> None:
    import gunicorn.http.wsgi
    from gunicorn import sock
    from gunicorn.app.base import BaseApplication

    class Server(BaseApplication):
        def load_config(self) -> None:
            for name, value in settings(sockets).items():
                self.cfg.set(name, value)

        def load(self) -> Any:
            from micronet.web.pace import Admission  # loaded when the worker has made waiting its own

            return Admission(create())

    gunicorn.http.wsgi.SERVER = "Micronet"
    _allow_many_connections()
    server = Server()
    log = server.cfg.logger_class(server.cfg)
    listening = sock.create_sockets(server.cfg, log)
    server.cfg.worker_class(1, os.getppid(), listening, server, server.cfg.timeout, server.cfg, log).init_process()


def _allow_many_connections() -> None:
    """macOS and some services allow 256 open files, fewer than the open pages of a few circles."""
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 16384 if hard == resource.RLIM_INFINITY else min(16384, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def _serve_threads(create: Callable[[], Any], host: str, port: str) -> None:
    import waitress

    waitress.serve(create(), host=host, port=int(port), threads=64, connection_limit=2000, ident="Micronet")


if __name__ == "__main__":
    main(sys.argv[1:])
