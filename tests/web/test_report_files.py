"""A frozen report as files: the section as it prints, and all its figures and rows as a workbook."""

from __future__ import annotations

import io
from datetime import datetime

import openpyxl
import pytest
from docx import Document

from app.adapters import office_program
from app.adapters.pdf_out import can_make_pdf
from app.domain.terms import PeriodKind
from app.extensions import db
from app.services import reports
from app.web import report_files
from tests.services.report_cases import quarter_story


@pytest.fixture
def path(web_cast, clock) -> str:
    quarter_story(web_cast)
    made = {"kind": PeriodKind.QUARTER, "year": 2023, "quarter": 3}
    report = reports.make_report(web_cast.session, actor=web_cast.chief, clock=clock, **made)
    frozen = reports.freeze(web_cast.session, actor=web_cast.chief, clock=clock, report=report)
    web_cast.session.commit()
    return f"/bao-cao/{report.public_id}/chot/{frozen.public_id}"


@pytest.fixture
def chief(client, log_in):
    log_in(client, "chief")
    return client


def test_the_workbook_has_a_sheet_for_the_figures_the_units_and_each_class(chief, path):
    answer = chief.get(f"{path}/bao-cao.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(answer.data))
    assert book.sheetnames[:3] == ["Số liệu chung", "Theo đơn vị", "Chưa hoàn thành, quá hạn (d)"]
    for sheet in book:
        assert sheet.auto_filter.ref, sheet.title
        assert sheet.freeze_panes, sheet.title
    figures = {row[0]: row[1] for row in book["Số liệu chung"].iter_rows(values_only=True)}
    assert (figures["Chưa hoàn thành, quá hạn (d)"], figures["Hoàn thành đúng hạn (a)"]) == (2, 1)
    assert any(row[2] and "%" in str(row[2]) for row in book["Số liệu chung"].iter_rows(values_only=True))
    assert "Phòng Kinh tế" in [row[0] for row in book["Theo đơn vị"].iter_rows(values_only=True)]
    overdue = list(book["Chưa hoàn thành, quá hạn (d)"].iter_rows(values_only=True))
    head = next(n for n, row in enumerate(overdue) if row[0] == "Nội dung")
    assert len(overdue) - head - 1 == 2
    due = overdue[head].index("Thời hạn")
    assert all(isinstance(row[due], datetime) for row in overdue[head + 1 :])


def test_the_section_is_printed_outside_any_transaction(chief, path, monkeypatch):
    def set_text(content: bytes) -> bytes:
        assert not db.session().in_transaction()
        return "\n".join(paragraph.text for paragraph in Document(io.BytesIO(content)).paragraphs).encode()

    monkeypatch.setattr(report_files, "to_pdf", set_text)
    answer = chief.get(f"{path}/muc-ky-luat.pdf?ban=gui-cap-tren")
    assert answer.headers["Content-Disposition"] == "attachment; filename=muc-ky-luat-2023-09-14-gui-cap-tren.pdf"
    assert "Phòng Kinh tế" not in answer.text
    assert "Phòng Kinh tế" in chief.get(f"{path}/muc-ky-luat.pdf?ban=gui-cap-tren&neu-ten=1").text


@pytest.mark.skipif(not can_make_pdf(), reason="LibreOffice is not installed: nothing sets the document")
def test_the_printed_section_is_a_pdf(chief, path):
    assert "Tải bản này (.pdf)" in chief.get(path).text
    answer = chief.get(f"{path}/muc-ky-luat.pdf")
    assert (answer.mimetype, answer.data[:5]) == ("application/pdf", b"%PDF-")


def test_without_the_program_there_is_no_button_and_a_sentence(chief, path, monkeypatch):
    monkeypatch.setattr(office_program.shutil, "which", lambda name: None)
    assert "(.pdf)" not in chief.get(path).text
    answer = chief.get(f"{path}/muc-ky-luat.pdf")
    assert answer.status_code == 400
    assert "Máy chủ chưa cài LibreOffice nên chưa tạo được tệp .pdf." in answer.text
