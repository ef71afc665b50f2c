"""The draft of a notice of conclusions as .docx, in the official form; number and day are left for the văn thư."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy.orm import Session

from app.adapters import word
from app.adapters.word import Letterhead, OfficialDocument, Paragraph, Style
from app.domain.errors import DomainError
from app.domain.permissions import Action, Actor, check
from app.models import Meeting, Office
from app.services.meeting_notice import Chaired, Point, chaired, points_of
from app.wording import meetings as say
from app.wording import report


def notice_docx(session: Session, *, actor: Actor, meeting: Meeting) -> bytes:
    return word.render(notice_document(session, actor=actor, meeting=meeting))


def notice_document(session: Session, *, actor: Actor, meeting: Meeting) -> OfficialDocument:
    """What is written, before it is set. Raises DomainError("meeting.no_notice") while nobody has made the notice."""
    check(actor, Action.VIEW_MEETINGS)
    if meeting.directive is None:
        raise DomainError("meeting.no_notice")
    office, who = session.get_one(Office, meeting.office_id), chaired(meeting)
    directive = meeting.directive
    return OfficialDocument(
        letterhead=Letterhead(
            parent=office.parent_name,
            agency=report.agency_lines(office.name),
            number_line=say.number_line(office.name, directive.number),
            date_line=say.date_line(office.place, directive.issued_on, directive.recorded_at),
        ),
        kind=say.NOTICE,
        about=say.notice_about(who.name, who.title, who.series, meeting.held_on),
        addressed_to="",
        blocks=tuple(_blocks(meeting, who, points_of(session, meeting=meeting))),
        receivers=report.RECEIVERS_INTERNAL,
        signed_as=say.signed_as(office.name),
        made_at=directive.recorded_at,
    )


def _blocks(meeting: Meeting, who: Chaired, units: list[list[Point]]) -> Iterator[Paragraph]:
    yield Paragraph(say.opening(who.name, who.title, who.series, who.place, meeting.held_on))
    for number, points in enumerate(units, 1):
        yield Paragraph(say.unit_heading(number, points[0].unit.name), Style.HEADING)
        for place, point in enumerate(points, 1):
            yield Paragraph(f"{place}. {point.sentence}")
    yield Paragraph(say.closing(who.name))
