"""The words on screen keep the register of an office, and stand where words belong."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from app.wording.errors import ERRORS

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted(ROOT.glob("templates/**/*.*"))
VIETNAMESE = re.compile(r"[ăâđêôơưàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ]", re.IGNORECASE)
# Where Vietnamese may stand in code: wording, the reader's lexicon, the terminal's words, forms' labels and messages.
MAY_SPEAK = ("app/wording/", "app/domain/reading/lexicon", "app/cli/", "app/web/", "jobs/__main__.py", "config.py")
MAY_NAME = ("app/adapters/holiday_calendar.py",)  # the names of days off are data


def code() -> list[Path]:
    return sorted([*ROOT.glob("app/**/*.py"), *ROOT.glob("jobs/**/*.py")])


def strings(path: Path) -> list[tuple[int, str]]:
    """Line and text of every string that is not a docstring."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    documentation = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
        and isinstance(node.body[0].value, ast.Constant)
    }
    return [
        (node.lineno, node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documentation
    ]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: str(p.relative_to(ROOT / "templates")))
def test_a_template_never_says_ban_and_never_raises_its_voice(path):
    text = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}|<[^>]*>", " ", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    # "Ủy ban", "bạn đọc" and the like are other words; the pronoun stands alone.
    assert not re.search(r"\b[Bb]ạn\b", text), "persons are đồng chí; better no pronoun at all"
    assert "!" not in text
    assert not re.search("[\U0001f300-\U0001faff]", text), "no emoji"


def test_no_sentence_of_the_code_says_ban_or_raises_its_voice():
    found = [
        (path.name, line, text)
        for path in code()
        if "reading" not in path.parts  # patterns, which are no sentences
        for line, text in strings(path)
        if VIETNAMESE.search(text) and (re.search(r"\b[Bb]ạn\b", text) or "!" in text)
    ]
    assert not found


def test_vietnamese_stands_only_where_words_belong():
    found = [
        f"{path.relative_to(ROOT)}:{line} {text[:40]!r}"
        for path in code()
        for line, text in strings(path)
        if VIETNAMESE.search(text) and not str(path.relative_to(ROOT)).startswith(MAY_SPEAK + MAY_NAME)
    ]
    assert not found, found


def test_every_error_raised_anywhere_has_its_sentence():
    raised = {
        node.args[0].value
        for path in code()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "DomainError"
        if node.args and isinstance(node.args[0], ast.Constant)
    }
    assert raised - set(ERRORS) == set()


def test_every_sentence_ends_as_a_sentence():
    assert [code for code, text in ERRORS.items() if not text.endswith(".")] == []
