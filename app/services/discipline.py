"""The discipline section as an official document, from frozen figures only."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass

from app.adapters import word
from app.adapters.word import Annex, Column, Letterhead, OfficialDocument, Paragraph, Style, Table
from app.adapters.word_parts import Align
from app.domain.figures import Counts
from app.domain.terms import Audience
from app.services.discipline_sentences import DISCIPLINE, RESULTS, Sentence, Slot, list_labels, paragraphs, sentences
from app.services.report_slices import rows_of
from app.services.report_view import ReportView, RowView
from app.wording import report as say
from app.wording.documents import REPORT
from app.wording.report import count, official_day
from app.wording.report_facts import facts_sentences
from app.wording.typography import set_text

# Widths in millimetres: of the text between the margins upright, and landscape.
UNIT_WIDTHS = (10, 47, 18, 22, 22, 23, 23)
OVERDUE_WIDTHS = (10, 30, 26, 66, 32, 25, 14, 33, 16)
LATE_WIDTHS = (10, 36, 32, 75, 34, 25, 25, 15)


@dataclass(frozen=True, slots=True)
class Section:
    """What goes into an office's own report: the sentences without headings and notes on counting, and the lists."""

    paragraphs: tuple[str, ...]
    annexes: tuple[Annex, ...]


def section_of(view: ReportView, *, audience: Audience, names_units: bool = False) -> Section:
    """``names_units`` is for a superior: units with their numbers, still without the lists."""
    said = sentences(view, audience=audience, names_units=names_units)
    written = (*paragraphs(said, RESULTS), *paragraphs(said, DISCIPLINE), *facts_sentences(view.facts))
    return Section(tuple(map(set_text, written)), _annexes(view, list_labels(view, audience)))


def discipline_docx(view: ReportView, *, audience: Audience, names_units: bool = False) -> bytes:
    """The .docx of frozen figures; the same view and audience give the same bytes."""
    return word.render(discipline_document(view, audience=audience, names_units=names_units))


def discipline_document(view: ReportView, *, audience: Audience, names_units: bool = False) -> OfficialDocument:
    """What is written, before it is set. Units are named inside the office, and to a superior only if chosen."""
    internal = audience is Audience.INTERNAL
    said = sentences(view, audience=audience, names_units=names_units)
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
        blocks=(*_results(view, said, internal=internal), *_discipline(view, said), *_notes(view)),
        receivers=say.RECEIVERS_INTERNAL if internal else say.RECEIVERS_SUPERIOR,
        signed_as=say.signed_as(view.office_name),
        annexes=_annexes(view, list_labels(view, audience)),
        made_at=view.known_at,
    )


def _results(view: ReportView, said: Mapping[Slot, Sentence], *, internal: bool) -> list[Paragraph | Table]:
    blocks: list[Paragraph | Table] = [Paragraph(say.RESULTS_HEADING, Style.HEADING)]
    blocks += _set(paragraphs(said, RESULTS))
    if internal and view.units:
        blocks += [*_set([say.BY_UNIT]), _by_unit(view)]
    return blocks


def _discipline(view: ReportView, said: Mapping[Slot, Sentence]) -> list[Paragraph]:
    """What was typed stands behind what was generated, in paragraphs of its own."""
    written = [*paragraphs(said, DISCIPLINE), *facts_sentences(view.facts)]
    return [Paragraph(say.DISCIPLINE_HEADING, Style.HEADING), *_set(written)]


def _notes(view: ReportView) -> list[Paragraph]:
    """How it was counted, in italics; the document ends with it."""
    notes = [say.formula_note(view.counts), say.source_note(cut_off=view.cut_off, known_at=view.known_at)]
    written = [note for note in notes if note]
    return _set([*written[:-1], f"{written[-1]}/."], Style.NOTE)


def _set(texts: Sequence[str], style: Style = Style.BODY) -> list[Paragraph]:
    return [Paragraph(set_text(text), style) for text in texts]


def _by_unit(view: ReportView) -> Table:
    units = sorted(view.units, key=lambda unit: (unit.position, unit.name))
    return Table(
        columns=_columns(say.UNIT_HEADS, UNIT_WIDTHS),
        rows=tuple((str(n), unit.name, *_cells(unit.counts)) for n, unit in enumerate(units, 1)),
        total=("", say.IN_ALL, *_cells(view.counts)),
    )


def _cells(counts: Counts) -> tuple[str, ...]:
    return tuple(count(n) for n in (counts.total, counts.a, counts.b, counts.c, counts.d))


def _annexes(view: ReportView, labels: Mapping[str, str]) -> tuple[Annex, ...]:
    """The lists that go with the text, by their labels."""
    lists = {
        say.OVERDUE_LIST: (_columns(say.OVERDUE_HEADS, OVERDUE_WIDTHS), "d", _overdue_row),
        say.LATE_LIST: (_columns(say.LATE_HEADS, LATE_WIDTHS), "b", _late_row),
    }
    return tuple(_annex(view, title, label, *lists[title]) for title, label in labels.items())


def _annex(
    view: ReportView,
    title: str,
    label: str,
    columns: tuple[Column, ...],
    slice_name: str,
    row_of: Callable[[int, RowView], tuple[str, ...]],
) -> Annex:
    rows = (row_of(n, row) for n, row in enumerate(rows_of(view, slice_name), 1))
    return Annex(
        label=label,
        title=title,
        attached_to=say.attached_to(view.office_name),
        notes=(set_text(say.counted_to(view.cut_off)),),
        table=Table(columns=columns, rows=tuple(tuple(map(set_text, row)) for row in rows)),
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
