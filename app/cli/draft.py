"""``flask draft PATH``: what the reader drafts from a file. No database, no clock."""

from __future__ import annotations

import json
from pathlib import Path

import click

from app.adapters.extraction import Extracted, extract
from app.adapters.ocr import recognise
from app.domain.errors import DomainError
from app.domain.reading import DraftTask, Reading, read, running_text
from app.domain.terms import RecognitionState
from app.wording.drafts import recognised_words, recognition_words
from app.wording.errors import sentence
from app.wording.reading import PART_WORDS, RULE_WORDS, UNSURE_WORDS


@click.command(
    help="Đọc văn bản (.docx, .doc, .pdf, .xlsx, .txt, ảnh chụp) và in dự kiến nhiệm vụ; không ghi vào cơ sở dữ liệu."
)
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="In dạng JSON.")
@click.option("--explain", is_flag=True, help="In toàn bộ văn bản theo thứ tự: mỗi đoạn là gì và vì sao.")
def draft(path: Path, as_json: bool, explain: bool) -> None:
    try:
        content = path.read_bytes()
    except OSError:
        _refuse(f"Không mở được tệp {path}. Đề nghị kiểm tra lại đường dẫn và quyền đọc.")
    try:
        extracted = _extracted(content, path.name)
    except DomainError as error:
        _refuse(sentence(error))
    if extracted.converted:
        click.echo(f"Tệp gõ theo bảng mã {extracted.converted}, đã chuyển sang Unicode.", err=True)
    text = extracted.text
    reading = read(text)
    if as_json:
        click.echo(json.dumps(reading.as_dict(), ensure_ascii=False, indent=1))
    elif explain:
        _explain(text, reading)
    else:
        _print(reading)


def _extracted(content: bytes, name: str) -> Extracted:
    """The text of the file, recognised where its pages are pictures."""
    try:
        return extract(content, name)
    except DomainError as error:
        if error.code != "file.scan":
            raise
    found = recognise(content, name, on_page=_tell)
    click.echo(recognised_words(found.hard), err=True)
    return found.extracted


def _tell(done: int, pages: int) -> None:
    click.echo(recognition_words(RecognitionState.WORKING, pages, done), err=True)


def _refuse(words: str) -> None:
    click.echo(words, err=True)
    raise SystemExit(1)


def _print(reading: Reading) -> None:
    head = reading.document
    named = [head.kind, head.number, f"ngày {head.issued_on:%d/%m/%Y}" if head.issued_on else None, head.issuer]
    click.echo(" · ".join(part for part in named if part))
    if head.subject:
        click.echo(head.subject)
    for task in reading.tasks:
        click.echo()
        _print_task(task)
    for unused in reading.unused_dates:
        click.echo(f"\nNgày chưa dùng: {unused.text} ({unused.why})", nl=False)
    click.echo()


def _print_task(task: DraftTask) -> None:
    click.echo(f"{task.clause or '-'}  {task.text}")
    _print_fields(task)


def _print_fields(task: DraftTask) -> None:
    rows = (
        ("Chủ trì", "; ".join(task.leads) or "chưa rõ"),
        ("Phối hợp", "; ".join(task.coordinating)),
        ("Báo cáo", "; ".join(task.report_to)),
        ("Thời hạn", f"{task.deadline:%d/%m/%Y} ({task.deadline_text})" if task.deadline else task.deadline_text or ""),
        ("Định kỳ", task.recurrence or ""),
        ("Loại", "nhiệm vụ chung" if task.general else ""),
        ("Cần kiểm tra", ", ".join(UNSURE_WORDS[name] for name in task.unsure)),
    )
    for name, value in rows:
        if value:
            click.echo(f"   {name}: {value}")


def _explain(text: str, reading: Reading) -> None:
    """The document from its first character to its last: what each part is, by which rule, and what became of it."""
    told: set[int] = set()
    for part in reading.parts:
        click.echo(f"[{PART_WORDS[part.kind]} · {RULE_WORDS[part.rule]}] {running_text(text, part.start, part.end)}")
        if part.task is not None and part.task not in told:
            told.add(part.task)
            _explain_task(reading.tasks[part.task])
        for unused in reading.unused_dates:
            if part.start <= unused.start < part.end:
                click.echo(f"   Ngày không dùng: {unused.text} ({unused.why})")


def _explain_task(task: DraftTask) -> None:
    _print_fields(task)
    for name, rule in (("Chủ trì", task.leads_by), ("Thời hạn", task.deadline_by)):
        if rule:
            click.echo(f"   {name}: {RULE_WORDS[rule]}")
