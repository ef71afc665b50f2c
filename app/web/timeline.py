"""The timeline of an assignment: events, what was said, deadlines that moved by themselves, and mails."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.terms import DueReason, EventKind
from app.models import Assignment, Comment, DueDate, Event, Evidence
from app.services.assignment_mails import Mail
from app.wording import course as words
from app.wording import story
from app.wording.formats import instant
from app.wording.terms import word

_OF_THE_UNIT_AND_THE_OFFICE = frozenset({EventKind.HANDED_ON})
_OF_THE_OFFICE = frozenset({EventKind.CHECK_DATED})


@dataclass(frozen=True, slots=True)
class Sight:
    """What the reader may see beside what all see: a unit's inside, and what the office keeps to itself."""

    inside: bool
    office: bool

    def shows(self, kind: EventKind) -> bool:
        if kind in _OF_THE_OFFICE:
            return self.office
        return self.inside or kind not in _OF_THE_UNIT_AND_THE_OFFICE


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A line of the timeline; the macro of that name reads it. ``is_act``: it changed the assignment. ``mail_id`` and
    ``letter_id`` are the public ids of the mail and of the letter of urging it tells of."""

    when: str
    who: str
    what: str
    note: str = ""
    where: str = ""
    papers: Sequence[Evidence] = ()
    self_confirmed: bool = False
    is_act: bool = False
    mail_id: str = ""
    letter_id: str = ""


def timeline(
    assignment: Assignment, *, sight: Sight, comments: Sequence[Comment] = (), mails: Sequence[Mail] = ()
) -> list[Entry]:
    """The newest first. What happened at the same instant stands in the order of cause: an act, then its mail."""
    moments = [
        (event.recorded_at, 0, event.id, _of_event(assignment, event))
        for event in assignment.events
        if sight.shows(event.kind)
    ]
    moments += [
        (due.recorded_at, 1, due.id, _of_due_date(due))
        for due in assignment.due_dates
        if due.reason is DueReason.RETURNED_FOR_PAPERS
    ]
    moments += [(comment.recorded_at, 2, comment.id, _of_comment(comment)) for comment in comments]
    moments += [(mail.recorded_at, 3, mail.id, _of_mail(mail)) for mail in mails]
    return [entry for *_, entry in sorted(moments, key=lambda moment: moment[:3], reverse=True)]


def recorder_of(row: Event | DueDate) -> str:
    """Who wrote it down, or pressed the link of a mail."""
    return row.recorder.name if row.recorder else row.recorder_name or word(row.channel)


def decided(row: Event | DueDate) -> str:
    """Who wrote it down, who decided, and how."""
    decider = row.decider.name if row.decider else row.decider_name
    return story.decision(
        recorder_of(row), decider, title=row.decider_title, form=row.decision_form, decided_on=row.decided_on
    )


def papers_of(assignment: Assignment, event_id: int | None) -> list[Evidence]:
    """The documents and pictures that came with an event."""
    return [row for row in assignment.evidence if event_id is not None and row.event_id == event_id]


def _of_event(assignment: Assignment, event: Event) -> Entry:
    what = story.happened(
        event,
        role=assignment.role,
        from_unit=event.from_unit.name if event.from_unit else "",
        to_unit=event.to_unit.name if event.to_unit else "",
    )
    late = story.lateness(event.lateness_reason) if event.lateness_reason else ""
    return Entry(
        when=instant(event.recorded_at),
        who=decided(event),
        where=story.where(event.channel),
        what=what,
        note="\n".join(line for line in (event.note, late) if line),
        papers=papers_of(assignment, event.id),
        self_confirmed=event.self_confirmed,
        is_act=True,
        letter_id=event.letter.public_id if event.letter else "",
    )


def _of_due_date(due: DueDate) -> Entry:
    return Entry(
        when=instant(due.recorded_at),
        who=decided(due),
        where=story.where(due.channel),
        what=words.new_deadline(due.reason, due.due_on),
        note=due.note,
        is_act=True,
    )


def _of_comment(comment: Comment) -> Entry:
    return Entry(
        when=instant(comment.recorded_at),
        who=comment.author.name,
        what=story.called([unit.name for unit in comment.units]),
        note=comment.text,
    )


def _of_mail(mail: Mail) -> Entry:
    state = story.delivery(
        mail.state, address=mail.to_address, sent_at=mail.sent_at, error=mail.last_error, reason=mail.skip_reason
    )
    return Entry(
        when=instant(mail.recorded_at), who=state, what=story.mail(mail.kind, mail.to_name), mail_id=mail.public_id
    )
