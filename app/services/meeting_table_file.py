"""The rolling table of a giao ban as a working list for Word, with the two columns that are filled in by hand."""

from __future__ import annotations

from collections.abc import Iterator

from app.adapters import word as paper
from app.adapters.word import Column, ListDocument
from app.adapters.word_parts import Align
from app.domain.calendar import local_day
from app.models import Office
from app.services.meeting_table import Owed, Table, UnitTable
from app.services.meetings import Sitting
from app.services.rules import Rules
from app.wording import course as course_words
from app.wording import meetings as say
from app.wording.report import agency_lines, directive_words, with_clause
from app.wording.terms import word

# Millimetres, together as wide as the text of a landscape page.
WIDTHS = (10, 62, 34, 28, 28, 42, 28, 20)
_MIDDLE = (0, 3, 7)  # numbers and days


def table_docx(table: Table, *, sitting: Sitting, office: Office, rules: Rules) -> bytes:
    """The .docx; the same table gives the same bytes."""
    return paper.render_list(table_document(table, sitting=sitting, office=office, rules=rules))


def table_document(table: Table, *, sitting: Sitting, office: Office, rules: Rules) -> ListDocument:
    """What is written, before it is set."""
    notes = [
        f"{say.held(table.held_on)}. {say.updated_to(table.at)}.",
        say.all_totals(table.overdue, table.dated, table.outside_overdue, table.outside_dated),
        say.left_out(table.left_out) if table.left_out else "",
    ]
    columns = tuple(
        Column(head, width, Align.CENTRE if n in _MIDDLE else Align.LEFT)
        for n, (head, width) in enumerate(zip(say.TABLE_HEADS, WIDTHS, strict=True))
    )
    return ListDocument(
        agency=agency_lines(office.name),
        title=say.table_title(sitting.series.name),
        notes=tuple(note for note in notes if note),
        table=paper.Table(columns=columns, rows=tuple(_rows(table, rules)), size=11),
        made_at=table.at,
    )


def _rows(table: Table, rules: Rules) -> Iterator[tuple[str, ...]]:
    """A heading for each unit, and its rows numbered anew."""
    for unit in table.units:
        yield (head_of(unit),)
        for number, row in enumerate(unit.rows, 1):
            yield (str(number), *_cells(row, table, rules), "", "")


def head_of(unit: UnitTable) -> str:
    return say.unit_head(unit.name, unit.overdue, unit.dated, len(unit.rows), under_authority=unit.under_authority)


def _cells(row: Owed, table: Table, rules: Rules) -> tuple[str, ...]:
    return (row.text, source_of(row), due_of(row), _standing(row, table, rules), said_of(row))


def source_of(row: Owed) -> str:
    return with_clause(directive_words(row.directive_kind, row.number, row.issued_on), row.clause)


def due_of(row: Owed) -> str:
    course = row.course
    return say.due_words(course.due_on, extended=course.extensions, adjusted=row.adjusted, repeated=course.repeats)


def said_of(row: Owed) -> str:
    """What the unit said last; one that never said anything is not said to be silent while its report waits."""
    if row.said is None:
        return "" if row.course.submitted_on else say.NOTHING_SAID
    return say.said(row.said.note, row.said.lateness_reason, row.said.on)


def _standing(row: Owed, table: Table, rules: Rules) -> str:
    detail = course_words.detail(
        row.course, row.standing, today=local_day(table.at), calendar=rules.calendar, policy=rules.policy
    )
    return f"{word(row.standing)}, {detail}" if detail else word(row.standing)
