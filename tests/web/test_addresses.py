"""Addresses are those that Flask would give."""

from __future__ import annotations

from typing import Any

import flask
import pytest
from werkzeug.routing import BuildError

from micronet.base.ids import new_id
from micronet.web.addresses import url_for
from tests.world import World


def test_every_page_has_the_address_that_flask_gives_it(world: World) -> None:
    with world.app.test_request_context():
        for rule in world.app.url_map.iter_rules():
            values: dict[str, Any] = {name: new_id() for name in rule.arguments}
            for more in ({}, {"v": 3}, {"_anchor": "end"}):
                try:
                    wanted = flask.url_for(rule.endpoint, **values, **more)
                except ValueError:  # a year or a month is no id
                    continue
                assert url_for(rule.endpoint, **values, **more) == wanted


def test_below_a_prefix_addresses_begin_with_it(world: World) -> None:
    with world.app.test_request_context(environ_overrides={"SCRIPT_NAME": "/house"}):
        assert url_for("home.show").startswith("/house")


@pytest.mark.parametrize("odd", ["../x", "A" * 32, "", None, 7, "%s"])
def test_what_is_no_id_goes_the_long_way(world: World, odd: object) -> None:
    with world.app.test_request_context():
        try:
            wanted = flask.url_for("board.show", circle_id=odd)
        except BuildError:
            with pytest.raises(BuildError):
                url_for("board.show", circle_id=odd)
            return
        assert url_for("board.show", circle_id=odd) == wanted


def test_a_page_that_does_not_exist_has_no_address(world: World) -> None:
    with world.app.test_request_context(), pytest.raises(BuildError):
        url_for("board.nowhere")
