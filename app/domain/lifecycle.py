"""The life of an assignment: the one table of what can be done to it, where, and where that leads.

Who may do it is ``app.domain.permissions``; ``flask lifecycle`` draws both into ARCHITECTURE.md, and a test compares.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.domain.errors import DomainError
from app.domain.permissions import Action
from app.domain.terms import AssignmentRole, EventKind, State

WITH_THE_UNIT = (State.OPEN, State.ACKNOWLEDGED, State.IN_PROGRESS)
REPORTED = (State.SIGNING, State.WAITING)  # for lateness both count as reported
NOT_CLOSED = (*WITH_THE_UNIT, *REPORTED, State.PART_GIVEN)
NOT_RATED = (State.NOT_IMPLEMENTED, State.TRANSFERRED, State.SUPERSEDED, State.CANCELLED)
FINAL = (State.DONE, *NOT_RATED)
# By what a point of a later notice may speak of an assignment: the event names the task that the point is.
SPOKEN_OF = (EventKind.REPEATED, EventKind.DUE_ADJUSTED, EventKind.URGED)
# What a unit itself says of where it stands, whose notes are its words; the other notes are the office's.
SAID_BY_UNIT = (EventKind.PROGRESS, EventKind.SENT_FOR_SIGNATURE, EventKind.SUBMITTED, EventKind.PART_GIVEN)
GIVEN_UP = (State.TRANSFERRED, State.CANCELLED)  # a part that makes its unit one of the task's no longer

_BOTH = tuple(AssignmentRole)
_LEAD = (AssignmentRole.LEAD,)
_COORDINATING = (AssignmentRole.COORDINATING,)


@dataclass(frozen=True, slots=True)
class Turn:
    """One thing that can be done: by which right, in which states, and the state it leads to (None: it stays).

    ``roles`` are the parts it is for. ``guards`` name what is checked besides, each a code of ``app.wording.errors``.
    """

    kind: EventKind
    action: Action
    of: tuple[State, ...]
    to: State | None = None
    roles: tuple[AssignmentRole, ...] = _BOTH
    guards: tuple[str, ...] = ()

    def leads_to(self, state: State) -> State:
        return self.to or state


_DECIDED = ("decider.not_entitled", "decision.day")
_REASON = "reason.required"
_EXTENSION = (*_DECIDED, "extension.none_open", "extension.requester_decides", "extension.own")

TURNS = (
    Turn(EventKind.ACKNOWLEDGED, Action.ACKNOWLEDGE, (State.OPEN,), State.ACKNOWLEDGED),
    Turn(EventKind.PROGRESS, Action.WRITE_PROGRESS, WITH_THE_UNIT, State.IN_PROGRESS, guards=("note.required",)),
    Turn(EventKind.PROGRESS, Action.WRITE_PROGRESS, (*REPORTED, State.PART_GIVEN), guards=("note.required",)),
    Turn(EventKind.HANDED_ON, Action.HAND_ON, (*WITH_THE_UNIT, *REPORTED), guards=("hand_on.after_due",)),
    Turn(
        EventKind.SENT_FOR_SIGNATURE,
        Action.SEND_FOR_SIGNATURE,
        WITH_THE_UNIT,
        State.SIGNING,
        _LEAD,
        ("signature.desk", "report.day"),
    ),
    Turn(EventKind.SUBMITTED, Action.REPORT_DONE, WITH_THE_UNIT, State.WAITING, _LEAD, ("report.day", "evidence.…")),
    Turn(
        EventKind.SUBMITTED,
        Action.REPORT_DONE,
        (State.SIGNING,),
        State.WAITING,
        _LEAD,
        ("signature.number_and_date", "evidence.…"),
    ),
    Turn(
        EventKind.ACCEPTED,
        Action.ACCEPT,
        (State.WAITING,),
        State.DONE,
        _LEAD,
        (*_DECIDED, "completion.after_decision", "completion.before_given", "completion.own"),
    ),
    Turn(EventKind.RETURNED, Action.RETURN, REPORTED, State.IN_PROGRESS, _LEAD, (*_DECIDED, _REASON)),
    Turn(EventKind.PART_GIVEN, Action.GIVE_PART, WITH_THE_UNIT, State.PART_GIVEN, _COORDINATING, ("evidence.…",)),
    Turn(
        EventKind.PART_RETURNED, Action.RETURN_PART, (State.PART_GIVEN,), State.IN_PROGRESS, _COORDINATING, (_REASON,)
    ),
    Turn(EventKind.PART_DATED, Action.DATE_PART, WITH_THE_UNIT, None, _COORDINATING, ("part.after_lead",)),
    Turn(
        EventKind.EXTENSION_ASKED,
        Action.ASK_EXTENSION,
        WITH_THE_UNIT,
        None,
        _LEAD,
        (
            _REASON,
            "extension.undated",
            "extension.open",
            "extension.not_later",
            "extension.limit",
            "extension.too_late",
        ),
    ),
    Turn(EventKind.EXTENSION_WITHDRAWN, Action.ASK_EXTENSION, NOT_CLOSED, None, _LEAD, ("extension.none_open",)),
    Turn(
        EventKind.EXTENSION_GRANTED,
        Action.DECIDE_EXTENSION,
        NOT_CLOSED,
        None,
        _LEAD,
        (*_EXTENSION, "superior.inner_after"),
    ),
    Turn(
        EventKind.EXTENSION_COUNTERED,
        Action.DECIDE_EXTENSION,
        NOT_CLOSED,
        None,
        _LEAD,
        (*_EXTENSION, "extension.not_later", "superior.inner_after"),
    ),
    Turn(EventKind.EXTENSION_REFUSED, Action.DECIDE_EXTENSION, NOT_CLOSED, None, _LEAD, (*_EXTENSION, _REASON)),
    Turn(
        EventKind.DUE_ADJUSTED,
        Action.ADJUST_DUE_DATE,
        NOT_CLOSED,
        None,
        _LEAD,
        (*_DECIDED, _REASON, "due.before_given", "due.unchanged", "superior.inner_after"),
    ),
    Turn(
        EventKind.DUE_CORRECTED,
        Action.CORRECT_DUE_DATE,
        (*NOT_CLOSED, State.DONE),
        None,
        guards=(*_DECIDED, _REASON, "due.before_given", "due.unchanged", "superior.inner_after"),
    ),
    Turn(
        EventKind.CAUSE_CONFIRMED,
        Action.CONFIRM_CAUSE,
        (*NOT_CLOSED, State.DONE),
        None,
        _LEAD,
        (*_DECIDED, _REASON, "cause.confirmed", "cause.own"),
    ),
    Turn(
        EventKind.CAUSE_WITHDRAWN,
        Action.CONFIRM_CAUSE,
        (*NOT_CLOSED, State.DONE),
        None,
        _LEAD,
        (*_DECIDED, _REASON, "cause.none"),
    ),
    Turn(EventKind.CHECK_DATED, Action.SET_CHECK_DATE, NOT_CLOSED, None, guards=("check_date.past",)),
    Turn(
        EventKind.UNIT_CORRECTED,
        Action.CORRECT_UNIT,
        WITH_THE_UNIT,
        State.OPEN,
        guards=(*_DECIDED, _REASON, "unit.same", "unit.has_part"),
    ),
    Turn(EventKind.REPEATED, Action.RELATE, NOT_CLOSED, guards=_DECIDED),
    Turn(EventKind.URGED, Action.REMIND, NOT_CLOSED),
    Turn(EventKind.FORMALISED, Action.SET_NUMBER, (*NOT_CLOSED, State.DONE)),
    Turn(EventKind.SUCCEEDED, Action.REORGANISE, NOT_CLOSED, None),
    Turn(EventKind.STOPPED, Action.STOP, NOT_CLOSED, State.NOT_IMPLEMENTED, guards=(*_DECIDED, _REASON)),
    Turn(
        EventKind.TRANSFERRED,
        Action.TRANSFER,
        NOT_CLOSED,
        State.TRANSFERRED,
        _LEAD,
        (*_DECIDED, _REASON, "unit.same", "unit.has_part"),
    ),
    Turn(EventKind.SUPERSEDED, Action.SUPERSEDE, NOT_CLOSED, State.SUPERSEDED, guards=(*_DECIDED, _REASON)),
    Turn(EventKind.CANCELLED, Action.CANCEL, NOT_CLOSED, State.CANCELLED, guards=(*_DECIDED, _REASON)),
)

_BY_STEP: Mapping[tuple[EventKind, State], Turn] = {(turn.kind, state): turn for turn in TURNS for state in turn.of}

# As of an earlier day an acceptance may count while the report it answered does not yet.
_LENIENT = {EventKind.ACCEPTED: dict.fromkeys(NOT_CLOSED, State.DONE)}
AS_OF: Mapping[EventKind, Mapping[State, State]] = {
    kind: _LENIENT.get(kind, {})
    | {state: turn.leads_to(state) for (a_kind, state), turn in _BY_STEP.items() if a_kind is kind}
    for kind in EventKind
}
ACTION_FOR: Mapping[EventKind, Action] = {turn.kind: turn.action for turn in TURNS}


def next_state(kind: EventKind, state: State, role: AssignmentRole) -> State:
    """Where the step leads. Raises DomainError: "part.not_lead" or "part.not_coordinating" for a step that is not for
    this part of a task, "assignment.closed" for what has ended, "step.<kind>" where it is not possible just now."""
    turns = [turn for turn in TURNS if turn.kind is kind]
    if turns and role not in turns[0].roles:
        raise DomainError(
            "part.not_lead" if role is AssignmentRole.COORDINATING else "part.not_coordinating", kind=kind
        )
    found = _BY_STEP.get((kind, state))
    if found is not None:
        return found.leads_to(state)
    if state in FINAL:
        raise DomainError("assignment.closed", state=state, kind=kind)
    raise DomainError(f"step.{kind}", state=state)


def is_possible(kind: EventKind, state: State, role: AssignmentRole) -> bool:
    """Whether the step can be taken there, whoever takes it."""
    found = _BY_STEP.get((kind, state))
    return found is not None and role in found.roles
