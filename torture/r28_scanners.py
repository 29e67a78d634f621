"""R28: wapiti and sqlmap on a house that is thrown away, as everyone who may come; and on a site full of holes."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from micronet.activity.models import Moment
from micronet.base.db import db, writing
from tests.database import POSTGRES
from tests.world import World
from torture import scanners, stage
from torture.pages import Pages
from torture.planted import planted
from torture.scanners import MODULES, MORE_MODULES, Visit
from torture.trial import Outcome, Trial

FULL = 300
LEAST_PAGES = {"nobody": 4, "ben": 15, "ada": 15}
HOLES = {
    ("Cross Site Scripting", "/search"),
    ("Cross Site Scripting", "/book"),
    ("SQL Injection", "/item"),
    ("Open Redirect", "/go"),
}


def run(size: int, folder: Path) -> Outcome:
    """`size` seconds for the crawl and for each module, for each of three visitors and the planted site."""
    if POSTGRES:
        return Outcome(skipped="the scanners look at a throw-away house on SQLite")
    if lacks := scanners.missing():
        return Outcome(skipped=f"there is no {lacks} here: run scripts/install-test-tools as root")
    outcome = Outcome({"scans": 0, "pages_seen": 0, "parameters": 0, "unfinished": 0, "planted_found": 0})
    with stage.served_world(folder) as (cast, house):
        with writing():
            moment = _talk(cast)
        url = f"http://127.0.0.1:{house.port}"
        tokens = {
            "nobody": "",
            "ben": f"sid={stage.token_of(cast, cast.ben)}",
            "ada": f"sid={stage.token_of(cast, cast.ada)}",
        }
        visits = {name: Visit(url, folder / name, cookie) for name, cookie in tokens.items()}
        _scan(visits, size, outcome, folder)
        _inject(visits, cast, moment, size, outcome)
        outcome.broken += [
            f"the scan of {name} ended signed out" for name in ("ben", "ada") if not _in(house.port, tokens[name])
        ]
        outcome.broken += ["the house spoke of a fault: " + house.complained[-800:]] * ("Traceback" in house.complained)
    return outcome


def _scan(visits: dict[str, Visit], size: int, outcome: Outcome, folder: Path) -> None:
    """All at once: each visitor, and the control."""
    modules = MORE_MODULES if size >= FULL else MODULES
    with ThreadPoolExecutor(2) as threads, planted() as holes:
        control = threads.submit(_control, Visit(holes, folder / "control"))
        scans = {name: threads.submit(scanners.wapiti, visit, size, modules) for name, visit in visits.items()}
        for name, scan in scans.items():
            found, seen = scan.result()
            outcome.counted["scans"] += 1
            outcome.counted["pages_seen"] += seen
            outcome.broken += [f"as {name}: {' '.join(one)}" for one in sorted(found)]
            if seen < LEAST_PAGES[name]:
                outcome.broken.append(f"void: as {name} only {seen} pages were seen")
        seen_holes = control.result()
    outcome.counted["planted_found"] = len(seen_holes & HOLES)
    outcome.broken += [f"void: the planted {hole} at {path} was not found" for hole, path in sorted(HOLES - seen_holes)]


def _control(visit: Visit) -> set[tuple[str, str]]:
    found, _seen = scanners.wapiti(visit, 20)
    more, _ended = scanners.sqlmap(visit, "/item?id=1", "", seconds=60, level=1, risk=1)
    if not more:
        found = {one for one in found if one[0] != "SQL Injection"}
    return {(hole, path) for hole, _method, path, _name in found | more}


def _inject(visits: dict[str, Visit], cast: World, moment: Moment, size: int, outcome: Outcome) -> None:
    """sqlmap on what takes parameters: a few at the small size, all of it and deeper at the full one."""
    full = size >= FULL
    for who, path, data in targets(cast, moment)[: None if full else 4]:
        deep = {"level": 3, "risk": 2, "seconds": 3600} if full else {"level": 1, "risk": 1, "seconds": 4 * size}
        found, ended = scanners.sqlmap(visits[who], path, data, **deep)
        outcome.counted["parameters"] += (path.partition("?")[2] + "&" * bool(data) + data).count("=")
        outcome.counted["unfinished"] += not ended
        outcome.broken += [f"as {who}: {' '.join(one)}" for one in sorted(found)]


def targets(cast: World, moment: Moment) -> list[tuple[str, str, str]]:
    """Everything that takes parameters: as whom, address, and the form if there is one."""
    here, at = cast.path(), cast.path(f"/moments/{moment.id}")
    ben = here + f"/members/{cast.ben_here.id}"
    month = f"{here}/{moment.created_at.year}/{moment.created_at.month}?before={moment.id}"
    return [
        ("ben", f"{here}/pulse?v=1", ""),
        ("ben", month, ""),
        ("nobody", "/setup", "token=x"),
        ("ben", f"{at}/reactions", "feeling=love"),
        ("nobody", "/join", "words=cup+tea+bread+salt&token="),
        ("nobody", "/recover", "code=ABCD-EFGH"),
        ("nobody", "/link", "code=ABCD"),
        ("nobody", "/welcome", "credential={}"),
        ("nobody", "/setup/keeper", "credential={}&zone=UTC"),
        ("ben", f"{here}/status", "text=Out&emoji=&clears=4h&until=2030-01-01"),
        ("ben", f"{at}/replies", f"fresh={moment.id}&words=Hi"),
        ("ben", f"{here}/moments", f"fresh={moment.id}&words=Hi&kind=note&advice=y"),
        ("ben", f"{here}/me", "nickname=Ben&town=Ulm&paint=plaster"),
        ("ben", "/me/name", "name=Ben"),
        ("ben", "/me/reading", "text_size=1&theme=dark"),
        ("ben", "/me/quiet", "quiet_from=21:00&quiet_until=08:00"),
        ("ben", "/me/place", "zone=UTC&locale=en&clock_hours=0&first_weekday=-1&units="),
        ("ada", f"{here}/settings/name", "name=Family"),
        ("ada", f"{here}/settings/rules", "rule_1=a&rule_2=b&rule_3=c"),
        ("ada", f"{here}/invites", "for_name=Ruth&role=member"),
        ("ada", f"{ben}/role", "role=member"),
        ("ada", "/circles/new", "kind=family&name=New&paint=plaster&cap=4&question=&rule_1=a&rule_2=b&rule_3=c"),
        ("ada", f"{at}/remove?everywhere=1", ""),
    ]


def _ending(cast: World) -> tuple[str, ...]:
    """What a scanner must not touch, or it scans nothing any more."""
    ben, ada = (cast.path(f"/members/{one.id}") for one in (cast.ben_here, cast.ada_here))
    mine = ("/me/sign-out", "/me/devices", "/me/devices/others/remove", cast.path("/live"), cast.path("/leave"))
    return (*mine, f"{ben}/removal", f"{ben}/host", f"{ada}/removal", f"{ada}/host")


def _talk(cast: World) -> Moment:
    made = Moment(circle_id=cast.family.id, author_id=cast.ada_here.id, text="Kettle on.")
    db.session.add(made)
    db.session.flush()
    return made


def _in(port: int, cookie: str) -> bool:
    page = Pages()
    page.ask(port, "/me", cookie)
    return not page.failed


TRIAL = Trial("R28", "Two scanners find nothing here, signed in as anyone, and every hole where some were made", run,
              small=5, full=FULL, unit="seconds a module")  # fmt: skip
