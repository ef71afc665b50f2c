"""Composing mails: a message is a folder ``templates/mail/<kind>/{subject.txt,body.txt,body.html,short.txt}``.

A plain Jinja2 environment, so that services compose without Flask. A missing value is an error, never an empty place
in an official letter.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from app.domain.numerals import roman
from app.domain.terms import MessageKind
from app.wording import (
    documents,
    formats,
    in_field,
    mail,
    mail_trial,
    meetings,
    office_mail,
    recurrence,
    relations,
    urging,
)
from app.wording.terms import word

FOLDER = Path(__file__).resolve().parents[2] / "templates" / "mail"
WIDTH = 78  # columns of the text part


@dataclass(frozen=True, slots=True)
class Composed:
    """A mail ready for the outbox: one line of subject, two equally complete bodies, and a few lines to be copied: no
    words of tasks, no names of people, no address that opens anything without logging in."""

    subject: str
    text: str
    html: str
    short: str = ""


def compose(kind: MessageKind, **values: object) -> Composed:
    """Fill the message's four templates. Raises jinja2.UndefinedError if a value they name is missing."""
    return Composed(
        subject=" ".join(_fill(kind, "subject.txt", values).split()),
        text=_tidy(_fill(kind, "body.txt", values)),
        html=_fill(kind, "body.html", values),
        short=_tidy(_fill(kind, "short.txt", values)),
    )


def _fill(kind: MessageKind, part: str, values: dict[str, object]) -> str:
    return _environment().get_template(f"{kind.value}/{part}").render(values)


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=lambda name: bool(name and name.endswith(".html")),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        day=formats.day,
        short_day=formats.short_day,
        day_with_weekday=formats.day_with_weekday,
        long_day=formats.long_day,
        number=formats.number,
        roman=roman,
        two_digits=formats.two_digits,
        word=word,
        wrap=wrap,
    )
    words = (documents, in_field, mail, mail_trial, meetings, office_mail, recurrence, relations, urging)
    environment.globals.update({each.__name__.rpartition(".")[2]: each for each in words})
    return environment


def wrap(text: str, indent: int = 0) -> str:
    """Fold a paragraph to the width of a text mail; the first line starts where it stands, the others indented.

    Words are never broken, nor addresses of pages. A morning folds a hundred thousand paragraphs, which the standard
    library's ``textwrap`` is too thorough for.
    """
    rest, room, lines = " ".join(text.split()), WIDTH - indent, []
    while len(rest) > room:
        end = rest.rfind(" ", 0, room + 1)
        line, _, rest = (rest[:end], "", rest[end + 1 :]) if end >= 0 else rest.partition(" ")
        lines.append(line)
    return ("\n" + " " * indent).join([*lines, rest] if rest else lines)


def _tidy(text: str) -> str:
    """At most one blank line in a row, none at the end of lines or of the text."""
    lines: list[str] = []
    for line in (line.rstrip() for line in text.strip().splitlines()):
        if line or lines[-1]:
            lines.append(line)
    return "\n".join(lines) + "\n"
