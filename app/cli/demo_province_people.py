"""The demo province's last two notices: schools, health and culture; and the newest meeting. All invented."""

from __future__ import annotations

from app.cli.demo_model import BY, WITHIN, DemoNotice
from app.cli.demo_province_telling import communes, departments, everybody, lasting, regular, task
from app.domain.terms import Urgency

SOCIETY = DemoNotice(
    key="van-xa",
    number="322/TB-UBND",
    given=-15,
    met=-17,
    leader="phochutich2",
    subject="Kết luận của Phó Chủ tịch UBND tỉnh tại cuộc họp về giáo dục, y tế, văn hóa và an sinh xã hội",
    opening="Sau khi nghe các sở, ngành báo cáo, Phó Chủ tịch UBND tỉnh kết luận và giao nhiệm vụ như sau:",
    tasks=(
        task(
            "1",
            "Sở Giáo dục và Đào tạo rà soát việc thu, chi tại 100% trường học, xử lý khoản thu sai, báo cáo UBND tỉnh "
            "{phrase}.",
            "sogddt",
            "thanhtra",
            due=-3,
        ),
        communes(
            "2",
            "UBND các xã, phường kiểm tra bếp ăn bán trú và nguồn thực phẩm của các trường trên địa bàn, gửi kết quả "
            "về Sở Giáo dục và Đào tạo {phrase}.",
            "sogddt soyte",
            due=-1,
        ),
        task(
            "3",
            "Sở Y tế tổ chức tiêm vét vắc xin sởi cho trẻ dưới 5 tuổi tại các xã Suối Giăng, Nậm Vông, Phiêng Mây, "
            "hoàn thành {phrase}.",
            "soyte",
            "suoigiang namvong phiengmay",
            due=4,
        ),
        task(
            "4",
            "Sở Y tế báo cáo UBND tỉnh phương án trực cấp cứu của các cơ sở khám bệnh, chữa bệnh công lập {phrase}.",
            "soyte",
            due=-8,
            urgency=Urgency.URGENT,
        ),
        task(
            "5",
            "Sở Nội vụ thẩm định danh sách người có công cần hỗ trợ sửa nhà ở, trình UBND tỉnh {phrase}.",
            "sonoivu",
            "sotaichinh mttq",
            due=-5,
        ),
        task(
            "6",
            "Đề nghị Ủy ban MTTQ Việt Nam tỉnh phối hợp rà soát 146 nhà tạm, nhà dột nát còn lại, gửi danh sách cho "
            "Sở Xây dựng {phrase}.",
            "mttq",
            "soxaydung",
            due=-2,
        ),
        task(
            "7",
            "Sở Văn hóa, Thể thao và Du lịch xây dựng kế hoạch Ngày hội văn hóa các xã vùng cao, trình UBND tỉnh "
            "{phrase}.",
            "sovhttdl",
            "suoigiang namvong phiengmay",
            due=7,
        ),
        task(
            "8",
            "Sở Văn hóa, Thể thao và Du lịch kiểm tra phòng cháy tại 11 điểm di tích có bảo quản hiện vật gỗ, báo cáo "
            "kết quả {phrase}.",
            "sovhttdl",
            "congan",
            due=2,
        ),
        task(
            "9",
            "Đề nghị Bảo hiểm xã hội tỉnh thông báo số người chưa tham gia bảo hiểm y tế của từng xã, phường cho UBND "
            "các xã, phường {phrase}.",
            "bhxh",
            due=-6,
        ),
        task(
            "10",
            "UBND xã Bãi Vàng, UBND xã Cồn Nhạn mở lại 02 điểm trường mầm non ven biển sau bão, báo cáo UBND tỉnh "
            "{phrase}.",
            "baivang connhan",
            "sogddt",
            due=1,
        ),
        task(
            "11",
            "Sở Khoa học và Công nghệ hỗ trợ 05 trạm y tế xã vùng cao khám bệnh từ xa, hoàn thành lắp đặt {phrase}.",
            "sokhcn",
            "soyte suoigiang namvong phiengmay",
            due=10,
        ),
        task(
            "12",
            "Sở Nội vụ tham mưu chính sách thu hút bác sĩ, giáo viên về xã vùng cao, trình UBND tỉnh {phrase}.",
            "sonoivu",
            "soyte sogddt sotaichinh",
            due=20,
        ),
        task(
            "13",
            "Sở Tài chính cân đối kinh phí hỗ trợ tiền ăn trưa cho trẻ mẫu giáo vùng khó khăn, báo cáo UBND tỉnh "
            "{phrase}.",
            "sotaichinh",
            "sogddt",
            due=3,
        ),
        task(
            "14",
            "Thanh tra tỉnh làm rõ phản ánh về tuyển dụng viên chức tại Trung tâm Văn hóa tỉnh, báo cáo Phó Chủ tịch "
            "UBND tỉnh {phrase}.",
            "thanhtra",
            "sonoivu sovhttdl",
            due=5,
        ),
        task(
            "15",
            "UBND phường Lam Kiều lắp đặt rào chắn, biển báo quanh hồ điều hòa sau vụ đuối nước, hoàn thành {phrase}.",
            "lamkieu",
            due=-7,
            phrase=BY,
            urgency=Urgency.URGENT,
        ),
        task(
            "16",
            "Đề nghị Công an tỉnh tăng cường tuần tra khu vực cổng trường tại phường Mộc Trạm, phường Bến Tuần, thông "
            "báo kết quả cho UBND tỉnh {phrase}.",
            "congan",
            "moctram bentuan",
            due=8,
        ),
        task(
            "17",
            "Sở Giáo dục và Đào tạo sắp xếp lại giáo viên dạy tiếng Anh, Tin học còn thiếu ở các xã, trình phương án "
            "{phrase}.",
            "sogddt",
            "sonoivu",
            due=0,
            phrase=WITHIN,
        ),
        regular(
            "18",
            "Sở Y tế báo cáo UBND tỉnh tình hình dịch bệnh vào sáng thứ Hai hằng tuần.",
            "soyte",
            recurrence="sáng thứ Hai hằng tuần",
        ),
        lasting(
            "19",
            "UBND xã Phiêng Mây thường xuyên vận động học sinh đi học chuyên cần sau các ngày lễ.",
            "phiengmay",
            "sogddt",
        ),
        everybody(
            "20",
            "Các sở, ngành, UBND các xã, phường quan tâm chăm lo đời sống người có công, hộ nghèo và trẻ em khó khăn.",
        ),
    ),
)

LAST_MEETING = DemoNotice(
    key="giaoban-cuoi",
    number=None,
    given=-4,
    met=-4,
    subject="Kết luận của Chủ tịch UBND tỉnh tại Hội nghị giao ban với các sở, ngành và UBND các xã, phường",
    opening="Sau khi nghe báo cáo kết quả thực hiện các kết luận trước và ý kiến của các đại biểu, Chủ tịch UBND tỉnh "
    "kết luận:",
    tasks=(
        departments(
            "1.1",
            "Các sở, ban, ngành giải trình từng nhiệm vụ đang quá hạn, đề xuất mốc hoàn thành, gửi Văn phòng UBND "
            "tỉnh {phrase}.",
            "vanphong",
            due=1,
        ),
        task(
            "1.2",
            "Văn phòng UBND tỉnh tổng hợp, báo cáo Chủ tịch UBND tỉnh tại phiên họp gần nhất {phrase}.",
            "vanphong",
            due=4,
        ),
        task(
            "1.3",
            "Sở Nội vụ đề xuất hình thức nhắc nhở đối với cơ quan có từ 03 nhiệm vụ quá hạn trở lên, trình Chủ tịch "
            "UBND tỉnh {phrase}.",
            "sonoivu",
            "thanhtra",
            due=6,
        ),
        task(
            "2.1",
            "Sở Tài chính hoàn thiện dự toán thu, chi ngân sách năm sau, trình UBND tỉnh {phrase}.",
            "sotaichinh",
            "thue",
            due=14,
        ),
        communes(
            "2.2",
            "UBND các xã, phường đăng ký 03 việc phải hoàn thành dứt điểm trong quý, gửi Văn phòng UBND tỉnh {phrase}.",
            "vanphong",
            due=3,
        ),
        task(
            "2.3",
            "Sở Xây dựng báo cáo UBND tỉnh tiến độ cầu Bến Tuần và nguyên nhân chậm của từng gói thầu {phrase}.",
            "soxaydung",
            "bentuan",
            due=-1,
            urgency=Urgency.URGENT,
        ),
        task(
            "2.4",
            "Sở Công Thương phối hợp với Ban Quản lý các khu công nghiệp tỉnh chuẩn bị nội dung đối thoại với doanh "
            "nghiệp, gửi Văn phòng UBND tỉnh {phrase}.",
            "socongthuong",
            "bqlkcn",
            due=2,
        ),
        task(
            "2.5",
            "Sở Nông nghiệp và Môi trường đề xuất hỗ trợ 112 hộ nuôi cá lồng bị thiệt hại ở hồ Liên Trì, trình UBND "
            "tỉnh {phrase}.",
            "sonnmt",
            "halientri thuonglientri sotaichinh",
            due=0,
            phrase=BY,
        ),
        task(
            "3.1",
            "Sở Tư pháp chuẩn bị hội nghị đối thoại về thủ tục đất đai tại phường Lam Kiều, báo cáo UBND tỉnh "
            "{phrase}.",
            "sotuphap",
            "sonnmt lamkieu",
            due=8,
        ),
        task(
            "3.2",
            "Trung tâm Phục vụ hành chính công tỉnh khắc phục lỗi không gửi được tin nhắn trả kết quả, báo cáo UBND "
            "tỉnh {phrase}.",
            "tthcc",
            "sokhcn",
            due=-2,
            urgency=Urgency.VERY_URGENT,
        ),
        task(
            "3.3",
            "Sở Khoa học và Công nghệ bàn giao máy quét cho bộ phận tiếp nhận hồ sơ của 05 xã, hoàn thành {phrase}.",
            "sokhcn",
            "khetruc dongsay suoigiang namvong phiengmay",
            due=9,
        ),
        task(
            "3.4",
            "Đề nghị Công an tỉnh thông báo kết quả kiểm tra phòng cháy tại các chợ loại 2 cho UBND tỉnh {phrase}.",
            "congan",
            "socongthuong",
            due=7,
        ),
        task(
            "3.5",
            "Đề nghị Bộ Chỉ huy Quân sự tỉnh phối hợp chuẩn bị công tác tuyển quân, thông báo chỉ tiêu từng xã, "
            "phường {phrase}.",
            "quansu",
            "soyte sogddt",
            due=11,
        ),
        task(
            "3.6",
            "UBND xã Tây Vĩ, UBND xã Đồng Sậy giải quyết dứt điểm tranh chấp đường nội đồng giáp ranh, báo cáo UBND "
            "tỉnh {phrase}.",
            "tayvi dongsay",
            "sonnmt sotuphap",
            due=13,
        ),
        task(
            "4.1",
            "Sở Văn hóa, Thể thao và Du lịch trình phương án tổ chức giải chạy quanh hồ Liên Trì {phrase}.",
            "sovhttdl",
            "halientri congan soyte",
            due=16,
        ),
        task(
            "4.2",
            "Sở Giáo dục và Đào tạo, Sở Y tế thống nhất quy trình xử lý ngộ độc thực phẩm trong trường học, ban hành "
            "{phrase}.",
            "sogddt soyte",
            due=10,
        ),
        task(
            "4.3",
            "Thanh tra tỉnh công khai kết luận kiểm tra tiếp công dân tại ba xã, phường {phrase}.",
            "thanhtra",
            due=5,
        ),
        task(
            "4.4",
            "Ban Quản lý các khu công nghiệp tỉnh báo cáo UBND tỉnh nhu cầu lao động của doanh nghiệp đến hết năm "
            "{phrase}.",
            "bqlkcn",
            "sonoivu",
            due=12,
        ),
        lasting(
            "4.5",
            "Văn phòng UBND tỉnh thường xuyên cập nhật tình hình thực hiện kết luận giao ban, không yêu cầu báo cáo "
            "trùng lặp.",
            "vanphong",
        ),
        everybody(
            "4.6",
            "Các cơ quan, đơn vị, địa phương chủ động xử lý công việc, không đùn đẩy trách nhiệm.",
        ),
    ),
)
