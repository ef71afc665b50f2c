"""A draft report as an office writes it: a Quý III report whose discipline section is still empty."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence

import docx
from docx.document import Document

LEADING = "Ủy ban nhân dân đã chỉ đạo các cơ quan, đơn vị thực hiện nghiêm kỷ luật, kỷ cương hành chính."
NEXT_HEADING = "II. ĐÁNH GIÁ CHUNG"
QUARTER = (
    "BÁO CÁO",
    "Công tác cải cách hành chính quý III",
    "I. KẾT QUẢ CẢI CÁCH HÀNH CHÍNH",
    "1. Cải cách thể chế",
    "Đã rà soát 12 văn bản quy phạm pháp luật.",
    "2. Chấp hành kỷ luật, kỷ cương hành chính",
    LEADING,
    NEXT_HEADING,
    "Kết quả cải cách hành chính trong quý có chuyển biến.",
    "III. PHƯƠNG HƯỚNG, NHIỆM VỤ QUÝ IV",
    "Tiếp tục rà soát thủ tục hành chính.",
)
# Nothing in it says where discipline belongs.
ELSEWHERE = ("BÁO CÁO", "Tình hình sản xuất vụ hè thu", "I. TRỒNG TRỌT", "Diện tích gieo trồng đạt 98 % kế hoạch.")


def draft_report(
    lines: Sequence[str] = QUARTER,
    *,
    before: Sequence[str] = (),
    change: Callable[[Document], object] = lambda document: None,
) -> bytes:
    """The .docx of these lines; those that are numbered, or in capitals, are headings by their look: bold."""
    document = docx.Document()
    for text in (*before, *lines):
        run = document.add_paragraph().add_run(text)
        run.bold = text.isupper() or text[:2] in ("1.", "2.")
    change(document)
    kept = io.BytesIO()
    document.save(kept)
    return kept.getvalue()


def tracked(content: bytes) -> bytes:
    """The same with a word that somebody put in while changes were tracked."""
    from docx.oxml import parse_xml

    document = docx.Document(io.BytesIO(content))
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    change = f'<w:ins {space} w:id="1" w:author="A"><w:r><w:t> mới</w:t></w:r></w:ins>'
    document.paragraphs[-1]._p.append(parse_xml(change))
    kept = io.BytesIO()
    document.save(kept)
    return kept.getvalue()


def words_of(content: bytes) -> list[str]:
    """Every paragraph of a document, then every cell, in order."""
    document = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return [paragraph.text for paragraph in document.paragraphs] + cells
