"""A served house and its visitors: each with a browser context of their own."""

from __future__ import annotations

from typing import Any

from flask import Flask
from playwright.sync_api import Browser, BrowserContext, CDPSession, Page

from micronet.base.db import db, writing
from micronet.people import sessions
from micronet.people.models import Person
from tests.browser.watch import Watch

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
TABLET = {"viewport": {"width": 820, "height": 1180}, "has_touch": True}
DESKTOP = {"viewport": {"width": 1440, "height": 900}}
PATIENCE = 10_000
"""Milliseconds to wait for what must come. The machine may be busy; what has to be quick is timed by itself."""
AUTHENTICATOR = {
    "protocol": "ctap2",
    "ctap2Version": "ctap2_1",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
    "defaultBackupEligibility": True,
    "defaultBackupState": True,
}
ASKS_NOTHING_IN_PASSING = "PublicKeyCredential.isConditionalMediationAvailable = async () => false;"


class House:
    """The application on a real socket."""

    def __init__(self, app: Flask, browser: Browser, url: str) -> None:
        self.app, self.browser, self.url = app, browser, url
        self.visitors: list[Visitor] = []

    def visitor(self, person: Person | None = None, screen: dict[str, Any] = PHONE, **options: Any) -> Visitor:
        """Somebody with a browser of their own, signed in as `person` (None: nobody). Options are Playwright's."""
        options = {"locale": "en-GB", "timezone_id": "Europe/London", "reduced_motion": "reduce", **screen, **options}
        context = self.browser.new_context(base_url=self.url, **options)
        visitor = Visitor(context, self.url)
        self.visitors.append(visitor)
        if person is not None:
            visitor.let_in(self.app, person)
        return visitor

    def close(self) -> list[str]:
        """Send everybody home. Gives what their pages did wrong."""
        for visitor in self.visitors:
            visitor.context.close()
        return [what for visitor in self.visitors for what in visitor.watch.wrong]


class Visitor:
    """A browser context with the page in front of it."""

    def __init__(self, context: BrowserContext, url: str) -> None:
        self.context, self.url = context, url
        self.watch = Watch(context, url)
        context.set_default_timeout(PATIENCE)
        self.page = context.new_page()

    def let_in(self, app: Flask, person: Person) -> None:
        """Sign in by the cookie, without a ceremony."""
        with app.app_context(), writing():
            _device, secret = sessions.start(db.session.merge(person), "Test browser", shared=False)
        self.context.add_cookies([{"name": "sid", "value": secret, "url": self.url, "httpOnly": True}])

    def open(self, path: str) -> Page:
        """Go to a page of the house."""
        self.page.goto(path)
        return self.page

    def tab(self) -> Page:
        """One more page in the same browser."""
        return self.context.new_page()

    def passkeys(self, *, offers: bool = False) -> Authenticator:
        """Put a virtual authenticator behind the page; it lives as long as the page.

        One that `offers` answers what the door asks in passing at once, as if someone had chosen a key in the field.
        """
        if not offers:
            self.context.add_init_script(ASKS_NOTHING_IN_PASSING)
        return Authenticator(self.context.new_cdp_session(self.page))


class Authenticator:
    """Chromium's own virtual authenticator: keeps passkeys, and says yes by itself."""

    def __init__(self, session: CDPSession) -> None:
        self.session = session
        session.send("WebAuthn.enable", {"enableUI": False})
        answer = session.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
        self.id = answer["authenticatorId"]

    def keys(self) -> list[dict[str, Any]]:
        """The passkeys it holds."""
        return self.session.send("WebAuthn.getCredentials", {"authenticatorId": self.id})["credentials"]

    def put(self, key: dict[str, Any]) -> None:
        """A passkey that came here from another of its person's devices."""
        self.session.send("WebAuthn.addCredential", {"authenticatorId": self.id, "credential": key})
