"""``flask audit`` as somebody types it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from app.adapters.clock import FixedClock
from app.cli.audit import MOST_SHOWN
from app.extensions import db
from app.factory import create_app
from tests.databases import config_for, engine_for
from tests.services import sealing
from tests.services.sealing import FIRST, entry, meddle

SATURDAY = FIRST + timedelta(days=5)
NIGHT = FixedClock.at(SATURDAY, 1, 10)


@pytest.fixture
def engine(peopled_url: str) -> Iterator[Engine]:
    """Sealed from Monday to Friday but for Wednesday, with one entry on Saturday that waits."""
    made = engine_for(peopled_url)
    with Session(made) as session, session.begin():
        sealing.fill(session)
        sealing.seal(session, NIGHT)
        session.add(entry(SATURDAY, "new", hour=0))
    yield made
    made.dispose()


@pytest.fixture
def run(engine: Engine, peopled_url: str, tmp_path: Path) -> Iterator[Callable[..., Result]]:
    app: Flask = create_app(config_for(peopled_url, tmp_path), clock=NIGHT)

    def act(*arguments: str | Path) -> Result:
        return app.test_cli_runner().invoke(args=["audit", *map(str, arguments)])

    yield act
    with app.app_context():
        db.engine.dispose()


# Verifying the database.


def test_a_log_that_nobody_touched_is_told_with_what_was_looked_at(run) -> None:
    answer = run("verify")
    assert answer.exit_code == 0, answer.output
    lines = answer.output.splitlines()
    assert lines[:2] == [
        "UBND huyện Thử Nghiệm",
        "Đã kiểm tra 16 dòng nhật ký của 4 ngày đã niêm phong, từ 11/09/2023 đến 15/09/2023.",
    ]
    assert lines[2].startswith("Niêm phong gần nhất: số 4, ngày 15/09/2023, mã ")
    assert lines[3:] == [
        "Chưa niêm phong: 1 dòng, từ ngày 16/09/2023; sửa, xóa ở đó chưa phát hiện được.",
        "Không phát hiện dòng nào bị sửa, bị xóa hoặc bị đổi chỗ.",
    ]


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("UPDATE audit_entries SET action = 'x' WHERE id = 6", "Ngày 12/09/2023: dòng 6 đã bị sửa sau khi niêm phong."),
        ("DELETE FROM audit_entries WHERE id = 6", "Ngày 12/09/2023: dòng 6 đã bị xóa sau khi niêm phong."),
        (
            "UPDATE audit_entries SET id = 99 WHERE id = 6",
            "Ngày 12/09/2023: dòng 99 mang nội dung của dòng 6: các dòng đã bị đổi chỗ.",
        ),
        (
            "UPDATE audit_seals SET marks = 'x' WHERE number = 2",
            "Ngày 12/09/2023: niêm phong số 2 không khớp với các dòng của ngày: niêm phong đã bị sửa, hoặc các dòng "
            "không còn đúng thứ tự.",
        ),
        (
            "DELETE FROM audit_seals WHERE number = 2",
            "Ngày 14/09/2023: niêm phong số 3 đứng ngay sau niêm phong số 1: chuỗi niêm phong bị đứt.",
        ),
        (
            "DELETE FROM audit_seals WHERE number = 1",
            "Ngày 12/09/2023: niêm phong số 2 đứng đầu nhưng không phải là niêm phong đầu tiên: chuỗi niêm phong bị "
            "đứt.",
        ),
    ],
)
def test_what_is_wrong_is_named_and_the_command_fails(run, engine: Engine, statement: str, told: str) -> None:
    meddle(engine, statement)
    answer = run("verify")
    assert answer.exit_code == 1
    assert f"  {told}" in answer.output.splitlines()
    assert "Không phát hiện" not in answer.output


def test_of_many_findings_the_first_are_named_and_the_others_counted(run, engine: Engine) -> None:
    with Session(engine) as session, session.begin():
        session.add_all(entry(FIRST, f"late{n}") for n in range(MOST_SHOWN + 1234))
    lines = run("verify").output.splitlines()
    assert len([line for line in lines if "bị chèn thêm" in line]) == MOST_SHOWN
    assert "  … và 1.234 điểm khác." in lines
    assert "Phát hiện 1.334 điểm không khớp." in lines[-1]


def test_a_hash_written_down_elsewhere_must_still_be_in_the_chain(run, engine: Engine) -> None:
    known = run("verify").output.partition("mã ")[2][:64]
    answer = run("verify", "--hash", known[:16])
    assert answer.exit_code == 0
    assert answer.output.splitlines()[-1] == f"Mã {known[:16]} là niêm phong số 4, ngày 15/09/2023."
    meddle(engine, "DELETE FROM audit_seals WHERE number = 4", "UPDATE audit_entries SET action = 'x' WHERE id = 16")
    with Session(engine) as session, session.begin():
        assert sealing.seal(session, NIGHT) == 1
    assert run("verify").exit_code == 0, "whoever makes the last seal anew is found only by what was kept elsewhere"
    answer = run("verify", "--hash", known)
    assert answer.exit_code == 1
    assert "niêm phong đã ghi lại không còn trong nhật ký" in answer.output


def test_an_office_without_any_seal_says_so(sqlite, tmp_path: Path) -> None:
    for url, name, said in (
        (sqlite.fresh(), "empty", "Chưa niêm phong nhật ký ngày nào."),
        (sqlite.peopled(), "peopled", "Không có ngày nào đã niêm phong."),
    ):
        app = create_app(config_for(url, tmp_path / name), clock=NIGHT)
        answer = app.test_cli_runner().invoke(args=["audit", "verify"])
        assert answer.exit_code == 0
        assert said in answer.output
        with app.app_context():
            db.engine.dispose()


# Files.


@pytest.fixture
def exported(run, tmp_path: Path) -> Path:
    path = tmp_path / "log.jsonl"
    answer = run("export", "--from", "12/9/2023", "--to", "16/9", path)
    assert answer.exit_code == 0, answer.output
    assert answer.output.splitlines()[0] == (
        f"Đã xuất 13 dòng nhật ký từ 12/09/2023 đến hết 16/09/2023 vào {path}, và đọc lại tệp:"
    )
    assert "Đã kiểm tra 12 dòng nhật ký của 3 ngày đã niêm phong, từ 12/09/2023 đến 15/09/2023." in answer.output
    assert "Chưa niêm phong: 1 dòng, từ ngày 16/09/2023" in answer.output
    return path


def lines_of(path: Path) -> list[bytes]:
    return path.read_bytes().splitlines(keepends=True)


def test_a_file_holds_the_days_asked_for_with_their_seals(exported: Path) -> None:
    said = [json.loads(line) for line in lines_of(exported)]
    assert [next(iter(sorted(each))) for each in said] == [
        "dondoc_audit",
        *(["seal", *["entry"] * 4, "sealed"] * 3),
        *["unsealed", "entry", "end"],
    ]
    assert said[0]["offices"] == [{"id": 1, "name": "UBND huyện Thử Nghiệm"}]
    assert [each["number"] for each in said if "entry" in each] == list(range(5, 18))
    assert said[-1] == {"end": {"entries": 13, "seals": 3}}
    assert exported.stat().st_mode & 0o777 == 0o600


def test_anybody_can_reckon_the_hashes_again_without_this_program(exported: Path) -> None:
    lines = lines_of(exported)
    begins = [number for number, line in enumerate(lines) if line.startswith(b'{"seal":')]
    for begin in begins:
        end = next(number for number in range(begin, len(lines)) if lines[number].startswith(b'{"sealed":'))
        reckoned = hashlib.sha256(b"".join(lines[begin:end])).hexdigest()
        assert reckoned == json.loads(lines[end])["sealed"]["hash"]


Change = Callable[[list[bytes]], None]


def alter(lines: list[bytes]) -> None:
    lines[3] = lines[3].replace(b"unit.act", b"unit.ACT")


def exchange(lines: list[bytes]) -> None:
    lines[3], lines[4] = lines[4], lines[3]


def renumber(lines: list[bytes]) -> None:
    lines[3] = lines[3].replace(b'"number":6', b'"number":60')


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (alter, "Ngày 12/09/2023: dòng 6 đã bị sửa sau khi niêm phong."),
        (renumber, "Ngày 12/09/2023: dòng 60 mang nội dung của dòng 6: các dòng đã bị đổi chỗ."),
        (
            exchange,
            "Ngày 12/09/2023: niêm phong số 2 không khớp với các dòng của ngày: niêm phong đã bị sửa, hoặc các dòng "
            "không còn đúng thứ tự.",
        ),
        (lambda lines: lines.pop(3), "Ngày 12/09/2023: dòng 6 đã bị xóa sau khi niêm phong."),
        (
            lambda lines: lines.insert(3, b'{"entry":{},"number":99}\n'),
            "Ngày 12/09/2023: dòng 99 không có trong niêm phong của ngày: được ghi sau khi niêm phong, hoặc bị chèn "
            "thêm.",
        ),
        (
            lambda lines: lines.__delitem__(slice(7, 13)),
            "Ngày 15/09/2023: niêm phong số 4 đứng ngay sau niêm phong số 2: chuỗi niêm phong bị đứt.",
        ),
        (lambda lines: lines.pop(), "không có đủ số dòng như khi được xuất: tệp đã bị cắt hoặc bị sửa."),
        (lambda lines: lines.pop(-2), "không có đủ số dòng như khi được xuất: tệp đã bị cắt hoặc bị sửa."),
        (lambda lines: lines.pop(0), "Dòng 1 của tệp "),
        (lambda lines: lines.pop(1), "Dòng 2 của tệp "),
        (lambda lines: lines.pop(6), "Dòng 7 của tệp "),
        (lambda lines: lines.insert(5, b"\xff\n"), "Dòng 6 của tệp "),
        (lambda lines: lines.insert(5, b"[]\n"), "Dòng 6 của tệp "),
        (lambda lines: lines.insert(5, b"[" * 100_000 + b"\n"), "Dòng 6 của tệp "),
        (lambda lines: lines.append(lines[0]), "của tệp "),
        (lambda lines: lines.clear(), "không có đủ số dòng như khi được xuất"),
    ],
)
def test_a_file_that_was_changed_is_told(run, exported: Path, change: Change, told: str) -> None:
    assert run("verify", exported).exit_code == 0
    lines = lines_of(exported)
    change(lines)
    exported.write_bytes(b"".join(lines))
    answer = run("verify", exported)
    assert answer.exit_code == 1
    assert answer.exception is None or isinstance(answer.exception, SystemExit)
    assert told in answer.output


def test_an_export_of_an_altered_log_says_so_itself(run, engine: Engine, tmp_path: Path) -> None:
    meddle(engine, "UPDATE audit_entries SET action = 'x' WHERE id = 6")
    answer = run("export", "--from", "11/9/2023", "--to", "16/9/2023", tmp_path / "log.jsonl")
    assert answer.exit_code == 1
    assert "Ngày 12/09/2023: dòng 6 đã bị sửa sau khi niêm phong." in answer.output
    assert (tmp_path / "log.jsonl").is_file(), "what there is to show is shown"


def test_a_day_sealed_late_brings_the_seals_between_along(run, engine: Engine, tmp_path: Path) -> None:
    with Session(engine) as session, session.begin():
        session.add(entry(FIRST + timedelta(days=2), "late"))
    with Session(engine) as session, session.begin():
        assert sealing.seal(session, NIGHT) == 1
    path = tmp_path / "log.jsonl"
    answer = run("export", "--from", "12/9/2023", "--to", "13/9/2023", path)
    assert answer.exit_code == 1, "of the late day"
    assert "chuỗi niêm phong bị đứt" not in answer.output
    numbers = [said["seal"]["number"] for said in map(json.loads, lines_of(path)) if "seal" in said]
    assert numbers == [2, 3, 4, 5]


def test_days_without_anything_make_a_file_that_says_so(run, tmp_path: Path) -> None:
    answer = run("export", "--from", "1/1/2020", "--to", "31/1/2020", tmp_path / "log.jsonl")
    assert answer.exit_code == 0
    assert "Đã xuất 0 dòng" in answer.output


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("export", "--from", "2/9/2023", "--to", "1/9/2023", "{here}/x.jsonl"), "Ngày cuối 01/09/2023 ở trước"),
        (("export", "--from", "mai", "--to", "1/9/2023", "{here}/x.jsonl"), "Không đọc được ngày “mai”"),
        (("export", "--from", "1/9/2023", "--to", "2/9/2023", "{here}/taken"), "không ghi đè"),
        (("export", "--from", "1/9/2023", "--to", "2/9/2023", "{here}/no/x.jsonl"), "Không ghi được tệp"),
        (("verify", "{here}/nothing"), "Không đọc được tệp"),
        (("verify", "{here}/taken"), "không đúng dạng của một tệp nhật ký"),
        (("verify", "--hash", "abc"), "Mã niêm phong gồm từ 16 đến 64"),
    ],
)
def test_what_cannot_be_is_told_in_one_sentence(run, tmp_path: Path, arguments: tuple[str, ...], said: str) -> None:
    (tmp_path / "taken").write_bytes(b"of somebody else\n")
    answer = run(*(argument.format(here=tmp_path) for argument in arguments))
    assert answer.exit_code == 1
    assert said in answer.output
    assert (tmp_path / "taken").read_bytes() == b"of somebody else\n"
    assert not (tmp_path / "x.jsonl").exists()


def test_days_are_those_of_vietnam(run, engine: Engine, tmp_path: Path) -> None:
    """Saturday's entry of half past midnight is Friday's in Greenwich."""
    path = tmp_path / "log.jsonl"
    run("export", "--from", "16/9/2023", "--to", "16/9/2023", path)
    assert [json.loads(line)["number"] for line in lines_of(path) if line.startswith(b'{"entry"')] == [17]
    assert date(2023, 9, 16) == SATURDAY
