"""The source page by page: its words, its marks, and the pictures of its pages."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PIL import Image

from app.adapters import extraction, page_images
from app.adapters.links import Links
from app.extensions import db
from app.models import Source
from app.services import drafts
from app.services.draft_content import from_json, to_json
from app.web.source_text import Span, blocks, pages
from tests.pdfs import Pdf, image, of_lines, paragraph, text
from tests.services.giving import Giving
from tests.web.drafting import count, send, text_of

LINKS = Links("http://dondoc.test")
SAMPLE = Path(__file__).resolve().parents[2] / "samples/thong-bao-mau.pdf"


@pytest.fixture
def address(chief) -> str:
    answer = send(chief, SAMPLE.read_bytes(), SAMPLE.name)
    assert answer.status_code == 302, text_of(answer)
    return str(answer.location)


def given(web_cast, clock, address: str) -> str:
    """The address of the directive given from the draft; everything is for one unit, which spares the corrections."""
    session, chief = web_cast.session, web_cast.chief
    draft = drafts.find_draft(session, actor=chief, public_id=address.rsplit("/", 1)[1])
    content = from_json(draft.content)
    unit_ids = (web_cast.units["noi_vu"].id,)
    tasks = tuple(
        replace(task, leads=tuple(replace(name, unit_ids=unit_ids) for name in task.leads), coordinating=(), unsure=())
        for task in content.tasks
    )
    document = replace(content.document, issued_on=date(2023, 9, 12), meeting_on=None)
    draft.content = to_json(replace(content, tasks=tasks, document=document))
    session.flush()
    made = drafts.give(session, actor=chief, clock=clock, links=LINKS, draft=draft, version=draft.version)
    found = f"/van-ban/{made.public_id}"
    session.commit()
    return found


def test_the_form_says_what_it_takes(chief):
    page = chief.get("/van-ban/them")
    accepted = re.search(r'accept="([^"]*)"', page.text)[1].split(",")  # type: ignore[index]
    assert {".docx", ".pdf", ".txt", ".png", ".jpg", ".jpeg"} <= set(accepted)
    assert "bản quét và ảnh chụp" in text_of(page)


def test_the_review_shows_the_text_page_by_page_with_a_picture_to_open(chief, address):
    page = chief.get(address)
    assert re.findall(r"Trang \d+/\d+", text_of(page)) == ["Trang 1/2", "Trang 2/2"]
    pictures = re.findall(r"<img[^>]*>", page.text)
    assert [re.search(r'src="([^"]+)"', each)[1] for each in pictures] == [  # type: ignore[index]
        f"{address}/trang/1.png",
        f"{address}/trang/2.png",
    ]
    assert all('loading="lazy"' in each and 'width="910"' in each and 'height="1287"' in each for each in pictures)
    assert page.text.count("<details") >= 2
    assert "source.css" in page.text


def test_the_pictures_of_a_long_file_are_behind_links(chief):
    page = chief.get(send(chief, Pdf([paragraph(["Giao Phòng Nội vụ lập kế hoạch."])] * 21).bytes(), "a.pdf").location)
    assert "<img" not in page.text
    assert page.text.count("Mở ảnh trang") == 21


def test_every_task_of_the_sample_is_marked_once(chief, address):
    marks = re.findall(r'<mark id="s-(\w+)"', chief.get(address).text)
    assert len(marks) == len(set(marks)) == 16


def over_a_page_end() -> bytes:
    order = "1. Giao Phòng Nội vụ chủ trì, phối hợp với các đơn vị liên quan"
    return Pdf([paragraph([order], top=100), [text(85, 780, "rà soát hồ sơ, báo cáo trước ngày 20/11/2023.")]]).bytes()


def test_a_sentence_over_a_page_end_keeps_one_id_and_says_how_much_follows(chief):
    page = chief.get(send(chief, over_a_page_end(), "a.pdf").location)
    (key,) = re.findall(r'<mark id="s-(\w+)"', page.text)
    first, second = re.findall(rf'<mark (?:id|data-of)="s-{key}"[^>]*>.*?</mark>', page.text, re.DOTALL)
    follows = re.sub(r"<[^>]+>", "", second)
    assert 'data-of="s-' in second
    assert f'data-rest="{len(follows)}"' in first
    assert follows.startswith("rà soát hồ sơ")
    assert first.count("href=") == second.count("href=") == 1


def test_a_source_without_pages_is_shown_as_before(chief):
    page = chief.get(send(chief, "1. Giao Phòng Nội vụ lập kế hoạch.".encode(), "a.txt").location)
    assert "Trang 1/" not in page.text
    assert "Xem ảnh trang" not in page.text
    assert '<mark id="s-' in page.text


def test_a_picture_is_sent_to_keep_but_never_by_a_proxy_and_asked_for_again(chief, address):
    answer = chief.get(f"{address}/trang/1.png")
    assert (answer.status_code, answer.mimetype) == (200, "image/png")
    assert Image.open(io.BytesIO(answer.data)).width in (909, 910)
    assert answer.headers["Cache-Control"] == "private, no-cache"
    again = chief.get(f"{address}/trang/1.png", headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize("n", ["0", "3", "99999999999", "-1", "x"])
def test_a_page_that_is_not_there_is_not_found(chief, address, n):
    assert chief.get(f"{address}/trang/{n}.png").status_code == 404


def test_a_source_without_pages_has_no_pictures(chief):
    address = send(chief, "1. Giao Phòng Nội vụ lập kế hoạch.".encode(), "a.txt").location
    assert chief.get(f"{address}/trang/1.png").status_code == 404


@pytest.mark.parametrize(
    ("who", "draft", "directive"),
    [("staff", 200, 200), ("leader", 403, 200), ("clerk", 200, 200), ("admin", 403, 403), ("noi_vu_head", 403, 403)],
)
def test_who_may_see_the_source_may_see_its_pictures(client, log_in, web_cast, clock, who, draft, directive):
    log_in(client, "chief")
    address = str(send(client, SAMPLE.read_bytes(), SAMPLE.name).location)
    other = str(send(client, over_a_page_end(), "a.pdf").location)
    directive_address = given(web_cast, clock, address)
    log_in(client, who)
    assert client.get(f"{other}/trang/1.png").status_code == draft
    assert client.get(f"{directive_address}/trang/2.png").status_code == directive
    if directive == 200:
        page = client.get(f"{directive_address}/nguyen-van")
        assert f'src="{directive_address}/trang/2.png"' in page.text
        assert "Trang 2/2" in text_of(page)


def outside_a_transaction(monkeypatch, module, name: str) -> list[bool]:
    """Notes, each time the function is called, whether a transaction was open."""
    seen: list[bool] = []
    kept = getattr(module, name)

    def noting(*args, **kwargs):
        seen.append(db.session().in_transaction())
        return kept(*args, **kwargs)

    monkeypatch.setattr(module, name, noting)
    return seen


def test_nobody_waits_for_the_database_while_a_pdf_is_read_or_drawn(chief, monkeypatch):
    reading = outside_a_transaction(monkeypatch, extraction, "read_pdf")
    drawing = outside_a_transaction(monkeypatch, page_images, "draw_page")
    address = send(chief, SAMPLE.read_bytes(), SAMPLE.name).location
    chief.get(f"{address}/trang/1.png")
    assert (reading, drawing) == ([False], [False])


def test_nor_while_a_result_is_looked_into(client, log_in, web_cast, clock, monkeypatch):
    looking = outside_a_transaction(monkeypatch, extraction, "pdf_heads")
    web_cast.session.expire_on_commit = False
    assignment = Giving(web_cast, clock)("noi_vu", due=date(2023, 9, 20))
    web_cast.session.commit()
    log_in(client, "noi_vu_head")
    where = f"/nhiem-vu/{assignment.public_id}/bao-cao"
    for content, status in ((of_lines("UBND HUYỆN", "MẬT"), 400), (Pdf([[image()]]).bytes(), 302)):
        fields = {"report_done-version": assignment.version, "report_done-files": (io.BytesIO(content), "ket qua.pdf")}
        answer = client.post(where, data={"csrf_token": client.token(), **fields})
        assert answer.status_code == status, text_of(answer)
    assert looking == [False, False]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (of_lines("12 - 5"), "Không tìm thấy chữ nào"),
        (of_lines("UBND HUYỆN", "MẬT"), "dấu chỉ độ mật MẬT"),
    ],
)
def test_a_refused_pdf_gets_its_sentence_at_the_form(chief, stored, content, words):
    answer = send(chief, content, "quet.pdf")
    assert (answer.status_code, words in text_of(answer)) == (400, True)
    assert count(stored, Source) == 0


def test_blocks_are_cut_at_page_starts_and_nothing_is_lost():
    whole = "Mở đầu. Giao việc dài hơn một trang. Hết."
    found = blocks(whole, [Span("a", 8, 36, 13, 17)], [(37, 40, "lạc")])
    for starts in ([0], [0, 8], [0, 15], [0, 15, 20], [0, 36, 41], [0, 0, 41]):
        made = pages(found, starts, str)
        assert "".join(piece.text for page in made for block in page.blocks for piece in block.pieces) == whole
        marked = [block for page in made for block in page.blocks if block.key]
        assert [block.sequel for block in marked] == [at > 0 for at in range(len(marked))]
        assert [block.rest for block in marked] == [sum(map(len, marked[at + 1 :])) for at in range(len(marked))]
    assert pages(found, None, str)[0].number == 0
