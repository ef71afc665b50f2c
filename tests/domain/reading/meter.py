"""The work of the reader, counted: lines of Python run, characters given to a search, characters of text put together.

A clock would measure the machine. What is counted here is the same on every machine and on every run. That one search
of n characters is linear work is not counted but proved, by ``test_patterns``.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType, ModuleType
from typing import Any
from unittest.mock import patch

from app.domain.reading import text as reading_text

SCANS = frozenset(("search", "finditer", "findall", "sub", "subn", "split"))
PACKAGE = "app.domain"


class Meter:
    """Counts while it is on."""

    def __init__(self) -> None:
        self.work = 0

    @contextmanager
    def on(self) -> Iterator[None]:
        swapped: dict[int, Metered] = {}
        flow = reading_text.Flow.__init__

        def made(itself: Any, text: str, *rest: Any, **named: Any) -> None:
            self.work += len(text)
            flow(itself, text, *rest, **named)

        with patch.object(reading_text.Flow, "__init__", made), _swapping(_modules(), self, swapped):
            before = sys.gettrace()
            sys.settrace(self._entered)
            try:
                yield
            finally:
                sys.settrace(before)

    def _entered(self, frame: FrameType, event: str, argument: Any) -> Callable[..., Any] | None:
        return self._line if frame.f_globals.get("__name__", "").startswith(PACKAGE) else None

    def _line(self, frame: FrameType, event: str, argument: Any) -> Callable[..., Any]:
        self.work += 1
        return self._line


class Metered:
    """A pattern that tells what it is given to search."""

    def __init__(self, pattern: re.Pattern[str], meter: Meter) -> None:
        self._pattern, self._meter = pattern, meter

    def __getattr__(self, name: str) -> Any:
        own = getattr(self._pattern, name)
        if name not in SCANS:
            return own

        if name == "finditer":
            return lambda text, *bounds: self._found(own, text, *bounds)
        return lambda *arguments, **named: self._scanned(name, own(*arguments, **named), *arguments)

    def _found(self, finditer: Any, text: str, at: int = 0, *end: int) -> Iterator[re.Match[str]]:
        for match in finditer(text, at, *end):
            self._meter.work += match.end() - at + 1
            at = match.end()
            yield match
        self._meter.work += min([len(text), *end]) - at

    def _scanned(self, name: str, answer: Any, *arguments: Any) -> Any:
        text = arguments[1] if name.startswith("sub") else arguments[0]
        if name == "search":
            start, *end = arguments[1:] or (0,)
            self._meter.work += (answer.end() if answer else min([len(text), *end])) - start
        else:
            self._meter.work += len(text)
        return answer


class MeteredRe:
    """The module ``re`` for patterns that are written where they are used."""

    def __init__(self, meter: Meter) -> None:
        self._meter = meter

    def __getattr__(self, name: str) -> Any:
        if name not in SCANS:
            return getattr(re, name)
        return lambda pattern, *rest, **named: getattr(Metered(re.compile(pattern), self._meter), name)(*rest, **named)


def _modules() -> list[ModuleType]:
    return [module for name, module in sys.modules.items() if name.startswith("app.domain.reading.")]


@contextmanager
def _swapping(modules: list[ModuleType], meter: Meter, swapped: dict[int, Metered]) -> Iterator[None]:
    """Every pattern the modules hold, however deep, in a metered form."""

    def metered(value: Any) -> Any:
        if isinstance(value, re.Pattern):
            return swapped.setdefault(id(value), Metered(value, meter))
        if type(value) in (tuple, list):
            return type(value)(map(metered, value))
        if type(value) is dict:
            return {key: metered(each) for key, each in value.items()}
        return MeteredRe(meter) if value is re else value

    kept = [(module, dict(vars(module))) for module in modules]
    try:
        for module, names in kept:
            for name, value in names.items():
                if isinstance(value, re.Pattern | tuple | list | dict | ModuleType) and not name.startswith("__"):
                    setattr(module, name, metered(value))
        yield
    finally:
        for module, names in kept:
            for name, value in names.items():
                setattr(module, name, value)


def work(call: Callable[[str], object], text: str) -> int:
    """How much the call does with the text."""
    meter = Meter()
    with meter.on():
        call(text)
    return meter.work
