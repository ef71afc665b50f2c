"""The demo province's first two notices: a monthly meeting, and one about administrative reform. All invented."""

from __future__ import annotations

from app.cli.demo_model import BY, WITHIN, DemoNotice
from app.cli.demo_province_telling import communes, departments, everybody, lasting, regular, task
from app.domain.terms import Urgency

MEETING = DemoNotice(
    key="giaoban-dau",
    number="231/TB-UBND",
    given=-95,
    met=-97,
    subject="Kết luận của Chủ tịch UBND tỉnh tại Hội nghị giao ban với các sở, ngành và UBND các xã, phường",
    opening="Sau khi nghe báo cáo của Văn phòng UBND tỉnh và ý kiến thảo luận, Chủ tịch UBND tỉnh kết luận:",
    tasks=(
        task(
            "1.1",
            "Sở Nội vụ chủ trì, phối hợp với Sở Tài chính rà soát biên chế công chức còn thiếu ở 14 xã, phường, đề "
            "xuất phương án điều động, biệt phái; trình UBND tỉnh {phrase}.",
            "sonoivu",
            "sotaichinh",
            due=-80,
        ),
        communes(
            "1.2",
            "UBND các xã, phường lập danh sách vị trí việc làm chưa bố trí được người, gửi Sở Nội vụ tổng hợp "
            "{phrase}.",
            "sonoivu",
            due=-86,
        ),
        task(
            "1.3",
            "Sở Tư pháp rà soát các quyết định do UBND cấp huyện trước đây ban hành còn áp dụng, đề xuất bãi bỏ hoặc "
            "thay thế; báo cáo UBND tỉnh {phrase}.",
            "sotuphap",
            "vanphong",
            due=-62,
            phrase=BY,
        ),
        task(
            "1.4",
            "Thanh tra tỉnh xây dựng kế hoạch kiểm tra việc tiếp công dân tại các xã Nậm Vông, Phiêng Mây và phường "
            "Bến Tuần, trình Chủ tịch UBND tỉnh {phrase}.",
            "thanhtra",
            due=-84,
        ),
        task(
            "1.5",
            "Đề nghị Công an tỉnh phối hợp với UBND xã Cồn Nhạn, UBND xã Bãi Vàng kiểm tra tàu cá chưa đăng ký, thông "
            "báo kết quả cho UBND tỉnh {phrase}.",
            "congan",
            "connhan baivang",
            due=-70,
        ),
        task(
            "2.1",
            "Sở Tài chính tham mưu phân bổ 18,6 tỷ đồng sửa chữa trụ sở làm việc của các xã sau sắp xếp, trình UBND "
            "tỉnh {phrase}.",
            "sotaichinh",
            "soxaydung",
            due=-78,
        ),
        communes(
            "2.2",
            "UBND các xã, phường kiểm kê trụ sở, xe ô tô, trang thiết bị dôi dư; lập phương án sử dụng, gửi Sở Tài "
            "chính {phrase}.",
            "sotaichinh",
            due=-72,
            phrase=BY,
        ),
        task(
            "2.3",
            "Sở Xây dựng kiểm định 09 nhà làm việc xây dựng trước năm 1995 đang bố trí cho các xã, báo cáo mức độ an "
            "toàn của từng nhà {phrase}.",
            "soxaydung",
            due=-58,
        ),
        task(
            "2.4",
            "Đề nghị Thuế tỉnh cung cấp số hộ kinh doanh chuyển đổi phương pháp kê khai theo từng xã, phường, gửi Sở "
            "Tài chính {phrase}.",
            "thue",
            "sotaichinh",
            due=-75,
        ),
        task(
            "2.5",
            "Sở Công Thương và Ban Quản lý các khu công nghiệp tỉnh làm việc với đơn vị điện lực về trạm biến áp của "
            "Khu công nghiệp Mộc Trạm, báo cáo UBND tỉnh {phrase}.",
            "socongthuong bqlkcn",
            due=-82,
        ),
        task(
            "3.1",
            "Sở Nông nghiệp và Môi trường hoàn thành hướng dẫn bàn giao hồ sơ địa chính từ cấp huyện về cấp xã "
            "{phrase}.",
            "sonnmt",
            "sotuphap",
            due=-85,
        ),
        task(
            "3.2",
            "UBND xã Hạ Liên Trì, UBND xã Thượng Liên Trì thống nhất mốc ranh giới tại khu vực hồ Liên Trì, báo cáo "
            "UBND tỉnh qua Sở Nội vụ {phrase}.",
            "halientri thuonglientri",
            "sonoivu sonnmt",
            due=-66,
        ),
        task(
            "3.3",
            "Sở Y tế sắp xếp lại 22 điểm trạm y tế theo địa giới mới, bảo đảm mỗi xã có ít nhất một bác sĩ làm việc "
            "cố định; báo cáo kết quả {phrase}.",
            "soyte",
            "sonoivu",
            due=-45,
        ),
        task(
            "3.4",
            "Sở Giáo dục và Đào tạo thống kê phòng học nhờ, phòng học tạm tại các xã Suối Giăng, Nậm Vông, Phiêng "
            "Mây, đề xuất danh mục ưu tiên; trình UBND tỉnh {phrase}.",
            "sogddt",
            "suoigiang namvong phiengmay",
            due=-60,
        ),
        task(
            "3.5",
            "Sở Văn hóa, Thể thao và Du lịch tham mưu cách sử dụng các nhà văn hóa dôi dư sau nhập thôn, trình UBND "
            "tỉnh {phrase}.",
            "sovhttdl",
            due=-40,
        ),
        task(
            "4.1",
            "Văn phòng UBND tỉnh cập nhật quy chế làm việc, danh mục hồ sơ trình UBND tỉnh và thời hạn xử lý của từng "
            "loại, hoàn thành {phrase}.",
            "vanphong",
            "sotuphap",
            due=-76,
            phrase=BY,
        ),
        task(
            "4.2",
            "Đề nghị Bộ Chỉ huy Quân sự tỉnh hướng dẫn các xã, phường kiện toàn ban chỉ huy quân sự, thông báo kết "
            "quả cho UBND tỉnh {phrase}.",
            "quansu",
            due=-68,
        ),
        regular(
            "4.3",
            "Sở Tài chính báo cáo UBND tỉnh tiến độ thu ngân sách của từng xã, phường trước ngày 05 hằng tháng.",
            "sotaichinh",
            recurrence="trước ngày 05 hằng tháng",
        ),
        lasting(
            "4.4",
            "Trung tâm Phục vụ hành chính công tỉnh thường xuyên cử người hỗ trợ bộ phận tiếp nhận hồ sơ của các xã "
            "vùng cao trong những ngày chợ phiên.",
            "tthcc",
        ),
        everybody(
            "4.5",
            "Thủ trưởng các sở, ban, ngành, Chủ tịch UBND các xã, phường tăng cường kiểm tra, không để nhiệm vụ được "
            "giao quá hạn mà không báo cáo lý do.",
        ),
    ),
)

REFORM = DemoNotice(
    key="cai-cach",
    number="258/TB-UBND",
    given=-74,
    met=-76,
    leader="phochutich",
    subject="Kết luận của Phó Chủ tịch UBND tỉnh tại cuộc họp về cải cách hành chính và chuyển đổi số",
    opening="Trên cơ sở báo cáo của Sở Nội vụ, Sở Khoa học và Công nghệ, Phó Chủ tịch UBND tỉnh kết luận:",
    tasks=(
        task(
            "1",
            "Sở Nội vụ chấm điểm thử chỉ số cải cách hành chính của các sở, ngành và UBND các xã, phường, công bố "
            "trên trang thông tin điện tử {phrase}.",
            "sonoivu",
            "vanphong",
            due=-30,
        ),
        departments(
            "2",
            "Các sở, ban, ngành rà soát, đề xuất cắt giảm ít nhất 30% thời gian giải quyết đối với thủ tục hành chính "
            "thuộc phạm vi quản lý, gửi Văn phòng UBND tỉnh {phrase}.",
            "vanphong",
            due=-52,
        ),
        task(
            "3",
            "Văn phòng UBND tỉnh tổng hợp, trình Chủ tịch UBND tỉnh công bố danh mục thủ tục hành chính được cắt giảm "
            "{phrase}.",
            "vanphong",
            due=-42,
        ),
        communes(
            "4",
            "UBND các xã, phường niêm yết mã QR tra cứu hồ sơ tại nơi tiếp nhận và nhà văn hóa thôn, tổ dân phố, báo "
            "cáo kết quả về Trung tâm Phục vụ hành chính công tỉnh {phrase}.",
            "tthcc",
            due=-48,
            phrase=BY,
        ),
        task(
            "5",
            "Trung tâm Phục vụ hành chính công tỉnh lập bảng theo dõi hồ sơ trễ hạn theo từng cơ quan, gửi các cơ "
            "quan vào sáng thứ Hai; bắt đầu thực hiện {phrase}.",
            "tthcc",
            "sokhcn",
            due=-60,
        ),
        task(
            "6",
            "Sở Khoa học và Công nghệ khảo sát đường truyền tại trụ sở UBND các xã Suối Giăng, Nậm Vông, Phiêng Mây, "
            "đề xuất cách khắc phục; báo cáo UBND tỉnh {phrase}.",
            "sokhcn",
            "suoigiang namvong phiengmay",
            due=-57,
        ),
        task(
            "7",
            "Sở Khoa học và Công nghệ thuê đánh giá an toàn thông tin hệ thống quản lý văn bản, trình kết quả "
            "{phrase}.",
            "sokhcn",
            "congan",
            due=-25,
        ),
        task(
            "8",
            "Đề nghị Công an tỉnh hỗ trợ các xã, phường cấp tài khoản định danh điện tử cho người từ 60 tuổi trở lên, "
            "thông báo tiến độ cho UBND tỉnh {phrase}.",
            "congan",
            due=-35,
        ),
        task(
            "9",
            "Đề nghị Bảo hiểm xã hội tỉnh đối chiếu dữ liệu người tham gia bảo hiểm y tế với dữ liệu dân cư của 14 "
            "xã, phường, gửi Sở Y tế {phrase}.",
            "bhxh",
            "soyte",
            due=-44,
        ),
        task(
            "10",
            "Sở Tư pháp số hóa sổ hộ tịch các năm 1986 đến 2007 nhận từ cấp huyện, hoàn thành {phrase}.",
            "sotuphap",
            "sokhcn",
            due=18,
        ),
        task(
            "11",
            "Sở Nông nghiệp và Môi trường kết nối dữ liệu đất đai của phường Lam Kiều, phường Mộc Trạm với cơ quan "
            "thuế, hoàn thành {phrase}.",
            "sonnmt",
            "thue lamkieu moctram",
            due=-20,
        ),
        task(
            "12",
            "Sở Xây dựng đưa thủ tục cấp giấy phép xây dựng nhà ở riêng lẻ lên dịch vụ công toàn trình, báo cáo kết "
            "quả {phrase}.",
            "soxaydung",
            "tthcc",
            due=-38,
        ),
        task(
            "13",
            "Sở Giáo dục và Đào tạo triển khai nộp học phí không dùng tiền mặt tại toàn bộ trường trung học phổ "
            "thông, báo cáo UBND tỉnh {phrase}.",
            "sogddt",
            "sotaichinh",
            due=-28,
        ),
        task(
            "14",
            "Sở Y tế hoàn thành kết nối bệnh án điện tử giữa 03 bệnh viện tuyến tỉnh {phrase}.",
            "soyte",
            "sokhcn bhxh",
            due=25,
        ),
        task(
            "15",
            "UBND phường Lam Kiều, UBND phường Bến Tuần thí điểm trả kết quả tại nhà cho người khuyết tật, người cao "
            "tuổi; sơ kết, báo cáo Sở Nội vụ {phrase}.",
            "lamkieu bentuan",
            "sonoivu tthcc",
            due=-22,
        ),
        task(
            "16",
            "Thanh tra tỉnh kiểm tra đột xuất việc giải quyết hồ sơ đất đai tại hai xã, phường có tỷ lệ trễ hạn cao "
            "nhất, báo cáo Chủ tịch UBND tỉnh {phrase}.",
            "thanhtra",
            "sonnmt",
            due=-33,
            urgency=Urgency.URGENT,
        ),
        task(
            "17",
            "Sở Nội vụ mở 04 lớp bồi dưỡng kỹ năng số cho công chức cấp xã, hoàn thành {phrase}.",
            "sonoivu",
            "sokhcn",
            due=-10,
            phrase=BY,
        ),
        regular(
            "18",
            "Trung tâm Phục vụ hành chính công tỉnh báo cáo UBND tỉnh kết quả tiếp nhận, giải quyết thủ tục hành "
            "chính hằng tháng.",
            "tthcc",
            recurrence="hằng tháng",
        ),
        lasting(
            "19",
            "Văn phòng UBND tỉnh duy trì việc trả lời phản ánh, kiến nghị của người dân, doanh nghiệp trên hệ thống "
            "trong ngày làm việc.",
            "vanphong",
        ),
        task(
            "20",
            "Sở Khoa học và Công nghệ gửi kịch bản diễn tập ứng cứu sự cố cho các cơ quan {phrase}.",
            "sokhcn",
            due=-64,
            phrase=WITHIN,
        ),
    ),
)
