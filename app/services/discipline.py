"""The discipline section as an official document, from frozen figures only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from app.adapters import word
from app.adapters.word import Annex, Column, Letterhead, OfficialDocument, Paragraph, Style, Table
from app.adapters.word_parts import Align
from app.domain.figures import Counts
from app.domain.terms import Audience
from app.services.report_view import ReportView, RowView, rows_of
from app.wording import report as say
from app.wording.documents import REPORT, annex_label
from app.wording.report import count, official_day

# Widths in millimetres: of the text between the margins upright, and landscape.
UNIT_WIDTHS = (10, 47, 18, 22, 22, 23, 23)
OVERDUE_WIDTHS = (10, 32, 28, 52, 34, 25, 15, 38, 18)
LATE_WIDTHS = (10, 36, 32, 75, 34, 25, 25, 15)


@dataclass(frozen=True, slots=True)
class Section:
    """What goes into an office's own report: the sentences without headings and notes on counting, and the lists."""

    paragraphs: tuple[str, ...]
    annexes: tuple[Annex, ...]


def section_of(view: ReportView, *, audience: Audience, names_units: bool = False) -> Section:
    """``names_units`` is for a superior: units with their numbers, still without the lists."""
    internal = audience is Audience.INTERNAL
    annexes = _annexes(view) if internal else ()
    blocks = (*_results(view, internal=internal), *_discipline(view, annexes, names_units=internal or names_units))
    written = (block.text for block in blocks if isinstance(block, Paragraph) and block.style is Style.BODY)
    return Section(tuple(text for text in written if text != say.BY_UNIT), annexes)


def discipline_docx(view: ReportView, *, audience: Audience, names_units: bool = False) -> bytes:
    """The .docx of frozen figures; the same view and audience give the same bytes."""
    return word.render(discipline_document(view, audience=audience, names_units=names_units))


def discipline_document(view: ReportView, *, audience: Audience, names_units: bool = False) -> OfficialDocument:
    """What is written, before it is set. Units are named inside the office, and to a superior only if chosen."""
    internal = audience is Audience.INTERNAL
    annexes = _annexes(view) if internal else ()
    return OfficialDocument(
        letterhead=Letterhead(
            parent=view.parent_name,
            agency=say.agency_lines(view.office_name),
            number_line=say.number_line(view.office_name),
            date_line=say.date_line(view.place, view.known_at),
        ),
        kind=REPORT,
        about=say.about(say.period_name(view.kind, view.year, view.quarter, view.period_from, view.cut_off)),
        addressed_to="" if internal else say.superior(view.parent_name),
        blocks=(
            *_results(view, internal=internal),
            *_discipline(view, annexes, names_units=internal or names_units),
            *_notes(view),
        ),
        receivers=say.RECEIVERS_INTERNAL if internal else say.RECEIVERS_SUPERIOR,
        signed_as=say.signed_as(view.office_name),
        annexes=annexes,
        made_at=view.known_at,
    )


def _results(view: ReportView, *, internal: bool) -> list[Paragraph | Table]:
    noun = say.noun_for(view.counts, view.tasks)
    who = say.agency_words(view.office_name)
    sentences = (
        _together(
            say.total_sentence(view.counts, view.tasks, who=who, cut_off=view.cut_off),
            say.waiting_sentence(view.counts, noun),
        ),
        say.rates_sentence(view.counts),
        _together(say.undated_sentence(view.undated), say.not_rated_sentence(view.not_rated)),
        say.outside_sentence(view.outside),
    )
    blocks: list[Paragraph | Table] = [Paragraph(say.RESULTS_HEADING, Style.HEADING), *_paragraphs(sentences)]
    if internal and view.units:
        blocks += [Paragraph(say.BY_UNIT), _by_unit(view)]
    return blocks


def _discipline(view: ReportView, annexes: Sequence[Annex], *, names_units: bool) -> list[Paragraph]:
    overdue = [(unit.name, unit.counts.d) for unit in view.units if unit.counts.d]
    labels = {annex.title: annex.label for annex in annexes}
    overdue_annex, late_annex = labels.get(say.OVERDUE_LIST, ""), labels.get(say.LATE_LIST, "")
    noun = say.noun_for(view.counts, view.tasks)
    sentences = (
        _together(
            say.overdue_sentence(view.counts, noun, units=len(overdue)),
            say.units_sentence(overdue, annex=overdue_annex) if names_units else "",
        ),
        say.late_sentence(view.counts, noun, annex=late_annex),
    )
    return [Paragraph(say.DISCIPLINE_HEADING, Style.HEADING), *_paragraphs(sentences)]


def _notes(view: ReportView) -> list[Paragraph]:
    """How it was counted, in small type; the document ends with it."""
    notes = [say.formula_note(view.counts), say.source_note(cut_off=view.cut_off, known_at=view.known_at)]
    written = [Paragraph(note, Style.NOTE) for note in notes if note]
    return [*written[:-1], Paragraph(f"{written[-1].text}/.", Style.NOTE)]


def _together(*sentences: str) -> str:
    """Sentences of one paragraph; those with nothing to say fall out."""
    return " ".join(sentence for sentence in sentences if sentence)


def _paragraphs(sentences: Sequence[str]) -> list[Paragraph]:
    return [Paragraph(sentence) for sentence in sentences if sentence]


def _by_unit(view: ReportView) -> Table:
    units = sorted(view.units, key=lambda unit: (unit.position, unit.name))
    return Table(
        columns=_columns(say.UNIT_HEADS, UNIT_WIDTHS),
        rows=tuple((str(n), unit.name, *_cells(unit.counts)) for n, unit in enumerate(units, 1)),
        total=("", say.IN_ALL, *_cells(view.counts)),
    )


def _cells(counts: Counts) -> tuple[str, ...]:
    return tuple(count(n) for n in (counts.total, counts.a, counts.b, counts.c, counts.d))


def _annexes(view: ReportView) -> tuple[Annex, ...]:
    """The lists that have rows; numbered in Roman only where there are two (NĐ 30/2020)."""
    overdue = [_overdue_row(n, row) for n, row in enumerate(rows_of(view, "d"), 1)]
    late = [_late_row(n, row) for n, row in enumerate(rows_of(view, "b"), 1)]
    lists = [
        (say.OVERDUE_LIST, _columns(say.OVERDUE_HEADS, OVERDUE_WIDTHS), overdue),
        (say.LATE_LIST, _columns(say.LATE_HEADS, LATE_WIDTHS), late),
    ]
    filled = [entry for entry in lists if entry[2]]
    return tuple(
        Annex(
            label=annex_label(n, len(filled)),
            title=title,
            attached_to=say.attached_to(view.office_name),
            notes=(say.counted_to(view.cut_off),),
            table=Table(columns=columns, rows=tuple(rows)),
        )
        for n, (title, columns, rows) in enumerate(filled, 1)
    )


def _columns(heads: Sequence[str], widths: Sequence[int]) -> tuple[Column, ...]:
    """Words stand on the left, numbers and days in the middle."""
    return tuple(
        Column(head, width, Align.LEFT if head in say.WORD_HEADS else Align.CENTRE)
        for head, width in zip(heads, widths, strict=True)
    )


def _overdue_row(n: int, row: RowView) -> tuple[str, ...]:
    return (*_common(n, row), count(row.counted.days_overdue), status_words(row), say.remarks(row.counted))


def status_words(row: RowView) -> str:
    """What the list of the overdue says under "Tình trạng, nguyên nhân"; nothing for a row that is not overdue."""
    return say.status(**asdict(row.progress), note=row.note) if row.progress else ""


def _late_row(n: int, row: RowView) -> tuple[str, ...]:
    completed = official_day(row.counted.completed_on) if row.counted.completed_on else ""
    return (*_common(n, row), completed, count(row.counted.days_overdue))


def _common(n: int, row: RowView) -> tuple[str, ...]:
    directive = say.directive_words(row.directive_kind, row.directive_number, row.directive_issued_on)
    return (
        str(n),
        row.counted.unit_name,
        "; ".join(row.coordinating),
        row.text,
        say.with_clause(directive, row.clause),
        say.due_words(row.counted.due_on, row.counted.due_changes),
    )
