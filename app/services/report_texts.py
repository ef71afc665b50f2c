"""Sentences that somebody wrote for a report in the place of generated ones, until they are frozen with it.

A text stands in for the sentence that its writer saw: once the figures say something else, the generated one is used
until somebody has looked again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.adapters.clock import Clock
from app.domain.errors import DomainError
from app.domain.permissions import Action, Actor, check
from app.domain.terms import Audience
from app.models import Report, ReportText
from app.services import audit
from app.services.discipline_sentences import Slot, sentences
from app.services.report_facts import facts_of
from app.services.report_view import FactView, ReportView, TextView

LONGEST = 3000  # characters


@dataclass(frozen=True, slots=True)
class Editable:
    """A sentence as it is generated now, and what somebody wrote: ``text`` is None where nobody did, ``stood`` is the
    sentence in whose place it was written."""

    slot: Slot
    generated: str
    text: str | None = None
    stood: str = ""

    @property
    def is_stale(self) -> bool:
        return self.text is not None and self.stood != _one_line(self.generated)


def typed(session: Session, *, report: Report, view: ReportView) -> ReportView:
    """The figures with what people typed for the report: facts, and the texts that still stand for their sentences."""
    facts = (
        FactView(kind=fact.kind, amount=fact.amount, document=fact.document, document_on=fact.document_on)
        for fact in facts_of(session, report)
    )
    texts = (
        TextView(audience=audience, slot=each.slot, generated=each.generated, text=each.text)
        for audience, each in _all_editable(session, report, view)
        if each.text is not None and not each.is_stale
    )
    return replace(view, facts=tuple(facts), texts=tuple(texts))


def editable(session: Session, report: Report, view: ReportView, audience: Audience) -> list[Editable]:
    """Every sentence for that reader in the order of the text, also those that name units only if that is chosen."""
    return _editable_by(view, audience, _kept(session, report))


def _all_editable(session: Session, report: Report, view: ReportView) -> list[tuple[Audience, Editable]]:
    """Those for both readers."""
    texts = _kept(session, report)
    return [(audience, each) for audience in Audience for each in _editable_by(view, audience, texts)]


def _editable_by(view: ReportView, audience: Audience, texts: Sequence[ReportText]) -> list[Editable]:
    kept = {text.slot: text for text in texts if text.audience is audience}
    said = sentences(replace(view, texts=()), audience=audience, names_units=True)
    return [_editable(slot, sentence.generated, kept.get(slot)) for slot, sentence in said.items()]


def _editable(slot: Slot, generated: str, kept: ReportText | None) -> Editable:
    return Editable(slot, generated, kept.text, kept.generated) if kept else Editable(slot, generated)


def stale(session: Session, report: Report, view: ReportView) -> int:
    """How many texts no longer stand for what the figures say."""
    return sum(each.is_stale for _, each in _all_editable(session, report, view))


def write(
    session: Session,
    *,
    actor: Actor,
    clock: Clock,
    report: Report,
    audience: Audience,
    slot: Slot,
    seen: str,
    text: str,
) -> None:
    """Put a text in the place of a generated sentence, ``seen`` as its writer saw it; an empty one leaves it out, and
    the generated words themselves are no text of somebody's. Raises ``report_text.too_long``."""
    check(actor, Action.EDIT_REPORT)
    seen, text = _one_line(seen), _one_line(text)
    if max(len(text), len(seen)) > LONGEST:
        raise DomainError("report_text.too_long", most=LONGEST)
    _forget(session, report, audience, slot)
    if text != seen:
        made = ReportText(
            report_id=report.id,
            audience=audience,
            slot=slot,
            generated=seen,
            text=text,
            recorded_at=clock.now(),
            recorder_id=actor.user_id,
        )
        session.add(made)
    session.flush()
    _record(session, actor, clock, report, "report.text_written", audience, slot)


def restore(session: Session, *, actor: Actor, clock: Clock, report: Report, audience: Audience, slot: Slot) -> None:
    """The generated sentence again."""
    check(actor, Action.EDIT_REPORT)
    _forget(session, report, audience, slot)
    _record(session, actor, clock, report, "report.text_restored", audience, slot)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _kept(session: Session, report: Report) -> list[ReportText]:
    return list(session.scalars(select(ReportText).where(ReportText.report_id == report.id)))


def _forget(session: Session, report: Report, audience: Audience, slot: Slot) -> None:
    here = (ReportText.report_id == report.id, ReportText.audience == audience, ReportText.slot == slot)
    session.execute(delete(ReportText).where(*here))


def _record(
    session: Session, actor: Actor, clock: Clock, report: Report, action: str, audience: Audience, slot: Slot
) -> None:
    subject = f"report:{report.public_id}"
    audit.record(session, actor=actor, clock=clock, action=action, subject=subject, audience=audience, slot=slot)
