"""The review page as a tool: by keyboard alone, by pointer, with an input method, and without JavaScript."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, Locator, Page, Route, expect

from app.domain.naming import fold
from app.extensions import db
from tests.browser.conftest import DESKTOP, PHONE, Live, picture, run_jobs, serve, visitor
from tests.cast import PASSWORD, add_unit, make_cast
from tests.conftest import CORPUS
from tests.databases import Sqlite
from tests.services.notices import NOTICE
from tests.story.conftest import UNITS as UNITS_OF_194

pytestmark = pytest.mark.browser

LIKE = "Ban Kinh tế xã"
TEXT = NOTICE.replace(
    "\nTL. CHỦ TỊCH",
    f"""
5. Phòng Kinh tế lập danh mục ki ốt bỏ trống; niêm yết giá thuê tại chợ trong tháng 11/2023.

6. Các phòng thuộc Ủy ban nhân dân huyện kiểm kê tài sản trước ngày 25/11/2023, bổ sung ngày 28/11/2023.

7. {LIKE} lập sổ theo dõi bến bãi.

TL. CHỦ TỊCH""",
)
NUMBERS = count(21)
ACCESSIBLE = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]}}
REAL = CORPUS / "documents" / "194-TB-UBND.txt"


@pytest.fixture(scope="module")
def live(browser: Browser, sqlite: Sqlite, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """A district with the departments that the notice of the corpus names; the chief is logged in."""

    def fill(clock: object) -> None:
        cast = make_cast(db.session(), clock)  # type: ignore[arg-type]
        for key, name, short, aliases in UNITS_OF_194:
            add_unit(cast, key, name, short, aliases)

    with serve(sqlite, tmp_path_factory.mktemp("review"), fill) as running:
        run_jobs(running.config, running.clock, "heartbeat", "digest")
        context = browser.new_context(base_url=running.url)
        page = context.new_page()
        page.goto("/dang-nhap")
        enter_password(page)
        running.cookies["chief"] = context.storage_state()
        context.close()
        yield running


def enter_password(page: Page) -> None:
    page.get_by_label("Tên đăng nhập").fill("chief")
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    expect(page.get_by_role("button", name="Đăng xuất")).to_be_visible()


@pytest.fixture
def page(browser: Browser, live: Live) -> Iterator[Page]:
    """A fresh draft under the chief's eyes."""
    with visitor(browser, live, "chief") as page:
        paste(page)
        yield page


@contextmanager
def quietly(browser: Browser, live: Live, *, script: bool = True) -> Iterator[Page]:
    """The chief with a browser whose complaints nobody hears, or that runs no script."""
    context = browser.new_context(
        base_url=live.url,
        storage_state=live.cookies["chief"],
        java_script_enabled=script,
        viewport={"width": DESKTOP[0], "height": DESKTOP[1]},
    )
    page = context.new_page()
    page.set_default_timeout(15_000)
    yield page
    context.close()


def paste(page: Page, text: str = TEXT) -> None:
    """A notice of its own each time: one that came before is warned of."""
    text = text.replace("Số: 21/", f"Số: {next(NUMBERS)}/")
    page.goto("/van-ban/them")
    page.get_by_label("Hoặc dán nội dung văn bản").fill(text)
    page.get_by_role("button", name="Đọc văn bản").click()
    page.wait_for_url("**/du-kien/*")


def card(page: Page, clause: str, nth: int = 0) -> Locator:
    return page.locator(".drafts > .card").filter(has=numbered(page, clause)).nth(nth)


def numbered(page: Page, clause: str) -> Locator:
    return page.locator(".clause", has_text=re.compile(f"^{clause}$"))


def clauses(page: Page) -> list[str]:
    return page.locator(".drafts > .card .clause").all_inner_texts()


def go_to(page: Page, clause: str) -> Locator:
    """To a card by j alone."""
    found = card(page, clause)
    for _ in range(20):
        if found.evaluate("card => card === document.activeElement"):
            return found
        page.keyboard.press("j")
    raise AssertionError(clause)


def the_text(page: Page) -> Locator:
    return page.get_by_role("textbox", name="Nội dung")


def left(page: Page, count: int) -> None:
    words = f"còn {count} mục cần kiểm tra" if count else "Không còn mục nào cần kiểm tra"
    expect(page.locator(".page-head")).to_contain_text(words)


def said(page: Page) -> Locator:
    return page.locator("body > [role=status]")


def focused(page: Page) -> str:
    found: str = page.evaluate("document.activeElement.id || document.activeElement.tagName")
    return found


# --- the keyboard ------------------------------------------------------------------------------------------------


def test_enter_goes_through_what_is_to_be_checked_and_counts_down(page: Page) -> None:
    left(page, 3)
    page.keyboard.press("Enter")
    expect(card(page, "4")).to_be_focused()
    # A lead that nobody knows cannot be confirmed: Enter passes on.
    page.keyboard.press("Enter")
    expect(card(page, "6")).to_be_focused()
    page.keyboard.press("Enter")
    left(page, 2)
    expect(card(page, "7")).to_be_focused()
    expect(said(page)).to_have_text("Đúng rồi 6 – xong. Còn 2 mục cần kiểm tra.")
    page.keyboard.press("1")
    left(page, 1)
    expect(card(page, "7")).to_contain_text("Phòng Kinh tế")
    expect(card(page, "7")).to_be_focused()


def test_keys_pressed_faster_than_the_office_answers_are_not_lost(page: Page) -> None:
    for key in ("j", "j", "j", "d", "j", "d", "u", "j"):
        page.keyboard.press(key)
    expect(page.get_by_text("Đã bỏ (1)")).to_be_visible()
    expect(page.get_by_role("button", name="Hoàn tác: sửa nhiệm vụ")).to_be_visible()


def test_a_task_is_split_by_a_digit_or_by_an_arrow_and_enter_and_put_together_again(page: Page) -> None:
    go_to(page, "5")
    page.keyboard.press("s")
    expect(page.locator(".cuts button")).to_be_focused()
    page.keyboard.press("1")
    expect(card(page, "5", 1)).to_be_focused()
    expect(card(page, "5", 1)).to_contain_text("niêm yết giá thuê")
    page.keyboard.press("m")
    expect(numbered(page, "5")).to_have_count(1)
    expect(card(page, "5")).to_be_focused()
    page.keyboard.press("k")
    page.keyboard.press("k")
    expect(card(page, "3")).to_be_focused()
    page.keyboard.press("s")
    expect(page.locator(".cuts button").first).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".cuts button").nth(1)).to_be_focused()
    page.keyboard.press("Enter")
    expect(card(page, "3", 1)).to_contain_text("hoàn thành trong tháng 10/2023")
    page.keyboard.press("u")
    expect(numbered(page, "3")).to_have_count(1)


def test_escape_leaves_the_splitting_as_it_was(page: Page) -> None:
    go_to(page, "5")
    page.keyboard.press("s")
    expect(page.locator("[data-split]")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("[data-split]")).to_have_count(0)
    expect(card(page, "5")).to_be_focused()


def test_tasks_are_moved_turned_dropped_and_every_step_taken_back(page: Page) -> None:
    go_to(page, "2")
    page.keyboard.press("]")
    expect(card(page, "2")).to_be_focused()
    expect(page.locator(".clause").nth(2)).to_have_text("2")
    page.keyboard.press("Shift+ArrowUp")
    expect(page.locator(".clause").nth(1)).to_have_text("2")
    page.keyboard.press("t")
    expect(card(page, "2").get_by_role("button", name="Thường xuyên")).to_be_visible()
    page.keyboard.press("3")
    expect(card(page, "2")).to_contain_text("Thường xuyên")
    expect(card(page, "2").locator(".menu[open]")).to_have_count(0)
    page.keyboard.press("d")
    expect(page.get_by_text("Đã bỏ (1)")).to_be_visible()
    for _ in range(4):
        page.keyboard.press("u")
    expect(page.get_by_role("button", name="Hoàn tác")).to_have_count(0)
    assert clauses(page)[:3] == ["1", "2", "3"]
    expect(card(page, "2")).to_contain_text("Hạn 30/10/2023")
    assert focused(page) != "BODY"


def test_a_deadline_is_corrected_with_two_keys_beside_the_typing(page: Page) -> None:
    go_to(page, "2")
    page.keyboard.press("h")
    expect(page.get_by_label("Thời hạn", exact=True)).to_be_focused()
    page.keyboard.type("15/11")
    expect(page.locator("#deadline-echo")).to_have_text("Thứ Tư, 15/11/2023")
    page.keyboard.press("Enter")
    expect(card(page, "2")).to_contain_text("15/11/2023")
    expect(card(page, "2")).to_be_focused()


def test_what_cannot_be_read_is_shown_at_its_field_and_nothing_typed_is_lost(browser: Browser, live: Live) -> None:
    with visitor(browser, live, "chief", expecting=400) as page:
        paste(page)
        go_to(page, "2")
        page.keyboard.press("h")
        page.keyboard.type("31/02")
        expect(page.get_by_label("Thời hạn", exact=True)).to_have_value("31/02")
        page.keyboard.press("Enter")
        expect(page.locator("#deadline-error")).to_be_visible()
        expect(page.get_by_label("Thời hạn", exact=True)).to_be_focused()
        expect(page.get_by_label("Thời hạn", exact=True)).to_have_value("31/02")


def test_the_list_is_limited_with_f_and_g_leads_to_giving(page: Page) -> None:
    page.keyboard.press("f")
    expect(page.locator(".drafts > .card")).to_have_count(3)
    assert page.url.endswith("?chi=can-kiem-tra")
    page.keyboard.press("f")
    expect(page.locator(".drafts > .card")).to_have_count(8)
    page.go_back()
    expect(page.locator(".drafts > .card")).to_have_count(3)
    page.keyboard.press("g")
    page.wait_for_url("**/giao")


def test_no_key_acts_while_typing_with_a_modifier_or_while_composing(page: Page) -> None:
    go_to(page, "2")
    for key in ("Control+d", "Alt+d", "Meta+d", "Shift+D"):
        page.keyboard.press(key)
    card(page, "2").evaluate(
        "card => card.dispatchEvent(new KeyboardEvent('keydown', {key: 'd', isComposing: true, bubbles: true}))"
    )
    page.keyboard.press("n")
    text = the_text(page)
    expect(text).to_be_focused()
    text.fill("")
    page.keyboard.type("jkdmsu?")
    expect(text).to_have_value("jkdmsu?")
    expect(page.get_by_text("Đã bỏ")).to_have_count(0)


def test_two_presses_of_d_that_an_input_method_joins_are_still_a_d(page: Page) -> None:
    go_to(page, "2")
    page.evaluate("document.activeElement.dispatchEvent(new KeyboardEvent('keydown', {key: 'đ', bubbles: true}))")
    expect(page.get_by_text("Đã bỏ (1)")).to_be_visible()


def test_the_help_sheet_opens_by_its_key_and_by_its_button_and_closes_with_escape(page: Page) -> None:
    go_to(page, "2")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Phím tắt")).to_be_visible()
    page.keyboard.press("d")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(card(page, "2")).to_be_focused()
    page.get_by_role("button", name="Phím tắt").click()
    expect(page.get_by_role("dialog", name="Phím tắt")).to_be_visible()
    page.get_by_role("button", name="Đóng").click()
    expect(page.get_by_role("button", name="Phím tắt")).to_be_focused()
    expect(page.get_by_text("Đã bỏ")).to_have_count(0)


# --- the pointer, and the sentence in the notice -----------------------------------------------------------------


def test_a_card_and_its_sentence_light_up_together_both_ways(page: Page) -> None:
    mark = page.locator("mark[id]").filter(has_text="lập danh mục ki ốt")
    card(page, "5").hover()
    expect(mark).to_have_class(re.compile("lit"))
    page.locator(".bar").hover()
    expect(mark).not_to_have_class(re.compile("lit"))
    mark.hover()
    expect(card(page, "5")).to_have_class(re.compile("lit"))
    mark.click()
    expect(card(page, "5")).to_be_focused()


def test_s_splits_where_the_pointer_was_put_in_the_sentence(page: Page) -> None:
    press_word(page, "5", "niêm yết")
    expect(page.locator(".caret")).to_be_visible()
    page.keyboard.press("s")
    expect(card(page, "5", 1)).to_be_focused()
    expect(card(page, "5", 1)).to_contain_text("niêm yết giá thuê tại chợ")
    expect(card(page, "5")).not_to_contain_text("niêm yết")
    expect(page.locator(".caret")).to_have_count(0)


def test_going_to_another_card_forgets_the_place(page: Page) -> None:
    press_word(page, "5", "niêm yết")
    page.keyboard.press("j")
    page.keyboard.press("k")
    page.keyboard.press("s")
    expect(page.locator("[data-split]")).to_be_visible()


def press_word(page: Page, clause: str, word: str) -> None:
    """Into the middle of the first syllable of a word of a task's sentence."""
    name = card(page, clause).get_attribute("data-marks")
    place = page.evaluate(
        """([name, word]) => {
          const mark = document.getElementById(name);
          mark.scrollIntoView({ block: "center" });
          const walker = document.createTreeWalker(mark, NodeFilter.SHOW_TEXT);
          for (let node = walker.nextNode(); node; node = walker.nextNode()) {
            const at = node.data.indexOf(word);
            if (at < 0) continue;
            const range = document.createRange();
            range.setStart(node, at);
            range.setEnd(node, at + 3);
            const box = range.getBoundingClientRect();
            return [box.right, box.top + box.height / 2];
          }
        }""",
        [name, word],
    )
    page.mouse.click(*place)
    expect(card(page, clause)).to_be_focused()


def test_presses_keep_the_scroll_and_the_notice_where_they_are(page: Page) -> None:
    page.locator(".source").evaluate("pane => { pane.scrollTop = 200; pane.dataset.mine = 'yes'; }")
    card(page, "6").scroll_into_view_if_needed()
    page.evaluate("scrollTo(0, 150)")
    before = page.evaluate("[scrollY, document.querySelector('.source').scrollTop]")
    card(page, "6").get_by_role("button", name="Đúng rồi").click()
    left(page, 2)
    assert page.evaluate("scrollY") == before[0]
    assert page.locator(".source").count() == 1
    expect(card(page, "6")).to_be_focused()


def test_a_loose_date_is_put_to_its_task_with_one_press(page: Page) -> None:
    page.get_by_role("button", name="Gắn vào 6").click()
    expect(card(page, "6")).to_contain_text("Hạn 28/11/2023")
    expect(card(page, "6")).to_be_focused()


# --- units by typing ---------------------------------------------------------------------------------------------


def chosen(page: Page) -> Locator:
    """What Enter would take."""
    return page.get_by_role("listbox").get_by_role("option", selected=True)


CASES = (
    "Phòng Nội vụ",
    "PHÒNG TÀI NGUYÊN & MÔI TRƯỜNG",
    "Đội quản lý trật tự đô thị",
    "Ban Quản lý  dự án – xây dựng\u00a0huyện ",
    "Uỷ ban\u200b nhân dân\tthị trấn",
    "Hoà Bình\u2011Hòa Bình − ‒ ―",
    "ẮẰẲẴẶ ẤẦẨẪẬ ẾỀỂỄỆ ỐỒỔỖỘ ỚỜỞỠỢ ỨỪỬỮỰ Ỳ Ý Ỷ Ỹ Ỵ",
    "e\u0302\u0323 \u0111 \u0110 A\u030a \u00c5 \u212b",
    "İstanbul ΣΑΣ straße",
    "\ufeffđầu dòng\x85cuối\x1c",
    "x\u034fy \ufb01",
    "",
)


def test_the_script_folds_as_the_office_does(page: Page) -> None:
    assert page.evaluate("cases => cases.map(window.dondoc.fold)", list(CASES)) == [fold(each) for each in CASES]


FOUND = (
    ("nội vụ", "Phòng Nội vụ"),
    ("vu noi", "Phòng Nội vụ"),
    ("pnv", "Phòng Nội vụ"),
    ("noi v", "Phòng Nội vụ"),
    ("kt ha tang", "Phòng Kinh tế"),
    ("tnmt", "Phòng Tài nguyên và Môi trường"),
    ("TN&MT", "Phòng Tài nguyên và Môi trường"),
    ("vhtt", "Phòng Văn hóa và Thông tin"),
    ("dat dai", "Chi nhánh Văn phòng Đăng ký đất đai Hương Sơn - Đức Thọ"),
    ("ĐKĐĐ", "Chi nhánh Văn phòng Đăng ký đất đai Hương Sơn - Đức Thọ"),
)


def test_a_unit_is_found_by_any_of_its_names_without_accents_and_in_any_order(page: Page) -> None:
    go_to(page, "4")
    page.keyboard.press("e")
    box = page.get_by_role("combobox", name="Đơn vị chủ trì")
    for typed, name in FOUND:
        box.fill(typed)
        expect(chosen(page)).to_have_text(name)


def test_a_unit_is_chosen_by_keyboard_alone_and_saved(page: Page) -> None:
    go_to(page, "5")
    page.keyboard.press("e")
    box = page.get_by_role("combobox", name="Đơn vị chủ trì")
    expect(box).to_be_focused()
    expect(box).to_have_attribute("aria-expanded", "false")
    page.keyboard.type("pnv")
    expect(box).to_have_attribute("aria-expanded", "true")
    active = box.get_attribute("aria-activedescendant")
    expect(page.locator(f"#{active}")).to_have_text("Phòng Nội vụ")
    assert box.get_attribute("aria-controls") == page.get_by_role("listbox").get_attribute("id")
    page.keyboard.press("Enter")
    expect(box).to_have_value("")
    expect(page.locator("#leads .taken button")).to_have_text(["Phòng Kinh tế ×", "Phòng Nội vụ ×"])
    page.keyboard.press("Backspace")
    expect(page.locator("#leads .taken button")).to_have_text(["Phòng Kinh tế ×"])
    expect(said(page)).to_have_text("Đã bỏ Phòng Nội vụ")
    page.keyboard.type("tp")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(card(page, "5").locator("b").nth(1)).to_have_text("Phòng Kinh tế; Phòng Tư pháp")
    expect(card(page, "5")).to_be_focused()


def test_a_wrong_unit_is_replaced_with_two_keys_beside_the_typing(page: Page) -> None:
    go_to(page, "5")
    page.keyboard.press("e")
    page.keyboard.type("dat dai")  # faster than the form comes: none of these keys may act on the card
    expect(chosen(page)).to_contain_text("Đăng ký đất đai")
    page.keyboard.press("Shift+Enter")
    expect(card(page, "5").locator("b").nth(1)).to_have_text("Chi nhánh Văn phòng Đăng ký đất đai Hương Sơn - Đức Thọ")


def test_arrows_choose_escape_closes_and_nothing_found_is_said(page: Page) -> None:
    go_to(page, "5")
    page.keyboard.press("e")
    box = page.get_by_role("combobox", name="Đơn vị chủ trì")
    page.keyboard.type("phong")
    first = chosen(page).inner_text()
    page.keyboard.press("ArrowDown")
    assert chosen(page).inner_text() != first
    page.keyboard.press("ArrowUp")
    expect(chosen(page)).to_have_text(first)
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_have_count(0)
    expect(box).to_have_value("phong")
    box.fill("qqq")
    expect(page.get_by_role("listbox").get_by_role("option")).to_have_text("Không có đơn vị nào khớp")
    page.keyboard.press("Enter")
    expect(box).to_have_value("qqq")
    box.fill("")
    page.keyboard.press("ArrowDown")
    assert page.locator(".found li").count() > 8


def test_a_unit_that_was_typed_and_never_chosen_is_asked_about_before_the_form_goes(page: Page) -> None:
    go_to(page, "5")
    page.keyboard.press("e")
    box = page.get_by_role("combobox", name="Đơn vị chủ trì")
    box.fill("noi vu")
    page.get_by_role("button", name="Lưu").click()
    expect(box).to_be_focused()
    expect(page.get_by_role("alert")).to_have_text(re.compile("Chưa chọn đơn vị nào cho “noi vu”"))
    page.keyboard.press("Enter")
    expect(page.locator("#leads .error")).to_be_hidden()
    page.get_by_role("button", name="Lưu").click()
    expect(card(page, "5")).to_contain_text("Phòng Kinh tế; Phòng Nội vụ")


def test_nothing_is_searched_while_an_input_method_composes(page: Page) -> None:
    go_to(page, "5")
    page.keyboard.press("e")
    box = page.get_by_role("combobox", name="Đơn vị chủ trì")
    expect(box).to_be_focused()
    keys = page.context.new_cdp_session(page)
    for composed in ("n", "no", "noo", "nô", "nội"):
        keys.send(
            "Input.imeSetComposition",
            {"text": composed, "selectionStart": len(composed), "selectionEnd": len(composed)},
        )
        expect(box).to_have_value(composed)
        expect(page.get_by_role("listbox")).to_have_count(0)
    page.evaluate(
        """() => {
          for (const key of ["Enter", "Backspace"]) {
            const press = { key, isComposing: true, bubbles: true, cancelable: true };
            document.activeElement.dispatchEvent(new KeyboardEvent("keydown", press));
          }
        }"""
    )
    expect(page.locator("#leads .taken button")).to_have_count(1)
    keys.send("Input.insertText", {"text": "nội"})
    expect(chosen(page)).to_have_text("Phòng Nội vụ")


# --- when things go wrong ----------------------------------------------------------------------------------------


def test_a_press_on_a_page_that_somebody_changed_shows_the_page_as_it_is_now(browser: Browser, live: Live) -> None:
    with visitor(browser, live, "chief", expecting=409) as page:
        paste(page)
        other = page.context.new_page()
        other.goto(page.url)
        card(other, "2").get_by_role("button", name="Bỏ").click()
        expect(other.get_by_text("Đã bỏ (1)")).to_be_visible()
        card(page, "3").get_by_role("button", name="Bỏ").click()
        expect(page.get_by_role("alert")).to_contain_text("đã được người khác cập nhật")
        expect(card(page, "2")).to_have_count(0)
        assert focused(page) != "BODY"


def test_two_people_in_one_form_see_both_versions_and_nothing_typed_is_lost(browser: Browser, live: Live) -> None:
    with visitor(browser, live, "chief", expecting=409) as page:
        paste(page)
        go_to(page, "2")
        page.keyboard.press("n")
        the_text(page).fill("Bản của tôi")
        other = page.context.new_page()
        other.goto(page.url)
        the_text(other).fill("Bản của đồng nghiệp")
        other.get_by_role("button", name="Lưu").click()
        expect(card(other, "2")).to_contain_text("Bản của đồng nghiệp")
        page.get_by_role("button", name="Lưu").click()
        expect(page.locator("table.versions")).to_contain_text("Bản của đồng nghiệp")
        expect(the_text(page)).to_have_value("Bản của tôi")
        page.get_by_role("button", name="Lưu").click()
        expect(card(page, "2")).to_contain_text("Bản của tôi")


def test_a_session_that_ended_leads_to_the_log_in_and_keeps_the_typing(browser: Browser, live: Live) -> None:
    with quietly(browser, live) as page:
        paste(page)
        go_to(page, "2")
        page.keyboard.press("n")
        the_text(page).fill("Gõ khi phiên đã hết")
        page.context.clear_cookies()
        page.get_by_role("button", name="Lưu").click()
        expect(page.get_by_role("button", name="Đăng nhập")).to_be_visible()
        enter_password(page)
        page.locator("main button").click()
        expect(card(page, "2")).to_contain_text("Gõ khi phiên đã hết")


def test_where_nothing_comes_back_the_press_goes_the_plain_way(browser: Browser, live: Live) -> None:
    with quietly(browser, live) as page:
        paste(page)
        page.route("**/*", lambda route: route.abort() if route.request.resource_type == "fetch" else route.continue_())
        go_to(page, "2")
        page.keyboard.press("d")
        expect(page.get_by_text("Đã bỏ (1)")).to_be_visible()
        card(page, "3").get_by_role("link", name="Sửa").click()
        expect(the_text(page)).to_be_visible()


def test_what_is_being_saved_is_saved_before_the_page_is_left(page: Page) -> None:
    """On a slow machine the hand is faster than the answer."""

    def slowly(route: Route) -> None:
        page.wait_for_timeout(400)
        route.continue_()

    page.route("**/du-kien/**", lambda route: slowly(route) if route.request.method == "POST" else route.continue_())
    go_to(page, "2")
    page.keyboard.press("d")
    page.get_by_role("link", name="Giao nhiệm vụ").click()
    page.wait_for_url("**/giao")
    page.go_back()
    expect(page.get_by_text("Đã bỏ (1)")).to_be_visible()


def test_typing_that_is_not_saved_is_asked_about_before_another_press(page: Page) -> None:
    go_to(page, "2")
    page.keyboard.press("n")
    the_text(page).fill("Chưa lưu")
    asked: list[str] = []

    def stay(dialog) -> None:  # type: ignore[no-untyped-def]
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    card(page, "3").get_by_role("button", name="Bỏ").click()
    expect(the_text(page)).to_have_value("Chưa lưu")
    assert asked == ["beforeunload"]


# --- without JavaScript, and for everybody -----------------------------------------------------------------------


def test_without_javascript_tasks_are_split_merged_told_their_unit_and_steps_undone(
    browser: Browser, live: Live
) -> None:
    with quietly(browser, live, script=False) as page:
        paste(page)
        card(page, "5").locator("summary", has_text="Khác").click()
        card(page, "5").get_by_role("link", name="Tách…").click()
        page.get_by_role("button", name="1 Tách trước").click()
        expect(numbered(page, "5")).to_have_count(2)
        page.get_by_role("button", name="Hoàn tác: tách nhiệm vụ").click()
        expect(numbered(page, "5")).to_have_count(1)
        card(page, "3").locator("summary", has_text="Khác").click()
        card(page, "3").get_by_role("button", name="Gộp vào mục trước").click()
        assert clauses(page) == ["1", "2", "4", "5", "6", "7"]
        page.get_by_role("button", name="Hoàn tác: gộp nhiệm vụ").click()
        card(page, "7").locator(".chip button[name=unit]").click()
        expect(card(page, "7")).to_contain_text("Phòng Kinh tế")
        expect(page.get_by_role("button", name="Phím tắt")).to_be_hidden()
        card(page, "2").get_by_role("link", name="Sửa").click()
        page.get_by_role("group", name="Đơn vị chủ trì").get_by_label("Phòng Tư pháp").check()
        page.get_by_role("button", name="Lưu").click()
        expect(card(page, "2")).to_contain_text("Phòng Tư pháp")


def violations(page: Page) -> list[str]:
    found = Axe().run(page, options=ACCESSIBLE).response["violations"]
    return [f"{rule['id']}: {rule['nodes'][0]['html'][:200]}" for rule in found]


@pytest.mark.parametrize("opened", ["t3", "dau-de", "moi"])
def test_a_form_that_a_whole_page_comes_with_has_the_focus_though_the_address_names_its_card(
    page: Page, opened: str
) -> None:
    home = page.url.partition("#")[0].partition("?")[0]
    page.goto("/du-kien")
    page.goto(f"{home}?sua={opened}#t-{opened}")
    focused = page.locator(f"#t-{opened} :focus")
    expect(focused).to_be_in_viewport(ratio=1)
    page.wait_for_timeout(300)  # nothing takes it away again
    expect(focused).to_have_count(1)


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_saving_is_in_sight_while_a_form_is_open_and_giving_does_not_stand_in_its_place(
    page: Page, size: tuple[int, int]
) -> None:
    width, height = size
    page.set_viewport_size({"width": width, "height": height})
    home = page.url.partition("#")[0].partition("?")[0]
    for opened in ("?sua=t3#t-t3", "?sua=dau-de#t-dau-de", "?sua=moi#t-moi"):
        page.goto(f"{home}{opened}")
        picture(page, f"xem-lai-chan-{opened[5:7]}-{width}", whole=False)
        for name in ("Lưu", "Bỏ qua"):
            press = page.locator(".card.on .actions").get_by_text(name, exact=True)
            expect(press).to_be_in_viewport(ratio=1)
            # Nothing lies over it.
            assert press.evaluate(
                """press => {
                    const box = press.getBoundingClientRect();
                    return press.contains(document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2));
                }"""
            )
        # Nor does the foot lie over the field that has the focus; of a long one the browser shows where one types.
        for field in page.locator(".card.on").locator("input:visible, select, textarea").all():
            field.focus()
            box, foot = field.bounding_box(), page.locator(".card.on form > .actions").bounding_box()
            assert box
            assert foot
            assert box["y"] + min(box["height"], 60) <= foot["y"], field.get_attribute("id")


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_everybody_can_use_each_state_of_the_page(page: Page, size: tuple[int, int]) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})

    def look(name: str) -> None:
        picture(page, f"xem-lai-{name}-{size[0]}")
        assert violations(page) == [], name
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name

    look("danh-sach")
    card(page, "6").locator(".many > summary").click()
    go_to(page, "7")
    page.keyboard.press("t")
    look("trinh-don")
    page.keyboard.press("Escape")
    page.keyboard.press("e")
    page.get_by_role("combobox", name="Đơn vị chủ trì").fill("phong")
    expect(page.get_by_role("listbox")).to_be_visible()
    look("sua")
    page.keyboard.press("Escape")
    page.get_by_role("combobox", name="Đơn vị chủ trì").fill("")
    page.get_by_role("link", name="Bỏ qua").click()
    expect(card(page, "7")).to_be_focused()
    page.keyboard.press("k")
    page.keyboard.press("s")
    expect(page.locator("[data-split]")).to_be_visible()
    look("tach")
    page.keyboard.press("?")
    look("phim")


def test_six_tasks_stand_on_the_first_screen_and_the_bar_covers_none_with_the_focus(
    browser: Browser, live: Live
) -> None:
    with visitor(browser, live, "chief") as page:
        paste(page, with_more(30))
        seen = page.evaluate(
            """() => {
              const bar = document.querySelector(".bar").getBoundingClientRect().top;
              return [...document.querySelectorAll(".drafts > .card")]
                .filter((card) => card.querySelector(".clause") && card.getBoundingClientRect().bottom <= bar).length;
            }"""
        )
        assert seen >= 6
        for _ in range(30):
            page.keyboard.press("j")
            assert page.evaluate(
                """() => document.activeElement.getBoundingClientRect().bottom
                  <= document.querySelector(".bar").getBoundingClientRect().top"""
            )


def with_more(last: int) -> str:
    more = "".join(f"\n{n}. Phòng Tư pháp lập sổ theo dõi số {n} trước ngày 30/11/2023.\n" for n in range(8, last + 1))
    return TEXT.replace("\nTL. CHỦ TỊCH", f"{more}\nTL. CHỦ TỊCH")


def test_four_hundred_tasks_stay_usable(browser: Browser, live: Live) -> None:
    with visitor(browser, live, "chief") as page:
        paste(page, with_more(400))
        expect(page.locator(".drafts > .card")).to_have_count(401)
        go_to(page, "5")
        took = page.evaluate(
            """() => new Promise((done) => {
              const began = performance.now();
              new MutationObserver(() => done(performance.now() - began))
                .observe(document.querySelector(".bar"), { childList: true, subtree: true });
              document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key: "d", bubbles: true }));
            })"""
        )
        assert took < 15_000, f"{took:.0f} ms"


# --- the notice this software was conceived for ------------------------------------------------------------------


@pytest.mark.skipif(not REAL.is_file(), reason="the labelled corpus does not lie beside this checkout")
def test_the_real_notice_is_given_with_a_few_presses(browser: Browser, live: Live) -> None:
    presses = 0

    def press(key: str) -> None:
        nonlocal presses
        presses += 1
        page.keyboard.press(key)

    with visitor(browser, live, "chief") as page:
        page.goto("/van-ban/them")
        page.locator("input[type=file]").set_input_files(REAL)
        presses += 2  # the file, and the button
        page.get_by_role("button", name="Đọc văn bản").click()
        page.wait_for_url("**/du-kien/*")
        left(page, 4)
        press("Enter")
        for remaining in (3, 2, 1, 0):
            press("Enter")
            left(page, remaining)
        press("g")
        page.wait_for_url("**/giao")
        picture(page, "giao-194")
        press("Enter")
        expect(page.get_by_role("status")).to_contain_text("Đã giao 29 nhiệm vụ")
    assert presses == 9
