"""A row of a list as its table shows it: words, ready to be written out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from app.domain.terms import State, TaskKind, Urgency
from app.services.listing import AssignmentRow
from app.services.rules import Rules
from app.services.standing_filters import OFTEN
from app.web.frame import clock
from app.wording import course as words
from app.wording import superior
from app.wording.formats import day
from app.wording.mail import clause_words, directive_words
from app.wording.relations import tag
from app.wording.terms import word

Mark = tuple[str, str]  # the class of its colour, or nothing, and its words


class Line(NamedTuple):
    """In the order in which the table's template takes it apart, once a row: asking for each value by its name would
    take longer than writing it. ``undated`` is what stands in the place of a due day."""

    public_id: str
    text: str
    marks: tuple[Mark, ...]
    source: str
    unit: str
    role: str
    given: str
    due: str
    undated: str
    standing: str
    standing_words: str
    detail: str


def lines(rows: Iterable[AssignmentRow], in_force: Rules) -> Iterator[Line]:
    detail = detail_of(in_force)
    return (_line(row, detail(row)) for row in rows)


def _line(row: AssignmentRow, detail: str) -> Line:
    course, standing = row.course, row.standing
    return Line(
        row.public_id,
        row.text,
        tuple(marks(row)),
        source(row),
        row.unit_name,
        word(row.role),
        day(course.given_on),
        day(course.due_on),
        "" if course.due_on else undated(row),
        standing.value,
        word(standing),
        detail,
    )


def detail_of(in_force: Rules) -> Callable[[AssignmentRow], str]:
    """What stands in small letters beside a row's standing, with the date of a superior who gave the task."""
    today, calendar, policy = clock().today(), in_force.calendar, in_force.policy

    def detail(row: AssignmentRow) -> str:
        small = words.detail(row.course, row.standing, today=today, calendar=calendar, policy=policy)
        return superior.beside(small, row.superior_due) if row.superior_due else small

    return detail


def source(row: AssignmentRow) -> str:
    """As in: Thông báo số 15/TB-UBND, mục 2.1."""
    document = directive_words(row.directive_kind, row.number, None)
    return f"{document}, {clause_words(row.clause)}" if row.clause else document


def undated(row: AssignmentRow) -> str:
    return words.NO_DAY if row.task_kind is TaskKind.DATED else word(row.task_kind)


def marks(row: AssignmentRow, *, say_open: bool = True) -> Iterator[Mark]:
    """What stands beside the words of the task: as tags on the page, in a column of the file. ``say_open`` is for lists
    that have no button to acknowledge with."""
    if row.urgency is not Urgency.NORMAL:
        yield "red", word(row.urgency)
    course = row.course
    if course.returns:
        yield "amber" if row.returned else "", words.returned(course.returns, is_back=row.returned)
    if course.extensions:
        yield "amber" if course.extensions >= OFTEN else "", words.extended(course.extensions)
    if course.repeats:
        yield "", tag(course.repeats)
    if course.extension_asked_on:
        yield "", words.asks_for_time(course.extension_asked_on)
    if say_open and course.state is State.OPEN:
        yield "", words.NOT_ACKNOWLEDGED
    if row.self_confirmed:
        yield "amber", words.SELF_CONFIRMED
