"""What people write for a report: sentences in the place of generated ones, and facts with their documents."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, timedelta

import docx
import pytest

from app.domain.errors import DomainError
from app.domain.terms import Audience, FactKind, PeriodKind
from app.models import AuditEntry, ReportText, UrgingLetter
from app.services import report_facts, report_texts, reports
from app.services.discipline import discipline_docx, section_of
from app.services.discipline_sentences import Slot, sentences
from tests.services.report_cases import done, quarter_story

INTERNAL, SUPERIOR = Audience.INTERNAL, Audience.SUPERIOR
OWN = "Còn một số việc chậm do chờ ý kiến của tỉnh."


@pytest.fixture
def story(cast):
    return quarter_story(cast)


@pytest.fixture
def report(session, cast, clock, story):
    return reports.make_report(session, actor=cast.chief, clock=clock, kind=PeriodKind.QUARTER, year=2023, quarter=3)


@pytest.fixture
def office(session, cast, clock, report):
    """What the chief may do, with the rest filled in."""

    class Office:
        def view(self):
            return reports.current_figures(session, office_id=cast.chief.office_id, report=report, clock=clock)

        def generated(self, slot, audience=INTERNAL):
            return sentences(self.view(), audience=audience, names_units=True)[slot].generated

        def write(self, slot, text, audience=INTERNAL, seen=None):
            seen = self.generated(slot, audience) if seen is None else seen
            report_texts.write(
                session,
                actor=cast.chief,
                clock=clock,
                report=report,
                audience=audience,
                slot=slot,
                seen=seen,
                text=text,
            )

        def frozen(self):
            return reports.load_view(reports.freeze(session, actor=cast.chief, clock=clock, report=report))

        def add(self, kind=FactKind.LETTERS, amount=4, document="Công văn số 12/UBND-VP", on=date(2023, 9, 5)):
            return report_facts.add(
                session,
                actor=cast.chief,
                clock=clock,
                report=report,
                kind=kind,
                amount=amount,
                document=document,
                document_on=on,
            )

    return Office()


def words_of(content: bytes) -> str:
    return "\n".join(each.text for each in docx.Document(io.BytesIO(content)).paragraphs).replace("\u00a0", " ")


def test_what_was_written_stands_in_the_document_for_its_reader_alone_and_both_are_kept(office):
    generated = office.generated(Slot.OVERDUE)
    office.write(Slot.OVERDUE, f"  {OWN}\n")
    view = office.frozen()
    assert OWN in words_of(discipline_docx(view, audience=INTERNAL))
    assert OWN in "\n".join(section_of(view, audience=INTERNAL).paragraphs)
    assert OWN not in words_of(discipline_docx(view, audience=SUPERIOR))
    (text,) = view.texts
    assert (text.audience, text.slot, text.generated, text.text) == (INTERNAL, Slot.OVERDUE, generated, OWN)


def test_an_empty_text_leaves_the_sentence_out(office):
    office.write(Slot.RATES, "")
    assert "Tỷ lệ hoàn thành đúng hạn là" not in words_of(discipline_docx(office.frozen(), audience=INTERNAL))


def test_a_text_that_figures_have_overtaken_is_told_and_not_frozen(session, cast, clock, office, story, report):
    before = office.generated(Slot.OVERDUE)
    office.write(Slot.OVERDUE, OWN)
    clock.instant += timedelta(days=3)
    done(cast, story["d"], date(2023, 9, 3), recorded_on=clock.today())
    session.flush()
    session.expire_all()
    view = office.view()
    (told,) = [each for each in report_texts.editable(session, report, view, INTERNAL) if each.text is not None]
    assert (told.is_stale, told.stood, told.text) == (True, before, OWN)
    assert told.generated != before
    assert report_texts.stale(session, report, view) == 1
    assert office.frozen().texts == ()
    office.write(Slot.OVERDUE, OWN)
    assert [text.text for text in office.frozen().texts] == [OWN]


def test_the_automatic_sentence_comes_back_by_asking_or_by_writing_it(session, cast, clock, office, report):
    office.write(Slot.RATES, OWN)
    report_texts.restore(session, actor=cast.chief, clock=clock, report=report, audience=INTERNAL, slot=Slot.RATES)
    assert office.frozen().texts == ()
    office.write(Slot.RATES, OWN)
    office.write(Slot.RATES, office.generated(Slot.RATES))
    assert session.query(ReportText).count() == 0


def test_what_was_frozen_stays_when_the_text_is_changed_later(session, cast, clock, office, report):
    office.write(Slot.RATES, OWN)
    frozen = reports.freeze(session, actor=cast.chief, clock=clock, report=report)
    office.write(Slot.RATES, "Câu khác.")
    assert [text.text for text in reports.load_view(frozen).texts] == [OWN]


def test_a_text_on_units_reaches_a_superior_only_where_units_are_named(office):
    office.write(Slot.UNITS, "Phòng Kinh tế còn 02 việc.", SUPERIOR)
    view = office.frozen()
    assert "Phòng Kinh tế" not in "\n".join(section_of(view, audience=SUPERIOR).paragraphs)
    assert "còn 02" in "\n".join(section_of(view, audience=SUPERIOR, names_units=True).paragraphs)


@pytest.mark.parametrize("who", ["leader", "noi_vu_head"])
def test_only_who_edits_reports_may_write_and_add(session, cast, clock, office, report, who):
    somebody = cast.actor(who)
    with pytest.raises(DomainError, match=r"permission\.denied"):
        report_texts.restore(session, actor=somebody, clock=clock, report=report, audience=INTERNAL, slot=Slot.RATES)
    with pytest.raises(DomainError, match=r"permission\.denied"):
        report_facts.remove(session, actor=somebody, clock=clock, report=report, public_id="x")


def test_a_text_has_an_end(office):
    with pytest.raises(DomainError, match=r"report_text\.too_long"):
        office.write(Slot.RATES, "a" * 3001)


def test_the_log_says_what_was_done_and_not_what_was_written(session, office):
    office.write(Slot.RATES, OWN)
    office.add()
    payloads = {entry.action: entry.payload for entry in session.query(AuditEntry)}
    assert payloads["report.text_written"] == {"audience": "internal", "slot": "rates"}
    assert payloads["report.fact_added"] == {"kind": "letters", "amount": 4}


def test_facts_are_said_with_their_documents_frozen_and_told_from_figures(session, cast, clock, office, report):
    office.add()
    office.add(FactKind.CADRES, 3, "Quyết định số 15/QĐ-UBND", date(2023, 9, 6))
    office.add(FactKind.OFFICIALS, 5, "Quyết định số 15/QĐ-UBND", date(2023, 9, 6))
    gone = office.add(FactKind.INSPECTIONS, 2, "Kế hoạch số 7/KH-UBND", None)
    office.add(FactKind.EMPLOYEES, 0, "Không có", None)
    report_facts.remove(session, actor=cast.chief, clock=clock, report=report, public_id=gone.public_id)
    view = office.frozen()
    assert [(fact.kind, fact.amount) for fact in view.facts] == [
        (FactKind.LETTERS, 4), (FactKind.CADRES, 3), (FactKind.OFFICIALS, 5), (FactKind.EMPLOYEES, 0)
    ]  # fmt: skip
    for audience in Audience:
        text = words_of(discipline_docx(view, audience=audience))
        assert "Văn phòng đã ban hành 04 văn bản đôn đốc (Công văn số 12/UBND-VP ngày 05/9/2023)." in text
        assert "cấp có thẩm quyền: 03 cán bộ, 05 công chức (Quyết định số 15/QĐ-UBND ngày 06/9/2023)." in text
        assert "cuộc kiểm tra" not in text
    without = replace(view, facts=())
    assert sentences(without, audience=INTERNAL) == sentences(view, audience=INTERNAL)


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"amount": -1}, "report_fact.amount"),
        ({"amount": 100_001}, "report_fact.amount"),
        ({"document": "  "}, "report_fact.document"),
        ({"document": "a" * 201}, "report_fact.document"),
        ({"on": date(2030, 1, 1)}, "report_fact.day"),
    ],
)
def test_a_fact_needs_a_number_and_a_document_of_the_past(office, wrong, code):
    with pytest.raises(DomainError, match=code.replace(".", r"\.")):
        office.add(**wrong)


def test_a_fact_of_another_report_is_not_found(session, cast, clock, office, report):
    other = reports.make_report(session, actor=cast.chief, clock=clock, kind=PeriodKind.YEAR, year=2023)
    fact = office.add()
    with pytest.raises(DomainError, match="not_found"):
        report_facts.remove(session, actor=cast.chief, clock=clock, report=other, public_id=fact.public_id)


def test_letters_that_were_numbered_in_the_period_are_counted_for_the_hint(session, cast, clock, report):
    days = (date(2023, 6, 14), date(2023, 6, 15), date(2023, 9, 14), date(2023, 9, 15))
    for number, on in (*(("1/UBND", day) for day in days), (None, None)):
        letter = UrgingLetter(
            office_id=cast.chief.office_id, made_at=clock.now(), number=number, issued_on=on,
            recorder_id=cast.chief.user_id,
        )  # fmt: skip
        session.add(letter)
    session.flush()
    assert report_facts.letters_sent(session, report) == 2
