"""Names of units in running text, and who leads, coordinates or receives."""

from __future__ import annotations

import pytest

from app.domain.reading.parties import coordinating, heading, orders, report_to, subject
from app.domain.reading.text import flow
from app.domain.reading.units import unit_list


def of(text: str):
    return flow(text, [(0, len(text))])


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Phòng Nội vụ rà soát danh sách", ("Phòng Nội vụ",)),
        ("phòng Văn hóa và Thông tin tổ chức lễ phát động", ("Phòng Văn hóa và Thông tin",)),
        (
            "Phòng Nội vụ, Tư pháp, Văn hóa - Xã hội tham mưu",
            ("Phòng Nội vụ", "Phòng Tư pháp", "Phòng Văn hóa - Xã hội"),
        ),
        ("các Sở: Tài chính, Kế hoạch và Đầu tư lập dự toán", ("Sở Tài chính", "Sở Kế hoạch và Đầu tư")),
        ("Sở Văn hóa, Thể thao và Du lịch, Sở Y tế phối hợp", ("Sở Văn hóa, Thể thao và Du lịch", "Sở Y tế")),
        ("Văn phòng HĐND và UBND rà soát", ("Văn phòng HĐND và UBND",)),
        ("Phòng Kinh tế và Trạm Y tế xã kiểm tra", ("Phòng Kinh tế", "Trạm Y tế xã")),
        (
            "UBND các xã Đồng Tâm, Thanh Sơn và Hòa Lạc kiểm đếm",
            ("UBND xã Đồng Tâm", "UBND xã Thanh Sơn", "UBND xã Hòa Lạc"),
        ),
        ("UBND các xã, phường: Đồng Tâm và Hòa Lạc kiểm đếm", ("UBND xã Đồng Tâm", "UBND xã Hòa Lạc")),
        ("UBND các xã, thị trấn thực hiện", ("UBND các xã, thị trấn",)),
        ("UBND các xã, thị trấn: Rà soát hộ nghèo", ("UBND các xã, thị trấn",)),
        ("UBND các xã: Lập Hòa, Đông Sơn rà soát", ("UBND xã Lập Hòa", "UBND xã Đông Sơn")),
        ("các phòng, ban, đơn vị tăng cường kiểm tra", ("Các phòng, ban, đơn vị",)),
        ("Sở Tài chính và các cơ quan, đơn vị có liên quan lập", ("Sở Tài chính", "Các cơ quan, đơn vị có liên quan")),
        ("Giám đốc Sở Y tế chỉ đạo", ("Sở Y tế",)),
        ("Trưởng phòng Nội vụ báo cáo", ("Phòng Nội vụ",)),
        ("Hiệu trưởng Trường Tiểu học Đông Vĩ mời phụ huynh", ("Trường Tiểu học Đông Vĩ",)),
        (
            "Chi nhánh Văn phòng đăng ký đất đai khu vực II cập nhật",
            ("Chi nhánh Văn phòng đăng ký đất đai khu vực II",),
        ),
        ("Tổ công nghệ số cộng đồng hỗ trợ người dân", ("Tổ công nghệ số cộng đồng",)),
        ("tổ chức hội nghị", ()),
        ("phòng ngừa dịch bệnh", ()),
    ],
)
def test_a_list_of_units_ends_where_the_sentence_goes_on(text, names):
    assert unit_list(of(text), 0)[0] == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Đối với phòng Tư pháp", ("Phòng Tư pháp",)),
        ("Giao Sở Xây dựng, Sở Tài chính:", ("Sở Xây dựng", "Sở Tài chính")),
        ("Đề nghị Ủy ban Mặt trận Tổ quốc Việt Nam xã:", ("Ủy ban Mặt trận Tổ quốc Việt Nam xã",)),
        ("Đối với công tác giải phóng mặt bằng", ()),
        ("TỔ CHỨC THỰC HIỆN", ()),
        ("Về cải cách thủ tục hành chính", ()),
    ],
)
def test_a_heading_addresses_its_units(text, names):
    assert heading(of(text)) == names


def test_a_subject_stands_before_the_verb_or_the_colon():
    assert subject(of("Phòng Kinh tế (đồng chí Bình) lập danh sách")).names == ("Phòng Kinh tế",)
    assert subject(of("Trong tháng 12, Công an xã tuần tra ban đêm")).names == ("Công an xã",)
    assert subject(of("Trạm Y tế xã: chuẩn bị thuốc")).names == ("Trạm Y tế xã",)
    assert subject(of("Rà soát danh sách của Phòng Kinh tế")) is None
    assert subject(of("Phòng Kinh tế theo chức năng, nhiệm vụ được giao lập danh sách")).names == ("Phòng Kinh tế",)
    assert subject(of("Phòng Kinh tế trong tháng 5 đã lập danh sách")) is None
    assert subject(of("Phòng Kinh tế; Công an xã: lập danh sách")).names == ("Phòng Kinh tế", "Công an xã")
    assert subject(of("Trước ngày 30/8/2026 Công an xã tuần tra ban đêm")).names == ("Công an xã",)


def test_what_is_quoted_orders_nothing():
    assert not orders(of("Bổ sung vào dự thảo: “Giao Phòng Kinh tế lập danh sách” rồi trình lại"))


def test_an_order_may_follow_a_long_reason():
    text = "Trên cơ sở báo cáo của Phòng Kinh tế, giao Phòng Nội vụ chủ trì tham mưu"
    (order,) = orders(of(text))
    assert order.names == ("Phòng Nội vụ",)
    assert not list(orders(of("hoàn thành nhiệm vụ được giao Phòng Nội vụ theo dõi")))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Chủ trì, phối hợp với Công an xã và Trạm Y tế xã kiểm tra", ("Công an xã", "Trạm Y tế xã")),
        ("Phối hợp chặt chẽ với Phòng Kinh tế thống kê", ("Phòng Kinh tế",)),
        ("Phòng Nội vụ chủ trì, làm việc với Công an xã về hồ sơ", ("Công an xã",)),
        ("làm việc với Công an xã về hồ sơ", ()),
        ("Phòng Nội vụ (chủ trì), Công an xã (phối hợp) kiểm tra", ("Công an xã",)),
        (
            "Phòng Nội vụ chủ trì, phối hợp với các Phòng: Kinh tế, Tư pháp; Công an xã, Trạm Y tế xã kiểm tra",
            ("Phòng Kinh tế", "Phòng Tư pháp", "Công an xã", "Trạm Y tế xã"),
        ),
        ("Hướng dẫn Trạm Y tế xã lập hồ sơ", ()),
        ("Đôn đốc các đơn vị gửi Phòng Kinh tế", ()),
        ("Giao Phòng Nội vụ lập đề án; Phòng Kinh tế phối hợp cung cấp số liệu", ("Phòng Kinh tế",)),
    ],
)
def test_who_coordinates(text, names):
    assert coordinating(of(text), ("Phòng Nội vụ",)) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("báo cáo UBND xã (qua Văn phòng HĐND và UBND) trước ngày 5/12", ("UBND xã", "Văn phòng HĐND và UBND")),
        ("báo cáo kết quả về UBND xã, qua Phòng Nội vụ", ("UBND xã", "Phòng Nội vụ")),
        ("gửi báo cáo về Phòng Kinh tế tổng hợp", ("Phòng Kinh tế",)),
        ("gửi Phòng Kinh tế danh sách", ()),
        ("trên cơ sở báo cáo của Phòng Kinh tế", ()),
    ],
)
def test_who_receives_the_report(text, names):
    assert report_to(of(text)) == names
