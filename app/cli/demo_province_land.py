"""Two more notices of the demo province: floods, fields and forests; and public investment. All invented."""

from __future__ import annotations

from app.cli.demo_model import BY, WITHIN, DemoNotice
from app.cli.demo_province_telling import communes, departments, everybody, lasting, regular, task
from app.domain.terms import Urgency

FLOODS = DemoNotice(
    key="thien-tai",
    number="279/TB-UBND",
    given=-53,
    met=-54,
    leader="phochutich3",
    subject="Kết luận của Phó Chủ tịch UBND tỉnh sau đợt kiểm tra công tác phòng, chống thiên tai, thủy lợi và môi "
    "trường",
    opening="Sau khi kiểm tra tại hiện trường và nghe các cơ quan báo cáo, Phó Chủ tịch UBND tỉnh kết luận:",
    tasks=(
        task(
            "1.1",
            "Sở Nông nghiệp và Môi trường kiểm tra an toàn 31 hồ chứa, lập danh sách hồ không được tích nước, báo cáo "
            "UBND tỉnh {phrase}.",
            "sonnmt",
            "soxaydung",
            due=-45,
            urgency=Urgency.VERY_URGENT,
        ),
        communes(
            "1.2",
            "UBND các xã, phường rà soát hộ dân ở nơi có nguy cơ ngập sâu, sạt lở, lập phương án sơ tán đến từng hộ, "
            "gửi Sở Nông nghiệp và Môi trường {phrase}.",
            "sonnmt quansu",
            due=-40,
        ),
        task(
            "1.3",
            "UBND xã Cồn Nhạn, UBND xã Bãi Vàng gia cố 640 m kè biển bị xói chân, hoàn thành {phrase}.",
            "connhan baivang",
            "sonnmt soxaydung",
            due=-12,
        ),
        task(
            "1.4",
            "Đề nghị Bộ Chỉ huy Quân sự tỉnh chuẩn bị lực lượng, phương tiện ứng cứu cho các xã vùng cao khi đường bị "
            "chia cắt, thông báo phương án cho UBND tỉnh {phrase}.",
            "quansu",
            "suoigiang namvong phiengmay",
            due=-43,
        ),
        task(
            "1.5",
            "Sở Xây dựng khắc phục điểm sạt taluy dương trên tuyến đường Khe Trúc - Nậm Vông, bảo đảm thông xe "
            "{phrase}.",
            "soxaydung",
            "khetruc namvong",
            due=-38,
            urgency=Urgency.URGENT,
        ),
        task(
            "1.6",
            "Sở Khoa học và Công nghệ kiểm tra hệ thống loa truyền thanh của các thôn ven sông Lam Kiều, báo cáo kết "
            "quả {phrase}.",
            "sokhcn",
            "lamkieu dongvi tayvi",
            due=-35,
        ),
        task(
            "2.1",
            "Sở Nông nghiệp và Môi trường hướng dẫn cơ cấu giống, lịch gieo cấy vụ tới cho từng tiểu vùng {phrase}.",
            "sonnmt",
            due=-42,
            phrase=BY,
        ),
        task(
            "2.2",
            "UBND xã Đông Vĩ, UBND xã Tây Vĩ, UBND xã Đồng Sậy nạo vét kênh tiêu Đồng Chiêm đoạn qua địa bàn, hoàn "
            "thành {phrase}.",
            "dongvi tayvi dongsay",
            "sonnmt",
            due=-18,
        ),
        task(
            "2.3",
            "UBND xã Khe Trúc báo cáo nguyên nhân 27 ha luồng chết khô và cách khắc phục, gửi Sở Nông nghiệp và Môi "
            "trường {phrase}.",
            "khetruc",
            "sonnmt",
            due=-32,
        ),
        task(
            "2.4",
            "Sở Nông nghiệp và Môi trường lấy mẫu nước hồ Liên Trì ở 06 vị trí, công bố kết quả {phrase}.",
            "sonnmt",
            "soyte halientri thuonglientri",
            due=-26,
        ),
        task(
            "2.5",
            "Ban Quản lý các khu công nghiệp tỉnh yêu cầu ba doanh nghiệp tại Khu công nghiệp Mộc Trạm lắp quan trắc "
            "nước thải tự động, báo cáo UBND tỉnh {phrase}.",
            "bqlkcn",
            "sonnmt congan",
            due=-8,
        ),
        communes(
            "2.6",
            "UBND các xã, phường đóng cửa bãi rác tạm ngoài quy hoạch, báo cáo số bãi đã đóng và lượng rác đã chuyển "
            "đi {phrase}.",
            "sonnmt",
            due=-5,
        ),
        task(
            "2.7",
            "Sở Tài chính bố trí 4,2 tỷ đồng từ nguồn dự phòng để sửa chữa khẩn cấp các trạm bơm tiêu, trình UBND "
            "tỉnh {phrase}.",
            "sotaichinh",
            "sonnmt",
            due=-46,
            urgency=Urgency.URGENT,
        ),
        task(
            "3.1",
            "UBND xã Suối Giăng, UBND xã Nậm Vông, UBND xã Phiêng Mây ký cam kết bảo vệ rừng với từng thôn, bản, gửi "
            "danh sách về Sở Nông nghiệp và Môi trường {phrase}.",
            "suoigiang namvong phiengmay",
            "sonnmt",
            due=-24,
        ),
        task(
            "3.2",
            "Đề nghị Công an tỉnh kiểm tra, xử lý việc khai thác cát trái phép tại bãi bồi thôn Vạn Chài, xã Đông Vĩ, "
            "thông báo kết quả cho UBND tỉnh {phrase}.",
            "congan",
            "dongvi",
            due=-14,
        ),
        task(
            "3.3",
            "Sở Y tế dự trữ thuốc, hóa chất xử lý nước cho 5.000 hộ trong 10 ngày, báo cáo UBND tỉnh {phrase}.",
            "soyte",
            due=-36,
        ),
        task(
            "3.4",
            "Sở Công Thương lập phương án dự trữ lương thực, nước uống tại 05 kho, gửi UBND các xã, phường {phrase}.",
            "socongthuong",
            due=-34,
        ),
        regular(
            "4.1",
            "Sở Nông nghiệp và Môi trường báo cáo UBND tỉnh tình hình sâu bệnh, dịch bệnh vật nuôi vào thứ Năm hằng "
            "tuần.",
            "sonnmt",
            recurrence="thứ Năm hằng tuần",
        ),
        lasting(
            "4.2",
            "UBND xã Cồn Nhạn duy trì trực canh đê cửa sông khi có báo động.",
            "connhan",
        ),
        everybody(
            "4.3",
            "Các cơ quan, đơn vị, địa phương không chủ quan, lơ là trong phòng, chống thiên tai.",
        ),
    ),
)

INVESTMENT = DemoNotice(
    key="dau-tu",
    number="301/TB-UBND",
    given=-33,
    met=-35,
    leader="phochutich",
    subject="Kết luận của Phó Chủ tịch UBND tỉnh tại cuộc họp về giải ngân vốn đầu tư công và tháo gỡ khó khăn cho "
    "doanh nghiệp",
    opening="Sau khi nghe Sở Tài chính báo cáo và ý kiến của các chủ đầu tư, Phó Chủ tịch UBND tỉnh kết luận:",
    tasks=(
        departments(
            "1",
            "Các sở, ban, ngành làm chủ đầu tư cam kết tiến độ giải ngân từng dự án theo tháng, gửi Sở Tài chính "
            "{phrase}.",
            "sotaichinh",
            due=-25,
        ),
        task(
            "2",
            "Sở Tài chính đề xuất điều chuyển vốn của các dự án giải ngân dưới 40% kế hoạch, trình UBND tỉnh {phrase}.",
            "sotaichinh",
            due=-15,
        ),
        task(
            "3",
            "Sở Xây dựng công bố giá vật liệu xây dựng sát giá thị trường tại 14 xã, phường, hoàn thành {phrase}.",
            "soxaydung",
            "sotaichinh",
            due=-27,
            phrase=BY,
        ),
        task(
            "4",
            "UBND phường Mộc Trạm hoàn thành chi trả bồi thường cho 38 hộ còn lại của dự án đường vành đai phía Nam "
            "{phrase}.",
            "moctram",
            "sonnmt thanhtra",
            due=-9,
            urgency=Urgency.URGENT,
        ),
        task(
            "5",
            "UBND phường Bến Tuần bàn giao mặt bằng sạch đoạn qua chợ Bến Tuần cho Sở Xây dựng {phrase}.",
            "bentuan",
            "soxaydung congan",
            due=-6,
        ),
        task(
            "6",
            "Sở Nông nghiệp và Môi trường xác định giá đất cụ thể của 06 khu đất đấu giá, trình UBND tỉnh {phrase}.",
            "sonnmt",
            "sotaichinh thue",
            due=-11,
        ),
        task(
            "7",
            "Ban Quản lý các khu công nghiệp tỉnh lập danh sách doanh nghiệp chậm đưa đất vào sử dụng, đề xuất xử lý; "
            "báo cáo UBND tỉnh {phrase}.",
            "bqlkcn",
            "sonnmt",
            due=-17,
        ),
        task(
            "8",
            "Sở Công Thương tổ chức 02 hội nghị kết nối tiêu thụ chè, măng khô, hải sản của các xã, báo cáo kết quả "
            "{phrase}.",
            "socongthuong",
            "suoigiang khetruc connhan",
            due=6,
        ),
        task(
            "9",
            "Đề nghị Thuế tỉnh rà soát doanh nghiệp được gia hạn nộp thuế, gửi Sở Tài chính {phrase}.",
            "thue",
            "sotaichinh",
            due=-20,
        ),
        task(
            "10",
            "Sở Khoa học và Công nghệ tham mưu chính sách hỗ trợ doanh nghiệp đổi mới công nghệ chế biến, trình UBND "
            "tỉnh {phrase}.",
            "sokhcn",
            "sotaichinh socongthuong",
            due=12,
        ),
        communes(
            "11",
            "UBND các xã, phường rà soát nợ đọng xây dựng cơ bản tính đến cuối quý trước, gửi Sở Tài chính {phrase}.",
            "sotaichinh",
            due=-13,
        ),
        task(
            "12",
            "Sở Văn hóa, Thể thao và Du lịch hoàn thiện hồ sơ dự án tu bổ đình Lam Kiều, trình thẩm định {phrase}.",
            "sovhttdl",
            "lamkieu soxaydung",
            due=-4,
        ),
        task(
            "13",
            "Sở Giáo dục và Đào tạo nghiệm thu 08 phòng học của Trường Trung học phổ thông Khe Trúc, đưa vào sử dụng "
            "{phrase}.",
            "sogddt",
            "soxaydung",
            due=-2,
        ),
        task(
            "14",
            "Sở Y tế giải trình việc chậm mua sắm thiết bị của Bệnh viện Đa khoa khu vực Mộc Trạm, gửi Thanh tra tỉnh "
            "{phrase}.",
            "soyte",
            "thanhtra",
            due=-22,
        ),
        task(
            "15",
            "Thanh tra tỉnh kiểm tra trách nhiệm của chủ đầu tư ba dự án chậm tiến độ quá sáu tháng, báo cáo Chủ tịch "
            "UBND tỉnh {phrase}.",
            "thanhtra",
            "sotaichinh soxaydung",
            due=9,
        ),
        task(
            "16",
            "Sở Tư pháp cho ý kiến về vướng mắc hợp đồng của dự án chợ đầu mối nông sản, gửi Sở Công Thương {phrase}.",
            "sotuphap",
            "socongthuong",
            due=-24,
        ),
        task(
            "17",
            "Sở Xây dựng, Ban Quản lý các khu công nghiệp tỉnh đề xuất quỹ đất làm nhà ở cho 1.200 công nhân, trình "
            "UBND tỉnh {phrase}.",
            "soxaydung bqlkcn",
            "sonnmt moctram",
            due=15,
        ),
        regular(
            "18",
            "Sở Tài chính báo cáo UBND tỉnh kết quả giải ngân của từng chủ đầu tư vào ngày 15 và ngày 30 hằng tháng.",
            "sotaichinh",
            recurrence="ngày 15 và ngày 30 hằng tháng",
        ),
        task(
            "19",
            "Văn phòng UBND tỉnh bố trí lịch làm việc định kỳ của lãnh đạo UBND tỉnh với doanh nghiệp, công bố "
            "{phrase}.",
            "vanphong",
            due=-28,
            phrase=WITHIN,
        ),
        lasting(
            "20",
            "Sở Công Thương thường xuyên nắm tình hình đơn hàng của doanh nghiệp, kịp thời báo cáo UBND tỉnh khi có "
            "biến động.",
            "socongthuong",
        ),
    ),
)
