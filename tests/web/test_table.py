"""Every address, every method, every kind of person, every state: the answer is the one that was written down."""

from __future__ import annotations

import pytest
from flask import Flask
from werkzeug.routing import Rule

from tests.web.answers import ANSWERS
from tests.web.asking import ask, names_a_thing, rules, states
from tests.web.scene import ACTORS, Scene, without_side_writes

PARTS = 4
"""The table is asked in so many parts, so that workers share it."""
METHODS = {"GET", "POST", "PUT", "PATCH", "DELETE"}


@pytest.fixture
def scene(app: Flask) -> Scene:
    return Scene(app).furnish()


def test_every_address_is_in_the_table(app: Flask) -> None:
    there = {f"{method} {rule.endpoint}" for rule, method in rules(app)}
    new, old = sorted(there - ANSWERS.keys()), sorted(ANSWERS.keys() - there)
    assert not new, f"say in tests/web/answers.py what {new} answers, and to whom"
    assert not old, f"{old} is in tests/web/answers.py, and nowhere else"


def test_an_address_that_nobody_declared_is_noticed(app: Flask) -> None:
    app.add_url_rule("/circles/<id:circle_id>/secrets", "board.secrets", lambda circle_id: circle_id)
    with pytest.raises(AssertionError, match=r"say in tests/web/answers.py what \['GET board.secrets'\] answers"):
        test_every_address_is_in_the_table(app)


@pytest.mark.parametrize("part", range(PARTS))
def test_every_cell_of_the_table_answers_as_declared(scene: Scene, part: int) -> None:
    mine = list(rules(scene.app))[part::PARTS]
    wrong = [line for rule, method in mine if method == "GET" for line in differing(scene, rule, method)]
    scene.forget_own()
    assert without_side_writes(scene.kept()) == without_side_writes(scene.rows), "reading has changed a row"
    wrong += [line for rule, method in mine if method != "GET" for line in differing(scene, rule, method)]
    assert not wrong, "\n".join(wrong)


def differing(scene: Scene, rule: Rule, method: str) -> list[str]:
    """The cells of one address that answer otherwise."""
    declared, wrong = ANSWERS[f"{method} {rule.endpoint}"], []
    for state in states(scene.app, rule):
        for actor in ACTORS:
            found, told = ask(scene, rule, method, state, actor), declared.cell(state, actor, names_a_thing(rule))
            if found != told:
                wrong.append(f"{method} {rule.endpoint}, {state}, as {actor}: {found} instead of {told}")
    return wrong


def test_any_other_method_is_refused_to_everyone(scene: Scene) -> None:
    taken: dict[str, set[str]] = {}
    for rule, method in rules(scene.app):
        taken.setdefault(str(rule), set()).add(method)
    for rule, _method in rules(scene.app):
        if rule.endpoint != "static":
            for actor in ("nobody", "other", "host"):
                address = scene.address(rule, "there", actor)
                for method in METHODS - taken[str(rule)]:
                    answer = scene.clients[actor].open(address, method=method)
                    assert answer.status_code == 405, f"{method} {address}"
