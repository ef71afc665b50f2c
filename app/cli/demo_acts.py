"""What each act of the invented past comes to: the services that real people use."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from app.adapters.files import FileStore
from app.adapters.links import Links
from app.cli.demo_model import Act
from app.cli.demo_paper import result_paper
from app.domain.terms import EventKind
from app.services import answering, closing, deciding, extensions, parts
from app.services.decisions import Decision
from app.services.evidence import NewEvidence


@dataclass(frozen=True, slots=True)
class Said:
    """An act on its day, with all that a service may ask for."""

    session: Session
    act: Act
    common: dict[str, Any]
    decision: Decision
    links: Links
    files: FileStore
    completed_on: date
    until: date


def _submitted(said: Said) -> None:
    results = [_result(said.act, said.common["clock"].today())]
    answering.report_done(said.session, **said.common, note=said.act.note, results=results, files=said.files)


def _result(act: Act, today: date) -> NewEvidence:
    if not act.with_file:
        return NewEvidence(number=act.number, issued_on=today)
    return NewEvidence(
        number=act.number,
        issued_on=today,
        filename=f"{act.number.replace('/', '-')}.pdf",
        content=result_paper(act.number, today),
    )


def _decided(said: Said) -> None:
    answer: dict[str, Any] = {"answer": said.act.kind, "granted_until": said.until, "reason": said.act.note}
    extensions.decide(said.session, **said.common, **answer, links=said.links, decision=said.decision)


def _closed(said: Said) -> None:
    closing.close(said.session, **said.common, kind=said.act.kind, reason=said.act.note, decision=said.decision)


ACTS: Mapping[EventKind, Callable[[Said], object]] = {
    EventKind.ACKNOWLEDGED: lambda said: answering.acknowledge(said.session, **said.common),
    EventKind.PROGRESS: lambda said: answering.write_progress(said.session, **said.common, note=said.act.note),
    EventKind.SENT_FOR_SIGNATURE: lambda said: answering.send_for_signature(
        said.session, **said.common, desk=said.act.number
    ),
    EventKind.SUBMITTED: _submitted,
    EventKind.PART_GIVEN: lambda said: parts.give_part(said.session, **said.common, note=said.act.note),
    EventKind.ACCEPTED: lambda said: deciding.accept(
        said.session, **said.common, completed_on=said.completed_on, decision=said.decision
    ),
    EventKind.RETURNED: lambda said: deciding.return_result(
        said.session,
        **said.common,
        return_kind=said.act.return_kind,
        reason=said.act.note,
        decision=said.decision,
        links=said.links,
    ),
    EventKind.EXTENSION_ASKED: lambda said: extensions.ask(
        said.session, **said.common, asked_for=said.until, reason=said.act.note
    ),
    EventKind.EXTENSION_GRANTED: _decided,
    EventKind.EXTENSION_COUNTERED: _decided,
    EventKind.EXTENSION_REFUSED: _decided,
    EventKind.CAUSE_CONFIRMED: lambda said: deciding.decide_cause(
        said.session, **said.common, kind=said.act.kind, reason=said.act.note, decision=said.decision
    ),
    **dict.fromkeys(closing.CLOSING, _closed),
}
