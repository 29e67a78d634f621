"""Templates as moulds: whatever is the same on every page of a language is worked out once, when a template is read.

Words of the catalogue, addresses of static files and parts without anything of their own (`FIXED`) become plain text,
and a template that another includes is read into it. What is left to do for each page is what differs from page to
page. A template needs to know nothing of this: it means the same, only sooner. In development nothing is worked out
beforehand, so that every edit shows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, MutableMapping
from functools import cache
from typing import Any

from flask import has_request_context
from flask.templating import Environment
from jinja2 import Template, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.visitor import NodeTransformer
from markupsafe import Markup, escape

from micronet.web.i18n import catalogue, tongue

WORDS = ("_", "gettext")
FIXED = frozenset(("button", "icon", "lampnote", "plant", "street", "trouble", "windows"))
"""Parts (`ui.icon('sun')`) that look alike wherever they are asked for with the same words."""

_MARKS = re.compile("[&<>\"']").search
_GAP = re.compile(r"%\((\w+)\)s")


class Straight(CodeGenerator):
    """Calls what is our own straight away: it wants neither the context nor the loop that Jinja would offer it."""

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:  # noqa: N802
        if not _is_ours(node.node) or node.dyn_args or node.dyn_kwargs:
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self._called(node.node, frame)
        self.write("(")
        for value in node.args:
            self.visit(value, frame)
            self.write(", ")
        for one in node.kwargs:
            self.visit(one, frame)
            self.write(", ")
        self.write("caller=caller)" if forward_caller else ")")

    def _called(self, called: nodes.Expr, frame: Frame) -> None:
        assert isinstance(self.environment, Moulds)
        spoken = self.environment.tongue()
        if isinstance(called, nodes.Getattr) and _is_named(called.node, "ui") and spoken:
            self.write(f"environment.part({spoken!r}, {called.attr!r})")
        else:
            self.visit(called, frame)

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.autoescape and not frame.eval_ctx.volatile and finalize.src is None:
            self.write("environment.escaped(")
        else:
            super()._output_child_pre(node, frame, finalize)

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802
        """A trait that is there is taken at once; whatever is not is looked for as Jinja does."""
        self.write("(found if (found := getattr(")
        self.visit(node.node, frame)
        self.write(f", {node.attr!r}, missing)) is not missing else ")
        super().visit_Getattr(node, frame)
        self.write(")")


def _is_ours(called: nodes.Expr) -> bool:
    if isinstance(called, nodes.Getattr):
        return _is_named(called.node, "ui", "told")
    return _is_named(called, "asset", "dom_id", "url_for")


def _is_named(thing: nodes.Expr, *names: str) -> bool:
    return isinstance(thing, nodes.Name) and thing.name in names


class Moulds(Environment):
    """Flask's environment, which reads each template once for each language."""

    code_generator_class = Straight

    def __init__(self, app: Any, **options: Any) -> None:
        super().__init__(app, **options)
        self._read: dict[tuple[str, str], Template] = {}
        self.part = cache(self._part)

    def _load_template(self, name: str, globals: MutableMapping[str, Any] | None) -> Template:
        key = self.tongue(), name
        found = self._read.get(key)
        if found is None or globals or (self.auto_reload and not found.is_up_to_date):
            assert self.loader is not None
            found = self.loader.load(self, name, self.make_globals(globals) if globals else self.globals)
            self._read[key] = found
        return found

    def tongue(self) -> str:
        """The language that words are in just now; empty where it is not known, or where nothing is to be fixed."""
        return tongue() if has_request_context() and not self.auto_reload else ""

    def _part(self, tongue: str, name: str) -> Any:
        """One of our own parts (`ui.face`) in this language."""
        ours: Any = self.globals["ui"]
        return getattr(ours.spoken(tongue), name)

    @staticmethod
    def escaped(value: Any) -> Any:
        """What `markupsafe.escape` gives, for being written only; most of what a page holds has nothing to escape."""
        kind = type(value)
        if kind is Markup or (kind is str and not _MARKS(value)):
            return value
        return escape(value)

    def _generate(self, source: nodes.Template, name: str | None, *more: Any, **options: Any) -> str:
        escapes = self.autoescape(name) if callable(self.autoescape) else self.autoescape
        if escapes and self.tongue():
            source = Filling(self, name).visit(source)
        return super()._generate(source, name, *more, **options)


class Filling(NodeTransformer):
    """Puts what is known beforehand in the place of what would find it out."""

    def __init__(self, environment: Moulds, *within: str | None) -> None:
        self._environment = environment
        self._within = within
        self._catalogue = catalogue()

    def visit_Include(self, node: nodes.Include) -> nodes.Node:  # noqa: N802
        """The included template itself, in a scope of its own; one that includes itself is left to be found later."""
        named = node.template.value if isinstance(node.template, nodes.Const) else None
        if not isinstance(named, str) or named in self._within or node.ignore_missing or not node.with_context:
            return node
        loader = self._environment.loader
        assert loader is not None
        source, filename, _fresh = loader.get_source(self._environment, named)
        read = Filling(self._environment, *self._within, named).visit(self._environment._parse(source, named, filename))
        if read.find((nodes.Extends, nodes.Block)):
            return node
        return nodes.Scope(read.body, lineno=node.lineno)

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802
        """Words, addresses and fixed parts."""
        self.generic_visit(node)
        if _is_named(node.node, *WORDS):
            return self._words(node)
        known = _constants(node)
        if known is None or not self._is_fixed(node.node):
            return node
        made: Any = self._callable(node.node)(*known[0], **known[1])
        return nodes.Const(made, lineno=node.lineno)

    def visit_Output(self, node: nodes.Output) -> nodes.Node:  # noqa: N802
        """Words around something of the page's own are written one after another, with nothing to put together."""
        self.generic_visit(node)
        node.nodes = [part for child in node.nodes for part in _laid_out(child)]
        return node

    def _words(self, node: nodes.Call) -> nodes.Node:
        """The words in this language; with gaps, what is put into them is escaped as it always is."""
        if len(node.args) != 1 or not isinstance(node.args[0], nodes.Const) or node.dyn_args or node.dyn_kwargs:
            return node
        text = Markup(self._catalogue.ugettext(node.args[0].value))  # noqa: S704 - the words of our own catalogue
        if not node.kwargs:
            return nodes.Const(text % {}, lineno=node.lineno)
        into = [nodes.Pair(nodes.Const(one.key), one.value, lineno=node.lineno) for one in node.kwargs]
        return nodes.Mod(nodes.Const(text), nodes.Dict(into), lineno=node.lineno)

    def _is_fixed(self, called: nodes.Expr) -> bool:
        if isinstance(called, nodes.Getattr) and not str(self._within[-1]).startswith("ui/"):
            return _is_named(called.node, "ui") and called.attr in FIXED
        return _is_named(called, "asset")

    def _callable(self, called: Any) -> Any:
        known = self._environment.globals
        return known["asset"] if isinstance(called, nodes.Name) else getattr(known["ui"], called.attr)


def _constants(node: nodes.Call) -> tuple[list[Any], dict[str, Any]] | None:
    """What a call is given, if all of it is known."""
    args = [one.value for one in node.args if isinstance(one, nodes.Const)]
    more = {one.key: one.value.value for one in node.kwargs if isinstance(one.value, nodes.Const)}
    if node.dyn_args or node.dyn_kwargs or (len(args), len(more)) != (len(node.args), len(node.kwargs)):
        return None
    return args, more


def _laid_out(child: nodes.Expr) -> Iterator[nodes.Expr]:
    """Words with gaps as what they are made of; anything else as it is."""
    left, right = (child.left, child.right) if isinstance(child, nodes.Mod) else (None, None)
    parts = _GAP.split(left.value) if isinstance(left, nodes.Const) and isinstance(left.value, Markup) else []
    if not parts or not isinstance(right, nodes.Dict) or any("%" in words for words in parts[::2]):
        yield child
        return
    into = {pair.key.value: pair.value for pair in right.items if isinstance(pair.key, nodes.Const)}
    for place, part in enumerate(parts):
        if place % 2:
            yield into[part]
        elif part:
            yield nodes.TemplateData(part, lineno=child.lineno)
