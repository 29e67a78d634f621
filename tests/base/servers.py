"""Servers of other people for the tests, on loopback: kind ones and wicked ones."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from micronet.base.fetch import Net

HERE = "127.0.0.1"


@dataclass
class Server:
    """One that listens. `asked` are the first lines of every request, `reached` counts connections."""

    port: int
    asked: list[str] = field(default_factory=list)
    heads: list[str] = field(default_factory=list)
    reached: int = 0

    def at(self, path: str = "/", host: str = "page.example", scheme: str = "http") -> str:
        return f"{scheme}://{host}:{self.port}{path}"

    def net(self, *, own: bool = True, **more: object) -> Net:
        """A net in which every name leads here; `own` lets it be reached."""
        at = {"resolve": lambda _host, _port: [HERE], **more}
        return Net(ports=frozenset({self.port}), own=frozenset({(HERE, self.port)} if own else ()), **at)  # type: ignore[arg-type]


def page(body: bytes = b"", *, status: str = "200 OK", type: str = "text/html; charset=utf-8", **headers: str) -> bytes:
    """A whole answer."""
    lines = [f"HTTP/1.1 {status}", f"Content-Type: {type}", f"Content-Length: {len(body)}", "Connection: close"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def moved(to: str, status: str = "302 Found") -> bytes:
    return page(status=status, Location=to)


Say = Callable[[str, socket.socket], None]


@contextmanager
def serving(say: Say | dict[str, bytes], tls: ssl.SSLContext | None = None) -> Iterator[Server]:
    """A server that says by itself what it likes, given the path and the connection; or these answers, by path."""
    listener = socket.create_server((HERE, 0))
    server = Server(listener.getsockname()[1])
    answer = say if callable(say) else _by_path(say)

    def talk(connection: socket.socket) -> None:
        with connection:
            try:
                speaking = tls.wrap_socket(connection, server_side=True) if tls else connection
                head = speaking.recv(65536).decode("latin-1")
                server.asked.append(head.split("\r\n")[0])
                server.heads.append(head)
                answer(head.split(" ")[1] if " " in head else "", speaking)
                if tls:
                    speaking.close()
            except OSError:
                pass  # they hung up

    def listen() -> None:
        while True:
            try:
                connection, _peer = listener.accept()
            except OSError:
                return
            server.reached += 1
            threading.Thread(target=talk, args=(connection,), daemon=True).start()

    threading.Thread(target=listen, daemon=True).start()
    try:
        yield server
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()


def _by_path(answers: dict[str, bytes]) -> Say:
    def say(path: str, connection: socket.socket) -> None:
        connection.sendall(answers.get(path) or page(b"nothing", status="404 Not Found"))

    return say
