"""R30: answers of keys replayed fifty at once, and broken in every way that bytes can be broken."""

from __future__ import annotations

import copy
import json
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random
from threading import Barrier
from typing import Any
from urllib.parse import quote

from sqlalchemy import delete

from micronet.base.db import writing
from micronet.base.limits import Attempt
from tests.authenticator import Authenticator, Json
from tests.people.visitor import AS_SCRIPT, Visitor, devices, visitor, with_key
from tests.world import World
from torture import stage
from torture.trial import Outcome, Trial

REPLAYS = 50
PER_ROUND = 60
"""Malformed bodies between two rounds of replays."""
REFUSED = 400, 422
"""What is no text is 400; what is no credential is 422, in one plain sentence."""
WORDS = "", "x", "%%%", "=" * 9, "A" * 5000, "\u0000", "ÿ"
ODD: tuple[Any, ...] = (None, True, 0, -1, 1e308, [], {}, [[]], {"a": 1}, [None] * 99, *WORDS)
NEEDED = ("id", "rawId", "type", "response"), ("clientDataJSON", "authenticatorData", "signature", "attestationObject")
PLACES = ("/welcome", "", False), ("/me/proof", "ada", False), ("/me/keys", "ben", True)
TWISTED = ("[" * 50_000, '{"response":' * 5_000, "NaN", "1e999", '"x"', "{}", "[{}]", "null", '{"id": 1e400}')


def run(size: int, folder: Path) -> Outcome:
    """`size` bodies; after each sixty a round of replays."""
    outcome = Outcome({"malformed": 0, "replays": 0, "sessions": 0})
    draw = Random(size)
    with stage.world(folder) as cast:
        keys = with_key(cast, cast.ada)
        for number in range(size):
            if number % PER_ROUND == 0:
                outcome.broken += _replayed(cast, keys, outcome)
            outcome.broken += _malformed(cast, keys, draw)
            outcome.counted["malformed"] += 1
        if visitor(cast, None, keys).sign_in().status_code != 200:
            outcome.broken.append("the key that was attacked opens the door no more")
    return outcome


def _replayed(cast: World, keys: Authenticator, outcome: Outcome) -> list[str]:
    """The same good answer from fifty copies of one browser at the same instant."""
    _forget_tries()
    there, before = visitor(cast, None, keys), devices(cast.ada)
    credential = json.dumps(keys.get(there.ask("/welcome/options")))
    page, gate = there.client.get_cookie("page"), Barrier(REPLAYS)
    copies = [cast.as_(None) for _ in range(REPLAYS)]
    for number, one in enumerate(copies):
        one.set_cookie("page", page.value if page else "")
        one.environ_base["REMOTE_ADDR"] = f"10.1.0.{number}"

    def replay(one: Any) -> int:
        gate.wait()
        return int(one.post("/welcome", data={"credential": credential}, headers=AS_SCRIPT).status_code)

    with ThreadPoolExecutor(REPLAYS) as threads:
        statuses = Counter(threads.map(replay, copies))
    made = devices(cast.ada) - before
    outcome.counted["replays"] += REPLAYS
    outcome.counted["sessions"] += made
    return judge(made, statuses)


def judge(made: int, statuses: dict[int, int]) -> list[str]:
    """What is wrong with a round of replays."""
    right = made == 1 and statuses == {200: 1, 422: REPLAYS - 1}
    return [] if right else [f"{REPLAYS} replays made {made} sessions: {dict(statuses)}"]


def _malformed(cast: World, keys: Authenticator, draw: Random) -> list[str]:
    """One body that is no good answer, to one of the places that take one."""
    path, who, create = draw.choice(PLACES)
    there = visitor(cast, getattr(cast, who) if who else None, keys)
    there.client.environ_base["REMOTE_ADDR"] = f"10.{draw.randrange(256)}.{draw.randrange(256)}.{draw.randrange(256)}"
    options = there.ask(f"{path}/options")
    good = Authenticator().create(options) if create else keys.get(options)
    before = there.secret()
    sent, body = bent(good, draw)
    answer = _send(there, path, body)
    wrong = [f"{path} answered {answer.status_code} to {sent}"] if answer.status_code not in REFUSED else []
    return wrong + [f"{path} handed out a session for {sent}"] * (there.secret() != before)


def _send(there: Visitor, path: str, body: bytes) -> Any:
    kind = "application/x-www-form-urlencoded"
    return there.client.post(path, data=body, content_type=kind, headers=AS_SCRIPT)


def bent(good: Json, draw: Random) -> tuple[str, bytes]:
    """A good answer with something broken in it, in words and as a form's body."""
    made = copy.deepcopy(good)
    ways = ["part", "part", "part", "gone", "cut", "bytes", "none", "twisted"]
    how = draw.choice(
        [*ways, "flip"] if "signature" in made["response"] else ways
    )  # a new key is not signed by another
    if how in ("part", "gone"):
        inner = [(made["response"], name) for name in NEEDED[1] if name in made["response"]]
        holder, name = draw.choice([*((made, name) for name in NEEDED[0]), *inner])
        odd = draw.choice(ODD)
        holder.pop(name) if how == "gone" else holder.update({name: odd})
        return f"{how} {name} {odd!r:.40}", f"credential={quote(json.dumps(made))}".encode()
    text = json.dumps(made)
    if how == "cut":
        text = text[: draw.randrange(len(text) - 1)]
    elif how == "twisted":
        text = draw.choice(TWISTED)
    elif how == "flip":
        return how, f"credential={quote(_flipped(made, draw))}".encode()
    elif how == "bytes":
        return how, b"credential=" + draw.randbytes(60)
    elif how == "none":
        return how, b"credentials=x"
    return f"{how} {text[:40]!r}", f"credential={quote(text)}".encode()


def _flipped(made: Json, draw: Random) -> str:
    """One letter of what was signed is another one."""
    name = draw.choice([name for name in made["response"] if name in NEEDED[1]])
    value = made["response"][name]
    at = draw.randrange(len(value) - 2)
    made["response"][name] = value[:at] + ("A" if value[at] != "A" else "B") + value[at + 1 :]
    return json.dumps(made)


def _forget_tries() -> None:
    with writing() as session:
        session.execute(delete(Attempt))


TRIAL = Trial("R30", "A key's answer opens the door once, and no broken one ever does", run,
              small=240, full=12_000, unit="bodies")  # fmt: skip
