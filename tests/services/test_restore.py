"""Whatever is wrong with an archive is told in one sentence, and the place stays as empty as it was."""

from __future__ import annotations

import hashlib
import json
import random
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask_migrate import upgrade
from sqlalchemy import insert

from app.adapters.archive import MANIFEST, reading
from app.domain.errors import DomainError
from app.models import CalendarYear, Office, Source
from app.wording.errors import sentence
from tests.cast import make_cast
from tests.databases import ROOT, Sqlite
from tests.services.backups import Place, give_one, place, revision

Parts = dict[str, bytes]
NEWEST = sorted(path.name[:4] for path in (ROOT / "migrations" / "versions").glob("*.py"))[-1]


@pytest.fixture(scope="module")
def archive(sqlite: Sqlite, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Of a small office with one notice, its file, and nothing else."""
    folder = tmp_path_factory.mktemp("archive")
    here = place(sqlite.fresh(), folder / "here")
    with here.session() as session:
        make_cast(session, here.clock)
        session.flush()
        directive = give_one(session, here.chief(session), here.clock, "9/TB-UBND")
        digest = here.files.put("Kết luận về phòng họp".encode())
        source = Source(
            office_id=directive.office_id,
            filename="ket-luan.txt",
            sha256=digest,
            text="Kết luận về phòng họp",
            text_sha256=digest,
            extractor="txt 1",
            recorded_at=here.clock.now(),
            recorder_id=directive.recorder_id,
        )
        session.add(source)
        session.flush()
        directive.source_id = source.id
    return here.take(folder / "backup.zip").path


@pytest.fixture
def there(engine_url: str, tmp_path: Path) -> Place:
    return place(engine_url, tmp_path / "there")


def parts_of(path: Path) -> Parts:
    with zipfile.ZipFile(path) as zipped:
        return {name: zipped.read(name) for name in zipped.namelist()}


def write(path: Path, parts: Parts) -> Path:
    with zipfile.ZipFile(path, "w") as zipped:
        for name, content in parts.items():
            zipped.writestr(name, content)
    return path


def manifest(**changes: Any) -> Callable[[Parts], None]:
    def change(parts: Parts) -> None:
        parts[MANIFEST] = json.dumps(json.loads(parts[MANIFEST]) | changes).encode()

    return change


def lines(table: str, change: Callable[[list[Any]], None], *, sealed: bool = True) -> Callable[[Parts], None]:
    """Change a table's lines; ``sealed``: as somebody would who also puts the manifest right."""

    def act(parts: Parts) -> None:
        name = f"tables/{table}.jsonl"
        found = [json.loads(line) for line in parts[name].splitlines()]
        change(found)
        parts[name] = b"".join(json.dumps(line).encode() + b"\n" for line in found)
        if sealed:
            said = json.loads(parts[MANIFEST])
            entry = next(each for each in said["tables"] if each["name"] == table)
            entry |= {"rows": len(found) - 1, "sha256": hashlib.sha256(parts[name]).hexdigest()}
            parts[MANIFEST] = json.dumps(said).encode()

    return act


def put(name: str, content: bytes = b"x") -> Callable[[Parts], None]:
    return lambda parts: parts.update({name: content})


def drop(prefix: str) -> Callable[[Parts], None]:
    def act(parts: Parts) -> None:
        del parts[next(name for name in parts if name.startswith(prefix))]

    return act


def alter_file(parts: Parts) -> None:
    parts[next(name for name in parts if name.startswith("files/"))] += b"."


def drop_table(parts: Parts) -> None:
    said = json.loads(parts[MANIFEST])
    said["tables"] = [each for each in said["tables"] if each["name"] != "evidence"]
    parts[MANIFEST] = json.dumps(said).encode()
    del parts["tables/evidence.jsonl"]


def column(rows: list[Any], name: str, value: Any) -> None:
    rows[1][rows[0].index(name)] = value


def dangling(rows: list[Any]) -> None:
    column(rows, "unit_id", 999)


# Refused before the database is asked anything.
BAD_PARTS: dict[str, tuple[Callable[[Parts], None], str]] = {
    "no manifest": (drop(MANIFEST), "archive.unreadable"),
    "another program's": (manifest(kind="another"), "archive.unreadable"),
    "a manifest that is no JSON": (put(MANIFEST, b"{"), "archive.damaged"),
    "a manifest without tables": (manifest(tables=None), "archive.damaged"),
    "a format to come": (manifest(format=2), "archive.newer_format"),
    "a schema to come": (manifest(revision="9999"), "archive.newer"),
    "marked as incomplete": (manifest(missing=["0" * 64]), "archive.incomplete"),
    "something more in it": (put("notes.txt"), "archive.damaged"),
    "a path out of the folder": (put("../../../../etc/cron.d/evil"), "archive.damaged"),
    "an absolute path": (put("/tmp/evil"), "archive.damaged"),
    "a table's name that is a path": (
        manifest(tables=[{"name": "../evil", "rows": 0, "sha256": "0" * 64}]),
        "archive.damaged",
    ),
    "a file's name that is a path": (manifest(files=[{"sha256": "../../evil", "size": 1}]), "archive.damaged"),
    "a part gone": (drop("tables/events"), "archive.damaged"),
    "a file gone": (drop("files/"), "archive.damaged"),
    "a file altered": (alter_file, "archive.damaged"),
    "a row altered": (lines("tasks", lambda rows: column(rows, "text", "khác"), sealed=False), "archive.damaged"),
    "a row gone": (lines("tasks", lambda rows: rows.pop(), sealed=False), "archive.damaged"),
    "no columns, sealed again": (lines("offices", lambda rows: rows.clear()), "archive.damaged"),
}
# Refused by the database, which forgets what was loaded before.
BAD_ROWS: dict[str, tuple[Callable[[Parts], None], str]] = {
    "a table gone, and sealed again": (drop_table, "restore.other_tables"),
    "a reference into nothing, sealed again": (lines("memberships", dangling), "*"),
    "a row twice, sealed again": (lines("users", lambda rows: rows.append(rows[1])), "restore.load_failed"),
    "a word that is none, sealed again": (
        lines("memberships", lambda rows: column(rows, "role", "king")),
        "restore.load_failed",
    ),
    "a day that is none, sealed again": (
        lines("directives", lambda rows: column(rows, "given_on", "31/02/2026")),
        "archive.damaged",
    ),
    "a row too short, sealed again": (lines("tasks", lambda rows: rows[1].pop()), "archive.damaged"),
    "another column, sealed again": (
        lines("tasks", lambda rows: rows[0].__setitem__(0, "other")),
        "archive.damaged",
    ),
}


def refuse(there: Place, archive: Path, bad: Path, case: tuple[Callable[[Parts], None], str]) -> None:
    change, code = case
    parts = parts_of(archive)
    change(parts)
    with pytest.raises(DomainError) as refused:
        there.restore(write(bad, parts))
    assert refused.value.code in (code, *(["archive.damaged", "restore.load_failed"] if code == "*" else []))
    assert sentence(refused.value).endswith(".")
    assert there.is_untouched()
    assert revision(there.engine) == NEWEST


@pytest.mark.parametrize("case", BAD_PARTS)
def test_a_bad_archive_is_refused_and_nothing_is_touched(
    sqlite: Sqlite, archive: Path, tmp_path: Path, case: str
) -> None:
    refuse(place(sqlite.fresh(), tmp_path / "there"), archive, tmp_path / "bad.zip", BAD_PARTS[case])


@pytest.mark.parametrize("case", BAD_ROWS)
def test_bad_rows_are_refused_and_nothing_is_left_behind(
    there: Place, archive: Path, tmp_path: Path, case: str
) -> None:
    refuse(there, archive, tmp_path / "bad.zip", BAD_ROWS[case])


def test_after_a_refusal_the_place_can_still_be_used(there: Place, archive: Path, tmp_path: Path) -> None:
    refuse(there, archive, tmp_path / "bad.zip", BAD_ROWS["a row twice, sealed again"])
    there.restore(archive)
    assert len(there.rows()["tasks"]) == 3


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", "Đây là một bức thư.".encode(), b"\0" * 5000])
def test_what_is_no_archive_is_said_to_be_none(there: Place, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "letter.zip").write_bytes(content)
    with pytest.raises(DomainError, match=r"archive\.unreadable"):
        there.restore(tmp_path / "letter.zip")


@pytest.mark.parametrize("path", ["nothing.zip", "."])
def test_a_path_to_nothing_is_said_so(there: Place, tmp_path: Path, path: str) -> None:
    with pytest.raises(DomainError, match=r"archive\.missing"):
        there.restore(tmp_path / path)


def verified(path: Path) -> Parts | None:
    """What a reader that checks everything takes from the archive; None if it refuses."""
    try:
        with reading(path) as reader:
            reader.verify()
            return {name: reader.zipped.read(name) for name in reader.zipped.namelist()}
    except DomainError:
        return None


def test_an_archive_cut_off_anywhere_is_refused(archive: Path, tmp_path: Path) -> None:
    whole = archive.read_bytes()
    for length in range(0, len(whole), len(whole) // 150):
        (tmp_path / "cut.zip").write_bytes(whole[:length])
        assert verified(tmp_path / "cut.zip") is None, length


def test_a_flipped_bit_is_refused_or_changes_nothing(archive: Path, tmp_path: Path) -> None:
    whole, good = archive.read_bytes(), verified(archive)
    chance = random.Random(7)
    for _ in range(400):
        spoilt = bytearray(whole)
        spoilt[place_of := chance.randrange(len(whole))] ^= 1 << chance.randrange(8)
        (tmp_path / "spoilt.zip").write_bytes(spoilt)
        assert verified(tmp_path / "spoilt.zip") in (None, good), place_of


def test_an_archive_of_an_older_program_is_loaded_and_brought_up_to_date(there: Place, tmp_path: Path) -> None:
    old = place(f"sqlite:///{tmp_path / 'old.sqlite3'}", tmp_path / "old")
    with old.app.app_context():
        upgrade(directory=str(ROOT / "migrations"), revision="0001")
    with old.engine.begin() as connection:
        connection.execute(insert(Office).values(id=4, name="UBND xã Cũ", parent_name="", place="", public_id="o4"))
        connection.execute(insert(CalendarYear).values(office_id=4, year=2026, confirmed=True))
    taken = old.take(tmp_path / "old.zip")
    assert taken.manifest.revision == "0001"
    there.restore(taken.path)
    assert revision(there.engine) == NEWEST
    assert there.rows()["offices"] == [(4, "UBND xã Cũ", "", "", "o4")]
    assert there.rows()["calendar_years"] == [(4, 2026, True)]
    assert there.rows()["fields"] == []
