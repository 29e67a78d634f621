"""The sample family, built once a worker."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from flask import Flask
from flask.testing import FlaskClient

from demo import door
from demo.app import create_app
from demo.family import Family, build
from demo.houses import inside
from micronet.config import Settings
from micronet.instance import prepare


@dataclass
class Demo:
    """The house, who is in it, and a way to knock."""

    app: Flask
    family: Family

    def links(self) -> dict[str, str]:
        """Fresh ones, by what they are."""
        with inside(self.app):
            return door.links(self.family, "http://localhost")

    def browser(self) -> FlaskClient:
        """Somebody who has not come in yet."""
        client = self.app.test_client()
        client.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
        return client

    def open(self, link: str) -> FlaskClient:
        """Somebody who has come in by this link."""
        client = self.browser()
        assert client.post("/demo", data={"token": link.partition("#")[2]}).status_code == 303
        return client

    def path(self, circle: str, rest: str = "") -> str:
        """An address within a circle."""
        return f"/circles/{next(iter(self.family.members[circle].values())).circle_id}{rest}"


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    """The family as it is now."""
    settings = Settings(instance=tmp_path_factory.mktemp("demo") / "instance")
    prepare(settings)
    app = create_app(settings)
    with inside(app):
        family = build()
    return Demo(app, family)
