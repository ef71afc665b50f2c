"""The demo commune's two invented notices, and what was done about them."""

from __future__ import annotations

from app.cli.demo_model import BEFORE, BY, WITHIN, Act, DemoNotice, DemoStory, DemoTask
from app.domain.terms import EventKind, TaskKind, Urgency

MONTHLY = DemoNotice(
    key="giaoban",
    number="19/TB-UBND",
    given=-18,
    met=-20,
    subject="Kết luận của Chủ tịch UBND xã tại Hội nghị giao ban tháng",
    opening="Sau khi nghe các bộ phận trình bày và ý kiến của những người dự họp, Chủ tịch UBND xã kết luận:",
    tasks=(
        DemoTask(
            "1",
            "Phòng Kinh tế chủ trì, phối hợp với Trung tâm Phục vụ hành chính công chốt danh sách hộ đăng ký chuyển "
            "12 ha lúa năng suất thấp ở thôn Bến Gạo và thôn Cồn Sậy sang rau màu vụ đông, trình UBND xã {phrase}.",
            ("kinhte",),
            ("tthcc",),
            due=-7,
            phrase=BEFORE,
        ),
        DemoTask(
            "2",
            "Phòng Kinh tế kiểm tra, lập biên bản hiện trạng 03 cống tiêu trên kênh Đồng Chiêm, đề xuất cách sửa chữa "
            "và dự toán; báo cáo UBND xã {phrase}.",
            ("kinhte",),
            due=1,
            phrase=BY,
        ),
        DemoTask(
            "3",
            "Phòng Kinh tế niêm yết kế hoạch sử dụng đất năm sau tại nhà văn hóa sáu thôn, hoàn thành {phrase}.",
            ("kinhte",),
            due=-5,
            phrase=BY,
        ),
        DemoTask(
            "4",
            "Phòng Văn hóa - Xã hội lập danh sách người từ đủ 75 tuổi chưa hưởng trợ cấp hưu trí xã hội ở từng thôn, "
            "gửi Trung tâm Phục vụ hành chính công để hướng dẫn làm hồ sơ {phrase}.",
            ("vanhoa",),
            due=-3,
            phrase=BEFORE,
        ),
        DemoTask(
            "5",
            "Phòng Văn hóa - Xã hội phối hợp với Ủy ban MTTQ Việt Nam xã và Trường THCS Đông Vĩ xây dựng kế hoạch tổ "
            "chức Ngày hội các thôn ven sông, trình Chủ tịch UBND xã {phrase}.",
            ("vanhoa",),
            ("mttq", "thcs"),
            due=-8,
            phrase=BEFORE,
        ),
        DemoTask(
            "6",
            "Trung tâm Phục vụ hành chính công phối hợp với Công an xã số hóa toàn bộ hồ sơ hộ tịch tiếp nhận từ đầu "
            "quý, hoàn thành {phrase}.",
            ("tthcc",),
            ("congan",),
            due=-1,
            phrase=BY,
        ),
        DemoTask(
            "7",
            "Trung tâm Phục vụ hành chính công thay biểu mẫu đã hết hiệu lực tại quầy tiếp nhận, báo cáo kết quả "
            "{phrase}.",
            ("tthcc",),
            due=-10,
            phrase=BY,
        ),
        DemoTask(
            "8",
            "Trạm Y tế xã phối hợp với Phòng Văn hóa - Xã hội và các trường trên địa bàn diệt lăng quăng tại thôn Vạn "
            "Chài và khu nhà ở công nhân, báo cáo kết quả {phrase}.",
            ("yte",),
            ("vanhoa", "mamnon", "tieuhoc", "thcs"),
            due=2,
            phrase=BEFORE,
        ),
        DemoTask(
            "9",
            "Đề nghị Công an xã phối hợp rà soát biển báo, gờ giảm tốc trước cổng ba trường học, thông báo kết quả cho "
            "UBND xã {phrase}.",
            ("congan",),
            ("mamnon", "tieuhoc", "thcs"),
            due=4,
            phrase=BEFORE,
        ),
        DemoTask(
            "10",
            "Đề nghị Trường Tiểu học Đông Vĩ, Trường THCS Đông Vĩ kiểm tra bếp ăn bán trú và hệ thống nước uống, gửi "
            "kết quả về Phòng Văn hóa - Xã hội {phrase}.",
            ("tieuhoc", "thcs"),
            ("vanhoa",),
            due=9,
            phrase=BEFORE,
        ),
        DemoTask(
            "11",
            "Đề nghị Ban Chỉ huy Quân sự xã hoàn thành phúc tra nguồn sẵn sàng nhập ngũ {phrase}.",
            ("quansu",),
            due=-4,
            phrase=BY,
        ),
        DemoTask(
            "12",
            "Văn phòng HĐND và UBND xã chuẩn bị tài liệu phiên họp UBND xã thường kỳ, gửi thành viên UBND xã {phrase}.",
            ("vanphong",),
            due=0,
            phrase=WITHIN,
        ),
        DemoTask(
            "13",
            "Phòng Kinh tế tổng hợp tiến độ thu các khoản phí, lệ phí, báo cáo UBND xã hằng tháng.",
            ("kinhte",),
            kind=TaskKind.PER_REPORT,
            recurrence="hằng tháng",
        ),
        DemoTask(
            "14",
            "Trung tâm Phục vụ hành chính công thường xuyên bố trí người hướng dẫn nộp hồ sơ trực tuyến vào sáng thứ "
            "Hai và thứ Năm.",
            ("tthcc",),
            kind=TaskKind.CONTINUOUS,
        ),
        DemoTask(
            "15",
            "Các cơ quan, đơn vị giữ nghiêm giờ giấc làm việc, không để người dân phải đi lại nhiều lần.",
            kind=TaskKind.GENERAL,
        ),
    ),
)

STORM = DemoNotice(
    key="muabao",
    number=None,
    given=-3,
    met=-3,
    subject="Kết luận của Phó Chủ tịch UBND xã sau khi kiểm tra tuyến đê bối thôn Vạn Chài",
    leader="phochutich",
    opening="Sau khi xem xét tại chỗ và nghe thôn trình bày, Phó Chủ tịch UBND xã kết luận:",
    tasks=(
        DemoTask(
            "1",
            "Phòng Kinh tế cắm biển cảnh báo và dùng bao tải cát gia cố 40 m đê bối bị sạt ở thôn Vạn Chài, hoàn thành "
            "{phrase}.",
            ("kinhte",),
            ("quansu",),
            due=2,
            phrase=BEFORE,
            urgency=Urgency.URGENT,
        ),
        DemoTask(
            "2",
            "Phòng Văn hóa - Xã hội lập danh sách 23 hộ ngoài đê cần sơ tán khi có báo động, kèm nơi đến của từng hộ, "
            "gửi UBND xã {phrase}.",
            ("vanhoa",),
            ("yte", "mttq"),
            due=3,
            phrase=BY,
            urgency=Urgency.URGENT,
        ),
        DemoTask(
            "3",
            "Trạm Y tế xã chuẩn bị cơ số thuốc và hóa chất xử lý nước cho 200 hộ, báo cáo {phrase}.",
            ("yte",),
            due=8,
            phrase=BEFORE,
        ),
    ),
)

NOTICES = (MONTHLY, STORM)

# Who coordinates says that it knows; the others have not answered yet.
COORDINATORS = (
    ("1", "tthcc"),
    ("5", "mttq"),
    ("5", "thcs"),
    ("6", "congan"),
    ("8", "vanhoa"),
    ("8", "mamnon"),
    ("8", "tieuhoc"),
    ("9", "mamnon"),
    ("9", "tieuhoc"),
    ("10", "vanhoa"),
)

ACTS = (
    *(Act(-17, "giaoban", clause, unit, unit, EventKind.ACKNOWLEDGED) for clause, unit in COORDINATORS),
    Act(-17, "giaoban", "13", "kinhte", "kinhte", EventKind.ACKNOWLEDGED),
    Act(-17, "giaoban", "14", "tthcc", "tthcc", EventKind.ACKNOWLEDGED),
    Act(-17, "giaoban", "1", "kinhte", "kinhte", EventKind.ACKNOWLEDGED),
    Act(-17, "giaoban", "2", "kinhte", "kinhte", EventKind.ACKNOWLEDGED),
    Act(-17, "giaoban", "3", "kinhte", "kinhte2", EventKind.ACKNOWLEDGED),
    Act(-17, "giaoban", "6", "tthcc", "tthcc", EventKind.ACKNOWLEDGED),
    Act(-17, "giaoban", "7", "tthcc", "tthcc", EventKind.ACKNOWLEDGED),
    Act(-17, "giaoban", "8", "yte", "yte", EventKind.ACKNOWLEDGED),
    Act(-17, "giaoban", "12", "vanphong", "chuyenvien", EventKind.ACKNOWLEDGED),
    Act(-16, "giaoban", "5", "vanhoa", "vanhoa", EventKind.ACKNOWLEDGED),
    Act(-16, "giaoban", "10", "tieuhoc", "tieuhoc", EventKind.ACKNOWLEDGED),
    Act(-16, "giaoban", "11", "quansu", "quansu", EventKind.ACKNOWLEDGED),
    Act(
        -12,
        "giaoban",
        "1",
        "kinhte",
        "kinhte2",
        EventKind.PROGRESS,
        "Đã nhận danh sách của hai thôn, đang đối chiếu với bản đồ địa chính.",
    ),
    Act(-9, "giaoban", "5", "vanhoa", "vanhoa", EventKind.SUBMITTED, "Đã trình kế hoạch.", "12/KH-VHXH"),
    Act(-8, "giaoban", "5", "vanhoa", "chanhvp", EventKind.ACCEPTED, completed=-9),
    Act(-7, "giaoban", "7", "tthcc", "tthcc", EventKind.SUBMITTED, "Đã thay 31 biểu mẫu tại quầy.", "19/BC-TTHCC"),
    Act(-6, "giaoban", "7", "tthcc", "chuyenvien", EventKind.ACCEPTED, completed=-7),
    Act(-6, "giaoban", "3", "kinhte", "kinhte", EventKind.SUBMITTED, "Đã niêm yết đủ sáu thôn.", "55/BC-KT"),
    Act(-5, "giaoban", "3", "kinhte", "chanhvp", EventKind.ACCEPTED, completed=-6),
    Act(
        -5,
        "giaoban",
        "1",
        "kinhte",
        "kinhte",
        EventKind.PROGRESS,
        "Còn 07 hộ ở thôn Cồn Sậy chưa thống nhất diện tích; phòng sẽ họp thôn lần hai.",
    ),
    Act(-4, "giaoban", "8", "yte", "yte", EventKind.SUBMITTED, "Đã xử lý thôn Vạn Chài.", "08/BC-TYT"),
    Act(-3, "giaoban", "6", "tthcc", "tthcc", EventKind.PROGRESS, "Đã số hóa 412 trong 450 hồ sơ."),
    Act(
        -2,
        "giaoban",
        "8",
        "yte",
        "chuyenvien",
        EventKind.RETURNED,
        "Báo cáo chưa có kết quả tại khu nhà ở công nhân và biên bản có xác nhận của trưởng thôn.",
    ),
    Act(-2, "muabao", "2", "vanhoa", "vanhoa", EventKind.ACKNOWLEDGED),
    Act(-2, "muabao", "2", "mttq", "mttq", EventKind.ACKNOWLEDGED),
    Act(-2, "muabao", "3", "yte", "yte", EventKind.ACKNOWLEDGED),
    Act(-2, "giaoban", "6", "tthcc", "tthcc", EventKind.SUBMITTED, "Đã số hóa đủ 450 hồ sơ.", "23/BC-TTHCC"),
    Act(-1, "giaoban", "2", "kinhte", "kinhte2", EventKind.PROGRESS, "Đã kiểm tra hai cống, còn cống số 3."),
)

STORY = DemoStory(NOTICES, ACTS)
