"""The whole report as a document to be filled in: the outline, the discipline section in its place, and the tasks of
the next period. From frozen figures only, so that it is the same whenever it is made."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from app.adapters.word import Letterhead, OfficialDocument, Paragraph, Style
from app.domain.figures import Row
from app.domain.outlines import SECTION_LEVEL, TITLE_LEVEL, Outline, OutlineLine, Place
from app.domain.periods import Period, following
from app.services.discipline import Section
from app.services.report_periods import period_of_report
from app.services.report_slices import rows_of
from app.services.report_view import ReportView, RowView
from app.wording import outlines as say
from app.wording import report as words
from app.wording.documents import REPORT
from app.wording.typography import set_text


def skeleton_document(view: ReportView, outline: Outline, section: Section, *, names_units: bool) -> OfficialDocument:
    """``section`` is the discipline section for whoever reads the report; ``names_units`` says whether the tasks of the
    next period stand under the names of units."""
    name = words.period_name(view.kind, view.year, view.quarter, view.period_from, view.cut_off)
    blocks = list(_blocks(view, outline, section, names_units=names_units))
    return OfficialDocument(
        letterhead=Letterhead(
            parent=view.parent_name,
            agency=words.agency_lines(view.office_name),
            number_line=words.number_line(view.office_name),
            date_line=words.date_line(view.place, view.known_at),
        ),
        kind=REPORT,
        about=(outline.subject, words.inside_sentence(name)),
        addressed_to=words.superior(view.parent_name),
        blocks=(*blocks[:-1], Paragraph(f"{blocks[-1].text.rstrip('.')}./.", blocks[-1].style)),
        receivers=say.RECEIVERS,
        signed_as=words.signed_as(view.office_name),
        annexes=section.annexes,
        made_at=view.known_at,
    )


def _blocks(view: ReportView, outline: Outline, section: Section, *, names_units: bool) -> Iterator[Paragraph]:
    for n, line in enumerate(outline.lines):
        if line.place is Place.DISCIPLINE:
            yield from map(Paragraph, section.paragraphs)
        elif line.place is Place.TASKS:
            yield from (Paragraph(set_text(text)) for text in next_tasks(view, names_units=names_units))
        else:
            yield _heading(line)
            if outline.is_to_fill(n):
                yield Paragraph(say.DOTS)


def _heading(line: OutlineLine) -> Paragraph:
    """Sections in capitals, titles in bold, what is below them upright (NĐ 30/2020)."""
    if line.level == SECTION_LEVEL:
        return Paragraph(line.text.upper(), Style.HEADING)
    return Paragraph(line.text, Style.HEADING if line.level == TITLE_LEVEL else Style.BODY)


def next_tasks(view: ReportView, *, names_units: bool) -> list[str]:
    """What the next period has to bring: first what is overdue, then what falls due in it, by unit or by day."""
    then = following(period_of_report(view))
    due = [row for row in rows_of(view, "c") if _falls_due(row.counted, then)]
    lines = list(_by_unit(due)) if names_units else _by_day(due)
    number = len(due) if names_units else len(lines)
    overdue = say.overdue_first(view.counts.d, words.noun_for(view.counts, view.tasks))
    return [*filter(None, [overdue]), say.tasks_opening(then.period_from, then.cut_off, number), *lines]


def _falls_due(row: Row, period: Period) -> bool:
    """What the unit has reported already waits for the office, and is no task of the next period."""
    return not row.waiting and row.due_on is not None and period.period_from <= row.due_on <= period.cut_off


def _by_unit(rows: list[RowView]) -> Iterator[str]:
    """Rows stand by the office's order of units already; each unit's by day."""
    for name, group in groupby(rows, key=lambda row: row.counted.unit_name):
        yield say.unit_leads(name)
        yield from _by_day(list(group))


def _by_day(rows: list[RowView]) -> list[str]:
    """A task that several units lead with the same day is one line."""
    dated = sorted({(row.counted.due_on, row.counted.task_id): row for row in rows}.items(), key=lambda each: each[0])
    return [say.task_line(row.text, row.counted.due_on) for _, row in dated if row.counted.due_on]
