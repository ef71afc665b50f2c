"""The record of a reorganisation: what moved, under the names of that day. It holds ids of tasks and people and no
words of theirs, so that whoever may not read a task does not read it here, and a person's data can be erased."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.errors import DomainError
from app.domain.permissions import Action, Actor, allowed, check
from app.domain.reorganising import Fate
from app.domain.terms import AssignmentRole, Role, State
from app.models import Assignment, Directive, Reorganisation, Task, User
from app.services.reorganising import DutyLine, PartLine, PostLine
from app.services.reorganising_parts import Doing

SHAPE = 1


def content_of(doing: Doing) -> dict[str, Any]:
    """Plain JSON values: days as ISO 8601, units by public id and by the name they had."""
    made, order = doing.made, doing.order
    ids = {line.outcome.part.assignment_id: line.public_id for line in made.parts}
    due_on = {line.outcome.part.assignment_id: _iso(line.outcome.part.due_on) for line in made.parts}
    return {
        "shape": SHAPE,
        "units": [_unit(doing, unit_id) for unit_id in order.unit_ids],
        "results": [_unit(doing, unit_id) for unit_id in order.result_ids],
        "new_name": doing.wish.name,
        "parts": [_part(doing, line, ids, due_on) for line in made.parts],
        "posts": [_post(doing, line) for line in made.posts],
        "duties": [_duty(doing, line) for line in made.duties],
        "fields": list(made.fields.values()),
        "answer_links": made.answer_links,
    }


def _unit(doing: Doing, unit_id: int) -> dict[str, Any]:
    unit = doing.units[unit_id]
    return {
        "public_id": unit.public_id,
        "name": doing.made.names[unit_id],
        "new": unit_id < 0,
        "ended_on": _iso(unit.valid_to) if unit_id in doing.order.ending_ids else None,
    }


def _part(doing: Doing, line: PartLine, ids: Mapping[int, str], due_on: Mapping[int, str | None]) -> dict[str, Any]:
    outcome, part = line.outcome, line.outcome.part
    return {
        "public_id": line.public_id,
        "role": part.role.value,
        "state": part.state.value,
        "due_on": _iso(part.due_on),
        "fate": outcome.fate.value,
        "from": doing.made.names[part.unit_id],
        "to": doing.made.names[outcome.unit_id],
        "gives_way_to": ids[outcome.gives_way_to] if outcome.gives_way_to else None,
        "new_due_on": due_on[outcome.due_of] if outcome.due_of else None,
    }


def _post(doing: Doing, line: PostLine) -> dict[str, Any]:
    outcome = line.outcome
    return {
        "person": line.user_public_id,
        "role": outcome.post.role.value,
        "from": doing.made.names[outcome.post.unit_id],
        "to": doing.made.names[outcome.unit_id] if outcome.unit_id is not None else None,
    }


def _duty(doing: Doing, line: DutyLine) -> dict[str, Any]:
    duty, names = line.outcome.duty, doing.made.names
    fate = line.outcome.fate.value
    return {"clause": line.clause, "fate": fate, "from": names[duty.unit_id], "to": names[line.outcome.unit_id]}


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedPart:
    public_id: str
    text: str  # empty for whom it is not to be read
    clause: str
    directive_kind: str
    directive_number: str | None
    role: AssignmentRole
    state: State
    due_on: date | None
    new_due_on: date | None
    fate: Fate
    from_name: str
    to_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedPost:
    """``name`` is empty for a person whose data was erased."""

    name: str
    role: Role
    from_name: str
    to_name: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What a page shows of a reorganisation."""

    row: Reorganisation
    recorder: str
    units: Sequence[Mapping[str, Any]]
    results: Sequence[Mapping[str, Any]]
    new_name: str
    parts: Sequence[RecordedPart]
    posts: Sequence[RecordedPost]
    duties: Sequence[Mapping[str, Any]]
    fields: Sequence[str]
    answer_links: int

    def count(self, fate: Fate) -> int:
        return sum(part.fate is fate for part in self.parts)


def list_records(session: Session, *, actor: Actor) -> list[Reorganisation]:
    """The office's reorganisations, the latest first."""
    check(actor, Action.REORGANISE)
    query = select(Reorganisation).where(Reorganisation.office_id == actor.office_id)
    return list(session.scalars(query.order_by(Reorganisation.effective_on.desc(), Reorganisation.id.desc())))


def find_record(session: Session, *, actor: Actor, public_id: str) -> Record:
    """Raises DomainError("not_found")."""
    check(actor, Action.REORGANISE)
    row = session.scalars(
        select(Reorganisation).where(Reorganisation.public_id == public_id, Reorganisation.office_id == actor.office_id)
    ).one_or_none()
    if row is None:
        raise DomainError("not_found")
    content = row.content
    return Record(
        row=row,
        recorder=session.get_one(User, row.recorder_id).name,
        units=content["units"],
        results=content["results"],
        new_name=content["new_name"],
        parts=_parts(session, actor, content["parts"]),
        posts=_posts(session, content["posts"]),
        duties=content["duties"],
        fields=content["fields"],
        answer_links=content["answer_links"],
    )


def _parts(session: Session, actor: Actor, stored: Sequence[Mapping[str, Any]]) -> list[RecordedPart]:
    rows = session.execute(
        select(Assignment.public_id, Task.text, Task.clause, Task.restricted, Directive.kind, Directive.number)
        .join(Task, Task.id == Assignment.task_id)
        .join(Directive, Directive.id == Task.directive_id)
        .where(Assignment.public_id.in_([part["public_id"] for part in stored]))
    )
    words, reads = {row.public_id: row for row in rows}, allowed(actor, Action.VIEW_ALL_ASSIGNMENTS)
    return [_recorded_part(part, words[part["public_id"]], reads) for part in stored]


def _recorded_part(part: Mapping[str, Any], word: Any, reads: bool) -> RecordedPart:
    return RecordedPart(
        public_id=part["public_id"],
        text=word.text if reads and not word.restricted else "",
        clause=word.clause,
        directive_kind=word.kind,
        directive_number=word.number,
        role=AssignmentRole(part["role"]),
        state=State(part["state"]),
        due_on=_day(part["due_on"]),
        new_due_on=_day(part["new_due_on"]),
        fate=Fate(part["fate"]),
        from_name=part["from"],
        to_name=part["to"],
    )


def _posts(session: Session, stored: Sequence[Mapping[str, Any]]) -> list[RecordedPost]:
    wanted = {post["person"] for post in stored}
    names = dict(session.execute(select(User.public_id, User.name).where(User.public_id.in_(wanted))).tuples().all())
    return [
        RecordedPost(
            name=names.get(post["person"], ""), role=Role(post["role"]), from_name=post["from"], to_name=post["to"]
        )
        for post in stored
    ]


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None
