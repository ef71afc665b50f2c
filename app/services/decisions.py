"""Who decided: often a leader by a note in the margin or by telephone, while somebody of the office writes it down."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from app.adapters.clock import Clock
from app.adapters.files import FileStore
from app.domain.errors import DomainError
from app.domain.permissions import Actor
from app.domain.terms import DecisionForm, Role
from app.models import Assignment, DueDate, Event, User
from app.services import people
from app.services.evidence import NewEvidence, check_evidence, keep_evidence

DECIDING_ROLES = (Role.CHIEF, Role.STAFF, Role.LEADER)
MOVING_ROLES = (Role.CHIEF, Role.LEADER)  # a deadline, a cause, an end


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """Who decided what the actor records: somebody with an account, or a name and a title.

    ``decided_on`` is today if it is not said, ``form`` on the screen if the decider is the one who records, and else
    unknown; ``pictures`` show the note in the margin or the document.
    """

    decider_id: int | None = None
    name: str = ""
    title: str = ""
    decided_on: date | None = None
    form: DecisionForm | None = None
    pictures: tuple[NewEvidence, ...] = ()
    meeting_id: int | None = None  # the meeting of a series at which it was decided


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision that holds: who, with the roles held today (none for somebody without an account), the day and how."""

    decision: Decision
    person: User | None
    roles: frozenset[Role]
    on: date
    form: DecisionForm | None

    def stamp(self, row: Event | DueDate) -> None:
        row.decider_id = self.person.id if self.person else None
        row.decider_name = "" if self.person else self.decision.name.strip()
        row.decider_title = self.decision.title.strip()
        row.decided_on, row.decision_form = self.on, self.form
        row.meeting_id = self.decision.meeting_id


def settle(
    session: Session,
    actor: Actor,
    clock: Clock,
    assignment: Assignment,
    decision: Decision,
    *,
    roles: Collection[Role] = DECIDING_ROLES,
) -> Decided:
    """Check a decision about an assignment: none is older than its giving. Raises as ``settle_since``."""
    return settle_since(session, actor, clock, assignment.given_on, decision, roles=roles)


def settle_since(
    session: Session,
    actor: Actor,
    clock: Clock,
    earliest: date,
    decision: Decision,
    *,
    roles: Collection[Role] = DECIDING_ROLES,
) -> Decided:
    """Check a decision. Its day lies between the earliest and today; who has no account needs a name and a title, and
    cannot have decided on the screen.

    Raises DomainError: "decider.not_entitled", "decider.unnamed", "decider.in_system" where the actor writes down as
    decided on the screen what another decided, "decision.day".
    """
    on = decision.decided_on or clock.today()
    if not earliest <= on <= clock.today():
        raise DomainError("decision.day", earliest=earliest, latest=clock.today())
    check_evidence(decision.pictures, today=clock.today())
    if decision.decider_id is None:
        if not (decision.name.strip() and decision.title.strip()) or decision.form in (None, DecisionForm.IN_SYSTEM):
            raise DomainError("decider.unnamed")
        return Decided(decision, None, frozenset(), on, decision.form)
    person = session.get(User, decision.decider_id)
    held = people.roles_of(session, user_id=decision.decider_id, today=clock.today())
    if person is None or not person.active or person.office_id != actor.office_id or held.isdisjoint(roles):
        raise DomainError("decider.not_entitled")
    own = person.id == actor.user_id
    if decision.form is DecisionForm.IN_SYSTEM and not own:
        raise DomainError("decider.in_system")
    return Decided(decision, person, held, on, decision.form or (DecisionForm.IN_SYSTEM if own else None))


def keep_pictures(assignment: Assignment, event: Event, decided: Decided, *, files: FileStore | None) -> None:
    """The pictures of the note, as evidence of the event that has been written."""
    assignment.evidence.extend(keep_evidence(event, decided.decision.pictures, files=files))
