from __future__ import annotations

import re
import textwrap
from datetime import date
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import UndefinedError

from app.adapters.mail_templates import FOLDER, WIDTH, compose, wrap
from app.domain.terms import MessageKind, ReturnKind


@pytest.mark.parametrize("kind", list(MessageKind))
def test_every_kind_of_mail_is_a_folder_of_four_files(kind: MessageKind) -> None:
    files = {path.name for path in (FOLDER / kind.value).iterdir()}
    assert files == {"subject.txt", "body.txt", "body.html", "short.txt"}


def test_a_missing_value_is_an_error_and_never_an_empty_place() -> None:
    with pytest.raises(UndefinedError):
        compose(MessageKind.RETURNED, return_kind=ReturnKind.MISSING_PAPERS)


@pytest.mark.parametrize("path", sorted(FOLDER.rglob("*.html")), ids=lambda path: f"{path.parent.name}/{path.name}")
def test_html_uses_only_what_mail_programs_take(path: object) -> None:
    text = path.read_text(encoding="utf-8")  # type: ignore[attr-defined]
    assert not re.search(r"<(style|script|link|img|form|div)\b|\bclass=|display:\s*(flex|grid)", text)
    assert "!" not in re.sub(r"<!doctype|!=", "", text), "no exclamation marks"


@pytest.mark.parametrize("path", sorted(FOLDER.rglob("*.*")), ids=lambda path: f"{path.parent.name}/{path.name}")
def test_the_words_keep_the_offices_register(path: object) -> None:
    text = path.read_text(encoding="utf-8").casefold()  # type: ignore[attr-defined]
    assert not re.search(r"\bbạn\b", text)


class Cells(HTMLParser):
    """Checks that tags close in order; mail programs forgive less than browsers."""

    VOID = frozenset({"br", "meta"})

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_wrapping_keeps_words_and_addresses_whole() -> None:
    address = "https://dondoc.test/nhiem-vu/" + "a" * 90
    text = wrap(f"Đề nghị đơn vị cập nhật kết quả thực hiện nhiệm vụ được giao tại trang {address} trước ngày hẹn", 3)
    assert address in text
    assert all(len(line) <= WIDTH for line in text.splitlines() if address not in line)
    assert all(line.startswith("   ") for line in text.splitlines()[1:])


@pytest.mark.parametrize("answer_url", ["", "https://dondoc.test/tra-loi/1"])
def test_the_html_of_a_mail_is_well_formed(answer_url: str) -> None:
    class Thing:
        def __init__(self, **values: object) -> None:
            self.__dict__.update(values)

    composed = compose(
        MessageKind.RETURNED,
        sender=Thing(office="UBND xã Thử", signature="Văn phòng", contact_name="Hoa", contact_phone="0900"),
        directive=Thing(kind="Thông báo", number=None, issued_on=None),
        task=Thing(clause="2.1", text="Rà soát"),
        unit=Thing(name="Phòng Thử", under_authority=True),
        return_kind=ReturnKind.MISSING_PAPERS,
        reason="Thiếu phụ lục",
        returned_on=date(2023, 9, 14),
        due_on=None,
        time_of_day=None,
        days_given_back=False,
        url="https://dondoc.test/nhiem-vu/1",
        answer_url=answer_url,
    )
    checker = Cells()
    checker.feed(composed.html)
    assert checker.open == []
    assert composed.subject == "Trả lại kết quả: thiếu hồ sơ – Thông báo"
    assert "\n\n\n" not in composed.text


@given(st.text(alphabet="aế- \t\n\u00a0.", max_size=400), st.integers(0, 8))
def test_wrapping_folds_where_the_standard_library_does(text: str, indent: int) -> None:
    expected = textwrap.fill(
        " ".join(text.split()),
        width=WIDTH,
        initial_indent=" " * indent,
        subsequent_indent=" " * indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
    assert wrap(text, indent) == expected.lstrip()
