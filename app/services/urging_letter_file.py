"""A letter of urging as .docx, in the official form, with an annex for each unit; number and day are left blank."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict

from sqlalchemy.orm import Session

from app.adapters import word
from app.adapters.word import Annex, Column, Letterhead, OfficialDocument, Paragraph, Table
from app.adapters.word_parts import Align
from app.domain.permissions import Action, Actor, check
from app.domain.terms import AssignmentRole, Urgency
from app.models import Office, UrgingLetter
from app.services.urging_letter_rows import LetterRow, UnitRows, rows_of
from app.wording import report
from app.wording import urging_letter as say
from app.wording.documents import annex_label
from app.wording.meetings import signed_as
from app.wording.recurrence import period_words
from app.wording.terms import word as term

# Millimetres; together as wide as the text of a landscape page.
WIDTHS = (14.0, 70.0, 36.0, 33.0, 24.0, 18.0, 39.0, 18.0)
_CENTRED = (0, 3, 4, 5)  # places of numbers and days
_PARTS = (say.OVERDUE, say.DUE_SOON, say.UNDATED)


def letter_docx(session: Session, *, actor: Actor, letter: UrgingLetter) -> bytes:
    """The same letter gives the same bytes, as long as nobody rewords its tasks."""
    return word.render(letter_document(session, actor=actor, letter=letter))


def letter_document(session: Session, *, actor: Actor, letter: UrgingLetter) -> OfficialDocument:
    """What is written, before it is set. Number and day are never printed: they are those of the signed paper."""
    check(actor, Action.VIEW_ALL_ASSIGNMENTS)
    office, units = session.get_one(Office, letter.office_id), rows_of(session, letter=letter)
    return OfficialDocument(
        letterhead=Letterhead(
            parent=office.parent_name,
            agency=report.agency_lines(office.name),
            number_line=say.number_line(office.name),
            date_line=report.date_line(office.place, letter.made_at),
        ),
        kind="",
        about=(say.subject_inside(letter.subject),),
        addressed_to=tuple(unit.name for unit in units),
        blocks=tuple(Paragraph(text) for text in _sentences(office, letter, units)),
        receivers=say.receivers(office.name),
        signed_as=signed_as(office.name),
        annexes=tuple(_annex(office, letter, unit, annex_label(n, len(units))) for n, unit in enumerate(units, 1)),
        made_at=letter.made_at,
    )


def _sentences(office: Office, letter: UrgingLetter, units: Sequence[UnitRows]) -> Iterator[str]:
    """A paragraph of what is owed and one of what is asked, for the units under the authority and for the others."""
    labels = [annex_label(n, len(units)) for n in range(1, len(units) + 1)]
    for under in (True, False):
        own = [(unit, label) for unit, label in zip(units, labels, strict=True) if unit.under_authority is under]
        if own:
            yield from _of_some(office, letter, own, under_authority=under)
    yield say.closing(office.name)


def _of_some(
    office: Office, letter: UrgingLetter, own: Sequence[tuple[UnitRows, str]], *, under_authority: bool
) -> Iterator[str]:
    late = [(unit, label) for unit, label in own if unit.overdue]
    if late:
        counts = [(unit.name, unit.overdue) for unit, _ in late]
        where = say.annexes_words([label for _, label in late])
        yield say.opening(office.name, letter.made_at, counts, where=where, under_authority=under_authority)
    rest = [(unit, label) for unit, label in own if unit.due_soon or unit.undated]
    if rest:
        yield say.besides(
            sum(unit.due_soon for unit, _ in rest),
            sum(unit.undated for unit, _ in rest),
            where=say.annexes_words([label for _, label in rest]),
            stands_alone=not late,
            under_authority=under_authority,
        )
    names = [unit.name for unit, _ in own]
    yield say.request(names, report_by=letter.report_by, overdue=bool(late), under_authority=under_authority)


def _annex(office: Office, letter: UrgingLetter, unit: UnitRows, label: str) -> Annex:
    groups = [(name, rows) for name in _PARTS if (rows := [row for row in unit.rows if _part_of(row) == name])]
    columns = tuple(
        Column(head, width, Align.CENTRE if place in _CENTRED else Align.LEFT)
        for place, (head, width) in enumerate(zip(say.HEADS, WIDTHS, strict=True))
    )
    return Annex(
        label=label,
        title=say.LISTS[groups[0][0]] if len(groups) == 1 else say.MIXED_LIST,
        attached_to=say.attached_to(office.name),
        notes=(unit.name, f"({say.updated_to(letter.made_at)})"),
        table=Table(columns=columns, rows=tuple(_lines(groups))),
    )


def _part_of(row: LetterRow) -> str:
    if row.due_on is None:
        return say.UNDATED
    return say.OVERDUE if row.days_overdue else say.DUE_SOON


def _lines(groups: Sequence[tuple[str, Sequence[LetterRow]]]) -> Iterator[tuple[str, ...]]:
    """Numbered through; a heading stands above each part where there are several."""
    number = 0
    for name, rows in groups:
        if len(groups) > 1:
            yield (say.section(name, len(rows)),)
        for row in rows:
            number += 1
            yield _cells(number, row)


def _cells(number: int, row: LetterRow) -> tuple[str, ...]:
    directive = report.directive_words(row.directive_kind, row.directive_number, row.directive_issued_on)
    status = report.status(**asdict(row.progress), note=row.note) if row.progress else ""
    return (
        str(number),
        row.text,
        report.with_clause(directive, row.clause),
        say.due_words(row.due_on, row.extended, row.first_due),
        say.overdue_words(row.days_overdue, row.working_days_overdue),
        say.times_words(row.times_urged),
        say.status_words(status, row.cause),
        _remarks(row),
    )


def _remarks(row: LetterRow) -> str:
    """Urgency, the period of what recurs, and a part that is not the lead."""
    parts = (
        term(row.urgency) if row.urgency is not Urgency.NORMAL else "",
        period_words(row.period),
        say.COORDINATING if row.role is AssignmentRole.COORDINATING else "",
    )
    return "\n".join(part for part in parts if part)
