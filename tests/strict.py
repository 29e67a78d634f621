"""What every answer must say to the browser, whoever asked for whatever: checked in tests and in the large trials."""

from __future__ import annotations

from typing import Any

EXACTLY = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Robots-Tag": "noindex, nofollow",
}
POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
"""What the policy of a page must say. A picture's says `sandbox` and nothing may be loaded."""
SITE_PARTS = ("camera=(self)", "microphone=(self)", "geolocation=(self)")


def weaknesses(headers: Any, *, secure: bool = False) -> list[str]:
    """Every way in which the headers of one answer say too little."""
    found = [f"{name} is {headers.get(name)!r}" for name, wanted in EXACTLY.items() if headers.get(name) != wanted]
    found += _policy(headers.get("Content-Security-Policy") or "")
    found += [
        f"Permissions-Policy lacks {one}" for one in SITE_PARTS if one not in headers.get("Permissions-Policy", "")
    ]
    found += _keeping(headers)
    if secure and headers.get("Strict-Transport-Security") != "max-age=31536000; includeSubDomains":
        found.append(f"Strict-Transport-Security is {headers.get('Strict-Transport-Security')!r}")
    for cookie in headers.getlist("Set-Cookie"):
        found += _cookie(cookie, secure=secure)
    if "Server" in headers or "X-Powered-By" in headers:
        found.append("it says what it runs on")
    return found


def _policy(policy: str) -> list[str]:
    said = dict(part.strip().partition(" ")[::2] for part in policy.split(";"))
    if "sandbox" in said:
        return [] if said.get("default-src") == "'none'" and not said["sandbox"] else [f"a loose sandbox: {policy}"]
    wrong = [
        f"the policy says {name} {said.get(name)!r}" for name, wanted in POLICY.items() if said.get(name) != wanted
    ]
    return wrong + [f"the policy allows {loose}" for loose in ("unsafe", "*", "http:", "https:") if loose in policy]


def _keeping(headers: Any) -> list[str]:
    """Who may keep the answer: anyone what is public, nobody else without asking us each time."""
    rule = headers.get("Cache-Control", "")
    if rule.startswith("public"):
        return ["a public answer hands out a cookie"] if headers.getlist("Set-Cookie") else []
    varies = {name.strip() for name in headers.get("Vary", "").split(",")}
    found = [] if "Cookie" in varies else [f"Vary is {headers.get('Vary')!r}"]
    if not any(word in rule for word in ("no-store", "no-cache", "private")):
        found.append(f"Cache-Control is {rule!r}")
    if (headers.get("Content-Type") or "").startswith("text/html") and not ("no-store" in rule or rule == "no-cache"):
        found.append(f"a page may be stored: {rule!r}")
    return found


def _cookie(cookie: str, *, secure: bool) -> list[str]:
    name = cookie.partition("=")[0]
    wanted = ["HttpOnly", "SameSite=Lax", "Path=/", *(["Secure"] if secure else [])]
    found = [f"the cookie {name} lacks {flag}" for flag in wanted if flag not in cookie]
    if "Domain=" in cookie:
        found.append(f"the cookie {name} names a domain")
    if secure and not name.startswith("__Host-") and name != "own":
        found.append(f"the cookie {name} lacks __Host-")
    return found
