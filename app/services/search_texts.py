"""What the search knows of each row: its text, where it stands, and whose people may find it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any
from unicodedata import normalize

from sqlalchemy import Row, Select, null, select
from sqlalchemy.engine import Connection

from app.domain.finding import accented_words, folded_words
from app.domain.lifecycle import GIVEN_UP
from app.domain.terms import AssignmentRole, DueReason, SearchKind
from app.models import Assignment, Directive, DueDate, Event, Evidence, Task, Unit, UnitAlias
from app.services.search_match import EVERYBODY, kind_word, unit_word
from app.wording.mail import directive_words

MODELS: Mapping[SearchKind, type[Task | Directive | Unit | Event | DueDate | Evidence]] = {
    SearchKind.TASK: Task,
    SearchKind.DIRECTIVE: Directive,
    SearchKind.UNIT: Unit,
    SearchKind.EVENT: Event,
    SearchKind.DUE_DATE: DueDate,
    SearchKind.EVIDENCE: Evidence,
}
NOTES = (SearchKind.EVENT, SearchKind.DUE_DATE, SearchKind.EVIDENCE)
# The columns whose words are found, in the order in which they are shown.
TEXTS: Mapping[SearchKind, tuple[str, ...]] = {
    SearchKind.TASK: ("clause", "text", "addressee", "report_to"),
    SearchKind.DIRECTIVE: ("kind", "number", "issued_on", "issuer", "subject", "chair", "leader", "signer"),
    SearchKind.UNIT: ("name", "short_name", "contact_name", "contact_phone", "contact_email", "email"),
    SearchKind.EVENT: ("note", "lateness_reason", "desk"),
    SearchKind.DUE_DATE: ("phrase",),
    SearchKind.EVIDENCE: ("number", "filename"),
}
BETWEEN = " · "
PLACES = ("directive_id", "task_id", "assignment_id", "unit_id")


def text_of(kind: SearchKind, row: Any, other_names: Sequence[str] = ()) -> str:
    """The text of a row as it is shown, in one line; each part once. Empty where there is nothing to find.

    A first deadline repeats what stands in the task's own sentence; only later ones say anything, and why they were
    set stands with the event that set them.
    """
    if kind is SearchKind.DUE_DATE:
        if row.reason is DueReason.GIVEN:
            return ""
        other_names = () if row.event_id else (row.note,)
    parts = [*(getattr(row, name) for name in TEXTS[kind]), *other_names]
    if kind is SearchKind.DIRECTIVE:
        parts[:3] = [directive_words(*parts[:3])]
    lines = (normalize("NFC", " ".join((part or "").split())) for part in parts)
    return BETWEEN.join(dict.fromkeys(line for line in lines if line))


def entries_of(connection: Connection, kind: SearchKind, ids: Collection[int]) -> list[dict[str, Any]]:
    """The entries of rows of one kind, as columns; none for a row without text, or that is gone."""
    rows = connection.execute(_statement(kind, ids)).all()
    units = _units_that_find(connection, kind, rows)
    names = _other_names(connection, ids) if kind is SearchKind.UNIT else {}
    texts = ((row, text_of(kind, row, names.get(row.id, ()))) for row in rows)
    return [_entry(kind, row, text, units.get(row.id, set())) for row, text in texts if text]


def _entry(kind: SearchKind, row: Row[Any], text: str, units: set[int]) -> dict[str, Any]:
    everybody = [EVERYBODY] if kind is SearchKind.UNIT else []
    return {
        "office_id": row.office_id,
        "kind": kind,
        "ref_id": row.id,
        "directive_id": row.directive_id,
        "task_id": row.task_id,
        "assignment_id": row.assignment_id,
        "unit_id": row.unit_id,
        "day": row.day,
        "text": text,
        "folded": " ".join(folded_words(text)),
        "accented": " ".join(accented_words(text)),
        "scope": " ".join([kind_word(kind), *everybody, *map(unit_word, sorted(units))]),
    }


def _statement(kind: SearchKind, ids: Collection[int]) -> Select[Any]:
    """The rows with what their entries hold. Rows whose words or units change later are locked, so that of two people
    at once the second sees what the first has written."""
    model = MODELS[kind]
    query = _placed(kind).add_columns(*(getattr(model, name) for name in TEXTS[kind]))
    if kind not in NOTES:
        query = query.with_for_update(of=model, key_share=True)
    return query.where(model.id.in_(ids)).order_by(model.id)


def _placed(kind: SearchKind) -> Select[Any]:
    """Id, office, day and places of the rows of a kind."""
    if kind is SearchKind.TASK:
        query = _select(Task, Directive.office_id, Directive.given_on, directive_id=Directive.id, task_id=Task.id)
        return query.join(Directive, Directive.id == Task.directive_id)
    if kind is SearchKind.DIRECTIVE:
        return _select(Directive, Directive.office_id, Directive.given_on, directive_id=Directive.id)
    if kind is SearchKind.UNIT:
        return _select(Unit, Unit.office_id, Unit.valid_from, unit_id=Unit.id)
    if kind is SearchKind.EVENT:
        return _on_assignment(Event, Event.effective_on)
    if kind is SearchKind.DUE_DATE:
        return _on_assignment(DueDate, DueDate.effective_on).add_columns(DueDate.reason, DueDate.note, DueDate.event_id)
    return _on_assignment(Evidence, Event.effective_on).join(Event, Event.id == Evidence.event_id)


def _select(model: Any, office_id: Any, day: Any, **places: Any) -> Select[Any]:
    ids = [places.get(name, null()).label(name) for name in PLACES]
    return select(model.id, office_id.label("office_id"), day.label("day"), *ids).select_from(model)


def _on_assignment(model: Any, day: Any) -> Select[Any]:
    a = Assignment
    places = {"directive_id": Task.directive_id, "task_id": a.task_id, "assignment_id": a.id, "unit_id": a.unit_id}
    query = _select(model, a.office_id, day, **places).add_columns(a.role)
    return query.join(a, a.id == model.assignment_id).join(Task, Task.id == a.task_id)


def _other_names(connection: Connection, unit_ids: Collection[int]) -> dict[int, list[str]]:
    names: dict[int, list[str]] = defaultdict(list)
    query = select(UnitAlias.unit_id, UnitAlias.alias).where(UnitAlias.unit_id.in_(unit_ids)).order_by(UnitAlias.id)
    for unit_id, alias in connection.execute(query):
        names[unit_id].append(alias)
    return names


def _units_that_find(connection: Connection, kind: SearchKind, rows: Sequence[Row[Any]]) -> dict[int, set[int]]:
    """Row id → the units whose people may open where it stands (``app.services.assignments.find``)."""
    found: dict[int, set[int]] = defaultdict(set)
    if kind in (SearchKind.TASK, SearchKind.DIRECTIVE):
        owner = Task.id if kind is SearchKind.TASK else Task.directive_id
        query = select(owner, Assignment.unit_id).join(Assignment, Assignment.task_id == Task.id).distinct()
        for row_id, unit_id in connection.execute(query.where(owner.in_([row.id for row in rows]))):
            found[row_id].add(unit_id)
    elif kind in NOTES:
        # A lead's part is seen by those who coordinate, a coordinating part by those who lead.
        parts = _units_by_part(connection, {row.task_id for row in rows})
        for row in rows:
            found[row.id] = {row.unit_id, *parts[row.task_id, _OTHER_PART[row.role]]}
    return found


_OTHER_PART = {
    AssignmentRole.LEAD: AssignmentRole.COORDINATING,
    AssignmentRole.COORDINATING: AssignmentRole.LEAD,
}


def _units_by_part(
    connection: Connection, task_ids: Collection[int]
) -> defaultdict[tuple[int, AssignmentRole], set[int]]:
    found: defaultdict[tuple[int, AssignmentRole], set[int]] = defaultdict(set)
    query = select(Assignment.task_id, Assignment.role, Assignment.unit_id).where(
        Assignment.task_id.in_(task_ids), Assignment.state.not_in(GIVEN_UP)
    )
    for task_id, role, unit_id in connection.execute(query):
        found[task_id, role].add(unit_id)
    return found
