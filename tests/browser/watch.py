"""What no page may do, whatever the test is about: print errors, break the content policy, call another host."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Request, WebError

REPORT_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI, sourceFile, lineNumber }) =>
  console.error(`content policy: ${violatedDirective} ${blockedURI} ${sourceFile}:${lineNumber}`));
"""


class Watch:
    """Listens to one browser context and remembers what was wrong."""

    def __init__(self, context: BrowserContext, home: str) -> None:
        self.host = urlsplit(home).netloc
        self.seen: list[str] = []
        self.forgiven: list[str] = []
        context.add_init_script(REPORT_VIOLATIONS)
        context.on("console", self._console)
        context.on("weberror", self._error)
        context.on("request", self._request)

    def forgive(self, pattern: str) -> None:
        """This test provokes what matches `pattern` (a regular expression): say which, no more."""
        self.forgiven.append(pattern)

    @property
    def wrong(self) -> list[str]:
        """What nobody forgave."""
        return [what for what in self.seen if not any(re.search(one, what) for one in self.forgiven)]

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            where = message.location.get("url", "")
            self.seen.append(f"console: {message.text} ({where})")

    def _error(self, error: WebError) -> None:
        self.seen.append(f"script: {error.error}")

    def _request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in ("http", "https", "ws", "wss") and parts.netloc != self.host:
            self.seen.append(f"another host: {request.url}")
