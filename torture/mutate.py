"""Taking one check out of the house while it runs: a function's code is compiled anew from its changed source."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Any

from micronet.base.prepared import forget_prepared
from micronet.circles.roles import ALL, CAN


@dataclass(frozen=True)
class Mutant:
    """One check less. `where` is a module of micronet and `old` a piece of its source that `new` stands in for.

    With `grant` everyone may do an act of the table of roles; with `mark` a view loses a mark of the guard;
    with `constant` a value of the module is changed in which `old` stands.
    """

    kind: str
    where: str = ""
    old: str = ""
    new: str = ""
    grant: str = ""
    mark: str = ""
    constant: str = ""

    @property
    def name(self) -> str:
        what = self.grant or self.mark or " ".join((self.old or self.constant).split())
        return f"{self.kind}: {self.where} {what!r} -> {' '.join(self.new.split())!r}"

    @contextmanager
    def applied(self) -> Iterator[None]:
        with ExitStack() as stack:
            forget_prepared()
            stack.callback(forget_prepared)
            if self.grant:
                before = CAN[self.grant]
                CAN[self.grant] = ALL
                stack.callback(CAN.__setitem__, self.grant, before)
            elif self.mark:
                view = getattr(import_module(f"micronet.{self.where}"), self.old)
                vars(view)[self.mark], before = False, vars(view)[self.mark]
                stack.callback(vars(view).__setitem__, self.mark, before)
            elif self.constant:
                module = import_module(f"micronet.{self.where}")
                held = getattr(module, self.constant)
                setattr(module, self.constant, changed(held, self.old, self.new))
                stack.callback(setattr, module, self.constant, held)
            else:
                for undo in rewrite(import_module(f"micronet.{self.where}"), self.old, self.new):
                    stack.callback(undo)
            yield


def changed(held: Any, old: str, new: str) -> Any:
    """A text, or a table of pairs of texts, with one piece of it replaced."""
    if isinstance(held, dict):
        return {key: tuple(one.replace(old, new) for one in value) for key, value in held.items()}
    assert old in held, f"{old!r} is not there any more"
    return held.replace(old, new)


def rewrite(module: ModuleType, old: str, new: str) -> list[Callable[[], None]]:
    """Give the functions of a module the code of its changed source; gives what undoes that."""
    source = Path(str(module.__file__)).read_text()
    assert source.count(old) >= 1, f"{old!r} is not in {module.__name__} any more"
    fresh = codes(compile(source.replace(old, new, 1), str(module.__file__), "exec", dont_inherit=True))
    stale = codes(compile(source, str(module.__file__), "exec", dont_inherit=True))
    undo: list[Callable[[], None]] = []
    for function in functions(module):
        name = function.__code__.co_qualname
        if name in fresh and fresh[name] != stale.get(name):
            undo.append(_swap(function, fresh[name]))
    assert undo, f"nothing of {module.__name__} changed"
    return undo


def _swap(function: FunctionType, code: CodeType) -> Callable[[], None]:
    before, function.__code__ = function.__code__, code
    return lambda: setattr(function, "__code__", before)


def codes(of: CodeType) -> dict[str, CodeType]:
    """Every function's code in a module's, by its qualified name."""
    found = {}
    for one in of.co_consts:
        if isinstance(one, CodeType):
            found[one.co_qualname] = one
            found |= codes(one)
    return found


def functions(module: ModuleType) -> Iterator[FunctionType]:
    """The functions and methods that a module defines, whatever they are wrapped in."""
    for thing in list(vars(module).values()):
        members = (
            vars(thing).values() if issubclass(type(thing), type) and thing.__module__ == module.__name__ else [thing]
        )
        for member in members:
            if type(member) in (FunctionType, classmethod, staticmethod, type(cache(int))):
                inner = inspect.unwrap(getattr(member, "__func__", member))
                if inner.__module__ == module.__name__:
                    yield inner
