"""The strict headers, set in one place on every answer."""

from __future__ import annotations

from flask import Flask, Response, current_app, request

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "media-src 'self' blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "worker-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)

ALWAYS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), microphone=(self), geolocation=(self), browsing-topics=()",
    "X-Robots-Tag": "noindex, nofollow",
}

PRIVATE = "private, no-store"
FOR_A_YEAR = "max-age=31536000; includeSubDomains"
VARIES = ("Cookie", "HX-Request", "HX-Request-Type", "HX-History-Restore-Request")
"""What a private answer depends on besides its address."""


def init(app: Flask) -> None:
    """Have every answer of `app` carry the headers."""
    app.after_request(harden)


def harden(answer: Response) -> Response:
    """Pages are private and never stored; what says so itself (hashed assets) keeps its own cache rule."""
    for name, value in ALWAYS.items():
        answer.headers.setdefault(name, value)
    if "Cache-Control" not in answer.headers:
        answer.headers["Cache-Control"] = PRIVATE
    if not answer.headers["Cache-Control"].startswith("public"):
        answer.vary.update(VARIES)
    if current_app.config["SETTINGS"].secure and request.is_secure:
        answer.headers["Strict-Transport-Security"] = FOR_A_YEAR
    return answer
