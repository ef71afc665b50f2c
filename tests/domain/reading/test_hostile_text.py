"""Any text is read, however it was made, and the work grows with the text."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from app.domain.reading import places, read, secrecy_mark
from app.domain.reading import text as reading_text
from app.domain.reading.text import flow
from tests.domain.reading.meter import work
from tests.domain.reading.notices import HEAD, NOTICE

MOST = 200_000  # characters
THOROUGH = os.environ.get("DONDOC_THOROUGH") == "1"
PATIENCE = 20  # seconds of the processor; the speed itself is measured in the benchmark
N = 700
# A second doubling of the text may add so many times what the first one added: two times where the work is linear,
# four where it is quadratic.
GROWTH = 2.4
# What is written again and again. Each of these, or of their like, has cost some reader the square of its length.
PIECES = (
    "a", "Ở", "1", "1.1.1.", "((((", ")", '"', "“", "”", "“a”", "/", "/ ", ", ", "; ", ". ", ": ", "…", "- ",
    "-", "_", "*", "# ", "|", "a | ", " ", "   ", "\t", "\t\n", "\u2028", "\f", "\n", "1\n", "- \n", "\u0301",
    "a\u0301", "\u200b", "\xa0", "😀", "<br>", "&nbsp;", "và ", "các ", "giao ", "yêu cầu ", "ngày ", "ngày 4, ",
    "ngày . ", "tháng ", "trong ", "Sở ", "Sở A, ", "Sở A và ", "Sở A: ", "Sở A (", "xã Xã ", "UBND các xã A, ",
    "GIAO UBND CÁC XÃ ", "Công ty A và B ", "giao Sở A ", "cùng UBND A ", "báo cáo về UBND ", "phối hợp với ",
    "phối hợp với Sở A, ", "chủ trì ", "Nguyễn A chủ trì ", "Sở A quyết định và ",
    "Sở A: báo cáo. Sở B: báo cáo. ", "01/01/2026 ", "trước ngày 01/01/2026, ", "V/v ",
    "trước ngày 1/1/2026, báo cáo ", "trong 10 ngày, ngày 1/1/2026, ", "từ ngày 1 đến ngày 2/3, ", "quý IV, ",
    "trong năm 2026, ", ", triển khai", "16 giờ 30 ", "số 1/QĐ ", "luật 1/1/2026 ", "gửi kết quả ",
    "(qua Sở A) ", "đơn vị chủ trì: ", "THÔNG BÁO\n", "Số: 1/TB\n", "ngày 1 tháng 1 năm 2026\n", "MẬT\n",
    "I. A\n", "1. Sở A:\n", "Sở A:\n- báo cáo\n", "a) họp\n", "+ Ab\n", "- tổ chức họp\n",
    "1. Báo cáo:\n- báo cáo\n", "Thời gian: a\n", "1. Ab\nThời hạn: a\n", "Kính gửi: Sở A\n",
    "Ngày 1/1/2026: họp\n", "Nơi nhận:\n", "KT. CHỦ TỊCH\n", "Nguyễn Văn A\n", "Đánh giá cao.\n",
    "Trên đây là\n", "1\tviệc\tSở A\t01/01/2026\n", "A\t\t\t\n", "[1] a\n", "1 Ghi chú\n",
)  # fmt: skip
# Where they stand, and what ends them; the first is inside a duty.
FRAMES = (
    (f"{HEAD}- Tổ chức ", " chủ trì"),
    ("", ""),
    ("a", "b"),
    (f"{HEAD}1. Tổ chức gồm:\n", ""),
    (f"{HEAD}- họp\nNơi nhận:\nTM. AA BB ", "."),
    ("STT\tNội dung\tChủ trì\tThời hạn\n1\tviệc ", "\tSở A\t1/1/2026\n"),
)
NESTED = {
    "a long heading over many items": lambda n: (
        HEAD + "1. " + "a 1/1/2026 " * (n // 22) + ":\n" + "- báo cáo\n" * (n // 20)
    ),
    "many headings that become duties": lambda n: (
        HEAD + "1. Đánh giá cao.\n" * (n // 34) + "1. Ab\nThời hạn: a\n" * (n // 40)
    ),
    "runs of blanks": lambda n: ("a" + " " * (n // 4) + "b\n") * 4,
    "quotation marks far apart": lambda n: HEAD + "- " + ("“" + "a" * 300 + '"' + "b" * 700) * (n // 1000 + 1),
    "a deep outline": lambda n: HEAD + "I. A\n1. B\n1.1. C\n1.1.1. D\na) đ\n- e\n+ g\n" * (n // 40),
}


@contextmanager
def watchdog() -> Iterator[None]:
    """Ends what does not end by itself: it is stuck, and the test shall say where."""

    def bark(number: int, frame: object) -> None:
        raise TimeoutError(f"not read in {PATIENCE} seconds")

    before = signal.signal(signal.SIGPROF, bark)
    signal.setitimer(signal.ITIMER_PROF, PATIENCE)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def is_read(text: str) -> None:
    with watchdog():
        reading = read(text)
        secrecy_mark(text)
    parts = reading.parts
    assert (parts[0].start, parts[-1].end) == (0, len(text)) if text else not parts
    assert all(before.start < before.end == after.start for before, after in pairwise(parts))
    assert all(before.end <= after.start for before, after in pairwise(reading.tasks))
    for task in reading.tasks:
        assert 0 <= task.start < task.end <= len(text)
        characters = iter(text[task.start : task.end])
        assert task.text
        assert all(char in characters for char in task.text if char != " "), "a task says what stands in its place"
        if task.deadline_start is not None and task.deadline_end is not None:
            assert 0 <= task.deadline_start < task.deadline_end <= len(text)
    for unused in reading.unused_dates:
        assert 0 <= unused.start < unused.end <= len(text)


repeated = st.tuples(st.sampled_from(PIECES), st.integers(1, 300)).map(lambda pair: pair[0] * pair[1])
heaps = st.lists(st.one_of(repeated, st.sampled_from(NOTICE.split("\n")), st.text(max_size=20)), max_size=14)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(heaps, st.sampled_from(["", "\n", " "]), st.sampled_from(FRAMES))
@example(["“", "a" * 700, "”", "\n"], "", FRAMES[0])
def test_any_heap_of_repetitions_is_read(heap: list[str], glue: str, frame: tuple[str, str]) -> None:
    is_read((frame[0] + glue.join(heap) + frame[1])[:MOST])


@pytest.mark.parametrize("piece", [NOTICE, "giao Sở A chủ trì trước ngày 1/1/2026; ", "- Sở A: báo cáo\n"], ids=ascii)
def test_the_longest_texts_are_read(piece: str) -> None:
    is_read((HEAD + piece * (MOST // len(piece)))[:MOST])


@pytest.mark.parametrize("piece", PIECES, ids=ascii)
def test_the_work_grows_with_the_text(piece: str) -> None:
    """Inside a duty, and at one of the other places; at each of them with DONDOC_THOROUGH=1."""
    others = FRAMES[1:] if THOROUGH else [FRAMES[1 + PIECES.index(piece) % (len(FRAMES) - 1)]]
    for before, after in (FRAMES[0], *others):
        grows_with(read, lambda n, before=before, after=after: before + piece * (n // len(piece)) + after)


@pytest.mark.parametrize("name", NESTED)
def test_so_does_that_of_nested_texts(name: str) -> None:
    grows_with(read, NESTED[name])


@pytest.mark.parametrize("piece", PIECES, ids=ascii)
def test_looking_for_a_mark_and_for_places_to_split_is_linear_too(piece: str) -> None:
    grows_with(secrecy_mark, lambda n: piece * (n // len(piece)))
    grows_with(lambda text: places(text, 0, len(text)), lambda n: piece * (n // len(piece)))


def grows_with(call: Callable[[str], object], text: Callable[[int], str]) -> None:
    """Compares what two doublings of the text add; where a bound of the reader's falls between, further on."""
    found = []
    for n in (N, 8 * N):
        less, more, most = (work(call, text(k * n)) for k in (1, 2, 4))
        found.append(f"{less} → {more} → {most}")
        if most - more <= GROWTH * (more - less) + n:
            return
    pytest.fail(f"the work grows faster than the text: {'; '.join(found)}")


def test_the_meter_tells_linear_work_from_quadratic_work() -> None:
    def put_together_again_and_again(text: str) -> None:
        for end in range(0, len(text), len(HEAD)):
            flow(text, [(0, end)])

    def searched_again_and_again(text: str) -> None:
        for at in range(0, len(text), len(HEAD)):
            reading_text.MARKUP.search(text, at)

    grows_with(lambda text: flow(text, [(0, len(text))]), lambda n: "a " * n)
    for quadratic in (put_together_again_and_again, searched_again_and_again):
        with pytest.raises(pytest.fail.Exception):
            grows_with(quadratic, lambda n: "a" * n)
