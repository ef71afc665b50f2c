"""What an invented office is told in: its units and people, its notices, and what has happened to them.

Days are counted in working days from today: -3 is the third working day before today, 0 is today (or the next working
day), 2 the second one after that; so that some items are always overdue.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from app.domain.terms import EventKind, ReturnKind, Role, TaskKind, Urgency

# The day the communes and provinces of today began.
FOUNDED = date(2025, 7, 1)
SECRETARIAT = "vanphong"
CHIEF = "chanhvp"
CHAIRMAN = "chutich"
BEFORE, BY, WITHIN = "trước ngày {due}", "chậm nhất ngày {due}", "trong ngày {due}"


@dataclass(frozen=True, slots=True)
class DemoUnit:
    """``key`` is the mailbox's name, too. Who is not ``ours`` is asked, not ordered, and counted apart; ``symbol`` is
    what its documents are numbered with."""

    key: str
    name: str
    short_name: str
    aliases: tuple[str, ...] = ()
    ours: bool = True
    symbol: str = ""


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """Also a line of what the commands print: the login, and ``title`` as who it is."""

    login: str
    name: str
    unit: str
    role: Role
    title: str


@dataclass(frozen=True, slots=True)
class DemoField:
    """A field of work: the login of the leader in charge, that of the member of staff who follows it, and its units."""

    name: str
    leader: str
    follower: str
    units: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DemoOffice:
    """``key`` is what the command is told; ``committee`` is how notices name whom one reports to."""

    key: str
    name: str
    parent: str
    place: str
    committee: str
    domain: str
    password: str
    units: tuple[DemoUnit, ...]
    people: tuple[DemoPerson, ...]
    fields: tuple[DemoField, ...]

    @property
    def logins(self) -> tuple[tuple[str, str], ...]:
        """Each login, and who it is."""
        return tuple((person.login, person.title) for person in self.people)


@dataclass(frozen=True, slots=True)
class DemoTask:
    """``{phrase}`` in the text is where the deadline stands; ``{due}`` in the phrase is its date. ``addressee`` is the
    name of several leads at once, as it is written."""

    clause: str
    text: str
    leads: tuple[str, ...] = ()
    coordinating: tuple[str, ...] = ()
    due: int | None = None
    phrase: str = ""
    kind: TaskKind = TaskKind.DATED
    urgency: Urgency = Urgency.NORMAL
    recurrence: str = ""
    addressee: str = ""


@dataclass(frozen=True, slots=True)
class DemoNotice:
    """``given`` and ``met`` are days; a notice without number still waits for the văn thư. ``leader`` is a login."""

    key: str
    number: str | None
    given: int
    met: int
    subject: str
    opening: str
    tasks: tuple[DemoTask, ...]
    leader: str = CHAIRMAN


@dataclass(frozen=True, slots=True)
class Act:
    """One thing somebody did. ``number`` is the result's, or the desk a draft lies on; ``completed`` the day an
    acceptance confirms; ``until`` the day that is asked for."""

    day: int
    notice: str
    clause: str
    unit: str
    login: str
    kind: EventKind
    note: str = ""
    number: str = ""
    completed: int = 0
    until: int = 0
    return_kind: ReturnKind = ReturnKind.MISSING_PAPERS
    with_file: bool = False


@dataclass(frozen=True, slots=True)
class Correction:
    """A deadline that was typed wrongly: what it should have been, and why."""

    day: int
    notice: str
    clause: str
    unit: str
    due: int
    reason: str


@dataclass(frozen=True, slots=True)
class DemoStory:
    """What has happened so far. ``mornings`` are days whose digests were planned; ``freezes``: the last quarter that
    has ended was frozen on the day after its cut-off."""

    notices: tuple[DemoNotice, ...]
    acts: tuple[Act, ...]
    corrections: tuple[Correction, ...] = ()
    mornings: tuple[int, ...] = ()
    freezes: bool = False

    @property
    def first_day(self) -> int:
        return min(notice.given for notice in self.notices)


@dataclass(frozen=True, slots=True)
class Demo:
    """An office and its story, which is made when it is asked for: most commands never do."""

    office: DemoOffice
    tell: Callable[[], DemoStory]
