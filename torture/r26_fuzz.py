"""R26: requests that no browser sends, by the thousand: no fault, no trace of our code, no secret in a log."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from flask import Flask
from werkzeug.datastructures import Headers
from werkzeug.http import parse_cookie
from werkzeug.test import create_environ, run_wsgi_app

from micronet.activity.models import Moment
from micronet.base.db import db, writing
from micronet.base.ids import new_id
from micronet.circles import invites
from micronet.people import codes, guards, spoken
from tests.strict import weaknesses
from tests.world import World
from torture import rough, stage
from torture.fuzz import Fuzz, Known
from torture.trial import Outcome, Trial

CHAPTER = 500
"""So many requests meet the same cast: they sign people out, throw them out and close circles."""
TRACES = ("Traceback (most recent", 'File "/', "werkzeug.exceptions", "sqlalchemy.", "jinja2.", "micronet/")
PLANTED = "/planted/fault", "/planted/leak", "/planted/bare"


def run(size: int, folder: Path) -> Outcome:
    """Nineteen in twenty within this process, every twentieth over a socket, where it need not even be HTTP."""
    outcome = Outcome()
    with stage.house(folder) as settings, stage.application(settings) as app:
        _plant(app)
        fuzz, watch = Fuzz(app, seed=size), Watch(app)
        chapters = range(0, size - size // 20, CHAPTER)
        for _chapter in chapters:
            _chapter_of(CHAPTER, fuzz, watch)
        outcome.counted = {"requests": watch.asked, **watch.told()}
        outcome.broken = watch.broken + _control(app)
    raw = rough.run(size // 20, folder / "served", seed=size)
    outcome.counted["raw"] = raw.counted.pop("raw", 0)
    outcome.broken += raw.broken
    return outcome


def _chapter_of(size: int, fuzz: Fuzz, watch: Watch) -> None:
    cast = World(watch.app)
    known, private = _known(cast)
    browsers = [_cookies(cast, who) for who in (None, cast.ada, cast.ben, cast.ben)]
    watch.begin(private, [*known.secrets, *(value for one in browsers for value in one.values())])
    with stage.overhearing() as ear:
        for number in range(size):
            cookies = fuzz.draw.choice(browsers)
            marker = f"mark{new_id()[12:]}{number}"
            answer = watch.ask(fuzz.environ(known, cookies, marker), marker)
            _keep_cookies(cookies, answer)
    watch.read(ear.lines)
    db.session.rollback()


class Watch:
    """Asks the application and notes what is wrong with an answer, or with what was logged meanwhile."""

    def __init__(self, app: Flask) -> None:
        self.app, self.asked, self.broken = app, 0, []
        self.by_status: Counter[int] = Counter()
        self.private: tuple[str, ...] = ()
        self.secrets: list[str] = []

    def begin(self, private: tuple[str, ...], secrets: Iterable[str]) -> None:
        """From here on nobody may read `private`, and no log may show `secrets`."""
        self.private, self.secrets = private, [one for one in secrets if len(one) > 5]

    def ask(self, environ: dict[str, Any], marker: str = "") -> Headers:
        """One request; gives the headers of its answer."""
        self.asked += 1
        what = f"{environ['REQUEST_METHOD']} {environ['PATH_INFO'][:90]!r}"
        try:
            with self.app.app_context():
                body, status, headers = run_wsgi_app(self.app, environ, buffered="/live" not in environ["PATH_INFO"])
                text = b"".join(body).decode("utf-8", "replace") if "/live" not in environ["PATH_INFO"] else ""
                getattr(body, "close", lambda: None)()
        except Exception as fault:
            self.broken.append(f"{what} went through the roof: {fault!r}")
            return Headers()
        self._judge(what, int(status[:3]), headers, text)
        if marker:
            self.secrets.append(marker)
        self.broken += [f"{what} shows {one!r}" for one in self.private if one in text]
        return headers

    def _judge(self, what: str, status: int, headers: Headers, text: str) -> None:
        self.by_status[status] += 1
        if status >= 500 and not (status == 503 and "/healthz" in what):
            self.broken.append(f"{what} answers {status}")
        self.broken += [f"{what} ({status}): {one}" for one in weaknesses(headers)]
        self.broken += [f"{what} shows {one!r}" for one in TRACES if one in text]

    def read(self, lines: list[str]) -> None:
        """No line of a log holds a secret, or anything of what was sent."""
        log = "\n".join(lines)
        self.broken += [f"a log line holds the secret {one[:12]!r}…" for one in self.secrets if one in log]
        self.broken += [f"a fault is in the log: {line[-600:]}" for line in lines if "Traceback" in line]

    def told(self) -> dict[str, float]:
        return {f"status {status}": number for status, number in sorted(self.by_status.items())}


def _known(cast: World) -> tuple[Known, tuple[str, ...]]:
    """What the attackers know of this cast, and the words of Cleo's circle, which none of them may read."""
    canary = f"canary{new_id()}"
    with writing():
        moments = [
            _moment(cast, circle, by)
            for circle, by in ((cast.family, cast.ada_here), (cast.elsewhere, cast.cleo_there))
        ]
        moments[1].text = cast.elsewhere.rules = canary
        pepper = cast.app.config["SECRETS"].pepper
        card = invites.make(cast.ada_here, for_name="Ruth", role="member", pepper=pepper)
        secrets = (card.token, " ".join(card.words), spoken.make(cast.ben), codes.make(cast.ada)[0])
    members = [cast.ada_here.id, cast.ben_here.id, cast.cleo_there.id]
    ids = {
        "circle_id": [cast.family.id] * 6 + [cast.elsewhere.id], "member_id": members, "invite_id": [card.invite.id],
        "moment_id": [one.id for one in moments], "part": ["name", "paint", "rules", "question", "cap", "picture"],
    }  # fmt: skip
    return Known(ids, secrets), (canary,)


def _moment(cast: World, circle: Any, by: Any) -> Any:
    made = Moment(circle_id=circle.id, author_id=by.id, text="Kettle on.")
    db.session.add(made)
    db.session.flush()
    return made


def _cookies(cast: World, person: Any) -> dict[str, str]:
    return {"sid": stage.token_of(cast, person)} if person else {}


def _keep_cookies(cookies: dict[str, str], headers: Headers) -> None:
    """As a browser does."""
    for line in headers.getlist("Set-Cookie"):
        for name, value in parse_cookie(line.partition(";")[0]).items():
            if "Max-Age=0" in line and name != "sid":
                cookies.pop(name, None)
            elif value:
                cookies[name] = value


def _plant(app: Flask) -> None:
    """Three faults that the watch must see, at addresses that only this trial has."""

    def fault() -> str:
        raise RuntimeError("planted: the marker was planted-secret")

    def leak() -> str:
        return 'Traceback (most recent call last):\n  File "/srv/micronet/x.py"'

    for path, view in zip(PLANTED, (fault, leak, lambda: "bare"), strict=True):
        app.add_url_rule(path, path[1:].replace("/", "_"), guards.public(view))

    @app.after_request
    def bare(answer: Any) -> Any:  # runs before the house's own, which sets only what is not there
        if answer.is_sequence and answer.get_data() == b"bare":
            answer.headers["Content-Security-Policy"] = "default-src *"
        return answer


def _control(app: Flask) -> list[str]:
    """The planted faults are noticed, each for what it is; else this run proves nothing."""
    watch = Watch(app)
    watch.begin((), ["planted-secret"])
    with stage.overhearing() as ear:
        for path in PLANTED:
            watch.ask(create_environ(path))
    watch.read(ear.lines)
    seen = "\n".join(watch.broken)
    wanted = "answers 500", "shows 'Traceback", "the policy says", "holds the secret 'planted-secr"
    return [f"the control was not noticed: {one}" for one in wanted if one not in seen]


TRIAL = Trial("R26", "Nothing that can be sent causes a fault, shows our code or leaves a secret in a log", run,
              small=10_000, full=100_000, unit="requests")  # fmt: skip
