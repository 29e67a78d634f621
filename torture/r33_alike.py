"""R33: what is known and what is not, what is dead and what never was: the same bytes, after the same time."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle
from math import erfc, sqrt
from pathlib import Path
from random import Random
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import delete, update

from micronet.base import clock
from micronet.base.db import writing
from micronet.base.ids import new_id
from micronet.base.limits import Attempt
from micronet.base.secrets import token
from micronet.circles import invites, words
from micronet.circles.models import Invite
from micronet.people import codes, crockford, links, spoken
from micronet.people.models import DeviceLink, RecoveryCode, SpokenCode
from tests.authenticator import Authenticator
from tests.people.visitor import AS_SCRIPT, with_key
from tests.world import World
from torture import stage
from torture.trial import Outcome, Trial

FULL = 5_000
WORK = 0.001
"""Seconds of work that medians may lie apart."""
WITHIN = {True: 0.001, False: 0.01}
"""The same of waiting, at the full size and at the small one, whose machine does other things too."""
MEMORY = Path("/dev/shm")
"""Where no disk is waited for, which would hide what is to be measured."""
Ask = Callable[[Any, str], Any]


@dataclass
class Pair:
    """One question, asked with something that was there once or is another's, and with something that never was."""

    name: str
    ask: Ask
    known: Iterator[str]
    unknown: Iterator[str]
    signed_in: bool = False


def run(size: int, folder: Path) -> Outcome:
    """`size` samples of each side of each pair, in turns of random order."""
    outcome, draw = Outcome({"samples": 0}), Random(size)
    apart, odds = [], []
    with TemporaryDirectory(dir=MEMORY if MEMORY.exists() else folder) as held, stage.world(Path(held)) as cast:
        for pair in pairs(cast):
            took: dict[bool, list[tuple[float, float]]] = {True: [], False: []}
            seen: dict[bool, set[str]] = {True: set(), False: set()}
            for number in range(size):
                for known in draw.sample((True, False), 2):
                    seconds, said = _sample(cast, pair, known, number)
                    took[known].append(seconds)
                    seen[known].add(said)
            outcome.counted["samples"] += 2 * size
            (waits, works), (other_waits, other_works) = (tuple(zip(*took[known], strict=True)) for known in took)
            apart.append((abs(median(waits) - median(other_waits)), abs(median(works) - median(other_works))))
            odds.append(mann_whitney(works, other_works))
            outcome.counted[f"{pair.name}: work_us"] = round(1e6 * apart[-1][1])
            outcome.broken += judge(pair.name, seen, *apart[-1], full=size >= FULL)
    waited, worked = (round(1e6 * max(one)) for one in zip(*apart, strict=True))
    outcome.counted |= {"pairs": len(apart), "wait_us": waited, "work_us": worked, "least_p": round(min(odds), 4)}
    return outcome


def judge(name: str, seen: dict[bool, set[str]], waits: float, works: float, *, full: bool) -> list[str]:
    """What tells the two sides apart."""
    broken = []
    if len(seen[True] | seen[False]) != 1:
        broken.append(f"{name}: {len(seen[True] | seen[False])} different answers")
    for what, apart, most in (("waiting", waits, WITHIN[full]), ("work", works, WORK)):
        if apart > most:
            broken.append(f"{name}: the medians of {what} are {1000 * apart:.2f} ms apart")
    return broken


def _sample(cast: World, pair: Pair, known: bool, number: int) -> tuple[tuple[float, float], str]:
    """How long one answer took, how much work it was, and what it said but for what was typed or drawn for it."""
    if number % 5 == 0:
        with writing() as session:
            session.execute(delete(Attempt))
    browser = cast.as_(None)
    if pair.signed_in:
        browser.set_cookie("sid", _cleo(cast))
    browser.environ_base["REMOTE_ADDR"] = f"10.3.{number % 250}.{int(known)}"
    value = next(pair.known if known else pair.unknown)
    prepared = pair.ask(browser, value)
    begun, worked = time.perf_counter(), time.thread_time()
    answer = prepared()
    took = time.perf_counter() - begun, time.thread_time() - worked
    kept = {name: held for name, held in answer.headers if name not in ("Set-Cookie", "Date")}
    return took, f"{answer.status_code} {sorted(kept.items())} {answer.text}".replace(value, "…")


def _cleo(cast: World) -> str:
    held: str = cast.__dict__.setdefault("_cleo_token", stage.token_of(cast, cast.cleo))
    return held


def pairs(cast: World) -> list[Pair]:
    """Everything that may be asked by someone who is not let in."""
    dead = _dead(cast)
    keys = with_key(cast, cast.ada)
    stranger = Authenticator()
    stranger.create({"rp": {"id": "localhost"}, "user": {"id": "AAAA"}, "challenge": "AAAA"})
    held = {"known": keys, "unknown": stranger}

    def enter(browser: Any, which: str) -> Any:
        options = browser.post("/welcome/options", headers=AS_SCRIPT).json
        credential = json.dumps(held[which].get(options, sign=lambda _data: bytes(70)))
        return lambda: browser.post("/welcome", data={"credential": credential}, headers=AS_SCRIPT)

    return [
        Pair("a key", enter, cycle(["known"]), cycle(["unknown"])),
        Pair("an invitation's link", _post("/join", "token"), cycle(dead["token"]), _fresh(lambda: token(16))),
        Pair(
            "an invitation's words",
            _post("/join", "words"),
            cycle(dead["words"]),
            _fresh(lambda: " ".join(words.draw())),
        ),
        Pair("a spare key", _post("/recover", "code"), cycle(dead["spare"]), _code(codes.SIZE)),
        Pair("a code read aloud", _post("/recover", "code"), cycle(dead["spoken"]), _code(spoken.SIZE)),
        Pair("a code for a device", _post("/link", "code"), cycle(dead["link"]), _code(links.SIZE)),
        Pair("a circle", _get, cycle([cast.path()]), _fresh(lambda: f"/circles/{new_id()}"), signed_in=True),
    ]


def _post(path: str, field: str) -> Ask:
    return lambda browser, value: lambda: browser.post(path, data={field: value})


def _get(browser: Any, path: str) -> Any:
    return lambda: browser.get(path)


def _fresh(make: Callable[[], str]) -> Iterator[str]:
    while True:
        yield make()


def _code(size: int) -> Iterator[str]:
    return _fresh(lambda: crockford.grouped(crockford.fresh(size)))


def _dead(cast: World) -> dict[str, list[str]]:
    """An invitation that was taken back and one that was used; codes that were used or whose time is over."""
    with writing() as session:
        pepper = cast.app.config["SECRETS"].pepper
        cards = [invites.make(cast.ada_here, for_name="Ruth", role="member", pepper=pepper) for _ in range(2)]
        cards[0].invite.revoked_at = cards[1].invite.used_at = clock.now()
        spare, said, offer = codes.make(cast.ben), spoken.make(cast.ben), links.offer(cast.ben)
        session.flush()
        session.execute(update(RecoveryCode).values(used_at=clock.now()))
        for model in (SpokenCode, DeviceLink):
            session.execute(update(model).values(ends_at=clock.ago(minutes=1)))
        session.execute(update(Invite).values(by_id=cast.ada_here.id))
    told = {"token": [card.token for card in cards], "words": [" ".join(card.words) for card in cards]}
    return {**told, "spare": spare, "spoken": [said], "link": [offer.shown]}


def mann_whitney(some: Sequence[float], others: Sequence[float]) -> float:
    """The chance that both come from one source, by ranks (two-sided, normal approximation, no ties expected)."""
    ranked = sorted([(value, True) for value in some] + [(value, False) for value in others])
    ranks = sum(rank for rank, (_value, mine) in enumerate(ranked, 1) if mine)
    many, more = len(some), len(others)
    spread = sqrt(many * more * (many + more + 1) / 12)
    away = ranks - many * (many + 1) / 2 - many * more / 2
    return erfc(abs(away) / spread / sqrt(2))


TRIAL = Trial("R33", "What is known and what is not, what is dead and what never was, are answered alike", run,
              small=100, full=FULL, unit="samples a side")  # fmt: skip
