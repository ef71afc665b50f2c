"""A notice becomes a header, tasks and unused dates."""

from __future__ import annotations

from datetime import date, time

import pytest

from app.domain.reading import read
from app.domain.terms import TaskKind
from tests.domain.reading.notices import HEAD, NOTICE, body


def firm(reading):
    return [task for task in reading.tasks if not task.general]


def test_the_header_is_read():
    head = read(NOTICE).document
    assert head.number == "41/TB-UBND"
    assert (head.kind, head.issuer, head.place) == ("Thông báo", "UBND huyện Hồ Sen", "Hồ Sen")
    assert (head.issued_on, head.meeting_on) == (date(2024, 3, 4), date(2024, 3, 1))
    assert (head.chair, head.signer, head.signer_title) == ("Đinh Công Thành", "Đinh Công Thành", "Phó Chủ tịch")
    assert head.subject == "Kết luận họp bàn công tác chuyển đổi số"
    assert head.unsure == ()


def test_a_number_that_waits_for_the_clerk_is_none_and_not_sure():
    head = read("Số:      /TB-UBND\nHồ Sen, ngày      tháng 3 năm 2024\nTHÔNG BÁO\nKết luận họp\n").document
    assert (head.number, head.issued_on, head.kind) == (None, None, "Thông báo")
    assert {"number", "issued_on"} <= set(head.unsure)


def test_a_two_column_head_and_signature_are_taken_apart():
    head = read(
        "   ỦY BAN NHÂN DÂN           CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
        "     XÃ ĐÔNG VĨ                 Độc lập - Tự do - Hạnh phúc\n"
        "   Số: 9 /TB-UBND            Đông Vĩ, ngày 05 tháng 01 năm 2026\n\n"
        "                      THÔNG BÁO\n"
        "           Kết luận họp bàn việc làm đường\n"
        "                ở hai thôn Thượng, Hạ\n\n"
        "     1. Phòng Kinh tế lập dự toán.\n\n"
        "Nơi nhận:                      TL. CHỦ TỊCH\n"
        "- Như trên;               KT. CHÁNH VĂN PHÒNG\n"
        "- Lưu: VT.              PHÓ CHÁNH VĂN PHÒNG\n\n"
        "                           Tạ Thị Mơ\n"
    ).document
    assert (head.number, head.issuer, head.place) == ("9/TB-UBND", "Ủy ban nhân dân xã Đông Vĩ", "Đông Vĩ")
    assert head.subject == "Kết luận họp bàn việc làm đường ở hai thôn Thượng, Hạ"
    assert (head.signer, head.signer_title) == ("Tạ Thị Mơ", "Phó Chánh Văn phòng")


def test_an_official_letter_has_its_subject_under_the_number():
    head = read(
        "UBND XÃ ĐÔNG VĨ\nSố: 12/UBND-VX\nV/v sửa cổng trường\n"
        "Đông Vĩ, ngày 05 tháng 01 năm 2026\nKính gửi: Trạm Y tế xã\n"
    )
    assert (head.document.kind, head.document.subject) == ("Công văn", "sửa cổng trường")


@pytest.mark.parametrize(
    ("caps", "issuer"),
    [
        ("PHÒNG KINH TẾ", "Phòng Kinh tế"),
        ("SỞ VĂN HÓA, THỂ THAO VÀ DU LỊCH", "Sở Văn hóa, Thể thao và Du lịch"),
        ("THỦ TƯỚNG CHÍNH PHỦ", "Thủ tướng Chính phủ"),
        ("VĂN PHÒNG ỦY BAN NHÂN DÂN TỈNH HỒ SEN", "Văn phòng Ủy ban nhân dân tỉnh Hồ Sen"),
    ],
)
def test_an_issuer_in_capitals_is_written_as_it_is(caps, issuer):
    assert read(f"{caps}\n{HEAD}").document.issuer == issuer


def test_who_signs_for_nobody_and_names_no_recipients_is_no_task():
    reading = body("1. Phòng Nội vụ lập danh sách.\nTRƯỞNG PHÒNG\n(đã ký)\nĐỗ Văn Sang\n")
    assert (reading.document.signer, reading.document.signer_title) == ("Đỗ Văn Sang", "Trưởng phòng")
    assert len(reading.tasks) == 1


def test_notes_without_any_opening_sentence_have_tasks():
    reading = read("Giao ban sáng 05/8/2025\n- Công an xã: tuần tra ban đêm.\n- Phòng Kinh tế: lập danh sách.\n")
    assert [task.leads for task in reading.tasks] == [("Công an xã",), ("Phòng Kinh tế",)]


def test_a_sentence_that_opens_a_table_is_no_task():
    told = "Đồng chí Đỗ Văn Sang, Chủ tịch UBND xã chủ trì họp. Chủ tịch UBND xã kết luận như sau:"
    reading = body(f"{told}\nSTT\tNội dung công việc\tĐơn vị thực hiện\n1\tLập danh sách\tPhòng Nội vụ\n")
    assert [task.text for task in reading.tasks] == ["Lập danh sách"]


def test_every_duty_is_a_task_and_nothing_else_is():
    assert [(task.clause, task.text[:22]) for task in read(NOTICE).tasks] == [
        ("2", "Yêu cầu các đơn vị, đị"),
        ("3.1", "Chủ trì, phối hợp với "),
        ("3.1", "Tập huấn trong tháng 4"),
        ("3.1", "báo cáo kết quả về UBN"),
        ("3.1", "Tiếp tục duy trì chuyê"),
        ("3.2", "Phòng Tài chính - Kế h"),
        ("3.3.a", "Cử cán bộ tham gia tổ "),
        ("3.3.b", "Khẩn trương lắp đặt wi"),
    ]


def test_an_exhortation_to_everybody_is_general():
    first, *others = read(NOTICE).tasks
    assert (first.general, first.kind, first.leads) == (True, TaskKind.GENERAL, ("Các đơn vị, địa phương",))
    assert not any(task.general for task in others)


def test_leads_coordinators_and_recipients():
    tasks = firm(read(NOTICE))
    assert tasks[0].leads == ("Phòng Văn hóa và Thông tin",)
    assert tasks[0].coordinating == ("Phòng Nội vụ",)
    assert tasks[2].report_to == ("UBND huyện", "Văn phòng HĐND và UBND")
    assert tasks[4].leads == ("Phòng Tài chính - Kế hoạch",)
    assert tasks[5].leads == ("UBND các xã",)


def test_one_paragraph_with_two_deadlines_is_two_tasks():
    _, training, report, *_ = firm(read(NOTICE))
    assert (training.deadline, training.exclusive) == (date(2024, 4, 30), False)
    assert (report.deadline, report.exclusive, report.deadline_text) == (
        date(2024, 5, 10),
        True,
        "trước ngày 10/5/2024",
    )


def test_a_line_about_time_belongs_to_the_task_above_it():
    task = firm(read(NOTICE))[4]
    assert (task.deadline, task.deadline_text) == (date(2024, 6, 30), "Trong quý II/2024")


def test_an_impossible_date_is_null_and_not_sure():
    task = firm(read(NOTICE))[-1]
    assert (task.deadline, task.deadline_text, task.unsure) == (None, "trước ngày 31/4/2024", ("deadline",))
    assert task.urgent


def test_kinds():
    kinds = [task.kind for task in firm(read(NOTICE))]
    assert kinds[:4] == [TaskKind.DATED, TaskKind.DATED, TaskKind.DATED, TaskKind.CONTINUOUS]
    assert kinds[5] is TaskKind.PER_REPORT
    assert firm(read(NOTICE))[3].recurrence == "hằng tuần"


def test_dates_no_task_took_are_listed_with_a_reason():
    assert [(unused.text, unused.why) for unused in read(NOTICE).unused_dates] == [
        ("ngày 04 tháng 3 năm 2024", "ngày ban hành văn bản"),
        ("Ngày 01/3/2024", "ngày họp"),
        ("ngày 02/01/2024", "ngày của văn bản được viện dẫn"),
        ("trước ngày 01/6/2024", "không nằm trong nhiệm vụ nào"),
    ]


def test_offsets_lead_back_to_the_source():
    for task in read(NOTICE).tasks:
        assert " ".join(NOTICE[task.start : task.end].split()) == task.text
        if task.deadline_start is not None:
            assert NOTICE[task.deadline_start : task.deadline_end] == task.deadline_text


def test_the_json_has_the_promised_keys():
    printed = read(NOTICE).as_dict()
    assert list(printed) == ["document", "tasks", "unused_dates", "parts"]
    assert list(printed["tasks"][1]) == [
        "clause", "text", "start", "end", "leads", "coordinating", "report_to", "deadline", "deadline_time",
        "exclusive", "deadline_text", "recurrence", "general", "urgent", "unsure",
    ]  # fmt: skip
    assert printed["tasks"][1]["deadline"] == "2024-03-20"
    assert list(printed["unused_dates"][0]) == ["text", "start", "end", "why"]


def test_markdown_is_cleaned_and_offsets_are_kept():
    text = HEAD + "### **1. Đối với Phòng Nội vụ**\n\n- Rà soát *toàn bộ* hồ sơ<br>trước ngày 15/3/2024.\n"
    (task,) = read(text).tasks
    assert task.text == "Rà soát toàn bộ hồ sơ trước ngày 15/3/2024."
    assert text[task.start : task.end].startswith("Rà soát *toàn")


def test_a_sentence_broken_over_lines_and_pages_is_one_task():
    reading = body(
        "     1. Phòng Nội vụ rà soát toàn bộ danh sách cán bộ, công chức đang làm việc tại\n"
        "các thôn, đối chiếu với hồ sơ gốc và phối hợp với Phòng Tài\n"
        "                                    2\n\n"
        "chính - Kế hoạch lập dự toán, báo cáo UBND huyện trước ngày\n"
        "15/3/2024.\n"
        "     2. Phòng Tư pháp kiểm tra việc chứng thực tại các điểm tiếp nhận hồ sơ trong\n"
        "toàn huyện.\n"
    )
    first, second = reading.tasks
    assert first.text.endswith(
        "phối hợp với Phòng Tài chính - Kế hoạch lập dự toán, báo cáo UBND huyện trước ngày 15/3/2024."
    )
    assert (first.coordinating, first.deadline) == (("Phòng Tài chính - Kế hoạch",), date(2024, 3, 15))
    assert second.leads == ("Phòng Tư pháp",)


def test_two_addressees_in_one_paragraph_are_two_tasks():
    reading = body("1. Giao Phòng Nội vụ lập danh sách; giao Phòng Tư pháp thẩm định trước ngày 15/3/2024.\n")
    assert [(task.leads, task.deadline) for task in reading.tasks] == [
        (("Phòng Nội vụ",), None),
        (("Phòng Tư pháp",), date(2024, 3, 15)),
    ]


@pytest.mark.parametrize(
    ("sentence", "leads"),
    [
        (
            "Phòng Nội vụ báo cáo; trước ngày 15/3/2024, Phòng Tư pháp tổng hợp.",
            [("Phòng Nội vụ",), ("Phòng Tư pháp",)],
        ),
        ("Yêu cầu: Phòng Nội vụ họp; Phòng Tư pháp lập sổ.", [("Phòng Nội vụ",), ("Phòng Tư pháp",)]),
        ("Giao Phòng Nội vụ; Phòng Tư pháp rà soát.", [("Phòng Nội vụ", "Phòng Tư pháp")]),
        ("Giao Phòng Nội vụ chủ trì, phối hợp với Phòng Tư pháp; UBND các xã rà soát.", [("Phòng Nội vụ",)]),
    ],
)
def test_a_semicolon_parts_sentences_or_units(sentence, leads):
    assert [task.leads for task in body(f"1. {sentence}\n").tasks] == leads


def test_a_schedule_date_holds_for_both_subjects_of_its_paragraph():
    reading = body("1. Ngày 01/4/2024: UBND xã Đồng quyết định lập đội trực và HĐND xã Đồng quyết định cấp kinh phí.\n")
    assert [(task.leads, task.deadline) for task in reading.tasks] == [
        (("UBND xã Đồng",), date(2024, 4, 1)),
        (("HĐND xã Đồng",), date(2024, 4, 1)),
    ]


def test_items_that_are_no_orders_stay_with_their_sentence():
    reading = body(
        "1. Phòng Nội vụ chủ trì báo cáo các nội dung sau:\n- Số người vắng mặt;\n- Số người đi muộn.\n"
        "2. Phòng Tư pháp họp dân.\n"
    )
    assert [task.leads for task in reading.tasks] == [("Phòng Nội vụ",), ("Phòng Tư pháp",)]
    assert reading.tasks[0].text.endswith("Số người đi muộn.")


def test_a_deadline_in_the_opening_of_a_list_governs_it_but_is_not_sure():
    reading = body(
        "1. Phòng Nội vụ hoàn thành các việc sau trước ngày 15/3/2024:\n- Lập danh sách;\n- Rà soát hồ sơ.\n"
    )
    assert [task.deadline for task in reading.tasks] == [date(2024, 3, 15)] * 2
    assert all("deadline" in task.unsure for task in reading.tasks)


@pytest.mark.parametrize(
    "text",
    [
        "1. Công an xã:\n- Lập tổ.\n- Họp.\nThời gian hoàn thành các việc trên: trước 15/3/2024.\n",
        "1. Phòng Nội vụ:\n- Lập tổ.\n- Họp.\nYêu cầu các xã hoàn thành các nhiệm vụ trên trước 15/3/2024.\n",
        "Các đơn vị hoàn thành các việc sau trước 15/3/2024:\n1. Phòng Nội vụ:\n- Lập tổ.\n2. Công an xã:\n- Họp.\n",
        "1. Nhiệm vụ cần hoàn thành trước 15/3/2024\n- Phòng Nội vụ lập danh sách.\n- Công an xã tuần tra.\n",
    ],
)
def test_a_deadline_before_or_after_a_list_governs_it_and_is_listed_as_applied(text):
    reading = body(text)
    assert [(task.deadline, task.unsure) for task in reading.tasks] == [(date(2024, 3, 15), ("deadline",))] * 2
    assert reading.unused_dates[-1].why == "thời hạn chung, đã áp dụng cho các nhiệm vụ"


@pytest.mark.parametrize("stop", [".", ""])
@pytest.mark.parametrize("who", ["Cơ quan chủ trì", "Chủ trì"])
def test_lines_of_details_end_the_names_they_hold(who, stop):
    lines = (f"{who}: Phòng Nội vụ", "Phối hợp: Phòng Tư pháp, UBND các xã", "Thời hạn: 15/3/2024")
    (task,) = body("1. Lập danh sách.\n" + "".join(f"- {line}{stop}\n" for line in lines)).tasks
    assert (task.leads, task.coordinating) == (("Phòng Nội vụ",), ("Phòng Tư pháp", "UBND các xã"))
    assert (task.deadline, task.unsure) == (date(2024, 3, 15), ())


def test_under_a_heading_with_two_units_nobody_is_sure_who_leads():
    reading = body("1. Đối với Phòng Nội vụ, Phòng Tư pháp\n- Rà soát hồ sơ.\n- Phòng Tư pháp chủ trì tập huấn.\n")
    shared, single = reading.tasks
    assert (shared.leads, shared.unsure) == (("Phòng Nội vụ", "Phòng Tư pháp"), ("leads",))
    assert (single.leads, single.unsure) == (("Phòng Tư pháp",), ())


def test_a_task_without_addressee_has_no_lead_and_says_so():
    (task,) = body("1. Rà soát toàn bộ hồ sơ còn tồn.\n").tasks
    assert (task.leads, task.unsure) == ((), ("leads",))


def test_an_unclear_date_makes_the_deadline_unsure_and_is_listed():
    reading = body("1. Phòng Nội vụ mời đoàn ngày 20/3/2024 về thăm xã.\n")
    assert (reading.tasks[0].deadline, reading.tasks[0].unsure) == (None, ("deadline",))
    assert reading.unused_dates[-1].text == "ngày 20/3/2024"


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("trước ngày 02/01/2023", "trước ngày ban hành văn bản"),
        ("ngày l5/11/2024", "chữ số đọc không rõ"),
    ],
)
def test_a_deadline_that_cannot_be_is_listed_with_why_and_never_taken(written, why):
    reading = body(f"1. Phòng Nội vụ gửi danh sách {written}.\n")
    assert (reading.tasks[0].deadline, reading.tasks[0].unsure) == (None, ("deadline",))
    assert (reading.unused_dates[-1].text, reading.unused_dates[-1].why) == (written, why)


def test_a_time_of_day_is_kept():
    (task,) = body("1. Phòng Nội vụ gửi danh sách trước 9 giờ 15 ngày 20/3/2024.\n").tasks
    assert task.deadline_time == time(9, 15)


@pytest.mark.parametrize(
    "sentence",
    [
        "Ghi nhận sự cố gắng của các đơn vị.",
        "Thống nhất với phương án do Phòng Nội vụ trình.",
        "Trong thời gian qua, Phòng Nội vụ đã giải quyết nhiều hồ sơ.",
        "Trong quá trình triển khai thực hiện, nếu có vướng mắc, báo cáo UBND huyện.",
    ],
)
def test_results_praise_and_closings_are_no_tasks(sentence):
    assert body(f"1. {sentence}\n").tasks == ()


def test_a_section_about_results_holds_no_tasks():
    reading = body("I. ĐÁNH GIÁ CHUNG\n1. Phòng Nội vụ báo cáo chậm.\nII. NHIỆM VỤ\n1. Phòng Nội vụ báo cáo lại.\n")
    assert [(task.clause, task.text) for task in reading.tasks] == [("II.1", "Phòng Nội vụ báo cáo lại.")]


def test_nothing_comes_of_nothing():
    reading = read("")
    assert (reading.tasks, reading.unused_dates, reading.document.number) == ((), (), None)


def test_a_meeting_told_in_the_very_paragraph_that_leads_in_is_found():
    head = read(
        "Số: 5/TB-UBND\nHồ Sen, ngày 04 tháng 3 năm 2024\nTHÔNG BÁO\nKết luận họp\n\n"
        "Ngày 01/3/2024, đồng chí Đỗ Văn Sang, Chủ tịch UBND xã đã chủ trì cuộc họp về đường liên thôn. "
        "Sau khi nghe các ý kiến, Chủ tịch UBND xã kết luận như sau:\n\n1. Giao Phòng Kinh tế lập danh sách hộ.\n"
    ).document
    assert (head.meeting_on, head.chair) == (date(2024, 3, 1), "Đỗ Văn Sang")


@pytest.mark.parametrize("written", ["950/TB-UBND", "950/TB–UBND", "950 /TB — UBND", "950/TB\u2011UBND"])
def test_a_number_is_whole_whatever_dash_it_is_written_with(written):
    text = f"Số: {written}\nHồ Sen, ngày 04 tháng 3 năm 2024\nTHÔNG BÁO\nKết luận họp\n"
    assert read(text).document.number == "950/TB-UBND"
