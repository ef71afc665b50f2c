"""The pages on which a draft report is uploaded, the place is shown and chosen, and the draft is downloaded."""

from __future__ import annotations

import html
import io
import re
from datetime import timedelta
from urllib.parse import unquote

import pytest
from sqlalchemy import select

from app.domain.terms import Audience, PeriodKind
from app.models import AuditEntry, ReportDraft
from app.services import limiting, report_drafts, reports
from tests.report_drafts import ELSEWHERE, LEADING, QUARTER, draft_report, words_of
from tests.services.report_cases import quarter_story

NAME = "Báo cáo CCHC quý III.docx"
OPENING = "Tính đến ngày\N{NO-BREAK SPACE}14/9/2023"


@pytest.fixture
def story(web_cast):
    told = quarter_story(web_cast)
    web_cast.session.commit()
    return told


@pytest.fixture
def report(web_cast, clock, story):
    made = reports.make_report(
        web_cast.session, actor=web_cast.chief, clock=clock, kind=PeriodKind.QUARTER, year=2023, quarter=3
    )
    web_cast.session.commit()
    return made


@pytest.fixture
def freeze(web_cast, clock, report):
    """The address of the drafts beside figures frozen now."""

    def act() -> str:
        frozen = reports.freeze(web_cast.session, actor=web_cast.chief, clock=clock, report=report)
        web_cast.session.commit()
        return f"/bao-cao/{report.public_id}/chot/{frozen.public_id}/du-thao"

    return act


@pytest.fixture
def there(freeze) -> str:
    return freeze()


def upload(client, there: str, content: bytes | None = None, *, name: str = NAME, audience: str = "internal"):
    file = (io.BytesIO(draft_report() if content is None else content), name)
    return client.post(there, data={"csrf_token": client.token(), "file": file, "audience": audience})


def post(client, path: str, **fields: str):
    return client.post(path, data={"csrf_token": client.token(), **fields})


def text_of(page) -> str:
    """The words of the main part, with single spaces."""
    main = page.text.partition("<main")[2].partition("</main>")[0]
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", main)))


def ticked(page) -> dict[str, str]:
    """The values of the buttons that are ticked, by name."""
    boxes = re.findall(r"<input[^>]*type=\"radio\"[^>]*>", page.text)
    part = lambda box, name: re.search(rf'{name}="([^"]*)"', box).group(1)  # noqa: E731
    return {part(box, "name"): part(box, "value") for box in boxes if "checked" in box}


def value_of(page, text: str) -> str:
    """The value of the button beside a paragraph."""
    label = next(each for each in re.findall(r"<label.*?</label>", page.text, re.DOTALL) if text in each)
    return re.search(r'value="(\d+)"', label).group(1)


def test_frozen_figures_lead_to_the_upload(chief, there):
    assert f'href="{there}"' in chief.get(there.removesuffix("/du-thao")).text
    page = chief.get(there)
    assert ticked(page) == {}, "who reads it is an explicit choice"
    assert "Dự thảo đã đưa lên" not in page.text


def test_a_leader_reads_the_figures_and_is_offered_no_upload(client, log_in, there):
    log_in(client, "leader")
    assert "/du-thao" not in client.get(there.removesuffix("/du-thao")).text
    assert client.get(there).status_code == 403


def test_an_upload_leads_to_the_place_that_was_found(chief, there):
    answer = upload(chief, there)
    assert answer.status_code == 302
    page = chief.get(answer.location)
    words = text_of(page)
    assert ticked(page) == {"place": value_of(page, LEADING[:60]), "audience": "internal"}
    marked = re.findall(r"<mark>(.*?)</mark>", page.text)
    sentences = [re.sub(r"\s", " ", html.unescape(each)) for each in marked if not each.startswith("Phụ lục")]
    shown = [QUARTER[5], LEADING, *sentences, QUARTER[7], QUARTER[8]]
    places = [words.index(each) for each in shown]
    assert places == sorted(places), "in the order of the draft"
    assert sentences[0].startswith("Tính đến ngày 14/9/2023,")
    assert [each for each in marked if "Danh mục nhiệm vụ" in each] == marked[len(sentences) :]


def test_what_is_ticked_is_what_is_downloaded(chief, there):
    address = upload(chief, there).location
    after = value_of(chief.get(address), QUARTER[4])
    answer = post(chief, address, place=after, audience="superior", tai="1")
    file = chief.get(answer.location)
    assert unquote(file.headers["Content-Disposition"]).endswith("Báo cáo CCHC quý III-chen-muc-ky-luat.docx")
    words = words_of(file.data)
    assert words[words.index(QUARTER[4]) + 1].startswith(OPENING)
    assert "Phòng Kinh tế" not in " ".join(words)
    assert ticked(chief.get(address)) == {"place": after, "audience": "superior"}


def test_units_are_named_to_a_superior_only_where_it_is_ticked(chief, there):
    address = upload(chief, there, audience="superior").location
    after = ticked(chief.get(address))["place"]
    assert "Phòng Kinh tế" not in text_of(chief.get(address))
    assert "Nêu tên đơn vị" in text_of(chief.get(address))
    file = chief.get(post(chief, address, place=after, audience="superior", names_units="y", tai="1").location)
    assert "Phòng Kinh tế" in " ".join(words_of(file.data))
    assert "Phòng Kinh tế" in text_of(chief.get(address))
    box = re.search(r'<input[^>]*name="names_units"[^>]*>', chief.get(address).text).group(0)
    assert "checked" in box, "what was chosen stays"
    post(chief, address, place=after, audience="superior")
    assert "Phòng Kinh tế" not in text_of(chief.get(address))


def test_a_chosen_place_is_shown_before_anything_is_downloaded(chief, there):
    address = upload(chief, there).location
    answer = post(chief, address, place=value_of(chief.get(address), QUARTER[10]), audience="superior")
    assert answer.location == address
    words = text_of(chief.get(address))
    assert words.index(QUARTER[9]) < words.index(QUARTER[10]) < words.index("Tính đến ngày 14/9/2023")
    assert "Chèn vào chỗ được chọn trong danh sách." in words


def test_with_no_fitting_place_nothing_is_ticked_and_the_list_is_open(chief, there):
    address = upload(chief, there, draft_report(ELSEWHERE)).location
    page = chief.get(address)
    assert "Không tìm thấy mục về kỷ luật, kỷ cương hành chính" in text_of(page)
    assert ticked(page) == {"audience": "internal"}
    assert '<details class="fold" open>' in page.text
    refused = post(chief, address, audience="superior", tai="1")
    assert refused.status_code == 400
    assert "Cần chọn chỗ chèn" in text_of(refused)
    assert ticked(refused) == {"audience": "superior"}, "what was chosen stays"
    assert chief.get(f"{address}/chen.docx").status_code == 400
    answer = post(chief, address, place=value_of(page, ELSEWHERE[3]), audience="superior", tai="1")
    assert words_of(chief.get(answer.location).data)[4].startswith(OPENING)


@pytest.mark.parametrize("place", ["", "9999", "x", "-1"])
def test_a_place_that_is_none_gets_a_sentence(chief, there, place):
    address = upload(chief, there).location
    page = post(chief, address, place=place, audience="internal")
    assert (page.status_code, "Cần chọn chỗ chèn" in text_of(page)) == (400, True)


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"%PDF-1.7", NAME, ".docx"),
        (draft_report(), "bao-cao.doc", ".docx"),
        (draft_report(before=("TỐI MẬT",)), NAME, "dấu chỉ độ mật TỐI MẬT"),
        (b"", NAME, "không có nội dung"),
    ],
)
def test_a_refused_file_gets_a_sentence_and_keeps_the_choice(chief, stored, there, content, name, sentence):
    page = upload(chief, there, content, name=name, audience="superior")
    assert page.status_code == 400
    assert sentence in text_of(page)
    assert ticked(page) == {"audience": "superior"}
    assert stored.scalars(select(ReportDraft)).all() == []


def test_that_a_marked_draft_came_stays_in_the_log(chief, stored, there):
    upload(chief, there, draft_report(before=("MẬT",)))
    actions = stored.scalars(select(AuditEntry.action).order_by(AuditEntry.id)).all()
    assert actions[-1] == "upload.secret"


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"audience": "internal"}, "Cần chọn tệp dự thảo báo cáo dạng .docx."),
        ({"file": (io.BytesIO(draft_report()), NAME)}, "Cần chọn bản dùng nội bộ hay gửi cấp trên."),
        ({"file": (io.BytesIO(draft_report()), NAME), "audience": "x"}, "Cần chọn bản dùng nội bộ hay gửi cấp trên."),
    ],
)
def test_what_is_missing_is_named(chief, there, fields, sentence):
    page = post(chief, there, **fields)
    assert (page.status_code, sentence in text_of(page)) == (400, True)


def test_the_upload_comes_back_as_it_was(chief, there):
    content = draft_report()
    address = upload(chief, there, content).location
    post(chief, address, place=value_of(chief.get(address), QUARTER[4]), audience="internal", tai="1")
    with chief.get(f"{address}/tep") as file:
        assert file.data == content
        assert unquote(file.headers["Content-Disposition"]).endswith(NAME)
        assert file.mimetype == "application/octet-stream"


def test_a_newer_freezing_offers_the_kept_draft_again(chief, web_cast, clock, freeze, there):
    address = upload(chief, there).location
    post(chief, address, place=value_of(chief.get(address), QUARTER[4]), audience="superior")
    clock.instant += timedelta(hours=1)
    newer = freeze()
    page = chief.get(newer)
    again = re.search(r'href="([^"]*)">Chèn lại', page.text).group(1)
    assert again.startswith(newer)
    assert NAME in text_of(page)
    assert ticked(chief.get(again)) == {"place": value_of(chief.get(address), QUARTER[4]), "audience": "superior"}


def test_a_draft_that_has_our_section_says_that_it_is_replaced(chief, there):
    once = chief.get(f"{upload(chief, there).location}/chen.docx").data
    words = text_of(chief.get(upload(chief, there, once).location))
    assert "Mục cũ sẽ được thay bằng mục dưới đây." in words


def test_an_upload_is_taken_away_once_the_page_has_asked(chief, stored, there):
    address = upload(chief, there).location
    asked = re.search(r'<details class="ask">.*?</details>', chief.get(address).text, re.DOTALL).group(0)
    assert "Xóa dự thảo này khỏi kỳ báo cáo?" in asked
    assert f'action="{address}/xoa"' in asked
    assert chief.get(f"{address}/xoa").status_code == 405
    assert chief.get(address).status_code == 200
    answer = post(chief, f"{address}/xoa")
    assert answer.location == there
    page = chief.get(there)
    assert "Đã xóa dự thảo khỏi kỳ báo cáo." in page.text
    assert NAME not in page.text
    assert stored.scalars(select(ReportDraft)).all() == []
    assert post(chief, f"{address}/xoa").status_code == 404


def test_who_may_not_upload_takes_nothing_away(client, chief, log_in, stored, there):
    address = upload(chief, there).location
    log_in(client, "leader")
    assert post(client, f"{address}/xoa").status_code == 403
    assert len(stored.scalars(select(ReportDraft)).all()) == 1


def test_the_words_of_a_limited_task_are_neither_shown_nor_sent(chief, web_cast, clock, there, story):
    address, secret = upload(chief, there).location, story["d"].task
    assert secret.text in " ".join(words_of(chief.get(f"{address}/chen.docx").data))
    named = [web_cast.users[login].id for login in ("kinh_te_head", "noi_vu_head")]
    limiting.limit(web_cast.session, actor=web_cast.chief, clock=clock, task=secret, user_ids=named)
    web_cast.session.commit()
    assert secret.text not in " ".join(words_of(chief.get(f"{address}/chen.docx").data))
    assert secret.text not in chief.get(address).text


@pytest.mark.parametrize("page", ["", "/chen.docx", "/tep"])
def test_a_draft_of_another_report_is_not_found(chief, web_cast, clock, there, freeze, page):
    other = reports.make_report(
        web_cast.session, actor=web_cast.chief, clock=clock, kind=PeriodKind.QUARTER, year=2022, quarter=3
    )
    draft = report_drafts.keep(
        web_cast.session,
        actor=web_cast.chief,
        clock=clock,
        files=chief.application.extensions["dondoc"].files,
        report=other,
        filename=NAME,
        content=draft_report(),
        audience=Audience.INTERNAL,
    )
    web_cast.session.commit()
    assert chief.get(f"{there}/{draft.public_id}{page}").status_code == 404


def test_a_file_that_the_store_lost_is_told(chief, stored, there):
    address = upload(chief, there).location
    digest = stored.scalars(select(ReportDraft.sha256)).one()
    chief.application.extensions["dondoc"].files.path(digest).unlink()
    for page in ("", "/tep", "/chen.docx"):
        answer = chief.get(f"{address}{page}")
        assert (answer.status_code, "không còn trong kho tệp" in answer.text) == (400, True)
