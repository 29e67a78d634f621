"""R27: whatever address people or servers name, in whatever spelling, nothing in our own network is ever reached.

A listener on loopback stands for the cellar, and counts; it must count none. Another server of the trial, which may be
reached, stands for the world outside: it serves pages and redirects. First a careless client is shown the same
addresses, and must be seen in the cellar, or the trial proves nothing.
"""

from __future__ import annotations

import urllib.request
from contextlib import suppress
from ipaddress import IPv4Address, IPv6Address
from pathlib import Path
from random import Random

from micronet.base.fetch import Net, NotFetched, Purpose, fetch
from micronet.base.resolve import look_up
from tests.base.servers import HERE, Server, moved, page, serving
from torture.trial import Outcome, Trial

PAGE = Purpose("page", frozenset({"text/html"}), frozenset({"http"}), redirects=3, seconds=5)
PRIVATE = "127.0.0.1", "127.0.0.1", "127.8.9.10", "0.0.0.0", "10.1.2.3", "192.168.0.1", "172.31.0.9", "169.254.169.254"
OUTSIDE = "page.example"


def run(size: int, _folder: Path) -> Outcome:
    """The careless client first, then `size` addresses by way of ours."""
    outcome, chance = Outcome({"addresses": 0, "pages": 0}), Random(27)
    turns: dict[str, bytes] = {"/": page(b"fine")}
    with serving({"/": page(b"secret")}) as cellar, serving(turns) as world:
        outcome.broken += _control(cellar, world, turns)
        cellar.reached = 0
        for number in range(size):
            if number % 10 == 0:
                outcome.counted["pages"] += _is_there(cellar, world)
                continue
            url, net = _bent(chance, cellar, world, turns)
            outcome.counted["addresses"] += 1
            outcome.broken += judge(url, cellar, net)
        if outcome.counted["pages"] != (size + 9) // 10:
            outcome.broken.append(f"only {outcome.counted['pages']} pages of the world outside came")
    return outcome


def judge(url: str, cellar: Server, net: Net) -> list[str]:
    """What is wrong with one fetch: something came of it, or the cellar was reached."""
    before = cellar.reached
    with suppress(NotFetched):
        fetch(PAGE, url, net=net)
        return [f"{url} was fetched"]
    return [f"{url} reached the cellar"] * (cellar.reached > before)


def spelled(chance: Random, address: str) -> str:
    """An address of version 4 in one of its many spellings."""
    whole = int(IPv4Address(address))
    parts = [int(one) for one in address.split(".")]
    some = [chance.choice((str, hex, lambda one: f"0{one:o}"))(one) for one in parts]
    inside = chance.choice(
        (whole, whole | 0xFFFF << 32, whole | 0xFFFF << 48, 0x64FF9B << 96 | whole, 0x2002 << 112 | whole << 80,
         0x20010000 << 96 | chance.getrandbits(64) << 32 | whole ^ 0xFFFFFFFF, 0x20010000 << 96 | whole << 64)
    )  # fmt: skip
    ways = address, address + ".", str(whole), hex(whole), f"0{whole:o}", ".".join(some), f"[{IPv6Address(inside)}]"
    short = f"{some[0]}.{whole & 0xFFFFFF}", f"{some[0]}.{some[1]}.{whole & 0xFFFF}"
    return chance.choice((*ways, *short, f"[::ffff:{address}]"))


def _bent(chance: Random, cellar: Server, world: Server, turns: dict[str, bytes]) -> tuple[str, Net]:
    """An address that leads into the cellar one way or another, and the net it is asked in."""
    private = chance.choice(PRIVATE)
    straight = f"http://{spelled(chance, private)}:{cellar.port}/"
    way = chance.randrange(4)
    if way == 0:
        return straight, _net(cellar, world)
    if way == 1:  # a name that leads here, or there as well, or somewhere else when it is asked again
        both = chance.sample([HERE, private], 2) if private != HERE else [HERE]
        return f"http://{OUTSIDE}:{cellar.port}/", _net(cellar, world, both)
    hops = chance.randint(1, 3)
    for hop in range(1, hops):
        turns[f"/{hop}"] = moved(f"/{hop + 1}")
    name_of_ours = f"//rebound.example:{cellar.port}/"
    turns[f"/{hops}"] = moved(straight if way == 2 else name_of_ours, chance.choice(("301 X", "302 X", "307 X")))
    return world.at("/1", OUTSIDE), _net(cellar, world, [private])


def _net(cellar: Server, world: Server, rebound: list[str] | None = None) -> Net:
    """A net in which `page.example` is the world outside, until it is asked for the cellar's port."""

    def resolve(host: str, port: int) -> list[str]:
        if host.endswith(".example"):
            return [HERE] if port == world.port else rebound or [HERE]
        return look_up(host, port)

    return Net(frozenset({cellar.port, world.port}), frozenset({(HERE, world.port)}), resolve)


def _is_there(cellar: Server, world: Server) -> bool:
    """A fair page comes: a client that fetches nothing would be safe, and of no use."""
    with suppress(NotFetched):
        return fetch(PAGE, world.at("/", OUTSIDE), net=_net(cellar, world)).body == b"fine"
    return False


def _control(cellar: Server, world: Server, turns: dict[str, bytes]) -> list[str]:
    """What the trial must see: a client that looks at names, and not at where they lead."""
    careless = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    turns["/control"] = moved(f"http://127.1:{cellar.port}/")
    urls = [f"http://2130706433:{cellar.port}/", f"http://{HERE}:{world.port}/control"]
    for url in urls:
        before = cellar.reached
        with suppress(OSError):
            careless.open(url, timeout=5).close()
        if cellar.reached == before:
            return [f"the trial is blind: a careless client was not seen at {url}"]
    return []


TRIAL = Trial("R27", "Nothing in our own network is reached, however it is named, and fair pages come", run,
              small=300, full=50_000, unit="addresses")  # fmt: skip
