"""A browser as far as a house can tell: cookie, headers of our own pages, one connection that is kept."""

from __future__ import annotations

import http.client
from dataclasses import dataclass
from urllib.parse import urlencode

from torture.household import Resident

BOUNDARY = "------torture"
OURS = {"Sec-Fetch-Site": "same-origin", "User-Agent": "Firefox/140 (Linux)"}


class NoAnswer(Exception):
    """Nobody answered, or not to the end: what was asked may have happened or not."""


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: http.client.HTTPMessage
    text: str

    @property
    def is_taken(self) -> bool:
        """Whether a form was taken: the page then sends the browser on."""
        return self.status == 303


class Browser:
    """Signed in as `who`, or nobody."""

    def __init__(self, port: int, who: Resident | None = None, timeout: float = 20) -> None:
        self.port, self.timeout = port, timeout
        self.headers = OURS | {"Origin": f"http://127.0.0.1:{port}"}
        self.cookies = {"sid": who.secret} if who else {}
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)

    def get(self, path: str) -> Answer:
        return self._ask("GET", path, None, {})

    def post(self, path: str, **fields: str) -> Answer:
        """Send a form."""
        return self._ask(
            "POST", path, urlencode(fields).encode(), {"Content-Type": "application/x-www-form-urlencoded"}
        )

    def put(self, path: str, data: bytes) -> Answer:
        """Send bytes as they are."""
        return self._ask("POST", path, data, {"Content-Type": "application/octet-stream", "Accept": "application/json"})

    def send(self, path: str, picture: bytes, **fields: str) -> Answer:
        """Send a form with a photograph in it."""
        parts = [
            f'Content-Disposition: form-data; name="{name}"\r\n\r\n{text}'.encode() for name, text in fields.items()
        ]
        head = b'Content-Disposition: form-data; name="photo"; filename="me.jpg"\r\nContent-Type: image/jpeg\r\n\r\n'
        body = b"".join(b"--%s\r\n%s\r\n" % (BOUNDARY.encode(), part) for part in [*parts, head + picture])
        whole = body + b"--%s--\r\n" % BOUNDARY.encode()
        return self._ask("POST", path, whole, {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"})

    def _ask(self, method: str, path: str, body: bytes | None, more: dict[str, str]) -> Answer:
        held = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = self.headers | more | ({"Cookie": held} if held else {})
        try:
            self.connection.request(method, path, body, headers)
            answer = self.connection.getresponse()
            text = answer.read().decode("utf-8", "replace")
        except (OSError, http.client.HTTPException) as problem:
            self.close()
            raise NoAnswer(f"{method} {path}: {problem!r}") from problem
        self._keep(answer.headers)
        return Answer(answer.status, answer.headers, text)

    def _keep(self, headers: http.client.HTTPMessage) -> None:
        for line in headers.get_all("Set-Cookie") or []:
            name, _, rest = line.partition("=")
            value = rest.partition(";")[0]
            if value and "max-age=0" not in line.lower():
                self.cookies[name] = value
            else:
                self.cookies.pop(name, None)

    def __enter__(self) -> Browser:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Hang up; the next request connects anew."""
        self.connection.close()
