"""The follow-up table as lines of text, the same for the documents and the workbook."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from app.adapters.word import Annex, Column, Letterhead, ListDocument, OfficialDocument, Paragraph, Table
from app.adapters.word_parts import Align
from app.domain.terms import Standing
from app.models import Office
from app.services.follow_up import FollowUp, PartThen, Point
from app.services.rules import Rules
from app.wording import course as course_words
from app.wording import follow_up as say
from app.wording.documents import ANNEX, REPORT
from app.wording.mail import clause_words, directive_words
from app.wording.report import agency_lines, attached_to, date_line, number_line, signed_as
from app.wording.terms import word

# Millimetres; together as wide as the text of a landscape page.
WIDTHS = (10.0, 18.0, 76.0, 42.0, 28.0, 34.0, 44.0)
_CENTRED = (0, 1, 4)  # places of numbers and days
Line = tuple[str, ...]


def name_of(found: FollowUp) -> str:
    directive = found.directive
    return directive_words(directive.kind, directive.number, directive.issued_on)


def notes_of(found: FollowUp) -> list[str]:
    """What stands above the table: the day, and the notices this one has to do with."""
    linked = [
        say.linked(each.link, is_later=each.is_later, name=directive_words(each.kind, each.number, each.issued_on))
        for each in found.linked
    ]
    return [say.as_of(found.on), *linked, *filter(None, [say.left_out(found.totals.left_out)])]


def foot_of(found: FollowUp) -> list[str]:
    """What stands below it."""
    sums = found.totals
    return say.totals(
        sums.tasks, sums.leads, sums.by_class, waiting=sums.waiting, outside=sums.outside, earlier=sums.earlier
    )


def lines_of(found: FollowUp, rules: Rules) -> Iterator[Line]:
    """A line for each lead, in the order of ``say.HEADS``; what belongs to the point stands on its first line."""
    for place, point in enumerate(found.points, 1):
        head = (str(place), clause_words(point.task.clause), point.task.text)
        for part in point.shown:
            yield (*head, *_cells(point, part, found, rules))
            head = ("", "", "")
        if not point.shown:
            yield (*head, point.task.addressee, "", unassigned(point), "")


def unassigned(point: Point) -> str:
    """What stands in the place of a standing where nobody leads."""
    return say.GENERAL if point.is_general else say.NOT_GIVEN


def _cells(point: Point, part: PartThen, found: FollowUp, rules: Rules) -> tuple[str, str, str, str]:
    is_first = part is point.shown[0]
    helpers = [each.unit_name for each in point.coordinating] if is_first else []
    units = _joined(part.unit_name, part.period, say.coordinating(helpers))
    due = say.deadline(part.course.due_on, part.time_of_day)
    changed = say.changed(part.first_due, part.changes, part.course.extensions)
    standing = _joined(standing_words(part, found, rules), say.repeated(part.course.repeats))
    return units, _joined(due, changed), standing, _joined(*told(part))


def standing_words(part: PartThen, found: FollowUp, rules: Rules) -> str:
    detail = detail_of(part, found, rules)
    return f"{word(part.standing)} ({detail})" if detail else word(part.standing)


def detail_of(part: PartThen, found: FollowUp, rules: Rules) -> str:
    return course_words.detail(part.course, part.standing, today=found.on, calendar=rules.calendar, policy=rules.policy)


def told(part: PartThen) -> list[str]:
    """The result documents, the newest note with its day, the reason of a lateness, and where it was first given."""
    source = part.earlier
    lines = [
        *(course_words.result(each.number, each.issued_on) for each in part.results),
        say.note(part.note, part.noted_on),
        say.lateness(part.lateness) if part.standing in (Standing.OVERDUE, Standing.DONE_LATE) else "",
        say.source(source.tie, source.kind, source.number, source.issued_on, source.clause) if source else "",
    ]
    return [line for line in lines if line]


def _joined(*lines: str) -> str:
    return "\n".join(filter(None, lines))


def follow_up_list(found: FollowUp, rules: Rules, *, office_name: str, made_at: datetime) -> ListDocument:
    """The table as a landscape list, its sums on rows of their own at the end."""
    foot = [(f"{say.IN_ALL}: {line}",) if not place else (line,) for place, line in enumerate(foot_of(found))]
    return ListDocument(
        agency=agency_lines(office_name),
        title=say.title(name_of(found)),
        notes=(found.directive.subject, *notes_of(found)),
        table=Table(columns=_columns(), rows=(*lines_of(found, rules), *foot), size=11),
        made_at=made_at,
    )


def follow_up_report(found: FollowUp, rules: Rules, *, office: Office, made_at: datetime) -> OfficialDocument:
    """The same as a report in the form of NĐ 30/2020, to lay before the next meeting: the sums, and the table as its
    annex. Number and day are left for the văn thư."""
    title, sums = say.title(name_of(found)), "; ".join(foot_of(found))
    table = Table(columns=_columns(), rows=tuple(lines_of(found, rules)), size=12)
    notes = tuple(notes_of(found))
    return OfficialDocument(
        letterhead=Letterhead(
            parent=office.parent_name,
            agency=agency_lines(office.name),
            number_line=number_line(office.name),
            date_line=date_line(office.place, made_at),
        ),
        kind=REPORT,
        about=(title,),
        addressed_to="",
        blocks=(Paragraph(say.opening(name_of(found), found.on)), Paragraph(f"{sums}./.")),
        receivers=say.RECEIVERS,
        signed_as=signed_as(office.name),
        annexes=(Annex(label=ANNEX, title=title, attached_to=attached_to(office.name), notes=notes, table=table),),
        made_at=made_at,
    )


def _columns() -> tuple[Column, ...]:
    return tuple(
        Column(head, width, Align.CENTRE if place in _CENTRED else Align.LEFT)
        for place, (head, width) in enumerate(zip(say.HEADS, WIDTHS, strict=True))
    )
