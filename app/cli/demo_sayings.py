"""What units of a demo office write when they answer, and what the office writes back. All invented."""

from __future__ import annotations

from app.domain.terms import EventKind

PROGRESS = (
    "Đã giao bộ phận chuyên môn tham mưu; dự thảo đang lấy ý kiến các cơ quan liên quan.",
    "Đã thực hiện khoảng một nửa khối lượng, phần còn lại đang đối chiếu số liệu.",
    "Đã họp phân công, thống nhất đề cương và mốc thời gian của từng phần việc.",
    "Đã nhận đủ số liệu đầu vào, đang tổng hợp và rà soát lần cuối.",
    "Đã kiểm tra thực tế tại cơ sở, đang hoàn thiện biên bản và đề xuất.",
    "Đã trình lãnh đạo cơ quan xem xét bản thứ nhất, đang chỉnh sửa theo góp ý.",
    "Đã có văn bản đôn đốc các bộ phận gửi nội dung; còn hai nơi chưa gửi.",
    "Đã bố trí kinh phí, đang làm các bước lựa chọn đơn vị thực hiện.",
)
STUCK = (
    "Chưa hoàn thành do số liệu của các nơi gửi về chưa khớp; đang đối chiếu lại từng trường hợp.",
    "Còn vướng về nguồn kinh phí, đã có văn bản xin ý kiến cơ quan tài chính.",
    "Chậm so với thời hạn do phải lấy ý kiến bổ sung; dự kiến hoàn thành trong 05 ngày làm việc tới.",
    "Hồ sơ bàn giao từ cấp huyện trước đây chưa đầy đủ, đang đề nghị cung cấp thêm.",
    "Thời tiết không thuận lợi nên chưa kiểm tra hết tại hiện trường, sẽ làm tiếp ngay khi có thể.",
    "Nội dung liên quan nhiều cơ quan, còn một điểm chưa thống nhất; kính đề nghị Văn phòng cho ý kiến.",
)
DONE = (
    "Đã hoàn thành, gửi kèm văn bản kết quả.",
    "Đã thực hiện xong các nội dung được giao, kính báo cáo.",
    "Đã hoàn thành; biểu tổng hợp kèm theo văn bản.",
    "Đã thực hiện xong, còn một kiến nghị nêu ở phần cuối báo cáo.",
    "Đã hoàn thành và gửi các cơ quan liên quan để phối hợp.",
)
PAPERS_MISSING = (
    "Báo cáo chưa kèm biểu tổng hợp; đề nghị bổ sung và gửi lại.",
    "Văn bản kết quả chưa có chữ ký, chưa ghi ngày ban hành; đề nghị gửi lại bản hoàn chỉnh.",
    "Chưa có biên bản kiểm tra kèm theo như yêu cầu của thông báo.",
)
NOT_GOOD_ENOUGH = (
    "Báo cáo mới liệt kê việc đã làm, chưa nêu kết quả và mốc hoàn thành phần còn lại.",
    "Phương án chưa tính đến kinh phí và cơ quan thực hiện; đề nghị làm rõ.",
    "Số liệu chưa thống nhất với báo cáo trước; đề nghị kiểm tra lại.",
)
MORE_TIME = (
    "Chờ số liệu của các xã, phường; đề nghị gia hạn để tổng hợp đủ.",
    "Phát sinh nội dung phải lấy ý kiến thêm hai cơ quan.",
    "Đơn vị tư vấn bàn giao hồ sơ chậm so với hợp đồng.",
)
CAUSES = (
    "Bão số 4 làm gián đoạn việc khảo sát tại thực địa; có biên bản của ban chỉ huy.",
    "Phải chờ hướng dẫn của bộ, đến nay chưa ban hành.",
)
PARTS_GIVEN = (
    "Gửi số liệu thuộc phạm vi của đơn vị để tổng hợp.",
    "Đã góp ý dự thảo, gửi kèm bảng tổng hợp ý kiến.",
)
DESK = "Phó Chủ tịch phụ trách"
CANCELLED = {
    EventKind.STOPPED: "Nội dung đã được đưa vào đề án chung của tỉnh, không thực hiện riêng.",
    EventKind.CANCELLED: "Nhập trùng với một mục khác của cùng thông báo.",
}
