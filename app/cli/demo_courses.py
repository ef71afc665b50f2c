"""How a demo office's units answer: each part of a task takes one of a few courses, always the same one.

A course is told from its beginning to its end and cut off today, so that what is due later stands open of itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from zlib import crc32

from app.cli.demo_model import CHAIRMAN, CHIEF, Act, DemoNotice, DemoOffice, DemoTask, DemoUnit
from app.cli.demo_sayings import (
    CANCELLED,
    CAUSES,
    DESK,
    DONE,
    MORE_TIME,
    NOT_GOOD_ENOUGH,
    PAPERS_MISSING,
    PARTS_GIVEN,
    PROGRESS,
    STUCK,
)
from app.domain.terms import EventKind, ReturnKind, Role, TaskKind

HUNDRED = 100
ONE_IN_FILES = 25  # one in so many results brings its file


@dataclass(frozen=True, slots=True)
class _Part:
    """One unit's part of a task: when it was given and is due, who writes for the unit, who decides in the office."""

    notice: DemoNotice
    task: DemoTask
    unit: DemoUnit
    writers: Sequence[str]
    follower: str

    @property
    def chance(self) -> int:
        """A number below a hundred that belongs to this part for ever."""
        return self._drawn("course") % HUNDRED

    @property
    def due(self) -> int:
        return self.task.due if self.task.due is not None else 0

    @property
    def middle(self) -> int:
        return self.notice.given + (self.due - self.notice.given) // 2

    def _drawn(self, what: str) -> int:
        return crc32(f"{self.notice.key}/{self.task.clause}/{self.unit.key}/{what}".encode())

    def _one_of(self, sayings: Sequence[str], day: int) -> str:
        return sayings[self._drawn(str(day)) % len(sayings)]

    def _act(self, day: int, kind: EventKind, *, login: str = "", note: str = "") -> Act:
        writer = login or self.writers[self._drawn(kind) % len(self.writers)]
        return Act(day, self.notice.key, self.task.clause, self.unit.key, writer, kind, note)

    def acknowledged(self) -> Act:
        return self._act(self.notice.given + 1 + self.chance % 3, EventKind.ACKNOWLEDGED)

    def progress(self, day: int, sayings: Sequence[str] = PROGRESS) -> Act:
        return self._act(day, EventKind.PROGRESS, note=self._one_of(sayings, day))

    def submitted(self, day: int) -> Act:
        sent = self._act(day, EventKind.SUBMITTED, note=self._one_of(DONE, day))
        number = f"{20 + self._drawn(str(day)) % 380}/{_kind_of_result(self.task.text)}-{self.unit.symbol}"
        return replace(sent, number=number, with_file=self._drawn("file") % ONE_IN_FILES == 0)

    def accepted(self, day: int) -> Act:
        return self._act(day, EventKind.ACCEPTED, login=self.follower)

    def returned(self, day: int, kind: ReturnKind) -> Act:
        sayings = PAPERS_MISSING if kind is ReturnKind.MISSING_PAPERS else NOT_GOOD_ENOUGH
        back = self._act(day, EventKind.RETURNED, login=self.follower, note=self._one_of(sayings, day))
        return replace(back, return_kind=kind)

    def sent_for_signature(self, day: int) -> Act:
        return replace(self._act(day, EventKind.SENT_FOR_SIGNATURE), number=DESK)

    def asked(self, day: int, until: int) -> Act:
        return replace(self._act(day, EventKind.EXTENSION_ASKED, note=self._one_of(MORE_TIME, day)), until=until)

    def answered(self, day: int, kind: EventKind, until: int) -> Act:
        return replace(self._act(day, kind, login=CHAIRMAN), until=until)

    def excused(self, day: int) -> Act:
        return self._act(day, EventKind.CAUSE_CONFIRMED, login=CHAIRMAN, note=self._one_of(CAUSES, day))

    def part_given(self, day: int) -> Act:
        return self._act(day, EventKind.PART_GIVEN, note=self._one_of(PARTS_GIVEN, day))

    def cancelled(self, day: int) -> Act:
        kind = (EventKind.STOPPED, EventKind.CANCELLED)[self.chance % 2]
        return self._act(day, kind, login=CHIEF, note=CANCELLED[kind])


def _kind_of_result(text: str) -> str:
    if "kế hoạch" in text:
        return "KH"
    return "TTr" if "trình" in text else "BC"


def _on_time(part: _Part) -> list[Act]:
    sent = part.due - part.chance % 4
    told = [part.progress(part.middle)] if part.chance % 2 else []
    return [part.acknowledged(), *told, part.submitted(sent), part.accepted(sent + 1)]


def _early(part: _Part) -> list[Act]:
    return [part.acknowledged(), part.submitted(part.middle), part.accepted(part.middle + 2)]


def _late(part: _Part) -> list[Act]:
    sent = part.due + 2 + part.chance % 9
    return [
        part.acknowledged(),
        part.progress(part.middle),
        part.progress(part.due + 1, STUCK),
        part.submitted(sent),
        part.accepted(sent + 1),
    ]


def _stuck(part: _Part) -> list[Act]:
    return [part.acknowledged(), part.progress(part.middle), part.progress(max(part.due + 1, -6), STUCK)]


def _silent(part: _Part) -> list[Act]:
    return []


def _waiting(part: _Part) -> list[Act]:
    return [part.acknowledged(), part.progress(part.middle), part.submitted(max(part.due - 1, -1 - part.chance % 3))]


def _returned_for_papers(part: _Part) -> list[Act]:
    sent = part.due - 2
    return [
        part.acknowledged(),
        part.submitted(sent),
        part.returned(sent + 1, ReturnKind.MISSING_PAPERS),
        part.submitted(sent + 3),
        part.accepted(sent + 4),
    ]


def _returned_as_poor(part: _Part) -> list[Act]:
    return [
        part.acknowledged(),
        part.submitted(part.due - 1),
        part.returned(part.due + 1, ReturnKind.NOT_GOOD_ENOUGH),
        part.progress(part.due + 4),
    ]


def _signing(part: _Part) -> list[Act]:
    signed = [part.submitted(part.due + 3), part.accepted(part.due + 4)] if part.due < -9 else []
    return [part.acknowledged(), part.progress(part.middle), part.sent_for_signature(part.due - 1), *signed]


def _asking(part: _Part) -> list[Act]:
    asked = max(part.due - 2, -2)
    return [part.acknowledged(), part.progress(part.middle), part.asked(asked, max(part.due, 0) + 6)]


def _extended(part: _Part) -> list[Act]:
    answer = (EventKind.EXTENSION_GRANTED, EventKind.EXTENSION_COUNTERED)[part.chance % 2]
    until = part.due + 8
    return [
        part.acknowledged(),
        part.asked(part.due - 2, until),
        part.answered(part.due, answer, until if part.chance % 2 == 0 else until - 3),
        part.submitted(part.due + 4),
        part.accepted(part.due + 5),
    ]


def _excused(part: _Part) -> list[Act]:
    return [part.acknowledged(), part.progress(part.due + 1, STUCK), part.excused(part.due + 3)]


def _cancelled(part: _Part) -> list[Act]:
    return [part.acknowledged(), part.cancelled(part.middle)]


# How many in a hundred take each course.
_COURSES: tuple[tuple[int, Callable[[_Part], list[Act]]], ...] = (
    (41, _on_time),
    (14, _early),
    (13, _late),
    (7, _stuck),
    (3, _silent),
    (5, _waiting),
    (4, _returned_for_papers),
    (4, _returned_as_poor),
    (2, _signing),
    (2, _asking),
    (2, _extended),
    (1, _excused),
    (2, _cancelled),
)


def _course(part: _Part) -> list[Act]:
    if part.task.kind is not TaskKind.DATED:
        return [part.acknowledged(), part.progress(-8 - part.chance % 5), part.progress(-1 - part.chance % 3)]
    drawn = part.chance
    for share, course in _COURSES:
        if drawn < share:
            return course(part)
        drawn -= share
    raise AssertionError("the shares make a hundred")


def _until_today(acts: Sequence[Act]) -> Iterator[Act]:
    """No act before the one it follows, and none that is still to come; a result counts for the day it came."""
    day, sent = acts[0].day if acts else 0, 0
    for act in acts:
        day = max(day, act.day)
        if day >= 0:
            return
        sent = day if act.kind is EventKind.SUBMITTED else sent
        yield replace(act, day=day, completed=sent)


def answers(office: DemoOffice, notices: Iterable[DemoNotice]) -> tuple[Act, ...]:
    """What all units and the office do about the notices, by days."""
    found: list[Act] = []
    for notice in notices:
        for task in notice.tasks:
            for key in task.leads:
                found += _until_today(_course(_part(office, notice, task, key)))
            for key in task.coordinating:
                part = _part(office, notice, task, key)
                if part.chance % 3:
                    # Before any lead can have ended, with whom the coordination ends.
                    early = part.chance % 3 == 1 and notice.given + 4 < part.middle
                    given = [part.part_given(part.middle - 1)] if early else []
                    found += _until_today([part.acknowledged(), *given])
    return tuple(sorted(found, key=lambda act: act.day))


def _part(office: DemoOffice, notice: DemoNotice, task: DemoTask, key: str) -> _Part:
    roles = (Role.UNIT_HEAD, Role.UNIT_MEMBER)
    writers = [person.login for person in office.people if person.unit == key and person.role in roles]
    unit = next(unit for unit in office.units if unit.key == key)
    follower = next(field.follower for field in office.fields if key in field.units)
    return _Part(notice, task, unit, writers, follower)
