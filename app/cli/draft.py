"""``flask draft PATH``: what the reader drafts from a file. No database, no clock."""

from __future__ import annotations

import json
from pathlib import Path

import click

from app.adapters.extraction import extract
from app.domain.errors import DomainError
from app.domain.reading import DraftTask, Reading, read
from app.wording.errors import sentence


@click.command(help="Đọc một văn bản (.docx, .pdf, .txt) và in dự kiến nhiệm vụ; không ghi vào cơ sở dữ liệu.")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="In dạng JSON.")
def draft(path: Path, as_json: bool) -> None:
    try:
        content = path.read_bytes()
    except OSError:
        _refuse(f"Không mở được tệp {path}. Đề nghị kiểm tra lại đường dẫn và quyền đọc.")
    try:
        reading = read(extract(content, path.name).text)
    except DomainError as error:
        _refuse(sentence(error))
    if as_json:
        click.echo(json.dumps(reading.as_dict(), ensure_ascii=False, indent=1))
    else:
        _print(reading)


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
    rows = (
        ("Chủ trì", "; ".join(task.leads) or "chưa rõ"),
        ("Phối hợp", "; ".join(task.coordinating)),
        ("Báo cáo", "; ".join(task.report_to)),
        ("Thời hạn", f"{task.deadline:%d/%m/%Y} ({task.deadline_text})" if task.deadline else task.deadline_text or ""),
        ("Định kỳ", task.recurrence or ""),
        ("Loại", "nhiệm vụ chung" if task.general else ""),
        ("Cần kiểm tra", ", ".join(task.unsure)),
    )
    for name, value in rows:
        if value:
            click.echo(f"   {name}: {value}")
