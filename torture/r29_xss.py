"""R29: text that wants to be a script, in every field, on every page, in a real Chromium: it stays text."""

from __future__ import annotations

import logging
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask import request
from playwright.sync_api import BrowserContext, Page, sync_playwright

from micronet.people import guards
from tests.browser.conftest import ARGS
from tests.database import POSTGRES
from tests.live_server import serving
from tests.pages import vnu
from tests.serve.house import HOME
from tests.world import World
from torture import filled, stage
from torture.payloads import MARK, VECTORS, payloads
from torture.trial import Outcome, Trial

WATCH = """
window.ran = () => console.error("ran");
window.alert = window.ran;
document.addEventListener("securitypolicyviolation", (event) =>
  console.error("policy " + event.violatedDirective + " " + event.blockedURI));
"""
GROWN = f"""() => [...document.querySelectorAll('*')].filter((one) => one.hasAttribute('{MARK}')
  || [...one.attributes].some((held) => /^on/i.test(held.name) || /^\\s*javascript:/i.test(held.value)))
  .map((one) => one.outerHTML.slice(0, 120))"""
SHOWN = "() => document.documentElement.textContent.toLowerCase().split('ran(1)').length - 1"
SUBMIT = """([path, fields]) => { const form = document.createElement('form');
  form.method = 'post'; form.action = path;
  for (const [name, value] of Object.entries(fields)) {
    const box = document.createElement('input'); box.name = name; box.value = value; form.append(box); }
  document.body.append(form); form.submit(); }"""
PLANTED = "/planted/open", "/planted/closed"
SAMPLE = 2
"""Houses whose pages are read by the HTML checker."""
FULL = 2_000


def run(size: int, folder: Path) -> Outcome:
    """`size` payloads; from two thousand on each of them in every field."""
    if POSTGRES:
        return Outcome(skipped="how text shows does not hang on the database: once is enough, on SQLite")
    with ThreadPoolExecutor(1) as alone:  # a browser of its own, whoever else drives one in this process
        return alone.submit(_run, size, folder).result()


def _run(size: int, folder: Path) -> Outcome:
    outcome = Outcome({"payloads": 0, "placed": 0, "pages": 0, "shown": 0})
    texts = payloads(size)
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    turns = len(filled.FIELDS) if size >= FULL else 1
    with stage.house(folder) as settings, stage.application(settings) as app, _chromium() as browser:
        _plant(app)
        with serving(app) as url:
            outcome.broken += _control(browser, url)
            for number, begin in enumerate(range(0, len(texts), filled.A_HOUSE)):
                some = texts[begin : begin + filled.A_HOUSE]
                for turn in range(turns):
                    checked = folder if number < SAMPLE and not turn else None
                    _house(World(app), browser, url, filled.Filling(some, turn), outcome, checked)
                outcome.counted["payloads"] += len(some)
    if outcome.counted["shown"] < outcome.counted["placed"]:
        outcome.broken.append("most of what was written stood on no page")
    return outcome


def _house(cast: World, browser: Any, url: str, filling: filled.Filling, outcome: Outcome, check: Path | None) -> None:
    """One house full of payloads: every page is opened, every form comes back, a sample is read for its HTML."""
    filled.fill(cast, filling)
    outcome.counted["placed"] += filling.placed
    client = cast.as_(cast.ada)
    with _visit(browser, url, client) as (page, heard):
        for path in filled.addresses(cast):
            answer = page.goto(url + path)
            outcome.counted["pages"] += 1
            outcome.counted["shown"] += page.evaluate(SHOWN)
            outcome.broken += _wrong(page, heard, path)
            if answer is None or answer.status != 200 or not answer.url.endswith(path):
                outcome.broken.append(f"{path} was not shown: {answer and (answer.status, answer.url)}")
        for (path, fields), text in zip(filled.ECHOES, filling.typed, strict=True):
            _echo(page, url, path.format(here=cast.path()), fields, text)
            outcome.counted["pages"] += 1
            outcome.broken += _wrong(page, heard, path)
    if check:
        outcome.broken += _html(cast, client, check)


def _echo(page: Page, url: str, path: str, fields: dict[str, str], text: str) -> None:
    """Send a form that is refused, with a payload in each of its empty fields, and wait for what comes back."""
    page.goto(url + "/me")
    with page.expect_navigation(wait_until="load"):
        page.evaluate(SUBMIT, [path, {name: value or text for name, value in fields.items()}])


def _wrong(page: Page, heard: list[str], path: str) -> list[str]:
    """What ran, what the policy had to stop, and what grew out of text."""
    found = [f"{path}: {what}" for what in heard if what.startswith(("ran", "policy"))]
    found += [f"{path}: text became {what}" for what in page.evaluate(GROWN)]
    heard.clear()
    return found


@contextmanager
def _chromium() -> Iterator[Any]:
    path = subprocess.run([HOME / "scripts/find-chromium"], capture_output=True, text=True, check=True).stdout.strip()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(ARGS))
        yield browser
        browser.close()


@contextmanager
def _visit(browser: Any, url: str, client: Any = None) -> Iterator[tuple[Page, list[str]]]:
    """A page of a browser that is signed in as `client` is, and what its console says."""
    context: BrowserContext = browser.new_context()
    if client is not None:
        context.add_cookies([{"name": "sid", "value": client.get_cookie("sid").value, "url": url}])
    context.add_init_script(WATCH)
    heard: list[str] = []
    context.on("console", lambda message: heard.append(message.text))
    page = context.new_page()
    page.set_default_timeout(30_000)
    yield page, heard
    context.close()


def _html(cast: World, client: Any, folder: Path) -> list[str]:
    """The checker's word on the bytes of these pages."""
    files = []
    for number, path in enumerate(filled.addresses(cast)):
        files.append(folder / f"{cast.family.id}-{number}.html")
        files[-1].write_bytes(client.get(path).data)
    return [f"the HTML checker: {error}" for error in vnu.errors(files)]


def _plant(app: Any) -> None:
    """Two pages that show text as it came: one without a policy, one with ours."""
    text = "<!doctype html><title>x</title>" + "".join(VECTORS[:4])
    for path in PLANTED:
        app.add_url_rule(path, path[1:].replace("/", "_"), guards.public(lambda: text))

    @app.after_request
    def loose(answer: Any) -> Any:
        if request.path == PLANTED[0]:
            answer.headers["Content-Security-Policy"] = "default-src * 'unsafe-inline' data:"
        return answer


def _control(browser: Any, url: str) -> list[str]:
    """On the planted pages a script runs, or the policy stops it, and elements grow: all three are noticed."""
    with _visit(browser, url) as (page, heard):
        seen = []
        for path in PLANTED:
            page.goto(url + path)
            page.wait_for_timeout(300)
            seen.append("\n".join(_wrong(page, heard, path)))
    wanted = (seen[0], ": ran"), (seen[0], "text became"), (seen[1], ": policy"), (seen[1], "text became")
    return [f"the control was not noticed:{what}" for where, what in wanted if what not in where]


TRIAL = Trial("R29", "Text that wants to be a script stays text, in every field on every page", run,
              small=300, full=FULL, unit="payloads")  # fmt: skip
