"""What the documents say is what the code does."""

from __future__ import annotations

import re
from pathlib import Path

from config import REQUIRED_IN_PRODUCTION
from tests.domain import test_worked_cases

ROOT = Path(__file__).resolve().parents[2]


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def test_the_architecture_page_carries_the_worked_cases_as_they_are_tested():
    page = read("ARCHITECTURE.md")
    table = page.split("<!-- worked cases -->")[1].split("<!-- /worked cases -->")[0].strip()
    assert table == "\n".join(test_worked_cases.as_markdown())


def test_the_readme_names_only_targets_that_exist():
    targets = set(re.findall(r"^([a-z]+):", read("Makefile"), re.MULTILINE))
    assert set(re.findall(r"`make ([a-z]+)", read("README.md"))) <= targets
    assert {"help", "setup", "run", "test", "lint", "score"} <= targets


def test_the_example_of_the_environment_names_everything_production_asks_for():
    assert set(REQUIRED_IN_PRODUCTION) <= set(re.findall(r"^([A-Z_]+)=", read(".env.example"), re.MULTILINE))


def test_every_image_of_the_documents_is_there():
    for name in ("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md"):
        for image in re.findall(r"!\[[^\]]*\]\(([^)]+)\)", read(name)):
            assert (ROOT / image).is_file(), (name, image)
