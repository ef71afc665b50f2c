"""Short ways to tell a province's task: who leads and who coordinates stand as keys with blanks between them."""

from __future__ import annotations

from app.cli.demo_model import BEFORE, DemoTask
from app.cli.demo_province import ALL_COMMUNES, ALL_DEPARTMENTS, COMMUNE_KEYS, DEPARTMENT_KEYS
from app.domain.terms import TaskKind, Urgency


def task(
    clause: str,
    text: str,
    leads: str,
    coordinating: str = "",
    *,
    due: int,
    phrase: str = BEFORE,
    urgency: Urgency = Urgency.NORMAL,
) -> DemoTask:
    """A duty with a date."""
    return DemoTask(
        clause, text, tuple(leads.split()), tuple(coordinating.split()), due=due, phrase=phrase, urgency=urgency
    )


def communes(clause: str, text: str, coordinating: str = "", *, due: int, phrase: str = BEFORE) -> DemoTask:
    """The same duty for each commune."""
    return _of_all(COMMUNE_KEYS, ALL_COMMUNES, clause, text, coordinating, due, phrase)


def departments(clause: str, text: str, coordinating: str = "", *, due: int, phrase: str = BEFORE) -> DemoTask:
    """The same duty for each department."""
    return _of_all(DEPARTMENT_KEYS, ALL_DEPARTMENTS, clause, text, coordinating, due, phrase)


def _of_all(
    leads: tuple[str, ...], addressee: str, clause: str, text: str, coordinating: str, due: int, phrase: str
) -> DemoTask:
    return DemoTask(clause, text, leads, tuple(coordinating.split()), due=due, phrase=phrase, addressee=addressee)


def regular(clause: str, text: str, leads: str, coordinating: str = "", *, recurrence: str) -> DemoTask:
    """What is looked at for each report."""
    return DemoTask(
        clause,
        text,
        tuple(leads.split()),
        tuple(coordinating.split()),
        kind=TaskKind.PER_REPORT,
        recurrence=recurrence,
    )


def lasting(clause: str, text: str, leads: str, coordinating: str = "") -> DemoTask:
    """What goes on without an end."""
    return DemoTask(clause, text, tuple(leads.split()), tuple(coordinating.split()), kind=TaskKind.CONTINUOUS)


def everybody(clause: str, text: str) -> DemoTask:
    """An exhortation that no figure counts."""
    return DemoTask(clause, text, kind=TaskKind.GENERAL)
