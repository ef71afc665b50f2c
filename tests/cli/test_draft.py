"""``flask draft``: what the reader drafts, or one sentence and status 1."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from app.cli.draft import draft
from tests.legacy_texts import as_typed
from tests.scans import ORDER, as_file, needs_tesseract, page

SAMPLE = Path(__file__).resolve().parents[2] / "samples" / "thong-bao-mau.txt"


def test_json_is_printed():
    result = CliRunner().invoke(draft, [str(SAMPLE), "--json"])
    assert result.exit_code == 0
    assert json.loads(result.stdout)["document"]["number"] == "27/TB-UBND"


def test_without_json_a_list_to_read_is_printed():
    result = CliRunner().invoke(draft, [str(SAMPLE)])
    assert result.exit_code == 0
    assert "Chủ trì: Phòng Kinh tế" in result.stdout
    assert "Thời hạn: 20/11/2026 (chậm nhất ngày 20/11/2026)" in result.stdout
    assert "Ngày chưa dùng: ngày 05/8/2026 (ngày của văn bản được viện dẫn)" in result.stdout


@pytest.mark.parametrize("name", ["missing.txt", "empty.docx", "picture.png"])
def test_what_cannot_be_read_gives_one_sentence_and_status_1(tmp_path, name):
    if name != "missing.txt":
        (tmp_path / name).write_bytes(b"" if name.startswith("empty") else b"\x89PNG")
    result = CliRunner().invoke(draft, [str(tmp_path / name), "--json"])
    assert result.exit_code == 1
    assert result.stdout == ""
    assert len(result.stderr.strip().splitlines()) == 1


@needs_tesseract
def test_a_photograph_is_recognised_and_its_progress_told_beside_the_result(tmp_path):
    path = tmp_path / "anh.png"
    path.write_bytes(as_file(page(ORDER[:3], size=(1750, 420))))
    result = CliRunner().invoke(draft, [str(path), "--json"])
    assert result.exit_code == 0
    assert [task["deadline"] for task in json.loads(result.stdout)["tasks"]] == ["2026-11-20"]
    assert "Đã nhận dạng 1/1 trang" in result.stderr


def test_of_a_text_typed_before_unicode_one_line_says_that_it_was_converted(tmp_path):
    path = tmp_path / "cu.txt"
    path.write_bytes(as_typed(SAMPLE.read_text(encoding="utf-8"), "VNI").encode("cp1252"))
    result = CliRunner().invoke(draft, [str(path), "--json"])
    assert result.exit_code == 0
    assert result.stderr == "Tệp gõ theo bảng mã VNI, đã chuyển sang Unicode.\n"
    assert json.loads(result.stdout)["document"]["number"] == "27/TB-UBND"
