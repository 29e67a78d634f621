"""How each cell of the table of answers is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask import Flask
from werkzeug.routing import Rule

from micronet.base.ids import new_id
from tests.web.scene import Scene

FORM = {
    "words": "In other words.", "text": "Kettle on.", "clears": "4h", "emoji": "", "kind": "family", "feeling": "love",
    "nickname": "Nick", "town": "", "paint": "sage", "name": "A name", "role": "supported", "for_name": "Ruth",
    "remove": "1", "whose": "own", "text_size": "2", "theme": "", "code": "ABCDEF", "token": "nothing",
    "credential": "{}", "zone": "Europe/London", "locale": "en", "units": "", "clock_hours": "0", "first_weekday": "-1",
    "what": "voice", "size": "10", "days": "7", "budget": "0",
    "quiet_from": "21:00", "quiet_until": "08:00", "shows_here": "1",
}  # fmt: skip
"""What every form needs; the same is sent everywhere."""
OTHERWISE: dict[str, dict[str, Any]] = {
    "moments.ask": {"answers": ["Black", "Green"]},
    "moments.create": {"kind": "note"},
    "members.leave": {"words": "keep"},
    "memories.make": {"sort": "named"},
    "memories.change": {"sort": "named"},
}


def rules(app: Flask) -> Iterator[tuple[Rule, str]]:
    """Every rule with each of its methods, but for HEAD, which is asked beside GET, and OPTIONS."""
    for rule in sorted(app.url_map.iter_rules(), key=lambda one: (one.endpoint, str(one))):
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            yield rule, method


def names_a_thing(rule: Rule) -> bool:
    """Whether its address names more than a circle."""
    return bool(rule.arguments - {"circle_id", "year", "month", "part", "name", "variant"})


def states(app: Flask, rule: Rule) -> list[str]:
    """In which states the thing of a rule can be asked for."""
    named = names_a_thing(rule)
    found = ["there"]
    if "circle_id" in rule.arguments:
        found += ["gone", "foreign", "mixed", "closed", "garbage"] if named else ["mixed", "closed", "garbage"]
    elif rule.endpoint.startswith("invited."):
        found += ["gone", "foreign", "garbage"] if named else ["gone"]
    elif named:
        found += ["foreign", "garbage"]
    elif rule.arguments:
        found += ["garbage"]
    if getattr(app.view_functions[rule.endpoint], "is_fresh", False):
        found.append("unproved")
    return found


def ask(scene: Scene, rule: Rule, method: str, state: str, actor: str) -> int:
    """The status of one cell. What a write changed is put back."""
    address = scene.address(rule, state, actor)
    client = scene.client(actor, rule, state)
    if method == "GET":
        found = client.get(address).status_code
        again = scene.client(actor, rule, state)
        head = again.head(address).status_code if rule.endpoint != "activity.stream" else found
        assert head == found, f"HEAD {address}: {head}, GET: {found}"
    else:
        found = _post(scene, rule, client, address)
    if state == "unproved":
        scene.prove(client)
    if method != "GET" and found not in (403, 404, 405):
        cookie = client.get_cookie("sid")
        scene.put_back()
        if actor != "nobody" and (cookie is None or cookie.value != client.secret):  # type: ignore[attr-defined]
            client.set_cookie("sid", client.secret)  # type: ignore[attr-defined]
    return int(found)


def _post(scene: Scene, rule: Rule, client: Any, address: str) -> int:
    form = FORM | OTHERWISE.get(rule.endpoint, {}) | {"fresh": new_id()}
    form |= dict.fromkeys(("successor", "to"), scene.ids["tess"]) | {"option": scene.option}
    return int(client.post(address, data=form).status_code)
