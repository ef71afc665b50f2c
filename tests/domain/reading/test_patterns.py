"""No regular expression of the reader does work that grows faster than the text it is given."""

from __future__ import annotations

import ast
import inspect
import pkgutil
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from types import ModuleType

import pytest

from app.domain import naming, reading
from tests.domain.reading.automata import Automaton

MODULES = [import_module(f"{reading.__name__}.{found.name}") for found in pkgutil.iter_modules(reading.__path__)] + [
    naming
]
ANCHORED = {"match", "fullmatch"}
# Given only so much, whatever the text; by the name of the pattern, wherever it stands.
A_NAME = "the name of a unit"
A_TITLE = "the title of a column, at most table_header.WIDEST long"
BACK = "the last characters before a date"
SHORT = {
    "CITING": BACK,
    "DATA": BACK,
    "YEAR_DONE": BACK,
    "head:place": "a place of at most 40 characters",
    "_PLACED": A_NAME,
    "_RUN": "the lexicon",
    "_NUMERAL": "a cell whose blanks are collapsed",
    "_WORDS": A_TITLE,
    "_LEADING": A_TITLE,
    "ABBREVIATED": A_NAME,
    "CLOSED_NAME": A_NAME,
    "PLURAL_LEVEL": "as many characters as a list of names may have, behind the beginning of a name",
}


@dataclass(frozen=True, slots=True)
class Use:
    """A pattern and how it is used: searched for, or tried at one place; ``whole``: to the end of the text."""

    name: str
    pattern: re.Pattern[str]
    searched: bool
    whole: bool


def held(value: object) -> Iterator[re.Pattern[str]]:
    """The patterns in a value, however deep."""
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, dict):
        yield from held(list(value.values()))
    elif isinstance(value, (tuple, list, set, frozenset)):
        for each in value:
            yield from held(each)


def calls(module: ModuleType) -> Iterator[tuple[ast.expr, str, list[ast.expr]]]:
    """Whose method is called, which, and with what."""
    for node in ast.walk(ast.parse(inspect.getsource(module))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield node.func.value, node.func.attr, node.args


def methods() -> dict[str, set[str]]:
    """By the name of a global: what is called on it anywhere, or on what a loop over it yields."""
    found: dict[str, set[str]] = {}
    for module in MODULES:
        loops = {}
        for node in ast.walk(ast.parse(inspect.getsource(module))):
            if isinstance(node, ast.For | ast.comprehension):
                names = [each.id for each in ast.walk(node.target) if isinstance(each, ast.Name)]
                loops |= {name: ast.unparse(node.iter) for name in names}
        for owner, method, _ in calls(module):
            name = ast.unparse(owner)
            found.setdefault(loops.get(name, name).rpartition(".")[2], set()).add(method)
    return found


def inline(module: ModuleType) -> Iterator[Use]:
    """Patterns that are written where they are used: ``re.search(r"…", …)``."""
    for owner, method, arguments in calls(module):
        if ast.unparse(owner) == "re" and method not in ("compile", "escape"):
            known = defaultdict(lambda: "x", vars(module))  # a local variable stands for some word
            written = eval(compile(ast.Expression(arguments[0]), "pattern", "eval"), {}, known)
            if isinstance(written, str):
                name = f"{module.__name__.rpartition('.')[2]}:{ast.unparse(arguments[-1])}"
                yield Use(name, re.compile(written), method not in ANCHORED, method == "fullmatch")


def uses() -> list[Use]:
    used, found = methods(), []
    for module in MODULES:
        short = module.__name__.rpartition(".")[2]
        for name, value in vars(module).items():
            own = used.get(name, {"search"})
            patterns = list(dict.fromkeys(held(value)))
            for at, pattern in enumerate(patterns):
                label = f"{short}.{name}" + (f"[{at}]" if len(patterns) > 1 else "")
                found.append(Use(label, pattern, not own <= ANCHORED, "fullmatch" in own))
        found += inline(module)
    once = {(use.pattern.pattern, use.pattern.flags, use.searched, use.whole): use for use in found}
    return list(once.values())


def own_name(use: Use) -> str:
    return use.name.partition("[")[0].rpartition(".")[2]


USES = uses()


@pytest.mark.parametrize("use", [use for use in USES if own_name(use) not in SHORT], ids=lambda use: use.name)
def test_the_work_of_a_pattern_grows_with_its_text(use: Use) -> None:
    assert Automaton(use.pattern, searched=use.searched, whole=use.whole).complaint() == ""


def test_those_excused_because_their_texts_are_short_exist() -> None:
    assert SHORT.keys() <= {own_name(use) for use in USES}


@pytest.mark.parametrize(
    ("pattern", "searched", "linear"),
    [
        (r"\W*end", True, False),
        (r"\W*end", False, True),
        (r"(?<!\W)\W+end", True, True),
        (r"\W+", True, True),
        (r",\s+end", True, True),
        (r"law[^;]*$", True, False),
        (r"(a+)+b", False, False),
        (r"(?:a|ab|b)*c", False, False),
        (r"(?: [A-Z][a-z]*)*c", False, True),
        (r"a*b?a*c", False, False),
        (r"a*,a*c", False, True),
        (r"^\s*#", True, True),
        (r"a(?=\s*b)\s*c", False, True),
    ],
)
def test_the_judge_knows_good_from_bad(pattern: str, searched: bool, linear: bool) -> None:
    assert (Automaton(re.compile(pattern), searched=searched).complaint() == "") is linear
