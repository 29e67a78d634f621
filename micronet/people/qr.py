"""QR codes as inline SVG: no style attributes, no external file, black on the white its frame gives it."""

from __future__ import annotations

import io

from markupsafe import Markup

from micronet.base.lazy import lazily

segno = lazily("segno")


def svg(text: str, said: str) -> Markup:
    """A QR code of `text` as an <svg>; `said` is what is heard instead of it."""
    code = segno.make_qr(text, error="m", boost_error=False)
    width, height = code.symbol_size(border=1)
    out = io.BytesIO()
    plain = {"xmldecl": False, "svgns": False, "omitsize": True, "svgclass": None, "lineclass": None}
    code.save(out, kind="svg", border=1, dark="#000", **plain)
    body = out.getvalue().decode().strip()
    head = Markup('<svg viewBox="0 0 {} {}" role="img" aria-label="{}"').format(width, height, said)
    return head + Markup(body[body.index(">") :])  # noqa: S704 - segno's own drawing; it holds no text of ours


def terminal(text: str) -> str:
    """The same for a terminal, two rows to a line."""
    out = io.StringIO()
    segno.make_qr(text, error="l").terminal(out, border=2, compact=True)
    return out.getvalue()
