"""The carry-over list and a unit's handover as lines of text and as landscape documents."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from app.adapters.word import Column, ListDocument, Table
from app.adapters.word_parts import Align
from app.domain.terms import TaskKind
from app.services.carry_over import CarryOver, UnitCarried
from app.services.report_view import RowView
from app.services.rules import Rules
from app.services.unit_handover import OpenPart, UnitHandover
from app.wording import counted, course
from app.wording import records as say
from app.wording.formats import day
from app.wording.mail import clause_words, directive_words
from app.wording.report import agency_lines, with_clause
from app.wording.terms import word

# Millimetres; together as wide as the text of a landscape page. Numbers and days stand in the middle.
CARRIED_WIDTHS = (10.0, 74.0, 40.0, 34.0, 22.0, 22.0, 26.0, 24.0)
HANDOVER_WIDTHS = (10.0, 82.0, 42.0, 38.0, 24.0, 28.0, 28.0)
_CENTRED = (0, 4)
Line = tuple[str, ...]


def _columns(heads: Sequence[str], widths: Sequence[float]) -> tuple[Column, ...]:
    return tuple(
        Column(head, width, Align.CENTRE if place in _CENTRED else Align.LEFT)
        for place, (head, width) in enumerate(zip(heads, widths, strict=True))
    )


def carried_notes(found: CarryOver) -> list[str]:
    """What stands above the list."""
    lines = [
        say.year_runs(found.year, found.day) if found.is_early else say.as_of(found.day),
        *say.carried_counts(found.total, found.counts, found.outside, undated=found.undated, excused=found.excused),
        say.entered_late(found.entered_late),
    ]
    return [line for line in lines if line]


def carried_line(place: int, row: RowView) -> Line:
    """In the order of ``say.CARRIED_HEADS``."""
    directive = directive_words(row.directive_kind, row.directive_number, row.directive_issued_on)
    standing = [counted.standing_words(row.counted), counted.days_words(row.counted)]
    return (
        str(place),
        row.text,
        with_clause(directive, row.clause),
        "; ".join(row.coordinating),
        day(row.counted.given_on),
        day(row.counted.due_on) or course.NO_DAY,
        "\n".join(filter(None, standing)),
        row.note,
    )


def unit_heading(place: int, unit: UnitCarried) -> str:
    return say.unit_heading(place, unit.name, unit.overdue, unit.dated, len(unit.rows))


def carried_list(found: CarryOver, *, made_at: datetime) -> ListDocument:
    """A heading for each unit, its assignments below, numbered through."""
    return ListDocument(
        agency=agency_lines(found.office_name),
        title=say.carried_title(found.year),
        notes=tuple(carried_notes(found)),
        table=Table(columns=_columns(say.CARRIED_HEADS, CARRIED_WIDTHS), rows=tuple(_carried_rows(found)), size=11),
        made_at=made_at,
    )


def _carried_rows(found: CarryOver) -> Iterator[Line]:
    place = 0
    for number, unit in enumerate(found.units, 1):
        yield (unit_heading(number, unit),)
        for row in unit.rows:
            place += 1
            yield carried_line(place, row)


def handover_notes(found: UnitHandover) -> list[str]:
    counts = say.handover_counts(len(found.leads), len(found.coordinating), found.overdue, found.dated)
    return [line for line in (say.as_of(found.on), counts, say.left_out(found.left_out)) if line]


def handover_line(place: int, part: OpenPart, found: UnitHandover, rules: Rules) -> Line:
    """In the order of ``say.HANDOVER_HEADS``."""
    row = part.row
    directive = directive_words(row.directive_kind, row.number, None)
    undated = course.NO_DAY if row.task_kind is TaskKind.DATED else word(row.task_kind)
    return (
        str(place),
        row.text,
        f"{directive}, {clause_words(row.clause)}" if row.clause else directive,
        "; ".join(part.others),
        day(row.course.due_on) or undated,
        "\n".join(filter(None, (word(row.standing), handover_detail(part, found, rules)))),
        "\n".join(handed(part)),
    )


def handover_detail(part: OpenPart, found: UnitHandover, rules: Rules) -> str:
    return course.detail(
        part.row.course, part.row.standing, today=found.on, calendar=rules.calendar, policy=rules.policy
    )


def handed(part: OpenPart) -> list[str]:
    """The papers there are, and where the part came from."""
    papers = [course.result(each.number, each.issued_on) for each in part.papers]
    return papers + ([say.came_from(part.before.unit_name)] if part.before else [])


def handover_list(found: UnitHandover, rules: Rules, *, office_name: str, made_at: datetime) -> ListDocument:
    """The minutes of a handover, with a place for both signatures."""
    rows: list[Line] = []
    for heading, parts in ((say.LEADS, found.leads), (say.COORDINATING, found.coordinating)):
        rows.append((heading if parts else f"{heading}: {say.NOTHING.lower()}",))
        rows += [handover_line(place, part, found, rules) for place, part in enumerate(parts, 1)]
    return ListDocument(
        agency=agency_lines(office_name),
        title=say.handover_title(found.unit.name),
        notes=tuple(handover_notes(found)),
        table=Table(columns=_columns(say.HANDOVER_HEADS, HANDOVER_WIDTHS), rows=tuple(rows), size=11),
        closing=say.CLOSING,
        signed_by=say.SIGNED_BY,
        made_at=made_at,
    )
