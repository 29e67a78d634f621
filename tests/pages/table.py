"""Every page of the product by name, and how a browser comes to see it. What is not here is not checked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.pages.crowd import Crowd
from tests.world import PARTIAL


@dataclass(frozen=True)
class Ask:
    """A request that `client` makes and the status it is answered with. `target` is the block that htmx wants."""

    client: FlaskClient
    path: str
    status: int = 200
    form: dict[str, Any] | None = None
    target: str = ""

    def whole(self) -> TestResponse:
        """The whole page."""
        return self._send({})

    def block(self) -> TestResponse:
        """What htmx gets for the same request."""
        return self._send(PARTIAL | ({"HX-Target": f"div#{self.target}"} if self.target else {}))

    def _send(self, headers: dict[str, str]) -> TestResponse:
        if self.form is None:
            answer = self.client.get(self.path, headers=headers)
        else:
            answer = self.client.post(self.path, data=self.form, headers=headers)
        assert answer.status_code == self.status, f"{self.path} answers {answer.status_code} {answer.location or ''}"
        return answer


Way = Callable[[Crowd], Ask]


@dataclass
class Table:
    """Names and ways, in the order they were written down."""

    ways: dict[str, Way] = field(default_factory=dict)
    blocks: set[str] = field(default_factory=set)
    """The names of those that are there for a block of theirs: the whole page has another name too."""

    def way(self, name: str) -> Callable[[Way], Way]:
        """Write a way down that takes more than one step."""

        def keep(way: Way) -> Way:
            assert name not in self.ways, name
            self.ways[name] = way
            return way

        return keep

    def page(self, name: str, who: str, path: str, status: int = 200, /, target: str = "", **form: Any) -> None:
        """Write a page down: `who` looks (\"\" for nobody) at `path`, in which names of the crowd stand in braces."""

        def way(crowd: Crowd) -> Ask:
            client = crowd.as_(getattr(crowd, who) if who else None)
            places = {key: getattr(value, "id", value) for key, value in vars(crowd).items()}
            return Ask(client, path.format(**places), status, form or None, target)

        self.way(name)(way)
        if target:
            self.blocks.add(name)


PAGES = Table()
